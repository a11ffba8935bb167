"""What a service answers, made into values: bytes in, a page or a record out. No input or output of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import cache
from typing import Any

import msgspec

from rosterdesk.errors import NotOneRosterError
from rosterdesk.model.entities import Entity, Item, User
from rosterdesk.oneroster import envelopes, links, loose, straighten, words
from rosterdesk.oneroster.operations import operation

LARGEST_TOTAL = 10**12
PASSWORD = (b"assword", b"ASSWORD", b"assWord")
ASCII_LETTERS = (b"\\u004", b"\\u005", b"\\u006", b"\\u007")


class Page(msgspec.Struct):
    """What one request brought. `received` counts the rows as sent, those dropped for want of a sourcedId too.

    `bent` counts, by kind, what the server spelt in another way than the standard. `more` is what the `Link` header
    hints at, `None` where it says nothing.
    """

    items: list[Item]
    received: int
    total: int | None
    bent: dict[str, int]
    dropped: int
    more: bool | None = None


def page(body: bytes, collection: str, headers: Mapping[str, str]) -> Page:
    """The page that the answer to a list holds; raises `NotOneRosterError` for anything else than a list."""
    about = operation(collection)
    opened = envelopes.many(body, about.envelopes)
    bent: Counter[str] = Counter(characters=opened.replaced)
    items = _Reading(about.entity, bent, secretive=about.entity is User and may_hold_password(opened.body)).items(
        opened.rows
    )
    named = {name.lower(): value for name, value in headers.items()}
    total = _number(named.get("x-total-count"))
    if total is None:
        total = _number(_member(opened.members, "totalCount"))
    return Page(
        items=items,
        received=len(opened.rows),
        total=total,
        bent=dict(+bent),
        dropped=len(opened.rows) - len(items),
        more=links.has_next(named.get("link", "")),
    )


def single(body: bytes, collection: str) -> Item:
    """The record that the answer to a single holds; raises `NotOneRosterError` for anything else."""
    about = operation(collection)
    opened = envelopes.one(body, about.singles)
    items = _Reading(about.entity, Counter(), secretive=about.entity is User and may_hold_password(opened.body)).items(
        opened.rows
    )
    if not items:
        raise NotOneRosterError("The service's record has no sourcedId.", envelopes.TRY_AGAIN)
    return items[0]


class _Reading:
    """Reads records of one kind, and counts what was bent."""

    def __init__(self, kind: type[Entity], bent: Counter[str], *, secretive: bool) -> None:
        self.kind = kind
        self.bent = bent
        self.secretive = secretive

    def items(self, rows: Sequence[msgspec.Raw]) -> list[Item]:
        """The records among the rows; one without a sourcedId is none. This is the innermost loop of a sync."""
        decode = _decoder(self.kind).decode
        secretive, bent = self.secretive, self.bent
        found = []
        entity: Entity | None
        for row in rows:
            try:
                entity = decode(row)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                entity, record = self._straightened(row)
            else:
                record = bytes(row)
            if entity is None or not entity.sourced_id or (secretive and not (record := without_passwords(record))):
                continue
            modified = entity.date_last_modified
            if modified is not None and modified.tzinfo is not UTC:
                msgspec.structs.force_setattr(entity, "date_last_modified", straighten.utc(modified))
            words.put_right(entity, bent)
            found.append(Item(entity, record))
        return found

    def _straightened(self, row: msgspec.Raw) -> tuple[Entity | None, bytes]:
        """The entity that a bent record means, and the record."""
        record = bytes(row)
        try:
            value, replaced = loose.decode(record)
            if not isinstance(value, dict):
                return None, record
            entity = straighten.entity(value, self.kind, self.bent)
        except (loose.LooseJSONError, RecursionError):
            return None, record
        self.bent["characters"] += replaced
        return entity, msgspec.json.encode(value) if replaced else record


def may_hold_password(body: bytes) -> bool:
    """Whether a closer look is needed: the word is there in a usual spelling, or ASCII letters are, as escapes."""
    return any(word in body for word in PASSWORD) or (
        b"\\u00" in body and any(escape in body for escape in ASCII_LETTERS)
    )


def without_passwords(record: bytes) -> bytes:
    """The record without any member that is called password, at any depth; nothing at all where it cannot be told."""
    if not may_hold_password(record):
        return record
    try:
        value, _ = loose.decode(record)
        return msgspec.json.encode(_bare(value))
    except (loose.LooseJSONError, RecursionError):
        return b""


def _bare(value: Any) -> Any:
    match value:
        case list():
            return [_bare(item) for item in value]
        case dict():
            return {name: _bare(item) for name, item in value.items() if name.casefold() != "password"}
        case _:
            return value


@cache
def _decoder(kind: type[Entity]) -> msgspec.json.Decoder[Entity]:
    return msgspec.json.Decoder(kind)


def _member(members: envelopes.Members, name: str) -> str | None:
    return bytes(members[name]).decode("ascii", "replace") if name in members else None


def _number(value: str | None) -> int | None:
    """A count that makes sense; `None` for anything else."""
    digits = (value or "").strip().strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(LARGEST_TOTAL)):
        return None
    return int(digits)
