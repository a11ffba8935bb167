"""The end of a run: what it brought is shown, what it did not bring is gone, and the journal says what is different."""

from array import array

import apsw

from rosterdesk import progress
from rosterdesk.errors import StoreHeldError
from rosterdesk.store.records import tally
from rosterdesk.store.records.pages import OF_A_PERSON, Pages
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing import limits
from rosterdesk.store.writing.changes import Changes, Counts
from rosterdesk.store.writing.extent import Extent
from rosterdesk.store.writing.journal import Journal
from rosterdesk.store.writing.limits import Weight
from rosterdesk.store.writing.listed import Listed
from rosterdesk.store.writing.staging import Staging

_PHASE = "publish"
_HELD = "If that is right, sync again with --accept; if not, ask the provider of the service."


class Publication:
    """Publishes the run in progress. Belongs, all of it, into one transaction, which nothing else has begun."""

    def __init__(
        self,
        connection: apsw.Connection,
        pages: Pages,
        staging: Staging,
        listed: Listed,
        journal: Journal,
        changes: Changes,
    ) -> None:
        self._connection = connection
        self._pages = pages
        self._staging = staging
        self._listed = listed
        self._journal = journal
        self._changes = changes

    def publish(self, *, accept: bool, report: progress.Report) -> None:
        """Show what the run brought. Raises `StoreHeldError` where that is not to be shown, unless that is accepted;
        then all is to be rolled back.
        """
        self._changes.begin(self._journal.run)
        if self._journal.staged:
            self._write(report)
        swept = self._sweep()
        counts = self._changes.settle() if self._journal.staged else self._changes.settle_first()
        if self._journal.staged and not accept:
            objection = limits.objection([weight for name in counts if (weight := self._weight(name, counts[name]))])
            if objection:
                raise StoreHeldError(objection, _HELD)
        for collection in {*self._staging.counts(), *swept} if self._journal.staged else ("",):
            tally.refresh(self._connection, collection)
        self._staging.drop()
        self._journal.end(counts)

    def _write(self, report: progress.Report) -> None:
        """What was staged, into the tables."""
        self._pages.forget()
        for collection, total in self._staging.counts().items():
            done = 0
            report(progress.Progress(_PHASE, collection, done, total))
            for keys, items in self._staging.batches(collection):
                self._changes.altering(collection, keys)
                self._changes.arrived(collection, self._pages.write(collection, items).new)
                done += len(keys)
                report(progress.Progress(_PHASE, collection, done, total))

    def _sweep(self) -> list[str]:
        """What the whole lists did not bring is gone; says of which collections there was such."""
        extent = Extent(self._connection, self._journal.schools)
        gone = {
            name: extent.missing(name, self._listed, complete=complete)
            for name, complete in self._journal.swept().items()
        }
        # What is known of a person goes with the person, unless the service has just said what there is of it.
        kept = set() if self._journal.schools else self._journal.read()
        for collection in OF_A_PERSON.keys() - kept:
            theirs = array("q", self._pages.of_people(collection, gone.get("users", ())))
            gone[collection] = gone.get(collection, array("q")) + theirs
        for collection, theirs in gone.items():
            if self._journal.staged:
                self._changes.clearing(collection, theirs)
            self._pages.clear(collection, theirs)
        return [collection for collection, theirs in gone.items() if theirs]

    def _weight(self, collection: str, counts: Counts) -> Weight | None:
        """What the run does to what it is about; `None` where that is too little to be asked about."""
        if max(counts.removed, counts.changed) < limits.FEWEST:
            return None
        now = self._connection.execute(
            f"SELECT count(*) FROM carray(?) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
            " WHERE t.status IS NOT 'tobedeleted'",
            (apsw.carray(Extent(self._connection, self._journal.schools).keys(collection) or array("q", [0])),),
        ).get
        before = max(now - counts.added + counts.removed, counts.removed, counts.changed)
        return Weight(collection, counts.removed, counts.changed, before)
