"""Which collections a sync asks for, in which order, and of which the changes alone will do."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import BASES, OPTIONAL, collection
from rosterdesk.model.rows import Run
from rosterdesk.store.records.runs import covers

FULL_EVERY = timedelta(days=7)
"""Services forget to tell of what is gone; a full sync this often finds out."""
_OF_SCHOOLS = ("orgs", "academicSessions", "classes", "enrollments", "courses", "users")
"""The order of a sync limited to schools: classes tell which courses are theirs."""


class Plan(msgspec.Struct, frozen=True):
    """What one sync does: the collections that hold records, in the order in which they are read, each whole or by
    what changed; of some `schools`, or of the district where there are none.
    """

    kinds: dict[str, Literal["full", "delta"]]
    schools: tuple[str, ...] = ()


def _everything(_collection: str) -> bool:
    return True


def plan(
    runs: Iterable[Run],
    *,
    asked: Sequence[str] = (),
    also: Sequence[str] = (),
    full: bool = False,
    schools: Sequence[str] = (),
    now: datetime,
    offers: Callable[[str], bool] = _everything,
) -> Plan:
    """The plan for the collections asked for, or for the usual ones and `also` where none is, after these earlier runs.

    `runs` are newest first. What changed will do for a collection that the last run which wanted it whole, and came to
    its end, had whole within a week, at these schools at least; unless `full` insists, or a run that read it whole was
    held since. What the source does not offer is left out; raises `UsageError` where that was asked for, and for a
    collection that there is none of.
    """
    for name in asked:
        if not offers(collection(name).base):
            raise UsageError(f"This source has no {name}.", "Its version of OneRoster does not know them.")
    names = asked or [*set(BASES).difference(OPTIONAL), *also]
    wanted = {collection(name).base for name in names}
    order = dict.fromkeys((*_OF_SCHOOLS, *BASES) if schools else BASES)
    whole = set() if full else _whole(runs, schools, now)
    if schools:  # who has come to a school brings what changed long ago
        whole.difference_update(OPTIONAL)
    return Plan(
        kinds={name: "delta" if name in whole else "full" for name in order if name in wanted and offers(name)},
        schools=tuple(dict.fromkeys(schools)),
    )


def _whole(runs: Iterable[Run], schools: Sequence[str], now: datetime) -> set[str]:
    """The collections of which the last reading that was to be whole was so, and of late; `runs` are newest first.

    What was held was not: who is gone is told by no list of changes, so the next reading has to find that out again.
    """
    last: dict[str, bool] = {}
    for run in runs:
        if run.held:
            for name, state in run.collections.items():
                if state.kind == "full":
                    last.setdefault(name, False)
            continue
        if run.ended is None or not covers(run.schools, schools):
            continue
        recent = timedelta(0) <= now - datetime.fromisoformat(run.started) < FULL_EVERY
        for name, state in run.collections.items():
            if state.kind == "full":
                last.setdefault(name, recent and state.complete)
    return {name for name, whole in last.items() if whole}
