"""How many records a sync added, changed and removed, in words that the command line and the window share."""

from collections.abc import Iterable
from typing import NamedTuple

from rosterdesk.model.rows import CollectionState


class Counts(NamedTuple):
    """Records by what became of them."""

    added: int
    changed: int
    removed: int


def total(states: Iterable[CollectionState]) -> Counts:
    """Over several collections."""
    counted = list(states)
    return Counts(
        sum(state.added for state in counted),
        sum(state.changed for state in counted),
        sum(state.removed for state in counted),
    )


def words(counts: Counts) -> str:
    """“12 new, 3 changed, 1 gone”: what there is none of is left out; nothing where nothing is different."""
    named = zip(counts, ("new", "changed", "gone"), strict=True)
    return ", ".join(f"{count:,} {word}" for count, word in named if count)
