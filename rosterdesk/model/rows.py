"""What a reader hands out: the values of rows, links between records, and what a search found."""

import time
from typing import TypeAlias

import msgspec

from rosterdesk.model.attributes import Kind


class Link(msgspec.Struct, frozen=True):
    """A reference that can be followed. `present` is false where the record is referred to but was never received."""

    collection: str
    sourced_id: str
    title: str
    present: bool = True


Value: TypeAlias = str | int | float | bool | Link | tuple[Link, ...] | None
"""By `Kind`: TEXT, ID, GRADE, DATE: str (lists joined by a comma) · MOMENT: int · NUMBER: int or float · FLAG: bool
· REFERENCE: Link, REFERENCES: tuple of Link. `None` where nothing was said."""


class Record(msgspec.Struct, frozen=True):
    """One record in full. `values` has every field of `collection`; `sent` is the JSON as the source sent it."""

    collection: str
    key: int
    sourced_id: str
    title: str
    values: dict[str, Value]
    sent: bytes


class Found(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One hit of a search; `subtitle` says what tells it apart (role, grade, school, id); of a person, `role` are the
    roles in the standard's words.
    """

    collection: str
    sourced_id: str
    title: str
    subtitle: str
    role: str = ""


class CollectionState(msgspec.Struct, frozen=True):
    """How far one collection of a run came; `why` says what stopped it, or is worth knowing, in words.

    `kind` says whether all of it was asked for or what changed. `refused` is an optional collection that this key may
    not see, or the source does not have: a fact, which leaves the run complete. `bent` counts by kind what was spelt
    in another way than the standard's (see `model.bends`), `dropped` the records that could not be kept. `added`,
    `changed` and `removed` count what the run made different.
    """

    rows: int
    complete: bool
    why: str = ""
    kind: str = "full"
    refused: bool = False
    bent: dict[str, int] = {}
    dropped: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0


class Run(msgspec.Struct, frozen=True):
    """One sync. Times are ISO 8601 in UTC; `ended` is `None` while it runs, or where it was interrupted.

    `kind` is "full" where all that was asked for was read whole; `complete` where every collection is, or was refused
    and is optional; `schools` are the sourcedIds to which the run was limited. `held` is the sentence why what it
    brought is not shown, where that is so; `clock` is the service's own at its first answer, `begun` ours at the
    beginning: `started` is the earlier of both. `beside` are collections that the run did not read and made different
    all the same: only their counts say anything. Of one that is `forgotten`, nothing but these counts is remembered of
    what it made different.
    """

    run: int
    started: str
    ended: str | None
    kind: str
    complete: bool
    collections: dict[str, CollectionState]
    schools: tuple[str, ...] = ()
    held: str = ""
    clock: str | None = None
    begun: str = ""
    beside: dict[str, CollectionState] = {}
    forgotten: bool = False

    @property
    def touched(self) -> dict[str, CollectionState]:
        """All that the run may have made different."""
        return self.collections | self.beside


def links(value: Value) -> tuple[Link, ...]:
    """The references of a field that may hold several."""
    return value if isinstance(value, tuple) else ()


def text(value: Value, kind: Kind = Kind.TEXT) -> str:
    """The value as people read it; nothing is the empty string, a moment is local time to the minute."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case int() | float():
            return moment(value) if kind is Kind.MOMENT else f"{value:.15g}"
        case Link():
            return value.title
        case tuple():
            return ", ".join(link.title for link in value)
        case _:
            return value


def moment(milliseconds: float) -> str:
    """A moment as people read it: local date and time, to the minute."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(milliseconds / 1000))
