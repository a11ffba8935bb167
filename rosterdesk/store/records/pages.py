"""One page of records, written: what is new, what differs, and nothing else."""

from array import array
from collections.abc import Sequence

import apsw
import msgspec

from rosterdesk.model.entities import Item
from rosterdesk.store.records import entity_rows
from rosterdesk.store.records.arrivals import Arrival, Arrivals
from rosterdesk.store.records.keys import Keys
from rosterdesk.store.records.tables import LINKS, TABLES, Table

_REFERRED = set(TABLES).difference(("enrollments", "demographics", "results", "assessmentResults"))
OF_A_PERSON = {"demographics": "user", "results": "student", "assessmentResults": "student"}
"""What is known of a person: by which column it is theirs."""

WORDS_INSERT = "INSERT INTO words (rowid, text) VALUES (?, ?)"
WORDS_REPLACE = "INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)"


class Written(msgspec.Struct, frozen=True):
    """What writing a page did, by keys: those of all its records, in order; of those that had no record here; and of
    those that had another.
    """

    keys: "array[int]"
    new: "array[int]"
    altered: "array[int]"


class Pages:
    """Writes pages through one connection; every call belongs into a transaction, after a rollback comes `forget`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._keys = Keys(connection)
        self._arrivals = Arrivals(connection)

    def forget(self) -> None:
        """Trust nothing that was remembered of the store."""
        self._keys.forget()
        self._arrivals.forget()

    def write(self, collection: str, items: Sequence[Item]) -> Written:
        """Store the records of a base collection; of two with the same id the last one counts."""
        self._keys.trim()
        page = self._arrivals.of(collection, items)
        unheard: list[Arrival] = []
        awaited: list[Arrival] = []
        altered: list[Arrival] = []
        for each in page:
            if not each.key:
                each.key = self._keys.give(collection)
                unheard.append(each)
                if collection in _REFERRED:  # by this page already, or a later one
                    self._keys.remember(collection, each.entity.sourced_id, each.key)
            elif each.before is None:
                awaited.append(each)
            elif each.before != each.record:
                altered.append(each)
        table = TABLES[collection]
        self._insert(collection, table, unheard)
        self._update(collection, table, awaited + altered)
        self._keys.write_placeholders()
        return Written(_keys(page), _keys(unheard + awaited), _keys(altered))

    def clear(self, collection: str, gone: Sequence[int]) -> None:
        """Make placeholders of these records: they are in no list and found no more, but keep their keys."""
        if not gone:
            return
        table = TABLES[collection]
        single = [(key,) for key in gone]
        self._connection.executemany(table.clear, single)
        for link, owner in LINKS.get(collection, ()):
            self._connection.executemany(f"DELETE FROM {link} WHERE {owner} = ?", single)
        if table.kind is not None:
            self._connection.executemany("DELETE FROM words WHERE rowid = ?", [(key * 8 + table.kind,) for key in gone])

    def of_people(self, collection: str, people: Sequence[int]) -> list[int]:
        """The keys of what a collection of `OF_A_PERSON` has about these people."""
        if not people:
            return []
        table, owner = TABLES[collection].name, OF_A_PERSON[collection]
        found = self._connection.execute(
            f"SELECT t.id FROM carray(?) k CROSS JOIN {table} t ON t.{owner} = k.value WHERE t.record IS NOT NULL",
            (apsw.carray(array("q", people)),),
        )
        return [key for (key,) in found]

    def _insert(self, collection: str, table: Table, new: Sequence[Arrival]) -> None:
        rows = [entity_rows.row(each.entity, self._keys.key) for each in new]
        self._connection.executemany(
            table.insert,
            [(each.key, each.sourced_id, each.record, *row.cells) for each, row in zip(new, rows, strict=True)],
        )
        self._write_links(collection, new, rows)
        self._write_words(WORDS_INSERT, table, new, rows)

    def _update(self, collection: str, table: Table, altered: Sequence[Arrival]) -> None:
        rows = [entity_rows.row(each.entity, self._keys.key) for each in altered]
        self._connection.executemany(
            table.update, [(each.record, *row.cells, each.key) for each, row in zip(altered, rows, strict=True)]
        )
        for link, owner in LINKS.get(collection, ()):
            self._connection.executemany(f"DELETE FROM {link} WHERE {owner} = ?", [(each.key,) for each in altered])
        self._write_links(collection, altered, rows)
        self._write_words(WORDS_REPLACE, table, altered, rows)

    def _write_links(self, collection: str, written: Sequence[Arrival], rows: Sequence[entity_rows.Row]) -> None:
        for number, (link, _owner) in enumerate(LINKS.get(collection, ())):
            links = [(each.key, *cells) for each, row in zip(written, rows, strict=True) for cells in row.links[number]]
            if links:
                marks = ", ".join("?" * len(links[0]))
                self._connection.executemany(f"INSERT INTO {link} VALUES ({marks})", links)

    def _write_words(
        self, statement: str, table: Table, written: Sequence[Arrival], rows: Sequence[entity_rows.Row]
    ) -> None:
        if table.kind is not None:
            self._connection.executemany(
                statement,
                [(each.key * 8 + table.kind, row.words) for each, row in zip(written, rows, strict=True)],
            )


def _keys(written: Sequence[Arrival]) -> "array[int]":
    return array("q", [each.key for each in written])
