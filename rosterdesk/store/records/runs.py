"""The journal of syncs, read: which ran, how far they came, what was complete."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import apsw
import msgspec

from rosterdesk.model.rows import CollectionState, Run

RECENT = timedelta(days=1)
"""So old may be what another run goes on with, or what is accepted after it was held."""
_OVERLAP = timedelta(minutes=5)  # clocks differ, and a service may publish late (oneroster.md 3.5)
_STATES = """
SELECT c.run, c.collection, c.kind, c.ended, c.complete, c.refused, c.why,
    coalesce(sum(l.rows), 0), sum(l.total), json_group_array(l.bent) FILTER (WHERE l.bent <> '{}'),
    coalesce(sum(l.dropped), 0), c.added, c.changed, c.removed
FROM run_collection c LEFT JOIN run_list l USING (run, collection) GROUP BY c.run, c.collection ORDER BY c.run, c.place
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
    states: dict[int, dict[str, CollectionState]] = {}
    for run, collection, kind, ended, complete, refused, why, rows, total, bent, dropped, *counts in connection.execute(
        _STATES
    ):
        added, changed, removed = counts
        states.setdefault(run, {})[collection] = CollectionState(
            rows=rows,
            complete=bool(complete),
            why=why if ended else _stopped(rows, total, why),
            kind=kind,
            refused=bool(refused),
            bent=_summed(msgspec.json.decode(bent, type=list[str])),
            dropped=dropped,
            added=added,
            changed=changed,
            removed=removed,
        )
    return [
        _run(run, started, ended, schools(narrowing), states.get(run, {}), held, clock)
        for run, narrowing, started, ended, held, clock in connection.execute(
            "SELECT id, schools, started, ended, held, clock FROM run ORDER BY id DESC"
        )
    ]


def held(connection: apsw.Connection, now: datetime) -> Run | None:
    """The last run, where it is held and not a day old."""
    last = next(iter(runs(connection)), None)
    if last is None or not last.held or abs(now - datetime.fromisoformat(last.started)) >= RECENT:
        return None
    return last


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
            return None if started > now or doubtful else datetime.fromisoformat(started) - _OVERLAP
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
    run: int,
    started: str,
    ended: str | None,
    of: tuple[str, ...],
    states: dict[str, CollectionState],
    held: str,
    clock: str | None,
) -> Run:
    return Run(
        run=run,
        started=started,
        ended=ended,
        kind="full" if all(state.kind == "full" for state in states.values()) else "delta",
        complete=ended is not None and all(state.complete or state.refused for state in states.values()),
        collections=states,
        schools=of,
        held=held,
        clock=clock,
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
