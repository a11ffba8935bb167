"""What is stored, read: answers to queries, rows, records, searches."""

import contextlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self

import apsw

from rosterdesk.errors import NothingStoredError
from rosterdesk.model import fields
from rosterdesk.model.changes import KINDS, Change, ChangeQuery, Kind, Step
from rosterdesk.model.differences import Counts
from rosterdesk.model.names import NameOrder, sorted_as_listed
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Found, Link, Record, Run, Value
from rosterdesk.store.file import connection
from rosterdesk.store.file.connection import Location
from rosterdesk.store.reading import facets, functions, rows, search
from rosterdesk.store.reading.asked import day_of
from rosterdesk.store.reading.history import History
from rosterdesk.store.reading.links import links
from rosterdesk.store.reading.listing import Lists
from rosterdesk.store.reading.walking import Walked, walk
from rosterdesk.store.records import runs, tally
from rosterdesk.store.records.cells import day
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.folding import encodable
from rosterdesk.store.records.keys import lookup
from rosterdesk.store.records.sourced_ids import Stored
from rosterdesk.store.records.tables import TABLES

_WINDOW = 500  # changes that are read at once


class Reader:
    """Reads one store and never writes it. To be used by one thread at a time; `interrupt` may come from any.

    `today` is what "current" means where a question names no day of its own, `names` what people are called. On a
    network drive, nobody reads during a commit: for so many seconds of `patience`, each call waits for its end.
    """

    def __init__(
        self,
        path: Location,
        key: bytes,
        *,
        today: Callable[[], date] = date.today,
        patience: float = connection.PATIENCE,
        names: Callable[[], NameOrder] = lambda: "usual",
    ) -> None:
        self._connection = connection.open_reader(path, key, patience)
        self._patience = patience
        self._codecs = Codecs(self._connection)
        self._history = History(self._connection, self._codecs)
        self._lists = Lists(self._connection)
        self._today = today
        self._names = names
        functions.give(self._connection, self._codecs, names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def keys(self, query: Query) -> "array[int]":
        """The keys of all rows of the answer, in order."""
        with self.snapshot():
            return self._lists.keys(sorted_as_listed(query, self._names()), self._today())

    def count(self, query: Query) -> int:
        """How many rows the answer has."""
        with self.snapshot():
            return self._lists.count(sorted_as_listed(query, self._names()), self._today())

    def rows(
        self, collection: str, keys: Sequence[int], columns: Sequence[str], as_of: str | None = None
    ) -> list[tuple[Value, ...]]:
        """The values of these fields, a tuple a key, in the order of the keys; of a key that is gone, `None`s.

        What is derived (the size and the teachers of a class, a homeroom, a phase) is that of the day, else today's.
        """
        day = day_of(as_of, self._today())
        with self.snapshot():
            return rows.rows(self._connection, fields.collection(collection), keys, columns, day)

    def columns(
        self, collection: str, keys: Sequence[int], columns: Sequence[str], as_of: str | None = None
    ) -> list[Sequence[Value]]:
        """The same field by field, which is quicker where rows are many; keys that are gone are left out."""
        day = day_of(as_of, self._today())
        with self.snapshot():
            return rows.columns(self._connection, fields.collection(collection), keys, columns, day)[1]

    def record(self, collection: str, key: int) -> Record:
        """One record in full; raises `NothingStoredError` where it is gone."""
        kind = fields.collection(collection)
        names = [field.name for field in kind.fields]
        with self.snapshot():
            link = links(self._connection, kind.base, (key,)).get(key)
            if link is None or not link.present:
                raise NothingStoredError("This record is not in the local copy.", "Sync, then look again.")
            (values,) = rows.rows(self._connection, kind, (key,), names, self._today())
            (sent,) = self._sent(kind.base, (key,))
        return Record(collection, key, link.sourced_id, link.title, dict(zip(names, values, strict=True)), sent)

    def key(self, collection: str, sourced_id: str) -> int:
        """The key of the record with this id; raises `NothingStoredError` where there is none."""
        wanted = encodable(sourced_id)
        with connection.translated():
            key, record = lookup(self._connection, fields.collection(collection).base, [wanted]).get(wanted, (0, None))
        if record is None:
            singular = fields.collection(collection).singular
            raise NothingStoredError(f"There is no {singular} with this sourcedId in the local copy.", "Check the id.")
        return key

    def sent(self, collection: str, keys: Sequence[int]) -> list[bytes]:
        """The records as they were sent, in the order of the keys; of a key that is gone, nothing at all."""
        with connection.translated():
            return self._sent(fields.collection(collection).base, keys)

    def find(self, text: str, limit: int = 50, school: str = "") -> list[Found]:
        """People, classes, orgs and courses that the text names, best first; those of the school before others."""
        with self.snapshot():
            return search.find(self._connection, text, limit, school, self._today())

    def facets(self, query: Query, field: str) -> list[tuple[str, int]]:
        """Each value of the field in the answer, as people read it, with the number of rows; the most common first.

        A row whose field is a list counts for each member.
        """
        with self.snapshot():
            return facets.facets(self._connection, query, field, self._today())

    def tally(self) -> dict[tuple[str, str], int]:
        """Rows by collection and school (its sourcedId, or nothing for the district); what is not there is none."""
        with connection.translated():
            return tally.read(self._connection)

    def select(
        self, statement: str, parameters: Mapping[str, int | str | date], functions: Mapping[str, Callable[..., Any]]
    ) -> list[dict[str, Any]]:
        """The rows of a SELECT over the tables of `schema`, by column name. `functions` may be called in it;
        dates become days, as those tables have them.
        """
        for name, function in functions.items():
            self._connection.create_scalar_function(name, function, deterministic=True)
        given = {name: day(value) if isinstance(value, date) else value for name, value in parameters.items()}
        with connection.translated():
            cursor = self._connection.execute(statement, given)
            return [
                {name: value for (name, _type), value in zip(cursor.get_description(), row, strict=True)}
                for row in cursor
            ]

    def links(self, collection: str, keys: Sequence[int]) -> dict[int, Link]:
        """What each of these records is called, and its sourcedId; also of one that is only referred to."""
        with connection.translated():
            return links(self._connection, fields.collection(collection).base, keys)

    def runs(self) -> list[Run]:
        """The syncs, newest first."""
        with self.snapshot():
            return runs.runs(self._connection)

    def changes(self, asked: ChangeQuery, kind: Kind, limit: int | None = None) -> Iterator[Change]:
        """What was made different in this way, collection by collection, by title; so many at most in all. Of a school,
        what belongs to it or did so before the runs. It is read as it is asked for: what is forgotten by then is not.
        """
        left = limit
        for base in (fields.collection(asked.collection).base,) if asked.collection else fields.BASES:
            with self.snapshot():
                # What changed back is known only when it is read, so of several runs all are asked for.
                keys = self._history.keys(asked, kind, base, left if asked.since is None else None)
            for start in range(0, len(keys), _WINDOW):
                with self.snapshot():
                    told = self._history.changes(asked, kind, base, keys[start : start + _WINDOW])
                yield from told[:left]
                if left is not None:
                    left = max(0, left - len(told))
                    if not left:
                        return

    def count_changes(self, asked: ChangeQuery) -> dict[str, Counts]:
        """How much that is by base collection: gone through, so it takes as long as to read it all."""
        counted: defaultdict[str, Counter[Kind]] = defaultdict(Counter)
        for kind in KINDS:
            for change in self.changes(asked, kind):
                counted[change.collection][kind] += 1
        return {name: Counts.of(counted[name]) for name in fields.BASES if name in counted}

    def changes_by_school(self, asked: ChangeQuery) -> list[tuple[Link, dict[str, Counts]]]:
        """The schools at which that made something different, by title, and how much, by base collection."""
        with self.snapshot():
            return self._history.by_school(asked)

    def walk(self, collection: str, column: str = "sourced_id") -> Iterator[Walked]:
        """The records of a base collection as `walking` has them; to be read within one snapshot."""
        return walk(self._connection, self._codecs, collection, column)

    def title(self, collection: str, key: int) -> str:
        """What a record of a base collection is called, an enrollment by its person and class."""
        with connection.translated():
            return self._history.title(collection, key)

    def org_title(self, sourced_id: str) -> str:
        """What an org is called, or was last called before it was gone; nothing where it was never heard of."""
        wanted = encodable(sourced_id)
        with self.snapshot():
            key, _record = lookup(self._connection, "orgs", [wanted]).get(wanted, (0, None))
            return self._history.title("orgs", key) if key else ""

    def history(self, collection: str, key: int) -> list[Step]:
        """What runs did to one record, the newest first, as far as that is remembered."""
        with self.snapshot():
            return self._history.steps(fields.collection(collection).base, key)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read within is read from one state of the store."""
        is_outermost = not self._connection.in_transaction
        with connection.translated():
            if is_outermost:
                self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if is_outermost and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def data_version(self, *, patiently: bool = True) -> int:
        """Another number whenever readers see something else than before: not what is staged.

        Who is impatient gets a `StoreBusyError` at once during a commit on a network drive.
        """
        with connection.translated():
            self._connection.set_busy_timeout(round(self._patience * 1000) if patiently else 0)
            try:
                return int(self._connection.execute("SELECT value FROM meta WHERE name = 'shown'").get or 0)
            finally:
                self._connection.set_busy_timeout(round(self._patience * 1000))

    def interrupt(self) -> None:
        """End the call that another thread is in: it raises `connection.Interrupted`."""
        self._connection.interrupt()

    def _sent(self, base: str, keys: Sequence[int]) -> list[bytes]:
        if not keys:
            return []
        small: dict[int, tuple[bytes, Stored]] = {
            key: (record, kept)
            for key, record, kept in self._connection.execute(
                f"SELECT t.id, t.record, t.sourced_id FROM carray(?) k"
                f" CROSS JOIN {TABLES[base].name} t ON t.id = k.value WHERE t.record IS NOT NULL",
                (apsw.carray(array("q", keys)),),
            )
        }
        if not small:
            return [b""] * len(keys)
        expand = self._codecs.codec(base).expand
        return [expand(*small[key]) if key in small else b"" for key in keys]
