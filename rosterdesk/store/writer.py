"""The one writer of a store: pages in, each whole or not at all."""

import sys
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from rosterdesk import progress
from rosterdesk.errors import NothingStoredError, StoreHeldError
from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.model.rows import Run
from rosterdesk.store.file import connection, lock
from rosterdesk.store.file.connection import Location, Memory
from rosterdesk.store.records import indexes, runs, tally
from rosterdesk.store.records.keys import lookup
from rosterdesk.store.records.pages import Pages
from rosterdesk.store.writing import retention
from rosterdesk.store.writing.changes import Changes
from rosterdesk.store.writing.familiar import Familiar, FamiliarPages
from rosterdesk.store.writing.journal import Journal, Kind, ListState
from rosterdesk.store.writing.listed import Listed
from rosterdesk.store.writing.preview import Preview
from rosterdesk.store.writing.publishing import Publication
from rosterdesk.store.writing.staging import Staging
from rosterdesk.store.writing.transactions import Transactions


class Writer:
    """Writes one store, alone: a lock beside it keeps every other writer out, and ends with this process.

    A page is applied with its count of rows in one transaction, which a few pages may share. Killing the process at any
    moment leaves whole pages, and the run says how many rows they had.

    Readers see pages as they come until a run has come to its end. After that, what a run brings is staged, and shown
    at its end in one transaction: until then they see what was there before. `preview` is how the run sees it.
    """

    def __init__(
        self,
        path: Location,
        key: bytes | Callable[[], bytes],
        *,
        keep_runs: int = retention.RUNS,
        keep_days: int = retention.DAYS,
    ) -> None:
        """`key` may be asked for: under the lock then, so that nobody else makes another one for the same store.

        What runs changed is remembered for the last so many runs or days, whichever are more.
        """
        self._lock = None if isinstance(path, Memory) else lock.taken(path)
        try:
            self._connection = connection.open_writer(path, key() if callable(key) else key)
        except BaseException:
            self._unlock()
            raise
        self._pages = Pages(self._connection)
        self._listed = Listed(self._connection)
        self._staging = Staging(self._connection)
        self._changes = Changes(self._connection)
        self._journal = Journal(self._connection, self._listed)
        self.preview = Preview(self._connection, self._pages, self._staging, self._listed, self._journal)
        self._familiar = FamiliarPages(self._connection, self._listed)
        self._publication = Publication(
            self._connection, self._pages, self._staging, self._listed, self._journal, self._changes, self._familiar
        )
        self._keep = keep_runs, keep_days
        self._tally = tally.Pace()
        self._transactions = Transactions(self._connection, self._pages, self._staging, self._changes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store and let others write; a run that was not ended stays interrupted."""
        try:
            self._transactions.flush()
        finally:
            connection.shrink(self._connection)
            self._connection.close()
            self._unlock()

    def check(self) -> None:
        """Raise `StoreDamagedError` unless all of the file is as it was written: about three seconds a gigabyte."""
        connection.check(self._connection)

    def begin(
        self, kinds: Mapping[str, Kind], *, schools: Sequence[str] = (), started: datetime, anew: bool = False
    ) -> int:
        """Begin a run that reads these collections whole or what changed of them; says its number.

        It goes on with what was left in its midst within a day, of the same schools, unless it is to begin `anew`.
        From when it `started` a later delta asks; see `begin_list`.
        """
        with self._transactions.whole():
            indexes.restore(self._connection)  # where a load was killed in its midst
            run = self._journal.begin(kinds, schools, started, anew=anew)
            if not self._journal.staged:
                self._familiar.forget()  # its pages are written as they come, over whatever is here
            self._shown()
        return run

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
        with self._transactions.whole():
            self._journal.turn_full(collection)

    def ended(self, collection: str) -> bool:
        """Whether this run is done with the collection already."""
        with connection.translated():
            return self._journal.ended(collection)

    def brought(self, collection: str) -> bool:
        """Whether any row of the collection came."""
        with connection.translated():
            return self._journal.brought(collection)

    def list_state(self, collection: str, of: str) -> ListState:
        """How far a list of the collection came, in this run or in the one that it goes on with."""
        with connection.translated():
            return self._journal.list_state(collection, of)

    def begin_list(self, collection: str, of: str, offset: int = 0, *, clock: datetime | None = None) -> None:
        """The rows of the list come from there on; from 0 on, what it brought before is forgotten.

        Where the service's `clock` is behind ours, the run began at its time.
        """
        with self._transactions.whole():
            self._journal.begin_list(collection, of, offset, clock)
            if not offset:
                self._familiar.begin_list(fields.collection(collection).base)

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
        digest: bytes = b"",
    ) -> None:
        """Store a page, its search words and their number, in one transaction. `received` counts bad records too.

        `of` is the list that it is of, where that is not the collection's own. By its `digest` the page is recognised
        when it comes again, see `put_again`.
        """
        base = fields.collection(collection).base
        with self._transactions.page():
            if self._journal.staged:
                written = self._staging.put(base, items)
            else:
                written = self._pages.write(base, items).keys
                indexes.spare(self._connection, base, max(written, default=0), total)
                self._tally.refresh(self._connection, base)
                self._shown()
            if self._journal.kind(collection) == "full":
                self._listed.add(collection, of or collection, written)
                if digest and (of or collection) == base:
                    page = Familiar(received, dropped, dict(bent or {}))
                    self._familiar.keep(base, digest, self._journal.run, written, page)
            self._journal.add(collection, of or collection, received, total, bent or {}, dropped)
            self._transactions.may_wait(len(items), max(written, default=0))

    def put_again(self, collection: str, of: str, digest: bytes, *, total: int | None) -> Familiar | None:
        """Take note of a page that is, word for word, one of which everything is here as it is to be; `None` where it
        is no such page, and has to be `put`.
        """
        if not (digest and self._journal.kind(collection) == "full" and of == collection):
            return None
        with self._transactions.page():
            known = self._familiar.recognise(collection, digest, self._journal.run)
            if known is None:
                return None
            page, keys = known
            if self._staging.holds(collection):
                self._staging.withdraw(collection, keys)
            self._journal.add(collection, of, page.received, total, page.bent, page.dropped)
            self._transactions.may_wait(0, sys.maxsize)
        return page

    def flush(self) -> None:
        """Let readers see the pages that still wait for their commit."""
        self._transactions.flush()

    def end_list(self, collection: str, of: str, *, why: str = "", doubtful: bool = False) -> None:
        """The list is over; `why` it is not complete. Where it is `doubtful`, nothing of the collection is swept."""
        with self._transactions.whole():
            self._journal.end_list(collection, of, why=why, doubtful=doubtful)

    def end_collection(
        self, collection: str, *, complete: bool, swept: bool | None = None, why: str = "", refused: bool = False
    ) -> None:
        """Nothing more comes of the collection; `complete` only where the service listed all of it.

        What did not come is gone where it is; or where it is `swept`, since all came of a part: of the people, those
        who are students or teachers and nothing else.
        """
        swept = complete if swept is None else swept
        with self._transactions.whole():
            self._journal.end_collection(collection, complete=complete, swept=swept, refused=refused, why=why)
            self._count_shown(collection)

    def stop_collection(self, collection: str, why: str) -> None:
        """The collection is left in its midst, for this reason: the next run goes on there."""
        with self._transactions.whole():
            self._journal.stop_collection(collection, why)
            self._count_shown(collection)

    def end(self, *, accept: bool = False, report: progress.Report = progress.silent) -> Run:
        """End the run: what it brought is shown, what its whole lists did not bring is gone from every list, and both
        are in the journal. Says how the run went.

        Raises `StoreHeldError` where it would remove or change more than is believed without a question, unless that is
        accepted: then nothing is shown, and the run is held.
        """
        self.flush()
        try:
            with self._transactions.whole():
                indexes.restore(self._connection)
                self._publication.publish(accept=accept, report=report)
                retention.prune(self._connection, *self._keep)
                self._shown()
        except StoreHeldError as held:
            with self._transactions.whole():
                self._journal.hold(held.what)
                self._shown()
            raise
        with connection.translated():
            self._connection.pragma("optimize")
            self._connection.pragma("wal_checkpoint", "passive")  # readers need not be waited for
        return next(run for run in self.runs() if run.run == self._journal.run)

    def held(self, now: datetime | None = None) -> Run | None:
        """The last run, where it is held and not a day old."""
        with connection.translated():
            return runs.held(self._connection, now or datetime.now(UTC))

    def accept(self, report: progress.Report = progress.silent, now: datetime | None = None) -> Run:
        """Show what the last run brought, which is `held`; raises `NothingStoredError` where it is not."""
        run = self.held(now)
        if run is None:
            raise NothingStoredError("No sync of today is held, so there is nothing to accept.", "Sync again.")
        with connection.translated():
            self._journal.go_on_with(run.run)
        return self.end(accept=True, report=report)

    def amend(self, collection: str, item: Item) -> bool:
        """Store one record outside of a run; whether that changed anything. The next run's journal tells of it."""
        base = fields.collection(collection).base
        with self._transactions.whole():
            self._pages.forget()  # what was staged meanwhile has keys of its own
            told = self._journal.shows_a_run()
            if told:
                here = lookup(self._connection, base, [item.entity.sourced_id])
                self._changes.altering(base, array("q", [key for key, _record in here.values()]))
            written = self._pages.write(base, [item])
            if told:
                self._changes.arrived(base, written.new)
            self._staging.withdraw(base, written.keys)  # the run in progress has only heard of it earlier
            self._listed.add(base, "", written.keys)  # and must not take it for gone
            changed = bool(written.new or written.altered)
            if changed:
                self._familiar.forget(base)
                tally.refresh(self._connection, base)
                self._shown()
        return changed

    def keep(self, collection: str, of: str, sourced_ids: Collection[str]) -> None:
        """These did not come, but nothing says that they are gone."""
        with self._transactions.whole():
            here = self.preview.rows(fields.collection(collection).base, sourced_ids).values()
            self._listed.add(collection, of, array("q", [key for key, record in here if record is not None]))

    def _count_shown(self, collection: str) -> None:
        if not self._journal.staged:
            indexes.restore(self._connection)
            tally.refresh(self._connection, fields.collection(collection).base)
            self._shown()

    def _shown(self) -> None:
        """Readers see something else than before, see `Reader.data_version`."""
        self._connection.execute("INSERT INTO meta VALUES ('shown', 1) ON CONFLICT DO UPDATE SET value = value + 1")

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()
