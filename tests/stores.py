"""Stores with a made district in them, for tests, pictures and benchmarks."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from rosterdesk.demo import district
from rosterdesk.model.fields import BASES
from rosterdesk.oneroster import answers
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer

KEY = bytes(range(32))
TODAY = date(2026, 11, 23)
PAGE = 5000


def fill(path: Path, key: bytes = KEY, *, students: int = 400, seed: int = 1, faulty: bool = False) -> None:
    """Sync a made district of so many students into the store, as a complete run would."""
    made = district.make(students=students, seed=seed, today=TODAY, faulty=faulty)
    with Writer(path, key) as writer:
        writer.begin(dict.fromkeys(BASES, "full"), started=datetime.now(UTC))
        for name in BASES:
            records = made.collections[name]
            for start in range(0, len(records), PAGE):
                body = msgspec.json.encode({name: records[start : start + PAGE]})
                page = answers.page(body, name, {})
                writer.put(name, page.items, received=page.received, total=len(records))
            writer.end_collection(name, complete=True)
        writer.end()


def rename(path: Path, sourced_id: str, given_name: str, key: bytes = KEY) -> None:
    """Sync a change of one person's given name into the store."""
    mend(path, "users", sourced_id, key, givenName=given_name)


def mend(path: Path, name: str, sourced_id: str, key: bytes = KEY, **values: object) -> None:
    """Sync a change of one record of a base collection into the store."""
    with Reader(path, key) as reader:
        record = msgspec.json.decode(reader.record(name, reader.key(name, sourced_id)).sent)
    record.update(values)
    page = answers.page(msgspec.json.encode({name: [record]}), name, {})
    with Writer(path, key) as writer:
        writer.begin({name: "delta"}, started=datetime.now(UTC))
        writer.put(name, page.items, received=1, total=1)
        writer.end_collection(name, complete=True)
        writer.end()
