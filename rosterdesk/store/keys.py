"""The keys of records by sourcedId, given once; a record that is referred to before it came gets a placeholder."""

from collections.abc import Iterable

import apsw

from rosterdesk.store import sourced_ids
from rosterdesk.store.tables import TABLES

_REMEMBERED = 200_000


def lookup(connection: apsw.Connection, collection: str, wanted: Iterable[str]) -> dict[str, tuple[int, bytes | None]]:
    """Key and record, as they are kept, of those of a base collection that have a row; a placeholder has no record."""
    kept = [sourced_ids.stored(each) for each in wanted]
    found: dict[str, tuple[int, bytes | None]] = {}
    for kind in (str, bytes):
        alike = tuple(each for each in kept if isinstance(each, kind))
        if alike:
            statement = f"SELECT sourced_id, id, record FROM {TABLES[collection].name} WHERE sourced_id IN carray(?)"
            for sourced_id, key, record in connection.execute(statement, (apsw.carray(alike),)):
                found[sourced_ids.sent(sourced_id)] = key, record
    return found


class Keys:
    """Knows or gives the key of every record, within one writing transaction.

    What it gave is written by `write_placeholders`, which belongs into the same transaction; after a rollback,
    `forget`.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[str, int]] = {}
        self._next: dict[str, int] = {}
        self._placeholders: dict[str, list[tuple[int, sourced_ids.Stored]]] = {}

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
        known = self._known.get(collection)
        if known is None:
            known = self._known[collection] = {}
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
        self._known.setdefault(collection, {})[sourced_id] = key

    def write_placeholders(self) -> None:
        """Write a row for every record that was referred to and is not there."""
        for collection, rows in self._placeholders.items():
            table = TABLES[collection].name
            self._connection.executemany(f"INSERT INTO {table} (id, sourced_id) VALUES (?, ?)", rows)
        self._placeholders.clear()
