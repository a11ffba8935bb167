"""Records as a OneRoster 1.1 source sends them: ids, dates, references, flags spelt as strings."""

import copy
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, TypeAlias
from urllib.parse import quote

Record: TypeAlias = dict[str, Any]

HOST = "https://sis.lakeside.example"
"""Where the made system says it lives. References point there: at another host than the one asked, as they often do."""

COLLECTIONS = {
    "org": "orgs",
    "academicSession": "academicSessions",
    "course": "courses",
    "class": "classes",
    "user": "users",
    "enrollment": "enrollments",
    "demographics": "demographics",
    "resource": "resources",
    "category": "categories",
    "scoreScale": "scoreScales",
    "lineItem": "lineItems",
    "result": "results",
    "assessmentLineItem": "assessmentLineItems",
    "assessmentResult": "assessmentResults",
}
"""A reference's `type`, and the collection that it leads to; also all collections that hold records, in order."""

_AWKWARD = ("lakeside|{kind}|{plain}", "SIS:{plain}", "{plain} ({kind})", "{kind}/{plain}")
_AWKWARD_SHARE = 0.03
_MODIFIED_WITHIN = 150  # days


class Wire:
    """Makes records and keeps them by collection. The same seed and day give the same records."""

    def __init__(self, seed: int, today: date) -> None:
        self.random = Random(f"wire {seed}")  # noqa: S311 - a made district, not a secret
        self.collections: dict[str, list[Record]] = {name: [] for name in COLLECTIONS.values()}
        # A moment is put together from made pieces, since a large district needs a million of them.
        ago = (1 + int(_MODIFIED_WITHIN * (place / 1024) ** 2) for place in range(1024))
        self._days = [f"{today - timedelta(days=days)}T" for days in ago]
        self._minutes = [f"{minute // 60:02}:{minute % 60:02}:" for minute in range(24 * 60)]
        self._seconds = [f"{second:02}.{self.random.randrange(1000):03}Z" for second in range(60) for _ in range(35)]
        self._refs: dict[tuple[str, str], Record] = {}
        self._seed = seed

    def branch(self, name: str) -> "Wire":
        """The same collections, filled by a chance of its own: what the branch adds changes nothing made after it."""
        other = copy.copy(self)
        other.random = Random(f"{name} {self._seed}")  # noqa: S311
        return other

    def sourced_id(self, kind: str, plain: str) -> str:
        """Mostly a UUID; sometimes `plain` (which must be unique for the kind) dressed as real systems dress ids."""
        if self.random.random() < _AWKWARD_SHARE:
            return self.random.choice(_AWKWARD).format(kind=kind, plain=plain)
        digits = f"{self.random.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def modified(self) -> str:
        """A moment in the last months, the recent ones more often."""
        bits = self.random.getrandbits(40)
        minute = self._minutes[(bits >> 10) % len(self._minutes)]
        return self._days[bits & 1023] + minute + self._seconds[(bits >> 24) % len(self._seconds)]

    def ref(self, kind: str, sourced_id: str) -> Record:
        """A reference to a record. References to one record are one and the same object: replace, never change them."""
        found = self._refs.get((kind, sourced_id))
        if found is None:
            found = self._refs[kind, sourced_id] = reference(kind, sourced_id)
        return found

    def refs(self, kind: str, records: Iterable[Record]) -> list[Record]:
        """References to several records."""
        return [self.ref(kind, record["sourcedId"]) for record in records]

    def add(self, kind: str, plain: str, fields: Record, *, sourced_id: str = "") -> Record:
        """A new record of that kind, kept in its collection."""
        record: Record = {
            "sourcedId": sourced_id or self.sourced_id(kind, plain),
            "status": "active",
            "dateLastModified": self.modified(),
            **fields,
        }
        self.collections[COLLECTIONS[kind]].append(record)
        return record


def reference(kind: str, sourced_id: str, base: str = "/ims/oneroster/v1p1") -> Record:
    """A reference to a record below the path `base` of the made system."""
    href = f"{HOST}{base}/{COLLECTIONS[kind]}/{quote(sourced_id, safe='')}"
    return {"href": href, "sourcedId": sourced_id, "type": kind}
