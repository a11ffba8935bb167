"""What a service answers, made into values: bytes in, a page or a record out. No input or output of its own."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from typing import Any

import msgspec

from rosterdesk.errors import NotOneRosterError
from rosterdesk.model.entities import Entity, Item
from rosterdesk.oneroster import envelopes, links, loose, straighten, words
from rosterdesk.oneroster.operations import operation

LARGEST_TOTAL = 10**12
PASSWORD = (b"assword", b"ASSWORD", b"assWord")


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
    read = _Reading(about.entity, bent, secretive=_may_hold_password(body))
    items = [item for row in opened.rows if (item := read.item(row))]
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
    item = _Reading(about.entity, Counter(), secretive=_may_hold_password(body)).item(opened.rows[0])
    if item is None:
        raise NotOneRosterError("The service's record has no sourcedId.", envelopes.TRY_AGAIN)
    return item


class _Reading:
    """Reads records of one kind, and counts what was bent."""

    def __init__(self, kind: type[Entity], bent: Counter[str], *, secretive: bool) -> None:
        self.kind = kind
        self.bent = bent
        self.secretive = secretive
        self.decode = _decoder(kind).decode

    def item(self, row: msgspec.Raw) -> Item | None:
        """The record; `None` where it has no sourcedId or is no record."""
        try:
            entity = self.decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._bent_item(row)
        if not entity.sourced_id:
            return None
        self._settle(entity)
        return Item(entity, without_passwords(bytes(row)) if self.secretive else bytes(row))

    def _bent_item(self, row: msgspec.Raw) -> Item | None:
        try:
            value, replaced = loose.decode(bytes(row))
            entity = straighten.entity(value, self.kind, self.bent) if isinstance(value, dict) else None
        except (loose.LooseJSONError, RecursionError):
            return None
        if entity is None:
            return None
        self._settle(entity)
        self.bent["characters"] += replaced
        sent = msgspec.json.encode(value) if replaced else bytes(row)
        return Item(entity, without_passwords(sent) if self.secretive else sent)

    def _settle(self, entity: Entity) -> None:
        """What decoding leaves open: moments in UTC, words in the standard's spelling."""
        modified = entity.date_last_modified
        if modified is not None and modified.tzinfo is not UTC:
            msgspec.structs.force_setattr(entity, "date_last_modified", straighten.utc(modified))
        words.put_right(entity, self.bent)


def without_passwords(record: bytes) -> bytes:
    """The record without any member that is called password, at any depth; as sent where there is none."""
    try:
        value, _ = loose.decode(record)
        bare = _bare(value)
        return record if bare == value else msgspec.json.encode(bare)
    except (loose.LooseJSONError, RecursionError) as error:
        raise NotOneRosterError("A record of the service cannot be read.", envelopes.TRY_AGAIN) from error


def _bare(value: Any) -> Any:
    match value:
        case list():
            return [_bare(item) for item in value]
        case dict():
            return {name: _bare(item) for name, item in value.items() if name.casefold() != "password"}
        case _:
            return value


def _may_hold_password(body: bytes) -> bool:
    """Whether each record needs a look: the word in a usual spelling, or ASCII letters written as escapes."""
    return any(word in body for word in PASSWORD) or any(
        escape in body for escape in (b"\\u004", b"\\u005", b"\\u006", b"\\u007")
    )


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
