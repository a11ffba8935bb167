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
from rosterdesk.store import connection, lock, runs, tally, vocabulary
from rosterdesk.store.connection import Location, Memory
from rosterdesk.store.extent import Extent
from rosterdesk.store.journal import Journal, Kind, ListState
from rosterdesk.store.keys import lookup
from rosterdesk.store.listed import Listed
from rosterdesk.store.pages import OF_A_PERSON, Pages
from rosterdesk.store.tables import TABLES

_SHARED = 25_000  # rows that may share a commit
_SOON = 1.0  # seconds after which a commit waits for no other page: readers want to see rows
_KINDS = {"students": vocabulary.IS_STUDENT, "teachers": vocabulary.IS_TEACHER}


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
        From when it `started` a later delta asks; see `begin_list`.
        """
        with self._transaction():
            return self._journal.begin(kinds, schools, started, anew=anew)

    def runs(self) -> list[Run]:
        """The syncs, newest first."""
        with connection.translated():
            return runs.runs(self._connection)

    def since(self, collection: str) -> datetime | None:
        """From when on changes are to be asked for: the start of the last run that had all of the collection at these
        schools, less an overlap; `None` where there was none, or where that one was in doubt.
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

    def begin_list(self, collection: str, of: str, offset: int = 0, *, clock: datetime | None = None) -> None:
        """The rows of the list come from there on; from 0 on, what it brought before is forgotten.

        Where the service's `clock` is behind ours, the run began at its time.
        """
        with self._transaction():
            self._journal.begin_list(collection, of, offset, clock)

    def goes_on(self, collection: str, of: str, sourced_ids: Sequence[str], rows: int) -> bool:
        """Whether a list that is read whole brought these, in this order, as the first of its last so many records."""
        base = fields.collection(collection).base
        with connection.translated():
            known = lookup(self._connection, base, sourced_ids)
            last = self._listed.last(collection, of, rows)
        came = [known[each][0] for each in sourced_ids if each in known]
        return len(last) == rows and len(came) == len(sourced_ids) and came == list(last[: len(came)])

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
            written = self._pages.write(base, items)
            if self._journal.kind(collection) == "full":
                self._listed.add(collection, of or collection, written)
            self._journal.add(collection, of or collection, received, total, bent or {}, dropped)
            self._tally.refresh(self._connection, base)
            self._uncommitted += len(items)
            if self._uncommitted >= min(_SHARED, max(written, default=0) // 8) or time.monotonic() > self._commit_by:
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

    def end_collection(
        self, collection: str, *, complete: bool, swept: bool | None = None, why: str = "", refused: bool = False
    ) -> None:
        """Nothing more comes of the collection; `complete` only where the service listed all of it.

        What did not come is gone where it is; or where it is `swept`, since all came of a part: of the people, those
        who are students or teachers and nothing else.
        """
        swept = complete if swept is None else swept
        with self._transaction():
            self._journal.end_collection(collection, complete=complete, swept=swept, refused=refused, why=why)
            tally.refresh(self._connection, fields.collection(collection).base)

    def stop_collection(self, collection: str, why: str) -> None:
        """The collection is left in its midst, for this reason: the next run goes on there."""
        with self._transaction():
            self._journal.stop_collection(collection, why)
            tally.refresh(self._connection, fields.collection(collection).base)

    def end(self) -> Run:
        """End the run: what its whole lists did not bring is gone from every list. Says how the run went."""
        with self._transaction():
            gone = {
                name: self._missing(name, complete=complete)
                for name, complete in self._journal.swept().items()
                if name in TABLES  # a view's list is not all of its base
            }
            # What is known of a person goes with the person, unless the service has just said what there is of it.
            kept = set() if self._journal.schools else self._journal.read()
            for base in OF_A_PERSON.keys() - kept:
                self._pages.clear(base, self._pages.of_people(base, gone.get("users", ())))
            for base, theirs in gone.items():
                self._pages.clear(base, theirs)
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
            before = self._rows(base, [item.entity.sourced_id])
            self._listed.add(base, "", self._pages.write(base, [item]))  # a run that goes on must not take it for gone
            changed = self._rows(base, [item.entity.sourced_id]) != before
            if changed:
                tally.refresh(self._connection, base)
        return changed

    def holds(self, collection: str, schools: Sequence[str] = ()) -> bool:
        """Whether the store has any record of which a list tells, that of these schools where it is one of some."""
        with connection.translated():
            extent = Extent(self._connection, schools or self._journal.schools)
            return bool(extent.keys(fields.collection(collection).base, _KINDS.get(collection)))

    def loses(self, collection: str, nameless: int) -> bool:
        """Whether so many records without an id may be some that are here. They are not where there were as many when
        all was read the last time, or where all that is here was listed.
        """
        with connection.translated():
            if nameless <= runs.nameless(self._connection, collection, self._journal.run):
                return False
            return self._journal.kind(collection) != "full" or bool(self._missing(collection, complete=True))

    def named(self) -> list[str]:
        """The sourcedIds of people whom no list of the run's schools has: guardians of their students, and who is
        enrolled there from elsewhere.

        Students whom a run that reads people whole did not list are none of the schools' any more.
        """
        with connection.translated():
            whole = self._journal.kind("users") == "full"
            return self._extent().named(self._missing("users", complete=True) if whole else array("q"))

    def courses(self) -> list[str]:
        """The sourcedIds of the courses that classes of the run's schools are sections of."""
        with connection.translated():
            return self._extent().courses()

    def lacking(self, collection: str, sourced_ids: Collection[str]) -> list[str]:
        """Those of the ids whose record is still to come: has not, to a run that reads all; is not here, to others."""
        here = self._rows(collection, sourced_ids)
        if self._journal.kind(collection) == "full":
            with connection.translated():
                came = array("q", [key for key, _record in here.values()])
                missing = set(self._listed.missing(collection, came))
            return [each for each in sourced_ids if each not in here or here[each][0] in missing]
        return [each for each in sourced_ids if each not in here or here[each][1] is None]

    def keep(self, collection: str, of: str, sourced_ids: Collection[str]) -> None:
        """These did not come, but nothing says that they are gone."""
        here = self._rows(collection, sourced_ids)
        with self._transaction():
            self._listed.add(collection, of, array("q", [key for key, record in here.values() if record is not None]))

    def sent(self, collection: str, sourced_ids: Sequence[str]) -> dict[str, bytes]:
        """The records of a base collection as they were sent, by sourcedId: of the ids, those that are here."""
        with connection.translated():
            return self._pages.sent(collection, sourced_ids)

    def present(self, collection: str, sourced_ids: Collection[str]) -> set[str]:
        """Those of the ids whose record is here."""
        return {each for each, (_key, record) in self._rows(collection, sourced_ids).items() if record is not None}

    def org_types(self, sourced_ids: Collection[str]) -> dict[str, str]:
        """The types of those of the orgs that are here, by id."""
        here = {key: each for each, (key, record) in self._rows("orgs", sourced_ids).items() if record is not None}
        with connection.translated():
            rows = self._connection.execute(
                "SELECT id, type FROM org WHERE id IN carray(?)", (apsw.carray(array("q", here or [0])),)
            )
            return {here[key]: type_ or "" for key, type_ in rows if key in here}

    def mentioned(self, collection: str, sourced_ids: Collection[str]) -> set[str]:
        """Those of the ids that some record names, or that are here."""
        return set(self._rows(collection, sourced_ids))

    def _extent(self) -> Extent:
        return Extent(self._connection, self._journal.schools)

    def _missing(self, collection: str, *, complete: bool) -> "array[int]":
        """What is here of a collection, and no list of the run brought."""
        kinds = None if complete or collection != "users" else sum(_KINDS.values())
        return self._listed.missing(collection, self._extent().keys(collection, kinds))

    def _rows(self, collection: str, sourced_ids: Collection[str]) -> dict[str, tuple[int, bytes | None]]:
        with connection.translated():
            return lookup(self._connection, fields.collection(collection).base, sourced_ids)

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
