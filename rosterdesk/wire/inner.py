"""Lists of objects inside a record, read from its JSON as it was sent: what a source bent there costs no more than
itself. Pure.
"""

from collections import Counter
from typing import Any, TypeVar

import msgspec

from rosterdesk.wire import loose, straighten

Inner = TypeVar("Inner", bound=msgspec.Struct)


class Profile(msgspec.Struct, frozen=True, rename="camel"):
    """An account of a person with a vendor. What it is opened with is not read."""

    profile_id: str = ""
    profile_type: str = ""
    vendor_id: str = ""
    application_id: str = ""
    description: str = ""


class Grade(msgspec.Struct, frozen=True):
    """One score of a scale, and what it stands for."""

    score: str = msgspec.field(name="itemValueLHS", default="")
    meaning: str = msgspec.field(name="itemValueRHS", default="")


def profiles(sent: bytes) -> list[Profile]:
    """The accounts of a person."""
    return _objects(sent, "userProfiles", Profile)


def grades(sent: bytes) -> list[Grade]:
    """The scores of a scale."""
    return _objects(sent, "scoreScaleValue", Grade)


def _objects(sent: bytes, name: str, kind: type[Inner]) -> list[Inner]:
    """The objects of the record's list of that name; what is none, or says nothing, is left out."""
    try:
        record, _ = loose.decode(sent)
        rows = record.get(name) if isinstance(record, dict) else None
        found = [_object(row, kind) for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]
    except (loose.LooseJSONError, RecursionError):
        return []
    return [each for each in found if each != kind()]


def _object(row: dict[str, Any], kind: type[Inner]) -> Inner:
    fields = msgspec.structs.fields(kind)
    return kind(**{field.name: straighten.text(row.get(field.encode_name), Counter()) or "" for field in fields})
