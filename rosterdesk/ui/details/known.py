"""What a check has found of one record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from rosterdesk.ui.look.words import Mark

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Finding

CHIPS = {"error": "chip-danger", "warning": "chip-warning", "info": "chip"}
"""By severity: the look of a chip."""


class Known(msgspec.Struct, frozen=True):
    """What is wrong with the record itself, and with others because of it; and what is found on it and right."""

    on: "Sequence[Finding]" = ()
    because: "Sequence[Finding]" = ()
    excepted: "Sequence[Finding]" = ()


def worst(found: "Sequence[Finding]") -> str:
    """The most severe level among findings; nothing where there are none."""
    levels = {each.severity for each in found}
    return next((level for level in CHIPS if level in levels), "")


def mark(known: Known | None, words: str) -> list[Mark]:
    """A chip that says how much is wrong, in these words; none where nothing is, or nobody has looked."""
    return [Mark(words, CHIPS[worst(known.on)])] if known is not None and known.on else []
