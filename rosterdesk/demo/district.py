"""A made school district: believable, of any size, and the same for the same seed and day."""

from collections import defaultdict
from datetime import date
from random import Random

import msgspec

from rosterdesk.demo.enrollment import Enrolling
from rosterdesk.demo.faults import Planted, plant
from rosterdesk.demo.gradebook import Gradebook
from rosterdesk.demo.materials import hand_out
from rosterdesk.demo.people import People, Student
from rosterdesk.demo.school_year import school_year
from rosterdesk.demo.schools import DISTRICT, School, schools
from rosterdesk.demo.sections import Sections
from rosterdesk.demo.timetable import fill_elementary, fill_secondary
from rosterdesk.demo.wire import Record, Wire


class District(msgspec.Struct):
    """All records of the district, as a OneRoster 1.1 source sends them, by base collection; what only 1.2 has is in
    the shape of 1.2. `planted` are the faults that were put in on purpose."""

    name: str
    today: date
    collections: dict[str, list[Record]]
    planted: list[Planted]


def make(*, students: int = 6000, seed: int = 1, today: date | None = None, faulty: bool = False) -> District:
    """The district with that many students, and the schools, staff, guardians and classes that go with them.

    The school year is the one that holds `today` (default: the day of the call).
    """
    today = today or date.today()  # noqa: DTZ011 - a school day is local
    wire = Wire(seed, today)
    found = schools(wire, students)
    year = school_year(wire, today)
    people = People(wire, year, found, today, seed)
    by_school: dict[str, list[Student]] = defaultdict(list)
    for student in people.families(students):
        by_school[student.school.code].append(student)
    for role in ("administrator",) * 6 + ("proctor",) * 2:
        people.staff(None, role)
    for school in found:
        random = Random(f"school {seed} {school.code}")  # noqa: S311 - a made district, not a secret
        members = by_school[school.code]
        random.shuffle(members)
        enrolling = Enrolling(wire, school, today, random)
        sections = Sections(wire, year, school, enrolling)
        _fill(school, members, people, sections, random)
    hand_out(wire.branch("materials"))
    Gradebook(wire.branch("gradebook"), today).fill()
    planted = plant(wire, Random(f"faults {seed}"), today) if faulty else []  # noqa: S311
    return District(DISTRICT, today, wire.collections, planted)


def _fill(school: School, students: list[Student], people: People, sections: Sections, random: Random) -> None:
    if school.level == "elementary":
        fill_elementary(school, students, people, sections)
    else:
        fill_secondary(school, students, people, sections, random)
    people.staff(school, "administrator")
    for _ in range(len(students) // 350):
        people.staff(school, "administrator")
    for _ in range(1 + len(students) // 160):
        people.staff(school, "aide")
