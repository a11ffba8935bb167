"""The one writer of a store: pages in, each whole or not at all."""

import contextlib
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.model.rows import Run
from rosterdesk.store import connection, lock, runs, tally
from rosterdesk.store.pages import Pages
from rosterdesk.store.tables import TABLES

_SHARED = 25_000  # rows that may share a commit
_SOON = 1.0  # seconds after which a commit waits for no other page: readers want to see rows


class Writer:
    """Writes one store, alone: a lock beside it keeps every other writer out, and ends with this process.

    A page is applied with its count of rows in one transaction. Where the store is large, a few pages share one: what a
    commit costs is the index pages that it touched, and those are soon nearly all. Killing the process at any moment
    leaves whole pages, and the run says how many rows they had.
    """

    def __init__(self, path: Path, key: bytes | Callable[[], bytes]) -> None:
        """`key` may be asked for: under the lock then, so that nobody else makes another one for the same store."""
        self._lock = lock.taken(path)
        try:
            self._connection = connection.open_writer(path, key() if callable(key) else key)
        except BaseException:
            self._lock.release()
            raise
        self._pages = Pages(self._connection)
        self._tally = tally.Pace()
        self._run = 0
        self._full = False
        self._uncommitted = 0
        self._commit_by = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store and let others write; a run that was not ended stays interrupted."""
        try:
            if self._connection.in_transaction:
                with connection.translated():
                    self._connection.execute("COMMIT")
        finally:
            self._connection.close()
            self._lock.release()

    def begin(
        self,
        kind: Literal["full", "delta"],
        collections: Sequence[str],
        *,
        schools: Sequence[str] = (),
        started: datetime,
    ) -> int:
        """Begin a run, or take up the interrupted one of the same kind, collections and schools; says its number.

        Of one that is taken up, the collections that have not `ended` begin again.
        `started` is the service's time, from which a later delta asks.
        """
        with self._transaction():
            self._run = runs.begin(self._connection, kind, collections, schools, started)
        self._full = kind == "full" and not schools
        return self._run

    def runs(self) -> list[Run]:
        """The syncs, newest first."""
        with connection.translated():
            return runs.runs(self._connection)

    def ended(self, collection: str) -> bool:
        """Whether this run is done with the collection already."""
        return self._is(collection, "ended")

    def holds(self, collection: str) -> bool:
        """Whether the store has any record of the collection."""
        table = TABLES[fields.collection(collection).base].name
        with connection.translated():
            return self._connection.execute(f"SELECT 1 FROM {table} WHERE record IS NOT NULL LIMIT 1").get is not None

    def put(self, collection: str, items: Sequence[Item], *, received: int, total: int | None) -> None:
        """Store a page, its search words and their number, in one transaction. `received` counts bad records too."""
        base = fields.collection(collection).base
        with self._transaction(commit=False):
            keys = self._pages.write(base, items)
            if self._full and keys:
                self._connection.execute(
                    "INSERT INTO listed (run, collection, keys) VALUES (?, ?, ?)",
                    (self._run, base, _little_endian(keys).tobytes()),
                )
            self._connection.execute(
                "UPDATE run_collection SET rows = rows + ?, total = coalesce(?, total)"
                " WHERE run = ? AND collection = ?",
                (received, total, self._run, collection),
            )
            self._tally.refresh(self._connection, base)
            self._uncommitted += len(items)
            if self._uncommitted >= min(_SHARED, max(keys, default=0) // 8) or time.monotonic() > self._commit_by:
                self._commit()

    def flush(self) -> None:
        """Let readers see the pages that still wait for their commit."""
        if self._connection.in_transaction:
            with self._transaction():
                pass

    def end_collection(self, collection: str, *, complete: bool, why: str = "") -> None:
        """Nothing more comes of the collection; `complete` only where the service listed all of it."""
        with self._transaction():
            self._connection.execute(
                "UPDATE run_collection SET ended = 1, complete = ?, why = ? WHERE run = ? AND collection = ?",
                (int(complete), why, self._run, collection),
            )
            tally.refresh(self._connection, fields.collection(collection).base)

    def end(self) -> Run:
        """End the run: what a complete full one did not list is gone from every list. Says how the run went."""
        with self._transaction():
            if self._full:
                for base in self._complete_bases():
                    self._sweep(base)
            self._connection.execute("DELETE FROM listed")
            self._connection.execute(
                "UPDATE run SET ended = ?, complete ="
                " (SELECT coalesce(min(complete), 0) FROM run_collection WHERE run = run.id) WHERE id = ?",
                (runs.text(datetime.now(UTC)), self._run),
            )
            tally.refresh(self._connection)
        with connection.translated():
            self._connection.pragma("optimize")
            self._connection.pragma("wal_checkpoint", "truncate")
        return next(run for run in self.runs() if run.run == self._run)

    def since(self, collection: str) -> datetime | None:
        """The start of the last run that had all of the collection, less an overlap; `None` where there was none."""
        with connection.translated():
            return runs.since(self._connection, collection, self._run)

    def _is(self, collection: str, state: Literal["ended", "complete"]) -> bool:
        with connection.translated():
            return bool(
                self._connection.execute(
                    f"SELECT {state} FROM run_collection WHERE run = ? AND collection = ?", (self._run, collection)
                ).get
            )

    def _complete_bases(self) -> list[str]:
        """The base collections that this run listed in full; what only views of them listed is not known to be all."""
        return [base for base in fields.BASES if self._is(base, "complete")]

    def _sweep(self, base: str) -> None:
        table = TABLES[base].name
        highest = self._connection.execute(f"SELECT max(id) FROM {table}").get or 0
        listed = bytearray(highest + 1)
        for (page,) in self._connection.execute(
            "SELECT keys FROM listed WHERE run = ? AND collection = ?", (self._run, base)
        ):
            keys = array("q")
            keys.frombytes(page)
            for key in _little_endian(keys):
                listed[key] = 1
        gone = [
            key
            for (key,) in self._connection.execute(f"SELECT id FROM {table} WHERE record IS NOT NULL")
            if not listed[key]
        ]
        if gone:
            self._pages.clear(base, gone)

    @contextlib.contextmanager
    def _transaction(self, *, commit: bool = True) -> Iterator[None]:
        """All or nothing, with the pages that still wait for their commit; a `StoreError` where it cannot be."""
        with connection.translated():
            try:
                if not self._connection.in_transaction:
                    self._connection.execute("BEGIN IMMEDIATE")
                    self._uncommitted = 0
                    self._commit_by = time.monotonic() + _SOON
                yield
                if commit:
                    self._commit()
            except BaseException:
                self._pages.forget()
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _commit(self) -> None:
        self._connection.execute("COMMIT")


def _little_endian(keys: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        keys = array("q", keys)
        keys.byteswap()
    return keys
