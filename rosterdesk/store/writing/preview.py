"""What a run asks of the store in its midst: answered as if what it has brought so far were published."""

import contextlib
from array import array
from collections.abc import Collection, Iterator, Sequence

import apsw

from rosterdesk.model import fields
from rosterdesk.store.file.connection import translated
from rosterdesk.store.records import runs, sourced_ids, vocabulary
from rosterdesk.store.records.keys import lookup
from rosterdesk.store.records.pages import Pages
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.extent import Extent
from rosterdesk.store.writing.journal import Journal
from rosterdesk.store.writing.listed import Listed
from rosterdesk.store.writing.staging import Staging

_KINDS = {"students": vocabulary.IS_STUDENT, "teachers": vocabulary.IS_TEACHER}


class Preview:
    """The store as the run in progress has it; raises `StoreError`."""

    def __init__(
        self, connection: apsw.Connection, pages: Pages, staging: Staging, listed: Listed, journal: Journal
    ) -> None:
        self._connection = connection
        self._pages = pages
        self._staging = staging
        self._listed = listed
        self._journal = journal

    def holds(self, collection: str, schools: Sequence[str] = ()) -> bool:
        """Whether there was any record of which a list tells before it was read, that of these schools where it is one
        of some.
        """
        with translated():
            extent = Extent(self._connection, schools or self._journal.schools)
            return bool(extent.keys(fields.collection(collection).base, _KINDS.get(collection)))

    def loses(self, collection: str, nameless: int) -> bool:
        """Whether so many records without an id may be some that are here. They are not where there were as many when
        all was read the last time, or where all that is here was listed.
        """
        with self._applied("users", "classes", "enrollments"):
            if nameless <= runs.nameless(self._connection, collection, self._journal.run):
                return False
            return self._journal.kind(collection) != "full" or bool(self._missing(collection))

    def named(self) -> list[str]:
        """The sourcedIds of people whom no list of the run's schools has: guardians of their students, and who is
        enrolled there from elsewhere.

        Students whom a run that reads people whole did not list are none of the schools' any more.
        """
        with self._applied("users", "classes", "enrollments"):
            whole = self._journal.kind("users") == "full"
            return self._extent().named(self._missing("users") if whole else array("q"))

    def courses(self) -> list[str]:
        """The sourcedIds of the courses that classes of the run's schools are sections of."""
        with self._applied("classes"):
            return self._extent().courses()

    def mentioned(self, collection: str) -> set[str]:
        """The sourcedIds of a base collection that some record names, or whose record is here."""
        with self._applied("users", "classes", "courses"):
            found = self._connection.execute(f"SELECT sourced_id FROM {TABLES[collection].name}")
            return {sourced_ids.sent(kept) for (kept,) in found}

    def lacking(self, collection: str, wanted: Collection[str]) -> list[str]:
        """Those of the ids whose record is still to come: has not, to a run that reads all; is not here, to others."""
        with translated():
            here = self.rows(collection, wanted)
            if self._journal.kind(collection) == "full":
                came = array("q", [key for key, _record in here.values()])
                missing = set(self._listed.missing(collection, came))
                return [each for each in wanted if each not in here or here[each][0] in missing]
            return [each for each in wanted if each not in here or here[each][1] is None]

    def sent(self, collection: str, wanted: Collection[str]) -> dict[str, bytes]:
        """The records of a base collection as they were sent, by sourcedId: of the ids, those that are here."""
        with translated():
            return {
                sourced_id: self._staging.expanded(collection, record, sourced_id)
                for sourced_id, (_key, record) in self.rows(collection, wanted).items()
                if record is not None
            }

    def present(self, collection: str, wanted: Collection[str]) -> set[str]:
        """Those of the ids whose record is here."""
        with translated():
            return {each for each, (_key, record) in self.rows(collection, wanted).items() if record is not None}

    def org_types(self, wanted: Collection[str]) -> dict[str, str]:
        """The types of those of the orgs that are here, by sourcedId."""
        with translated():
            rows = self._connection.execute("SELECT sourced_id, type FROM org WHERE record IS NOT NULL")
            types = {sourced_ids.sent(kept): type_ or "" for kept, type_ in rows}
            return {each: types[each] for each in wanted if each in types}

    def goes_on(self, collection: str, of: str, came: Sequence[str], rows: int) -> bool:
        """Whether a list that is read whole brought these, in this order, as the first of its last so many records."""
        with translated():
            known = lookup(self._connection, collection, came)
            last = self._listed.last(collection, of, rows)
        keys = [known[each][0] for each in came if each in known]
        return len(last) == rows and len(keys) == len(came) and keys == list(last[: len(keys)])

    def listed(self, collection: str, of: str) -> int:
        """How many different records a list that is read whole brought."""
        with translated():
            return self._listed.count(collection, of)

    def rows(self, collection: str, wanted: Collection[str]) -> dict[str, tuple[int, bytes | None]]:
        """Key and record, as they are kept, of those of a base collection that have a row."""
        shown = lookup(self._connection, collection, wanted)
        if not self._journal.staged:
            return shown
        staged = self._staging.records(collection, [key for key, _record in shown.values()])
        return {each: (key, staged.get(key, record)) for each, (key, record) in shown.items()}

    def _extent(self) -> Extent:
        return Extent(self._connection, self._journal.schools)

    def _missing(self, collection: str) -> "array[int]":
        return self._extent().missing(collection, self._listed, complete=True)

    @contextlib.contextmanager
    def _applied(self, *collections: str) -> Iterator[None]:
        """With what is staged of these, on whose relations an answer depends; on the whole district, none does."""
        with translated():
            if not (self._journal.staged and self._journal.schools):
                yield
                return
            with self._staging.applied(self._pages, *collections):
                yield
