"""The journal of syncs, read: which ran, how far they came, what was complete."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import apsw
import msgspec

from rosterdesk.model.rows import CollectionState, Run

RECENT = timedelta(days=1)
"""So old may be what another run goes on with, or what is accepted after it was held."""
_NOTHING = CollectionState(0, False)
_SECONDS = len("2026-11-24T16:00:00")  # more than these the clocks of services do not tell
_OVERLAP = timedelta(minutes=5)  # clocks differ, and a service may publish late (oneroster.md 3.5)
_STATES = """
SELECT c.run, c.collection, c.kind, c.ended OR (c.why <> '' AND min(l.ended)), c.complete, c.refused, c.why,
    coalesce(sum(l.rows), 0), sum(l.total), json_group_array(l.bent) FILTER (WHERE l.bent <> '{}'),
    coalesce(sum(l.dropped), 0)
FROM run_collection c LEFT JOIN run_list l USING (run, collection) GROUP BY c.run, c.collection ORDER BY c.run, c.place
"""
# Runs that made something different, of which the journal of changes tells nothing any more.
_FORGOTTEN = """
SELECT DISTINCT d.run FROM difference d WHERE d.added + d.changed + d.removed > 0
AND NOT EXISTS (SELECT 1 FROM change c WHERE c.run = d.run) AND NOT EXISTS (SELECT 1 FROM added a WHERE a.run = d.run)
"""


def text(moment: datetime) -> str:
    """A moment as runs keep it: ISO 8601 in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def narrowed(schools: Iterable[str]) -> str:
    """The schools of a run as it keeps them."""
    return msgspec.json.encode(sorted(set(schools))).decode()


def schools(narrowing: str) -> tuple[str, ...]:
    """The schools that a run kept so."""
    return msgspec.json.decode(narrowing, type=tuple[str, ...])


def runs(connection: apsw.Connection) -> list[Run]:
    """All runs, newest first."""
    different = {
        (run, collection): CollectionState(0, False, added=added, changed=changed, removed=removed)
        for run, collection, added, changed, removed in connection.execute(
            "SELECT run, collection, added, changed, removed FROM difference"
        )
    }
    states: dict[int, dict[str, CollectionState]] = {}
    for run, collection, kind, ended, complete, refused, why, rows, total, bent, dropped in connection.execute(_STATES):
        counts = different.pop((run, collection), _NOTHING)
        states.setdefault(run, {})[collection] = CollectionState(
            rows=rows,
            complete=bool(complete),
            why=why if ended else _stopped(rows, total, why),
            kind=kind,
            refused=bool(refused),
            bent=_summed(msgspec.json.decode(bent, type=list[str])),
            dropped=dropped,
            added=counts.added,
            changed=counts.changed,
            removed=counts.removed,
        )
    beside: dict[int, dict[str, CollectionState]] = {}
    for (run, collection), state in different.items():
        beside.setdefault(run, {})[collection] = state
    forgotten = {run for (run,) in connection.execute(_FORGOTTEN)}
    return [
        _run(states.get(row[0], {}), beside.get(row[0], {}), row, forgotten=row[0] in forgotten)
        for row in connection.execute(
            "SELECT id, started, ended, schools, held, clock, begun FROM run ORDER BY id DESC"
        )
    ]


def held(connection: apsw.Connection, now: datetime) -> Run | None:
    """The last run, where it is held and not a day old."""
    last = next(iter(runs(connection)), None)
    if last is None or not last.held or not recent(last.begun, now):
        return None
    return last


def recent(begun: str, now: datetime) -> bool:
    """Whether what was begun then, by our clock, is not a day old."""
    return abs(now - datetime.fromisoformat(begun)) < RECENT


def since(connection: apsw.Connection, collection: str, run: int) -> datetime | None:
    """From when on a delta must ask for changes; `None` where the collection was never complete at these schools.

    `None` too where the last time that it was lies after the start of `run`, for the clock was set back; or was in
    doubt, so that what did not change may be missing.
    """
    wanted, now = connection.execute("SELECT schools, started FROM run WHERE id = ?", (run,)).get or ("[]", "~")
    for narrowing, started, doubtful in connection.execute(
        "SELECT run.schools, c.started, EXISTS (SELECT 1 FROM run_list l WHERE l.run = c.run"
        " AND l.collection = c.collection AND l.doubtful) FROM run JOIN run_collection c ON c.run = run.id"
        " WHERE c.collection = ? AND c.complete AND run.ended IS NOT NULL ORDER BY run.id DESC",
        (collection,),
    ):
        if covers(schools(narrowing), schools(wanted)):
            set_back = started[:_SECONDS] > now[:_SECONDS]
            return None if set_back or doubtful else datetime.fromisoformat(started) - _OVERLAP
    return None


def nameless(connection: apsw.Connection, collection: str, run: int) -> int:
    """How many records without an id the last run had that read the collection whole, of the same schools as `run`."""
    return int(
        connection.execute(
            "SELECT (SELECT coalesce(sum(l.dropped), 0) FROM run_list l WHERE l.run = c.run"
            " AND l.collection = c.collection) FROM run_collection c JOIN run ON run.id = c.run"
            " WHERE c.collection = :collection AND c.kind = 'full' AND c.complete AND run.ended IS NOT NULL"
            " AND run.schools = (SELECT schools FROM run WHERE id = :run) ORDER BY c.run DESC LIMIT 1",
            {"collection": collection, "run": run},
        ).get
        or 0
    )


def covers(had: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether what a run limited to some schools brought has all of what others need; none are the whole district."""
    return not had or (bool(wanted) and set(wanted) <= set(had))


def _run(
    states: dict[str, CollectionState], beside: dict[str, CollectionState], row: tuple[Any, ...], *, forgotten: bool
) -> Run:
    run, started, ended, narrowing, held, clock, begun = row
    return Run(
        run=run,
        started=started,
        ended=ended,
        kind="full" if all(state.kind == "full" for state in states.values()) else "delta",
        complete=ended is not None and all(state.complete or state.refused for state in states.values()),
        collections=states,
        schools=schools(narrowing),
        held=held,
        clock=clock,
        begun=begun,
        beside=beside,
        forgotten=forgotten,
    )


def _stopped(rows: int, total: int | None, why: str) -> str:
    """How far a collection came that has not ended; `why` is empty while it is read, or where the process ended."""
    of = "" if total is None else f" of {total:,}"
    if not rows:
        return why or "It was not read yet."
    return f"Stopped after {rows:,}{of} rows: {why}" if why else f"{rows:,}{of} rows came so far."


def _summed(counts: Iterable[str]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(msgspec.json.decode(each, type=dict[str, int]))
    return dict(total)
