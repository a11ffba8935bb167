"""The journal of syncs: which ran, how far they came, what was complete."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import apsw
import msgspec

from rosterdesk.model.rows import CollectionState, Run

_RESUMED_WITHIN = timedelta(days=1)
_OVERLAP = timedelta(minutes=5)  # clocks differ, and a service may publish late (oneroster.md 3.5)


def text(moment: datetime) -> str:
    """A moment as runs keep it: ISO 8601 in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def runs(connection: apsw.Connection) -> list[Run]:
    """All runs, newest first."""
    states: dict[int, dict[str, CollectionState]] = {}
    for run, collection, rows, complete, why in connection.execute(
        "SELECT run, collection, rows, complete, why FROM run_collection ORDER BY run, place"
    ):
        states.setdefault(run, {})[collection] = CollectionState(rows=rows, complete=bool(complete), why=why)
    return [
        Run(
            run=run,
            started=started,
            ended=ended,
            kind=kind,
            complete=bool(complete),
            collections=states.get(run, {}),
        )
        for run, kind, started, ended, complete in connection.execute(
            "SELECT id, kind, started, ended, complete FROM run ORDER BY id DESC"
        )
    ]


def begin(
    connection: apsw.Connection, kind: str, collections: Sequence[str], schools: Sequence[str], started: datetime
) -> int:
    """The run to write: the last one if it was interrupted, is of the same kind and not a day old; else a new one.

    Of an interrupted one the collections that had ended are kept. The others begin again: a list that changed
    meanwhile has other rows at the same offset, and one that moved up would never be read.
    """
    narrowed = msgspec.json.encode(sorted(schools)).decode()
    last = connection.execute("SELECT id, kind, schools, started, ended FROM run ORDER BY id DESC LIMIT 1").get
    if last is not None:
        run, last_kind, last_schools, last_started, ended = last
        names = [
            name
            for (name,) in connection.execute(
                "SELECT collection FROM run_collection WHERE run = ? ORDER BY place", (run,)
            )
        ]
        if (
            ended is None
            and (last_kind, last_schools, names) == (kind, narrowed, list(collections))
            and abs(started - datetime.fromisoformat(last_started)) < _RESUMED_WITHIN
        ):
            connection.execute(
                "DELETE FROM listed WHERE collection IN"
                " (SELECT collection FROM run_collection WHERE run = ? AND NOT ended)",
                (run,),
            )
            connection.execute("UPDATE run_collection SET rows = 0, total = NULL WHERE run = ? AND NOT ended", (run,))
            return int(run)
        connection.execute("DELETE FROM listed")
    run = (last[0] if last else 0) + 1
    connection.execute(
        "INSERT INTO run (id, kind, schools, started) VALUES (?, ?, ?, ?)", (run, kind, narrowed, text(started))
    )
    connection.executemany(
        "INSERT INTO run_collection (run, collection, place) VALUES (?, ?, ?)",
        [(run, name, place) for place, name in enumerate(dict.fromkeys(collections))],
    )
    return run


def since(connection: apsw.Connection, collection: str, run: int) -> datetime | None:
    """From when on a delta must ask for changes; `None` where the collection was never complete.

    `None` too where the last time that it was lies after the start of `run`: the clock was set back.
    """
    started = connection.execute(
        "SELECT started FROM run JOIN run_collection c ON c.run = run.id"
        " WHERE c.collection = ? AND c.complete AND run.ended IS NOT NULL AND schools = '[]'"
        " ORDER BY run.id DESC LIMIT 1",
        (collection,),
    ).get
    now = connection.execute("SELECT started FROM run WHERE id = ?", (run,)).get
    if started is None or (now is not None and started > now):
        return None
    return datetime.fromisoformat(started) - _OVERLAP
