"""What a run has brought and nobody is shown yet: its new and altered records, beside the tables."""

import contextlib
import itertools
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import apsw
import msgspec

from rosterdesk.model import fields
from rosterdesk.model.entities import Item
from rosterdesk.store.records.arrivals import Arrivals
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.pages import Pages
from rosterdesk.store.records.sourced_ids import Stored
from rosterdesk.store.records.tables import TABLES
from rosterdesk.wire import records

_BATCH = 5_000


class Staging:
    """The staged records of the run in progress; every call belongs into a transaction, after a rollback `forget`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._codecs = Codecs(connection)
        self._arrivals = Arrivals(connection)

    def forget(self) -> None:
        """Trust nothing that was remembered of the store."""
        self._codecs.forget()
        self._arrivals.forget()

    def put(self, collection: str, items: Sequence[Item]) -> "array[int]":
        """Stage the records of a base collection that are not here as they are, and say the keys of all.

        Of two with the same id the last one counts; one that is new here gets its key, by a placeholder.
        """
        table = TABLES[collection].name
        free = (self._connection.execute(f"SELECT max(id) FROM {table}").get or 0) + 1
        page = self._arrivals.of(collection, items)
        unheard = [each for each in page if not each.key]
        for place, each in enumerate(unheard):
            each.key = free + place
        differs = [each for each in page if each.record != each.before]
        self._connection.executemany(
            f"INSERT INTO {table} (id, sourced_id) VALUES (?, ?)", [(each.key, each.sourced_id) for each in unheard]
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO staged VALUES (?, ?, ?)", [(collection, each.key, each.record) for each in differs]
        )
        self.withdraw(collection, array("q", [each.key for each in page if each.record == each.before]))
        return array("q", [each.key for each in page])

    def withdraw(self, collection: str, keys: "array[int]") -> None:
        """These are in their table as they are to be."""
        if keys:
            self._connection.execute(
                "DELETE FROM staged WHERE collection = ? AND id IN carray(?)", (collection, apsw.carray(keys))
            )

    def holds(self, collection: str) -> bool:
        """Whether anything of the base collection is staged."""
        return bool(
            self._connection.execute("SELECT EXISTS (SELECT 1 FROM staged WHERE collection = ?)", (collection,)).get
        )

    def drop(self, collection: str) -> None:
        """Stage nothing of it any more."""
        self._connection.execute("DELETE FROM staged WHERE collection = ?", (collection,))

    def records(self, collection: str, keys: Collection[int]) -> dict[int, bytes]:
        """Those of the records that are staged, by key, as they are kept."""
        return dict(
            self._connection.execute(
                "SELECT id, record FROM staged WHERE collection = ? AND id IN carray(?)",
                (collection, apsw.carray(array("q", keys or [0]))),
            )
        )

    def expanded(self, collection: str, record: bytes, sourced_id: str) -> bytes:
        """The record as it was sent."""
        return self._codecs.codec(collection).expand(record, sourced_id)

    def counts(self) -> dict[str, int]:
        """How many records are staged, by collection, in the order in which they are to be written."""
        found: dict[str, int] = dict(
            self._connection.execute("SELECT collection, count(*) FROM staged GROUP BY collection")
        )
        return {collection: found[collection] for collection in TABLES if collection in found}

    def batches(self, collection: str) -> Iterator[tuple["array[int]", list[Item]]]:
        """The staged records of a base collection with their keys, so many at a time."""
        last = 0
        statement = (
            f"SELECT s.id, s.record, t.sourced_id FROM staged s JOIN {TABLES[collection].name} t ON t.id = s.id"
            " WHERE s.collection = ? AND s.id > ? ORDER BY s.id LIMIT ?"
        )
        while found := dict[int, tuple[bytes, Stored]](
            (key, (record, kept))
            for key, record, kept in self._connection.execute(statement, (collection, last, _BATCH))
        ):
            yield array("q", found), self._items(collection, found.values())
            last = max(found)

    def _items(self, collection: str, staged: Iterable[tuple[bytes, Stored]]) -> list[Item]:
        """What the records say, those with the same members together: some of them tell how all are spelt."""
        alike: dict[tuple[str, ...], list[msgspec.Raw]] = {}
        expand, kind = self._codecs.codec(collection).expand, fields.collection(collection).entity
        for record in itertools.starmap(expand, staged):
            alike.setdefault(_names(record), []).append(msgspec.Raw(record))
        bent: Counter[str] = Counter()
        items = (records.items(rows, kind, bent, secretive=False) for rows in alike.values())
        return list(itertools.chain.from_iterable(items))

    @contextlib.contextmanager
    def applied(self, pages: Pages, *collections: str) -> Iterator[None]:
        """Within, the tables have what is staged of these base collections; afterwards they are as before."""
        self._connection.execute("SAVEPOINT applied")
        try:
            pages.forget()
            for collection in collections:
                for _keys, items in self.batches(collection):
                    pages.write(collection, items)
            yield
        finally:
            pages.forget()
            if self._connection.in_transaction:  # else the error that is on its way has ended it
                self._connection.execute("ROLLBACK TO applied")
                self._connection.execute("RELEASE applied")


def _names(record: bytes) -> tuple[str, ...]:
    try:
        return tuple(records.MEMBERS.decode(record))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
