"""What a reader hands out: the values of rows, links between records, and what a search found."""

import time
from typing import TypeAlias

import msgspec

from rosterdesk.model.fields import Kind


class Link(msgspec.Struct, frozen=True):
    """A reference that can be followed. `present` is false where the record is referred to but was never received."""

    collection: str
    sourced_id: str
    title: str
    present: bool = True


Value: TypeAlias = str | int | bool | Link | tuple[Link, ...] | None
"""By `Kind`: TEXT, ID, GRADE, DATE: str (lists joined by a comma) · MOMENT, NUMBER: int · FLAG: bool · REFERENCE: Link,
REFERENCES: tuple of Link. `None` where nothing was said."""


class Record(msgspec.Struct, frozen=True):
    """One record in full. `values` has every field of `collection`; `sent` is the JSON as the source sent it."""

    collection: str
    key: int
    sourced_id: str
    title: str
    values: dict[str, Value]
    sent: bytes


class Found(msgspec.Struct, frozen=True, rename="camel"):
    """One hit of a search; `subtitle` says what tells it apart (role, grade, school, id)."""

    collection: str
    sourced_id: str
    title: str
    subtitle: str


class CollectionState(msgspec.Struct, frozen=True):
    """How far one collection of a run came; `why` says what stopped it, in words."""

    rows: int
    complete: bool
    why: str = ""


class Run(msgspec.Struct, frozen=True):
    """One sync. Times are ISO 8601 in UTC; `ended` is `None` while it runs, or where it was interrupted."""

    run: int
    started: str
    ended: str | None
    kind: str
    complete: bool
    collections: dict[str, CollectionState]


def text(value: Value, kind: Kind = Kind.TEXT) -> str:
    """The value as people read it; nothing is the empty string, a moment is local time to the minute."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case int():
            return moment(value) if kind is Kind.MOMENT else str(value)
        case Link():
            return value.title
        case tuple():
            return ", ".join(link.title for link in value)
        case _:
            return value


def moment(milliseconds: int) -> str:
    """A moment as people read it: local date and time, to the minute."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(milliseconds / 1000))
