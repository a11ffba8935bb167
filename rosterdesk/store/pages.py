"""One page of records, written: what is new, what differs, and nothing else."""

from array import array
from collections.abc import Sequence

import apsw

from rosterdesk.model.entities import Item
from rosterdesk.store import entity_rows, sourced_ids
from rosterdesk.store.keys import Keys
from rosterdesk.store.records import Codecs
from rosterdesk.store.tables import LINKS, TABLES, Table

_REFERRED = {"orgs", "academicSessions", "courses", "classes", "users"}
WORDS_INSERT = "INSERT INTO words (rowid, text) VALUES (?, ?)"
WORDS_REPLACE = "INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)"


class Pages:
    """Writes pages through one connection; every call belongs into a transaction, after a rollback comes `forget`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._keys = Keys(connection)
        self._codecs = Codecs(connection)

    def forget(self) -> None:
        """Trust nothing that was remembered of the store."""
        self._keys.forget()
        self._codecs.forget()

    def write(self, collection: str, items: Sequence[Item]) -> "array[int]":
        """Store the records of a base collection, and say their keys; of two with the same id the last one counts."""
        latest = {item.entity.sourced_id: item for item in items}
        if not latest:
            return array("q")
        self._keys.trim()
        table = TABLES[collection]
        known = self._known(table, list(latest))
        compress = self._codecs.codec_for(collection, [item.record for item in latest.values()]).compress
        keys = array("q")
        new: list[tuple[int, Item, bytes]] = []
        altered: list[tuple[int, Item, bytes]] = []
        for sourced_id, item in latest.items():
            record = compress(item.record)
            kept = known.get(sourced_id)
            if kept is None:
                key = self._keys.give(collection)
                new.append((key, item, record))
                if collection in _REFERRED:
                    self._keys.remember(collection, sourced_id, key)
            else:
                key = kept[0]
                if kept[1] != record:
                    altered.append((key, item, record))
            keys.append(key)
        # A page's own placeholders may be among its new records: those are remembered above, and written as records.
        self._insert(collection, table, new)
        self._update(collection, table, altered)
        self._keys.write_placeholders()
        return keys

    def clear(self, collection: str, keys: Sequence[int]) -> None:
        """Make placeholders of these records: they are in no list and found no more, but keep their keys."""
        table = TABLES[collection]
        single = [(key,) for key in keys]
        self._connection.executemany(table.clear, single)
        for link, owner in LINKS.get(collection, ()):
            self._connection.executemany(f"DELETE FROM {link} WHERE {owner} = ?", single)
        if table.kind is not None:
            self._connection.executemany("DELETE FROM words WHERE rowid = ?", [(key * 8 + table.kind,) for key in keys])

    def _known(self, table: Table, wanted: list[str]) -> dict[str, tuple[int, bytes | None]]:
        """Key and record of those that are there, by sourcedId."""
        kept = [sourced_ids.stored(sourced_id) for sourced_id in wanted]
        known: dict[str, tuple[int, bytes | None]] = {}
        texts = tuple(each for each in kept if isinstance(each, str))
        blobs = tuple(each for each in kept if isinstance(each, bytes))
        for values in (texts, blobs):
            if values:
                found = self._connection.execute(
                    f"SELECT sourced_id, id, record FROM {table.name} WHERE sourced_id IN carray(?)",
                    (apsw.carray(values),),
                )
                known.update((sourced_ids.sent(each), (key, record)) for each, key, record in found)
        return known

    def _insert(self, collection: str, table: Table, new: Sequence[tuple[int, Item, bytes]]) -> None:
        if not new:
            return
        rows = [entity_rows.row(item.entity, self._keys.key) for _key, item, _record in new]
        self._connection.executemany(
            table.insert,
            [
                (key, sourced_ids.stored(item.entity.sourced_id), record, *row.cells)
                for (key, item, record), row in zip(new, rows, strict=True)
            ],
        )
        self._write_links(collection, [key for key, _item, _record in new], rows)
        if table.kind is not None:
            self._connection.executemany(
                WORDS_INSERT, [(key * 8 + table.kind, row.words) for (key, _, _), row in zip(new, rows, strict=True)]
            )

    def _update(self, collection: str, table: Table, altered: Sequence[tuple[int, Item, bytes]]) -> None:
        if not altered:
            return
        rows = [entity_rows.row(item.entity, self._keys.key) for _key, item, _record in altered]
        self._connection.executemany(
            table.update,
            [(record, *row.cells, key) for (key, _item, record), row in zip(altered, rows, strict=True)],
        )
        keys = [key for key, _item, _record in altered]
        for link, owner in LINKS.get(collection, ()):
            self._connection.executemany(f"DELETE FROM {link} WHERE {owner} = ?", [(key,) for key in keys])
        self._write_links(collection, keys, rows)
        if table.kind is not None:
            self._connection.executemany(
                WORDS_REPLACE, [(key * 8 + table.kind, row.words) for key, row in zip(keys, rows, strict=True)]
            )

    def _write_links(self, collection: str, keys: Sequence[int], rows: Sequence[entity_rows.Row]) -> None:
        for number, (link, _owner) in enumerate(LINKS.get(collection, ())):
            links = [(key, *cells) for key, row in zip(keys, rows, strict=True) for cells in row.links[number]]
            if links:
                marks = ", ".join("?" * len(links[0]))
                self._connection.executemany(f"INSERT INTO {link} VALUES ({marks})", links)
