"""The rows of a file that are parts of other records, by their owner: all that there are, or what changed."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from rosterdesk.bundle import joins
from rosterdesk.bundle.columns import File
from rosterdesk.bundle.joins import Record

Stored: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Finds the records of a collection that are kept already, as JSON by sourcedId."""

MOST_PARTS = 64 << 10
"""Bytes of a record's parts, some four hundred roles: more than any real one has."""

_encode = msgspec.json.Encoder().encode


class Belongings:
    """The parts that one file has. `owners` holds them as JSON, each with a comma after it: as objects they would take
    ten times the memory.

    Of a file with `changes` each is the row's own sourcedId and the part, or null where it goes: what a record has is
    told only together with what it had. A file that is not there is one without any changes.
    """

    def __init__(self, file: File, *, changes: bool) -> None:
        self.file = file
        self.part = joins.PARTS[file.name]
        self.changes = changes
        self.owners: dict[str, bytearray] = {}

    def add(self, owner: str, row: Record) -> bool:
        """A row, without its owner; whether the record could still take it."""
        parts = self.owners.setdefault(owner, bytearray())
        if len(parts) >= MOST_PARTS:
            return False
        own = row.get("sourcedId")
        goes = str(row.pop("status", "")).strip().lower() in ("tobedeleted", "inactive")
        if self.changes:
            parts += _encode([own, None if goes else self.part.shape(row)]) + b","
        elif not goes:
            parts += _encode(self.part.shape(row)) + b","
        return True

    def of(self, owner: str, before: Record) -> bytes:
        """The member that the record has by these parts, as JSON; nothing where it has none. `before` is the record as
        it was.
        """
        found = b"[%b]" % bytes(self.owners.get(owner, b"")[:-1])
        if self.part.many and not self.changes:
            return found if found != b"[]" else b""
        parts: Sequence[msgspec.Raw] = msgspec.json.decode(found, type=list[msgspec.Raw])
        if self.changes:
            parts = self._changed(parts, before)
        if not parts:
            return b""
        return b"[%b]" % b",".join(parts) if self.part.many else bytes(parts[-1])

    def _changed(self, changes: Sequence[msgspec.Raw], before: Record) -> list[msgspec.Raw]:
        """The parts that the record had, with these changes."""
        parts: dict[object, msgspec.Raw] = {
            self.part.own(part) or place: msgspec.Raw(_encode(part))
            for place, part in enumerate(joins.parts_of(before, self.part))
        }
        for change in changes:
            own, part = msgspec.json.decode(change, type=tuple[str | None, msgspec.Raw])
            if bytes(part) == b"null":
                parts.pop(own, None)
            else:
                parts[own] = part
        return list(parts.values())
