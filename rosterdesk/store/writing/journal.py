"""The journal of syncs, written: what a run is to read, and how far its lists came. Belongs into transactions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal, TypeAlias

import apsw
import msgspec

from rosterdesk.store.records import runs
from rosterdesk.store.writing.changes import Counts
from rosterdesk.store.writing.listed import Listed

Kind: TypeAlias = Literal["full", "delta"]


class ListState(msgspec.Struct, frozen=True):
    """How far a list of the run came; `why` says why an ended one is not complete."""

    rows: int = 0
    ended: bool = False
    why: str = ""
    dropped: int = 0


class Journal:
    """Writes what happens to the run in progress. What that brings waits for its end where it is `staged`."""

    def __init__(self, connection: apsw.Connection, listed: Listed) -> None:
        self._connection = connection
        self._listed = listed
        self.run = 0
        self.schools: tuple[str, ...] = ()
        self.staged = False
        self._kinds: dict[str, Kind] = {}

    def begin(self, kinds: Mapping[str, Kind], schools: Sequence[str], started: datetime, *, anew: bool) -> int:
        """Begin a run, or take up the last one where that was interrupted; says its number.

        A run is taken up within a day where it was to read the same of the same schools, unless it is held; a
        collection that it came to read whole stays so. Of one that did end, or was to read something else, the
        collections that did not end are taken over by the new one.
        """
        last = None if anew else self._last(schools, started)
        if last is not None and not last[1] and self._planned(last[0], kinds):
            self.go_on_with(last[0])
        else:
            self._new(kinds, schools, started, 0 if last is None else last[0])
        for name, kind in self._kinds.items():
            if kind == "delta" and not self.ended(name):  # a list of changes is short, and changes
                self._forget(name)
        return self.run

    def go_on_with(self, run: int) -> None:
        """What is written from now on is of this run."""
        schools, staged = self._connection.execute("SELECT schools, staged FROM run WHERE id = ?", (run,)).get
        self.run, self.staged, self.schools = run, bool(staged), runs.schools(schools)
        self._kinds = dict(
            self._connection.execute("SELECT collection, kind FROM run_collection WHERE run = ? ORDER BY place", (run,))
        )

    def hold(self, why: str) -> None:
        """What the run brought is not shown, for this reason."""
        self._connection.execute("UPDATE run SET held = ? WHERE id = ?", (why, self.run))

    def shows_a_run(self) -> bool:
        """Whether readers see what a run brought that came to its end, so that no other is to be seen in its midst."""
        return bool(
            self._connection.execute(
                "SELECT EXISTS (SELECT 1 FROM run JOIN run_list l ON l.run = run.id"
                " WHERE run.ended IS NOT NULL AND l.rows)"
            ).get
        )

    def kind(self, collection: str) -> Kind:
        """How the run reads the collection."""
        return self._kinds[collection]

    def ended(self, collection: str) -> bool:
        """Whether the run is done with the collection."""
        return bool(
            self._connection.execute(
                "SELECT ended FROM run_collection WHERE run = ? AND collection = ?", (self.run, collection)
            ).get
        )

    def brought(self, collection: str) -> bool:
        """Whether lists of the collection brought anything."""
        return bool(
            self._connection.execute(
                "SELECT sum(rows) FROM run_list WHERE run = ? AND collection = ?", (self.run, collection)
            ).get
        )

    def turn_full(self, collection: str) -> None:
        """The collection is read whole after all, from its beginning."""
        self._kinds[collection] = "full"
        self._connection.execute(
            "UPDATE run_collection SET kind = 'full' WHERE run = ? AND collection = ?", (self.run, collection)
        )
        self._forget(collection)

    def list_state(self, collection: str, of: str) -> ListState:
        """How far a list came."""
        state = self._connection.execute(
            "SELECT rows, ended, why, dropped FROM run_list WHERE run = ? AND collection = ? AND list = ?",
            (self.run, collection, of),
        ).get
        return ListState(state[0], bool(state[1]), *state[2:]) if state else ListState()

    def begin_list(self, collection: str, of: str, offset: int, clock: datetime | None) -> None:
        """The list is read from there on; what it brought before counts only where it is not from the beginning.

        With the service's `clock` the run is as old as that says: by ours a delta would miss what ours is fast.
        """
        if clock is not None:
            self._connection.execute(
                "UPDATE run SET clock = coalesce(clock, ?) WHERE id = ?", (runs.text(clock), self.run)
            )
            for table, run in (("run", "id"), ("run_collection", "run")):
                self._connection.execute(
                    f"UPDATE {table} SET started = min(started, ?) WHERE {run} = ?", (runs.text(clock), self.run)
                )
        if not offset:
            self._forget(collection, of)
        self._connection.execute(
            "INSERT INTO run_list (run, collection, list) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rows = ?",
            (self.run, collection, of, offset),
        )

    def add(
        self, collection: str, of: str, received: int, total: int | None, bent: Mapping[str, int], dropped: int
    ) -> None:
        """A page came."""
        name = (self.run, collection, of)
        self._connection.execute(
            "INSERT INTO run_list (run, collection, list, rows, total, dropped) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, total = coalesce(excluded.total, total),"
            " dropped = dropped + excluded.dropped",
            (*name, received, total, dropped),
        )
        if bent:
            where = "WHERE run = ? AND collection = ? AND list = ?"
            before = msgspec.json.decode(
                self._connection.execute(f"SELECT bent FROM run_list {where}", name).get, type=dict[str, int]
            )
            counts = before | {kind: before.get(kind, 0) + count for kind, count in bent.items()}
            self._connection.execute(
                f"UPDATE run_list SET bent = ? {where}", (msgspec.json.encode(counts).decode(), *name)
            )

    def end_list(self, collection: str, of: str, *, why: str, doubtful: bool) -> None:
        """The list is over; where it is `doubtful`, what it did not bring is not gone."""
        self._connection.execute(
            "INSERT INTO run_list (run, collection, list, ended, why, doubtful) VALUES (?, ?, ?, 1, ?, ?)"
            " ON CONFLICT DO UPDATE SET ended = 1, why = excluded.why, doubtful = excluded.doubtful",
            (self.run, collection, of, why, int(doubtful)),
        )

    def end_collection(self, collection: str, *, complete: bool, swept: bool, refused: bool, why: str) -> None:
        """Nothing more comes of the collection."""
        self._connection.execute(
            "UPDATE run_collection SET ended = 1, complete = ?, swept = ?, refused = ?, why = ?"
            " WHERE run = ? AND collection = ?",
            (int(complete), int(swept), int(refused), why, self.run, collection),
        )

    def stop_collection(self, collection: str, why: str) -> None:
        """The collection was left in its midst; a later run goes on there."""
        self._connection.execute(
            "UPDATE run_collection SET why = ? WHERE run = ? AND collection = ?", (why, self.run, collection)
        )

    def unended(self) -> set[str]:
        """The collections of the run that were left in their midst, or wait."""
        return {
            name
            for (name,) in self._connection.execute(
                "SELECT collection FROM run_collection WHERE run = ? AND NOT ended", (self.run,)
            )
        }

    def wait(self, collection: str, why: str) -> None:
        """The collection, though it was read, is left to the next run, as if it had not ended."""
        self._connection.execute(
            "UPDATE run_collection SET ended = 0, complete = 0, swept = 0, why = ?"
            " WHERE run = ? AND collection = ? AND ended AND NOT refused",
            (why, self.run, collection),
        )

    def swept(self) -> dict[str, bool]:
        """The collections of the run of which is gone what did not come, and whether they are complete."""
        found = self._connection.execute(
            "SELECT collection, complete FROM run_collection c WHERE run = ? AND kind = 'full' AND swept AND NOT EXISTS"
            " (SELECT 1 FROM run_list l WHERE l.run = c.run AND l.collection = c.collection AND doubtful)"
            " ORDER BY place",
            (self.run,),
        )
        return {name: bool(complete) for name, complete in found}

    def read(self) -> set[str]:
        """The collections that the run has read, but for those that were refused."""
        return {
            name
            for (name,) in self._connection.execute(
                "SELECT collection FROM run_collection WHERE run = ? AND ended AND NOT refused", (self.run,)
            )
        }

    def end(self, counts: Mapping[str, Counts]) -> None:
        """The run is over, and has made so much different; only what lists brought that did not end is remembered.
        It ended after it began, whatever the clock says.
        """
        self._connection.execute(
            "DELETE FROM listed WHERE collection IN (SELECT collection FROM run_collection WHERE run = ? AND ended)",
            (self.run,),
        )
        self._connection.executemany(
            "INSERT INTO difference VALUES (?, ?, ?, ?, ?)",
            [(self.run, name, each.added, each.changed, each.removed) for name, each in counts.items()],
        )
        self._connection.execute(
            "UPDATE run SET ended = max(started, ?), held = '' WHERE id = ?", (runs.text(datetime.now(UTC)), self.run)
        )

    def _last(self, schools: Sequence[str], started: datetime) -> tuple[int, bool] | None:
        """The last run and whether it ended, where another may go on with it: not a day old, of the same schools, shown
        in the same way, not held.
        """
        last = self._connection.execute(
            "SELECT id, schools, begun, ended, staged, held FROM run ORDER BY id DESC LIMIT 1"
        ).get
        if last is None:
            return None
        run, narrowed, begun, ended, staged, held = last
        alike = narrowed == runs.narrowed(schools) and (ended is not None or bool(staged) == self.shows_a_run())
        return (run, ended is not None) if runs.recent(begun, started) and alike and not held else None

    def _planned(self, run: int, kinds: Mapping[str, Kind]) -> bool:
        """Whether the run was to read just that."""
        found: dict[str, Kind] = dict(
            self._connection.execute("SELECT collection, kind FROM run_collection WHERE run = ? ORDER BY place", (run,))
        )
        return list(found) == list(kinds) and all(found[name] in {kind, "full"} for name, kind in kinds.items())

    def _new(self, kinds: Mapping[str, Kind], schools: Sequence[str], started: datetime, last: int) -> None:
        execute, executemany = self._connection.execute, self._connection.executemany
        run = (execute("SELECT max(id) FROM run").get or 0) + 1
        when = runs.text(started)
        execute(
            "INSERT INTO run (id, schools, started, begun, staged) VALUES (?, ?, ?, ?, ?)",
            (run, runs.narrowed(schools), when, when, int(self.shows_a_run())),
        )
        executemany(
            "INSERT INTO run_collection (run, collection, place, kind, started, begun) VALUES (?, ?, ?, ?, ?, ?)",
            [(run, name, place, kind, when, when) for place, (name, kind) in enumerate(kinds.items())],
        )
        self.go_on_with(run)
        stopped = (
            "SELECT collection FROM run_collection"
            " WHERE run = :last AND kind = 'full' AND NOT ended AND begun > :oldest"
        )
        taken_over = (
            f"SELECT collection FROM run_collection WHERE run = :run AND kind = 'full' AND collection IN ({stopped})"
        )
        names = {"run": run, "last": last, "oldest": runs.text(started - runs.RECENT)}
        for table in ("listed", "staged"):
            execute(f"DELETE FROM {table} WHERE collection NOT IN ({taken_over})", names)
        execute(
            "INSERT INTO run_list SELECT :run, collection, list, rows, total, ended, why, doubtful, bent, dropped"
            f" FROM run_list WHERE run = :last AND collection IN ({taken_over})",
            names,
        )
        execute(
            "UPDATE run_collection AS c SET started = before.started, begun = before.begun"
            " FROM run_collection AS before WHERE c.run = :run AND before.run = :last"
            f" AND before.collection = c.collection AND c.collection IN ({taken_over})"
            " AND EXISTS (SELECT 1 FROM run_list l WHERE l.run = c.run AND l.collection = c.collection)",
            names,
        )

    def _forget(self, collection: str, of: str | None = None) -> None:
        self._listed.forget(collection, of)
        self._connection.execute(
            "DELETE FROM run_list WHERE run = :run AND collection = :collection AND list = coalesce(:list, list)",
            {"run": self.run, "collection": collection, "list": of},
        )
