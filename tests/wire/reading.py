"""Rows as a source sends them, read."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from rosterdesk.model import entities
from rosterdesk.wire import records

COMMON = {"status": "active", "dateLastModified": "2026-01-31T12:34:56.789Z"}
USER: dict[str, Any] = COMMON | {
    "sourcedId": "u|1",
    "enabledUser": "true",
    "username": "zoe",
    "givenName": "Zoë",
    "familyName": "O'Neil",
    "role": "student",
    "orgs": [{"href": "https://elsewhere.example/orgs/s1", "sourcedId": "s1", "type": "org"}],
    "grades": ["09"],
    "metadata": {"anything": [1, 2.5, None]},
}


def read(rows: Sequence[Any], kind: type[entities.Entity]) -> tuple[list[entities.Item], dict[str, int]]:
    """The records among the rows, and what was bent. A row may be JSON in bytes, or a value; an object gets what every
    record must have.
    """
    rows = [COMMON | row if isinstance(row, dict) else row for row in rows]
    raw = [msgspec.Raw(row if isinstance(row, bytes) else json.dumps(row).encode()) for row in rows]
    bent: Counter[str] = Counter()
    found = records.items(raw, kind, bent, secretive=True)
    return found, dict(+bent)


def user(changes: dict[str, Any]) -> tuple[entities.User, dict[str, int]]:
    """A user with these members changed, and what was bent."""
    [item], bent = read([USER | changes], entities.User)
    assert isinstance(item.entity, entities.User)
    return item.entity, bent
