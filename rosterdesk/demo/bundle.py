"""The demo district as a OneRoster CSV bundle."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from rosterdesk.bundle import writing
from rosterdesk.bundle.problems import Remark
from rosterdesk.demo.district import make
from rosterdesk.demo.editions import EDITIONS
from rosterdesk.demo.roster import Roster
from rosterdesk.model.fields import BASES, COLLECTIONS

_FORBIDDEN = re.compile(r"[^0-9A-Za-z./@_-]+")


def write(
    target: Path,
    version: Literal["1.1", "1.2"] = "1.1",
    *,
    students: int = 6000,
    seed: int = 1,
    today: date | None = None,
    faulty: bool = False,
) -> list[Remark]:
    """Make the district and write what that version of OneRoster has of it; says what CSV has no place for.

    A sound district has only ids that CSV allows, a `faulty` one those that the service has. `OSError` is left to the
    caller, who sees to it that no half of a file stays.
    """
    district = make(students=students, seed=seed, today=today, faulty=faulty)
    edition = next(edition for edition in EDITIONS if edition.version == version)
    roster = Roster(district, edition)
    encode = msgspec.json.Encoder().encode
    records = {
        name: [encode(record if faulty else _with_plain_ids(record)) for record in roster.records(name)]
        for name in BASES
        if COLLECTIONS[name].since <= version
    }
    return writing.write(target, version, records, system=district.name)


def _with_plain_ids(value: Any) -> Any:
    """The record, and all that it refers to, by ids with only the characters that CSV allows."""
    match value:
        case dict():
            return {
                name: _FORBIDDEN.sub("-", inner).rstrip("-") if name == "sourcedId" else _with_plain_ids(inner)
                for name, inner in value.items()
            }
        case list():
            return [_with_plain_ids(item) for item in value]
        case _:
            return value
