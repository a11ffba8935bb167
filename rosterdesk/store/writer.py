"""The one writer of a store: pages in, each whole or not at all."""

import contextlib
import time
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

import apsw

from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.model.rows import Run
from rosterdesk.store import connection, lock, runs, tally
from rosterdesk.store.connection import Location, Memory
from rosterdesk.store.extent import Extent
from rosterdesk.store.journal import Journal, Kind, ListState
from rosterdesk.store.listed import Listed
from rosterdesk.store.pages import Pages
from rosterdesk.store.sourced_ids import sent, stored
from rosterdesk.store.tables import TABLES

_SHARED = 25_000  # rows that may share a commit
_SOON = 1.0  # seconds after which a commit waits for no other page: readers want to see rows


class Writer:
    """Writes one store, alone: a lock beside it keeps every other writer out, and ends with this process.

    A page is applied with its count of rows in one transaction. Where the store is large, a few pages share one: what a
    commit costs is the index pages that it touched, and those are soon nearly all. Killing the process at any moment
    leaves whole pages, and the run says how many rows they had.
    """

    def __init__(self, path: Location, key: bytes | Callable[[], bytes]) -> None:
        """`key` may be asked for: under the lock then, so that nobody else makes another one for the same store."""
        self._lock = None if isinstance(path, Memory) else lock.taken(path)
        try:
            self._connection = connection.open_writer(path, key() if callable(key) else key)
        except BaseException:
            self._unlock()
            raise
        self._pages = Pages(self._connection)
        self._listed = Listed(self._connection)
        self._journal = Journal(self._connection, self._listed)
        self._tally = tally.Pace()
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
            self._unlock()

    def begin(
        self, kinds: Mapping[str, Kind], *, schools: Sequence[str] = (), started: datetime, anew: bool = False
    ) -> int:
        """Begin a run that reads these collections whole or what changed of them; says its number.

        It goes on with what was left in its midst within a day, of the same schools, unless it is to begin `anew`.
        `started` is the service's time, from which a later delta asks.
        """
        with self._transaction():
            return self._journal.begin(kinds, schools, started, anew=anew)

    def runs(self) -> list[Run]:
        """The syncs, newest first."""
        with connection.translated():
            return runs.runs(self._connection)

    def since(self, collection: str) -> datetime | None:
        """From when on changes are to be asked for: the start of the last run that had all of the collection at these
        schools, less an overlap; `None` where there was none.
        """
        with connection.translated():
            return runs.since(self._connection, collection, self._journal.run)

    def kind(self, collection: str) -> Kind:
        """How this run reads the collection."""
        return self._journal.kind(collection)

    def turn_full(self, collection: str) -> None:
        """Read the collection whole after all: its lists begin again."""
        with self._transaction():
            self._journal.turn_full(collection)

    def ended(self, collection: str) -> bool:
        """Whether this run is done with the collection already."""
        with connection.translated():
            return self._journal.ended(collection)

    def list_state(self, collection: str, of: str) -> ListState:
        """How far a list of the collection came, in this run or in the one that it goes on with."""
        with connection.translated():
            return self._journal.list_state(collection, of)

    def begin_list(self, collection: str, of: str, offset: int = 0) -> None:
        """The rows of the list come from there on; from 0 on, what it brought before is forgotten."""
        with self._transaction():
            self._journal.begin_list(collection, of, offset)

    def place(self, collection: str, of: str, sourced_id: str) -> int | None:
        """Where a record came in a list that is read whole, from 0 on; `None` where it did not come."""
        key = self._key(collection, sourced_id)
        with connection.translated():
            return None if key is None else self._listed.place(collection, of, key)

    def listed(self, collection: str, of: str) -> int:
        """How many different records a list that is read whole brought."""
        with connection.translated():
            return self._listed.count(collection, of)

    def put(
        self,
        collection: str,
        items: Sequence[Item],
        *,
        received: int,
        total: int | None,
        of: str = "",
        bent: Mapping[str, int] | None = None,
        dropped: int = 0,
    ) -> None:
        """Store a page, its search words and their number, in one transaction. `received` counts bad records too.

        `of` is the list that it is of, where that is not the collection's own.
        """
        base = fields.collection(collection).base
        with self._transaction(commit=False):
            keys = self._pages.write(base, items)
            if self._journal.kind(collection) == "full":
                self._listed.add(collection, of or collection, keys)
            self._journal.add(collection, of or collection, received, total, bent or {}, dropped)
            self._tally.refresh(self._connection, base)
            self._uncommitted += len(items)
            if self._uncommitted >= min(_SHARED, max(keys, default=0) // 8) or time.monotonic() > self._commit_by:
                self._commit()

    def flush(self) -> None:
        """Let readers see the pages that still wait for their commit."""
        if self._connection.in_transaction:
            with self._transaction():
                pass

    def end_list(self, collection: str, of: str, *, why: str = "", doubtful: bool = False) -> None:
        """The list is over; `why` it is not complete. Where it is `doubtful`, nothing of the collection is swept."""
        with self._transaction():
            self._journal.end_list(collection, of, why=why, doubtful=doubtful)

    def end_collection(self, collection: str, *, complete: bool, why: str = "", refused: bool = False) -> None:
        """Nothing more comes of the collection; `complete` only where the service listed all of it."""
        with self._transaction():
            self._journal.end_collection(collection, complete=complete, refused=refused, why=why)
            tally.refresh(self._connection, fields.collection(collection).base)

    def stop_collection(self, collection: str, why: str) -> None:
        """The collection is left in its midst, for this reason: the next run goes on there."""
        with self._transaction():
            self._journal.stop_collection(collection, why)
            tally.refresh(self._connection, fields.collection(collection).base)

    def end(self) -> Run:
        """End the run: what its whole lists did not bring is gone from every list. Says how the run went."""
        with self._transaction():
            extent = self._extent()
            whole = [name for name in self._journal.whole() if name in TABLES]  # a view's list is not all of its base
            gone = {base: self._listed.missing(base, extent.keys(base)) for base in whole}
            for base, keys in gone.items():
                self._pages.clear(base, keys)
            self._journal.end()
            tally.refresh(self._connection)
        with connection.translated():
            self._connection.pragma("optimize")
            self._connection.pragma("wal_checkpoint", "truncate")
        return next(run for run in self.runs() if run.run == self._journal.run)

    def amend(self, collection: str, item: Item) -> bool:
        """Store one record outside of a run; whether that changed anything."""
        base = fields.collection(collection).base
        with self._transaction():
            before = self._record(base, item.entity.sourced_id)
            self._listed.add(base, "", self._pages.write(base, [item]))  # a run that goes on must not take it for gone
            changed = self._record(base, item.entity.sourced_id) != before
            if changed:
                tally.refresh(self._connection, base)
        return changed

    def holds(self, collection: str) -> bool:
        """Whether the store has any record of which the lists of this run tell."""
        with connection.translated():
            return bool(self._extent().keys(fields.collection(collection).base))

    def named(self) -> dict[str, bool]:
        """The sourcedIds of people whom no list of the run's schools has, and whether they are here: guardians of their
        students, and who is enrolled there from elsewhere.

        Students whom a run that reads people whole did not list are none of the schools' any more.
        """
        extent = self._extent()
        with connection.translated():
            whole = self._journal.kind("users") == "full"
            return extent.named(self._listed.missing("users", extent.keys("users")) if whole else array("q"))

    def courses(self) -> set[str]:
        """The sourcedIds of the courses that classes of the run's schools are sections of."""
        with connection.translated():
            return self._extent().courses()

    def present(self, collection: str, sourced_ids: Collection[str]) -> set[str]:
        """Those of the ids whose record is here."""
        return self._known(collection, sourced_ids, "record IS NOT NULL")

    def mentioned(self, collection: str, sourced_ids: Collection[str]) -> set[str]:
        """Those of the ids that some record names, or that are here."""
        return self._known(collection, sourced_ids, "TRUE")

    def _extent(self) -> Extent:
        return Extent(self._connection, self._journal.schools)

    def _known(self, collection: str, sourced_ids: Collection[str], condition: str) -> set[str]:
        table = TABLES[fields.collection(collection).base].name
        found: set[str] = set()
        with connection.translated():
            for kind in (str, bytes):
                wanted = tuple(kept for each in sourced_ids if isinstance(kept := stored(each), kind))
                if wanted:
                    statement = f"SELECT sourced_id FROM {table} WHERE sourced_id IN carray(?) AND {condition}"
                    found.update(sent(kept) for (kept,) in self._connection.execute(statement, (apsw.carray(wanted),)))
        return found

    def _key(self, collection: str, sourced_id: str) -> int | None:
        table = TABLES[fields.collection(collection).base].name
        with connection.translated():
            found = self._connection.execute(f"SELECT id FROM {table} WHERE sourced_id = ?", (stored(sourced_id),)).get
        return None if found is None else int(found)

    def _record(self, base: str, sourced_id: str) -> bytes | None:
        statement = f"SELECT record FROM {TABLES[base].name} WHERE sourced_id = ?"
        record: bytes | None = self._connection.execute(statement, (stored(sourced_id),)).get
        return record

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()

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
