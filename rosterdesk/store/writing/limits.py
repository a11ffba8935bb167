"""When what a run brought is not shown before a person has agreed. Pure."""

from collections.abc import Sequence

import msgspec

from rosterdesk.model.fields import collection

MOST_REMOVED = 10
MOST_CHANGED = 75
"""Percent of a collection."""
FEW = 5
"""Fewer records than these are nobody's accident, unless they are most of a list."""
FEWEST = 3
"""Of a list of four, most; of a shorter one even all may go."""


class Weight(msgspec.Struct, frozen=True):
    """What a run does to the records of a collection, or of a view of it, of which there were so many `before`."""

    collection: str
    removed: int
    changed: int
    before: int


def is_much(weight: Weight) -> bool:
    """Whether a person is to be asked."""
    return _above(weight.removed, weight.before, MOST_REMOVED) or _above(weight.changed, weight.before, MOST_CHANGED)


def objection(weights: Sequence[Weight]) -> str:
    """The sentence why what does this is held; nothing where it may be shown."""
    removed = [_part(w.collection, w.removed, w.before) for w in weights if _above(w.removed, w.before, MOST_REMOVED)]
    changed = [_part(w.collection, w.changed, w.before) for w in weights if _above(w.changed, w.before, MOST_CHANGED)]
    told = [f"{verb} {_and(parts)}" for verb, parts in (("remove", removed), ("change", changed)) if parts]
    return f"This sync would {' and '.join(told)}, so the earlier copy is still shown." if told else ""


def _above(count: int, before: int, most: int) -> bool:
    return (count >= FEW or (count >= FEWEST and 2 * count > before > FEWEST)) and 100 * count > most * before


def _part(name: str, count: int, before: int) -> str:
    return f"{count:,} of {before:,} {collection(name).title.lower()} ({100 * count / before:.3g} %)"


def _and(parts: Sequence[str]) -> str:
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last
