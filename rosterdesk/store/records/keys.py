"""The keys of records by sourcedId, given once; a record that is referred to before it came gets a placeholder."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

import apsw

from rosterdesk.store.records import sourced_ids
from rosterdesk.store.records.sourced_ids import Stored
from rosterdesk.store.records.tables import TABLES

_REMEMBERED = 200_000

Kept: TypeAlias = tuple[int, bytes | None]
"""The key of a record and the record itself, as it is kept; a placeholder has none."""


def lookup(connection: apsw.Connection, collection: str, wanted: Collection[str]) -> dict[str, Kept]:
    """Those of a base collection that have a row, by sourcedId."""
    kept = sourced_ids.all_stored(wanted)
    found = rows(connection, collection, kept)
    return {each: found[stored] for each, stored in zip(wanted, kept, strict=True) if stored in found}


def rows(connection: apsw.Connection, collection: str, wanted: Sequence[Stored]) -> dict[Stored, Kept]:
    """The same by the ids as they are kept."""
    found: dict[Stored, Kept] = {}
    statement = f"SELECT sourced_id, id, record FROM {TABLES[collection].name} WHERE sourced_id IN carray(?)"
    kinds = set(map(type, wanted))  # mostly one
    for kind in kinds:
        alike = tuple(wanted) if len(kinds) == 1 else tuple(each for each in wanted if type(each) is kind)
        found |= _by_id(connection.execute(statement, (apsw.carray(alike),)))
    return found


def rows_after(connection: apsw.Connection, collection: str, key: int, limit: int) -> dict[Stored, Kept]:
    """So many rows that follow that of the key."""
    statement = f"SELECT sourced_id, id, record FROM {TABLES[collection].name} WHERE id > ? ORDER BY id LIMIT ?"
    return _by_id(connection.execute(statement, (key, limit)))


def _by_id(found: Iterable[tuple[Stored, int, bytes | None]]) -> dict[Stored, Kept]:
    return {sourced_id: (key, record) for sourced_id, key, record in found}


class Keys:
    """Knows or gives the key of every record, within one writing transaction.

    What it gave is written by `write_placeholders`, which belongs into the same transaction; after a rollback,
    `forget`.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._known: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._next: dict[str, int] = {}
        self._placeholders: dict[str, list[tuple[int, Stored]]] = {}

    def forget(self) -> None:
        """Trust nothing that was known."""
        self._known.clear()
        self._next.clear()
        self._placeholders.clear()

    def trim(self) -> None:
        """Between two pages: remember only so many."""
        for known in self._known.values():
            if len(known) > _REMEMBERED:
                known.clear()

    def key(self, collection: str, sourced_id: str) -> int:
        """The key of a record of a base collection, known or new."""
        known = self._known[collection]
        key = known.get(sourced_id)
        if key is None:
            kept = sourced_ids.stored(sourced_id)
            table = TABLES[collection].name
            key = self._connection.execute(f"SELECT id FROM {table} WHERE sourced_id = ?", (kept,)).get
            if key is None:
                key = self.give(collection)
                self._placeholders.setdefault(collection, []).append((key, kept))
            known[sourced_id] = key
        return key

    def give(self, collection: str) -> int:
        """A key that no record of the collection had."""
        if collection not in self._next:
            highest = self._connection.execute(f"SELECT max(id) FROM {TABLES[collection].name}").get
            self._next[collection] = (highest or 0) + 1
        key = self._next[collection]
        self._next[collection] = key + 1
        return key

    def remember(self, collection: str, sourced_id: str, key: int) -> None:
        """This record, which the page is about to write, has this key."""
        self._known[collection][sourced_id] = key

    def write_placeholders(self) -> None:
        """Write a row for every record that was referred to and is not there."""
        for collection, rows in self._placeholders.items():
            table = TABLES[collection].name
            self._connection.executemany(f"INSERT INTO {table} (id, sourced_id) VALUES (?, ?)", rows)
        self._placeholders.clear()
