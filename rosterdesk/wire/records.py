"""Records as a source sends them, made into values: what both bindings, REST and CSV, share. Pure."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, KeysView, Sequence
from datetime import UTC
from functools import cache, cached_property
from typing import Any

import msgspec

from rosterdesk.model.entities import Entity, Item
from rosterdesk.wire import loose, straighten, words

PASSWORD = b"password"
ASCII_LETTERS = (b"\\u004", b"\\u005", b"\\u006", b"\\u007")


class Content(msgspec.Struct):
    """What the rows of a page mean. `bent` counts, by kind, what was spelt in another way than the standard's (see
    `model.bends`), `dropped` the rows that are no records, for want of a sourcedId.
    """

    items: list[Item]
    bent: dict[str, int]
    dropped: int


class Page:
    """What one request, or one stretch of a file, brought; its rows are read when somebody asks for them.

    `received` counts the rows as sent, those that are dropped too. `more` is what the `Link` header hints at, `None`
    where it says nothing; `revision` names the state of what this key may see. Pages with the same `digest` were sent
    word for word alike, and mean the same; without one nothing is known of that.
    """

    def __init__(
        self,
        read: Callable[[], Content],
        *,
        received: int,
        total: int | None = None,
        ids: Sequence[str] | None = None,
        more: bool | None = None,
        revision: str = "",
        digest: bytes = b"",
    ) -> None:
        """`ids` are those of its rows, where they are known before the rest is read."""
        self._read = read
        self._ids = ids
        self.received = received
        self.total = total
        self.more = more
        self.revision = revision
        self.digest = digest

    @cached_property
    def content(self) -> Content:
        """What its rows mean."""
        return self._read()

    @property
    def items(self) -> list[Item]:
        """Its records."""
        return self.content.items

    @property
    def bent(self) -> dict[str, int]:
        """What was bent in it."""
        return self.content.bent

    @property
    def dropped(self) -> int:
        """The rows that are no records."""
        return self.content.dropped

    @property
    def ids(self) -> Sequence[str]:
        """The ids of its records, in order."""
        return [item.entity.sourced_id for item in self.items] if self._ids is None else self._ids


STATUS = b'"status"'
SAMPLE = 8
"""Rows that are looked at for names in another case, and for those that lack, which decoding passes over: who writes
some so, always does.
"""


class _Named(msgspec.Struct):
    sourced_id: str = msgspec.field(name="sourcedId")


_NAMED = msgspec.json.Decoder(_Named)
MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def ids(rows: Iterable[msgspec.Raw]) -> list[str] | None:
    """The ids of the rows, where each is a record that says it as the standard does; else `None`: `items` can tell."""
    try:
        found = [_NAMED.decode(row).sourced_id for row in rows]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if all(found) else None


def items(rows: Iterable[msgspec.Raw], kind: type[Entity], bent: Counter[str], *, secretive: bool) -> list[Item]:
    """The records among the rows; one without a sourcedId is none. Adds to `bent`.

    `secretive` where there may be passwords in them, which are dropped. This is the innermost loop of a sync.
    """
    rows = list(rows)
    sample = _sample(rows)
    misspelt = any(straighten.misspelt(names, kind) for names in sample)
    decode = _misspelt if misspelt else _decoder(kind).decode
    if not misspelt and not all("status" in names for names in sample):
        bent["stateless"] += sum(STATUS not in bytes(row) for row in rows)
    found = []
    entity: Entity | None
    for row in rows:
        try:
            entity = decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            entity, record = _straightened(row, kind, bent)
        else:
            record = bytes(row)
        if entity is not None and entity.sourced_id and (not secretive or (record := without_passwords(record, bent))):
            found.append(Item(entity, record))
    entities = [item.entity for item in found]
    _put_moments_right(entities, bent)
    words.put_right(entities, kind, bent)
    return found


def _put_moments_right(entities: Sequence[Entity], bent: Counter[str]) -> None:
    """The times of the entities in UTC; counts those that have none."""
    for entity in entities:
        modified = entity.date_last_modified
        if modified is None:
            bent["unstamped"] += 1
        elif modified.tzinfo is not UTC:
            msgspec.structs.force_setattr(entity, "date_last_modified", straighten.utc(modified, bent))


def _sample(rows: Sequence[msgspec.Raw]) -> list[KeysView[str]]:
    """The names of the members of some rows."""
    found: list[KeysView[str]] = []
    for row in rows[:: len(rows) // SAMPLE + 1]:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found.append(MEMBERS.decode(row).keys())
    return found


def _misspelt(_row: msgspec.Raw) -> Entity:
    """To be straightened."""
    raise msgspec.DecodeError


def _straightened(row: msgspec.Raw, kind: type[Entity], bent: Counter[str]) -> tuple[Entity | None, bytes]:
    """The entity that a bent record means, and the record."""
    record = bytes(row)
    try:
        value, replaced = loose.decode(record)
        if not isinstance(value, dict):
            return None, record
        entity = straighten.entity(value, kind, bent)
    except (loose.LooseJSONError, RecursionError):
        return None, record
    bent["characters"] += replaced
    return entity, msgspec.json.encode(value) if replaced else record


def may_hold_password(body: bytes) -> bool:
    """Whether a closer look is needed: the word is there, in whatever case, or ASCII letters are, as escapes."""
    return PASSWORD in body.lower() or (b"\\" in body and any(escape in body for escape in ASCII_LETTERS))


def without_passwords(record: bytes, bent: Counter[str]) -> bytes:
    """The record without any member that is called password, at any depth; nothing at all where it cannot be told.
    Adds to `bent` if one was more than a name.
    """
    if not may_hold_password(record):
        return record
    try:
        value, _ = loose.decode(record)
        passwords: list[Any] = []
        bare = msgspec.json.encode(_bare(value, passwords))
    except (loose.LooseJSONError, RecursionError):
        return b""
    if any(passwords):
        bent["passwords"] += 1
    return bare


def _bare(value: Any, passwords: list[Any]) -> Any:
    """The value without passwords, which are put into the list."""
    match value:
        case list():
            return [_bare(item, passwords) for item in value]
        case dict():
            passwords += (item for name, item in value.items() if name.casefold() == "password")
            return {name: _bare(item, passwords) for name, item in value.items() if name.casefold() != "password"}
        case _:
            return value


@cache
def _decoder(kind: type[Entity]) -> msgspec.json.Decoder[Entity]:
    return msgspec.json.Decoder(kind)
