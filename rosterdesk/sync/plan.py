"""Which collections a sync asks for, in which order, and whether the changes alone will do."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from rosterdesk.model.fields import BASES, collection
from rosterdesk.model.rows import Run

OPTIONAL = frozenset({"demographics"})
"""Read only when asked for: what few need, and few keys may see. That it is refused is a fact, not a failure."""

FULL_EVERY = timedelta(days=7)
"""Services forget to tell of what is gone; a full sync this often finds out."""


class Plan(msgspec.Struct, frozen=True):
    """What one sync does: `collections` are the ones that hold records, what is referred to first."""

    kind: Literal["full", "delta"]
    collections: tuple[str, ...]


def plan(runs: Iterable[Run], *, asked: Sequence[str] = (), full: bool = False, now: datetime) -> Plan:
    """The plan for the collections asked for (all that are usual, where none is), after these earlier runs.

    The changes alone will do where every collection was read whole within a week, by runs that came to their end,
    and `full` does not insist.
    Raises `UsageError` for a collection that there is none of.
    """
    bases = {collection(name).base for name in asked} or set(BASES) - OPTIONAL
    collections = tuple(name for name in BASES if name in bases)
    needed = bases - OPTIONAL or bases
    ended = [run for run in runs if run.kind == "full" and run.ended is not None]
    recent = [run for run in ended if timedelta(0) <= now - datetime.fromisoformat(run.started) < FULL_EVERY]
    whole = {name for run in recent for name, state in run.collections.items() if state.complete}
    return Plan("delta" if needed <= whole and not full else "full", collections)
