"""The end of a run: what it brought is shown, what it did not bring is gone, and the journal says what is different."""

from array import array

import apsw

from rosterdesk import progress
from rosterdesk.errors import StoreHeldError
from rosterdesk.model import fields
from rosterdesk.store.records import tally
from rosterdesk.store.records.pages import OF_A_PERSON, Pages
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing import limits
from rosterdesk.store.writing.changes import Changes
from rosterdesk.store.writing.extent import Extent
from rosterdesk.store.writing.familiar import FamiliarPages
from rosterdesk.store.writing.journal import Journal
from rosterdesk.store.writing.listed import Listed
from rosterdesk.store.writing.staging import Staging
from rosterdesk.store.writing.weighing import Weighing

_PHASE = "publish"
_NEEDED = {"enrollments": ("users", "classes"), **dict.fromkeys(OF_A_PERSON, ("users",))}
"""Without which lists, as whole as they come, a list is not shown: rosters would lose those who are still to come."""


class Publication:
    """Publishes the run in progress. Belongs, all of it, into one transaction, which nothing else has begun.

    Of a list that stopped in its midst nothing is shown and nothing is gone: what it brought stays staged, and the next
    run goes on there. Lists that need it wait with it; all others are published, so that one that a service always
    breaks keeps back no more than that.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        pages: Pages,
        staging: Staging,
        listed: Listed,
        journal: Journal,
        changes: Changes,
        familiar: FamiliarPages,
    ) -> None:
        self._connection = connection
        self._pages = pages
        self._staging = staging
        self._listed = listed
        self._journal = journal
        self._changes = changes
        self._familiar = familiar

    def publish(self, *, accept: bool, report: progress.Report) -> None:
        """Show what the run brought. Raises `StoreHeldError` where that is not to be shown, unless that is accepted;
        then all is to be rolled back.
        """
        self._changes.begin(self._journal.run)
        written = self._write(report) if self._journal.staged else []
        swept = self._sweep()
        counts = self._changes.settle() if self._journal.staged else self._changes.settle_first()
        if self._journal.staged and not accept:
            weighing = Weighing(self._connection, self._changes, self._journal)
            objection = limits.objection([weight for name in counts for weight in weighing.weights(name, counts[name])])
            if objection:
                raise StoreHeldError(objection)
        for collection in {*written, *swept, *self._uncounted()}:
            tally.refresh(self._connection, collection)
        for collection in written:
            self._staging.drop(collection)
        self._familiar.settle(self._journal.run, {*written, *swept}, self._journal.unended())
        self._journal.end(counts)

    def _uncounted(self) -> set[str]:
        """What may have come and was not counted: a run that shows rows as they come counts each list at its end."""
        counted = {fields.collection(name).base for name in self._journal.read()}
        return set() if self._journal.staged else TABLES.keys() - counted

    def _write(self, report: progress.Report) -> list[str]:
        """What was staged, into the tables; says of which collections there was such."""
        self._pages.forget()
        waiting = self._waiting()
        staged = {name: count for name, count in self._staging.counts().items() if name not in waiting}
        for collection, total in staged.items():
            done = 0
            report(progress.Progress(_PHASE, collection, done, total))
            for keys, items in self._staging.batches(collection):
                self._changes.altering(collection, keys)
                self._changes.arrived(collection, self._pages.write(collection, items).new)
                done += len(keys)
                report(progress.Progress(_PHASE, collection, done, total))
        return list(staged)

    def _waiting(self) -> set[str]:
        """What is not to be shown yet: the lists that stopped, and those that need them."""
        stopped = self._journal.unended()
        for collection, needed in _NEEDED.items():
            if lacking := [fields.collection(name).title.lower() for name in needed if name in stopped]:
                self._journal.wait(collection, f"What came is shown when the list of {lacking[0]} has come as well.")
        return self._journal.unended()

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
            if theirs:
                self._familiar.forget(collection)  # some of them may be on pages that this run has brought
        for collection, theirs in gone.items():
            if self._journal.staged:
                self._changes.clearing(collection, theirs)
            self._pages.clear(collection, theirs)
        return [collection for collection, theirs in gone.items() if theirs]
