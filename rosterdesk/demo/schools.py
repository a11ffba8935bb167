"""The district and its schools: names, identifiers, how many of each level."""

from collections.abc import Iterator

import msgspec

from rosterdesk.demo.curriculum import Level
from rosterdesk.demo.wire import Record, Wire

DISTRICT = "Lakeside Unified School District"
_DISTRICT_IDENTIFIER = "0620940"  # seven digits, as an NCES district id has; no such district
_LEVELS: tuple[tuple[Level, str, float], ...] = (
    ("elementary", "Elementary", 395 * 13 / 6),
    ("middle", "Middle School", 460 * 13 / 3),
    ("high", "High School", 922 * 13 / 4),
)
"""Level, what its schools are called, and how many students of all grades there are for each such school."""

_NAMES: dict[Level, tuple[str, ...]] = {
    "elementary": (
        *("Cedar Grove", "Adams", "Maple Ridge", "Harriet Tubman", "Dolores Huerta", "Lakeview", "Sunnyside"),
        *("Willow Creek", "Lincoln", "Rosa Parks", "Eagle Point", "Stonebridge", "Mountain View", "Sally Ride"),
    ),
    "middle": ("Jefferson", "Ellen Ochoa", "Riverbend", "Frederick Douglass", "Harbor", "Vista Verde"),
    "high": ("Roosevelt", "Washington", "Cesar Chavez", "North Lakeside", "Marie Curie"),
}
_FIRST = (
    *("Oak", "Pine", "Birch", "Aspen", "Sycamore", "Juniper", "Magnolia", "Heron", "Falcon", "Quail", "Fox", "Deer"),
    *("Silver", "Golden", "Clear", "Spring", "Summer", "North", "South", "East", "West", "Granite", "Copper", "Sandy"),
)
_SECOND = (
    *("Hill", "Creek", "Valley", "Meadow", "Park", "Glen", "Hollow", "Springs", "Canyon", "Bluff", "Run", "Field"),
    *("Lake", "Shore", "Crossing", "Ranch", "Mesa", "Bay", "Woods", "Heights"),
)


class School(msgspec.Struct):
    """One school. `code` is the short form that stands in ids and class codes."""

    record: Record
    level: Level
    code: str

    @property
    def sourced_id(self) -> str:
        """The school's id on the wire."""
        return str(self.record["sourcedId"])


class Schools(msgspec.Struct):
    """All schools, and the district above them. A zone is the neighbourhood of one elementary school."""

    district: Record
    by_level: dict[Level, list[School]]

    @property
    def zones(self) -> int:
        """How many neighbourhoods there are."""
        return len(self.by_level["elementary"])

    def __iter__(self) -> Iterator[School]:
        for level, _, _ in _LEVELS:
            yield from self.by_level[level]

    def of(self, zone: int, grade: int) -> School:
        """Where a child of that zone and grade (0 for kindergarten) goes to school."""
        level: Level = "elementary" if grade < 6 else "middle" if grade < 9 else "high"
        schools = self.by_level[level]
        return schools[zone * len(schools) // self.zones]


def schools(wire: Wire, students: int) -> Schools:
    """Makes the district and as many schools as that many students need: twelve for six thousand."""
    fields: Record = {"name": DISTRICT, "type": "district", "identifier": _DISTRICT_IDENTIFIER, "children": []}
    district = wire.add("org", "LUSD", fields)
    found: dict[Level, list[School]] = {}
    number = 0
    for level, kind, per_school in _LEVELS:
        found[level] = []
        for name, _ in zip(_names(level), range(max(1, round(students / per_school))), strict=False):
            number += 1
            found[level].append(_school(wire, district, level, f"{name} {kind}", number))
    district["children"] = wire.refs("org", wire.collections["orgs"][1:])
    return Schools(district, found)


def _school(wire: Wire, district: Record, level: Level, name: str, number: int) -> School:
    code = "".join(word[0] for word in name.split()) + f"{number:02}"
    fields = {
        "name": name,
        "type": "school",
        "identifier": f"{_DISTRICT_IDENTIFIER}{1200 + 7 * number:05}",
        "parent": wire.ref("org", district["sourcedId"]),
    }
    return School(wire.add("org", code, fields), level, code)


def _names(level: Level) -> Iterator[str]:
    yield from _NAMES[level]
    for round_ in range(len(_SECOND)):
        for place, first in enumerate(_FIRST):
            yield f"{first} {_SECOND[(place + round_) % len(_SECOND)]}"
