"""All that a reader of a store sees, to be compared, and whether the file below it is sound."""

import contextlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from rosterdesk.model import fields
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Value
from rosterdesk.oneroster import answers
from rosterdesk.store.file import connection, memory
from rosterdesk.store.file.connection import Location
from rosterdesk.store.reader import Reader
from rosterdesk.store.records import sourced_ids
from rosterdesk.store.records.tables import SEARCHED, TABLES
from rosterdesk.store.writer import Writer

KEY = bytes(range(32))
TODAY = date(2026, 11, 23)
Records = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Records as they were sent, by collection and sourcedId."""


class Picture(msgspec.Struct, frozen=True):
    """What each record says, what is shown of it, the counts of each list, and the words by which each is found."""

    sent: Records
    shown: dict[str, dict[str, tuple[Value, ...]]]
    tally: dict[tuple[str, str], int]
    words: dict[tuple[str, str], set[str]]


def reader(path: Location, key: bytes = KEY) -> Reader:
    """A reader on a day that is always the same."""
    return Reader(path, key, today=lambda: TODAY)


def sent(path: Location, key: bytes = KEY) -> Records:
    """Every record of the store as it was sent; none where nothing was stored yet."""
    with reader(path, key) as opened, opened.snapshot():
        return {name: _sent(opened, name) for name in fields.BASES}


def of(path: Location, key: bytes = KEY) -> Picture:
    """The picture of the store as it is now."""
    records: dict[str, dict[str, dict[str, Any]]] = {}
    shown: dict[str, dict[str, tuple[Value, ...]]] = {}
    with reader(path, key) as opened, opened.snapshot():
        for name in fields.BASES:
            records[name] = _sent(opened, name)
            columns = [field.name for field in fields.collection(name).fields]
            rows = opened.rows(name, opened.keys(Query(collection=name)), columns)
            shown[name] = dict(zip(records[name], rows, strict=True))
        tally = {list_: rows for list_, rows in opened.tally().items() if rows}
    return Picture(records, shown, tally, _words(path, key))


def unlike(one: Picture, other: Picture) -> dict[str, list[object]]:
    """In what they differ, in short: which lists and records."""
    return {
        part: [name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)]
        for part, mine, theirs in ((part, getattr(one, part), getattr(other, part)) for part in one.__struct_fields__)
    }


def fresh(records: Records) -> Picture:
    """The picture of a store that never held anything but these records."""
    with memory.store() as location:
        with Writer(location, KEY) as writer:
            writer.begin(dict.fromkeys(fields.BASES, "full"), started=datetime(2026, 11, 23, tzinfo=UTC))
            for name in fields.BASES:
                body = msgspec.json.encode({name: list(records.get(name, {}).values())})
                page = answers.page(body, name, {})
                writer.put(name, page.items, received=page.received, total=None)
                writer.end_collection(name, complete=True)
            writer.end()
        return of(location)


def examine(path: Location, key: bytes = KEY) -> None:
    """Fail unless the file is sound, and so are its references and the index of its search."""
    opened = connection.open_reader(path, key)
    try:
        assert opened.pragma("integrity_check") == "ok"
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        opened.close()


def familiar(path: Location, key: bytes = KEY) -> list[tuple[str, bytes]]:
    """The pages that need not be read again, as (base collection, digest)."""
    with contextlib.closing(connection.open_reader(path, key)) as opened:
        return [
            (name, bytes(digest))
            for name, digest in opened.execute("SELECT collection, digest FROM familiar WHERE shown")
        ]


def _sent(opened: Reader, collection: str) -> dict[str, dict[str, Any]]:
    """By sourcedId, in the order of the list."""
    records = map(msgspec.json.decode, opened.sent(collection, opened.keys(Query(collection=collection))))
    return {record["sourcedId"]: record for record in records}


def _words(path: Location, key: bytes) -> dict[tuple[str, str], set[str]]:
    """What the index of the search has, by collection and sourcedId."""
    with contextlib.closing(connection.open_reader(path, key)) as opened, connection.translated():
        opened.pragma("query_only", False)  # for a table that is in no file
        opened.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, instance)")
        terms: defaultdict[int, set[str]] = defaultdict(set)
        for row, term in opened.execute("SELECT doc, term FROM temp.terms"):
            terms[row].add(term)
        found: dict[tuple[str, str], set[str]] = {}
        for kind, collection in SEARCHED.items():
            for row, sourced_id in opened.execute(f"SELECT id * 8 + {kind}, sourced_id FROM {TABLES[collection].name}"):
                if row in terms:
                    found[collection, sourced_ids.sent(sourced_id)] = terms.pop(row)
        assert not terms  # of nothing that is in no table
        return found
