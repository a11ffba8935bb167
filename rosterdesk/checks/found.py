"""What reports say of the records that rules find: id, title, school. A safe report says it without names."""

import hmac
from collections.abc import Iterable, Mapping

import msgspec

from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reader import Reader

_BATCH = 2000
_DIGITS = 20
_COLUMNS: dict[str, tuple[str, ...]] = {
    "orgs": ("type",),
    "courses": ("org",),
    "classes": ("school",),
    "users": ("schools",),
    "enrollments": ("school", "user", "class"),
    "demographics": ("user",),
}
"""What else is asked of a record, by base collection."""


class Found(msgspec.Struct, frozen=True):
    """A record as a report names it; `school` is a sourcedId."""

    sourced_id: str
    title: str
    school: str


NOTHING = Found("", "", "")
"""What is found where it is the roster itself."""


def found(reader: Reader, collection: str, keys: Iterable[int], salt: bytes | None) -> dict[int, Found]:
    """How a report names these records of a base collection; with a salt without titles, and with hashed ids."""
    wanted = list(dict.fromkeys(keys))
    columns = _COLUMNS.get(collection, ())
    named: dict[int, Found] = {}
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        links = reader.links(collection, batch)
        for key, row in zip(batch, reader.rows(collection, batch, columns), strict=True):
            if key in links:
                each = _found(links[key], dict(zip(columns, row, strict=True)))
                named[key] = each if salt is None else _unnamed(each, salt)
    return named


def _found(link: Link, values: Mapping[str, Value]) -> Found:
    """A school is its own school; an enrollment, which has no title, is somebody in a class."""
    said = values.get("school") or values.get("schools") or values.get("org")
    school = said[0] if isinstance(said, tuple) else link if values.get("type") == "school" else said
    parts = [part.title for name in ("user", "class") if isinstance(part := values.get(name), Link)]
    return Found(
        link.sourced_id, " · ".join(parts) or link.title, school.sourced_id if isinstance(school, Link) else ""
    )


def _unnamed(each: Found, salt: bytes) -> Found:
    return Found(hashed(each.sourced_id, salt), "", hashed(each.school, salt))


def hashed(sourced_id: str, salt: bytes) -> str:
    """What stands for an id in a safe report: the same for the same id and salt, and no way back."""
    return hmac.digest(salt, sourced_id.encode(), "sha256").hex()[:_DIGITS] if sourced_id else ""
