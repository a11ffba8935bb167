"""What a run made different, record by record: values that a reader hands out."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from rosterdesk.model.rows import Run

Kind: TypeAlias = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")

Fields: TypeAlias = dict[str, tuple[Any, Any]]
"""By a name on the wire: the value before and after, JSON as it was sent; `None` where there was none."""


class Change(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What became of one record. `fields` is what is different of one that changed; one that was added has `returned`
    where it had been removed before, and then what is different from what it was.
    """

    collection: str
    sourced_id: str
    title: str
    fields: Fields = {}
    returned: bool = False


class Step(msgspec.Struct, frozen=True):
    """What one run did to a record: a step of its history."""

    run: int
    kind: Kind
    change: Change


def together(runs: Sequence[Run], run: int) -> list[Run]:
    """The runs before this one, the newest first, after which all that was made different can be told together: one
    that is no longer among `runs` has taken its journal along.
    """
    before = sorted((each for each in runs if each.run < run), key=lambda each: -each.run)
    return [each for number, each in enumerate(before, 1) if each.run == run - number]
