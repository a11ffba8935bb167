"""The timetable of a school: which classes run, in which period, with whom, and their teachers."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from random import Random
from typing import TypeVar

import msgspec

from rosterdesk.demo.curriculum import ELEMENTARY, HOMEROOM, SLOTS, SPECIALS, Choice, Course, choice
from rosterdesk.demo.enrollment import Section
from rosterdesk.demo.names import plain
from rosterdesk.demo.people import People, Student
from rosterdesk.demo.school_year import SchoolYear
from rosterdesk.demo.schools import School
from rosterdesk.demo.sections import Sections
from rosterdesk.demo.wire import Record

T = TypeVar("T")
_SEATS = 32
_SMALLEST = 11  # fewer than that, and the class does not run
_PERIODS = 7


class Wanted(msgspec.Struct):
    """A class to be: its course, its period (from 0), the terms it runs in, and who takes it."""

    course: Course
    period: int
    terms: list[Record]
    students: list[Student]


def fill_elementary(school: School, students: list[Student], people: People, sections: Sections) -> None:
    """A homeroom for every two dozen children of a grade, and four specials in the week's rotation."""
    homerooms: list[tuple[Course, list[Student], Record]] = []
    for course in ELEMENTARY:
        children = [student for student in students if student.grade == course.grades[0]]
        homerooms += [(course, part, people.staff(school, "teacher")) for part in dealt(children, 24)]
    for course, part, teacher in homerooms:
        section = sections.open(course, f"{course.title} – {teacher['familyName']}", "HR", teacher, homeroom=True)
        sections.enrolling.seat(section, part)
    for special, course in enumerate(SPECIALS):
        specialist: Record = {}
        for place, (grade, part, teacher) in enumerate(homerooms):
            if place % 24 == 0:  # six periods on four days
                specialist = people.staff(school, "teacher")
            day = "ABCD"[(special + place // 6) % 4]
            title = f"{course.title} – {teacher['familyName']}, {grade.title}"
            section = sections.open(course, title, f"{place % 6 + 1}({day})", specialist, grades=grade.grades)
            sections.enrolling.seat(section, part)


def fill_secondary(school: School, students: list[Student], people: People, sections: Sections, random: Random) -> None:
    """Classes in seven periods for every student, a homeroom each, and a teacher who helps in others' classes."""
    wanted = classes_wanted(students, people.year, random)
    opened: list[tuple[Wanted, Section]] = []
    teachers: list[Record] = []
    departments: dict[str, list[Wanted]] = defaultdict(list)
    for each in wanted:
        departments[each.course.department].append(each)
    for department in sorted(departments):
        group = departments[department]
        staff = [people.staff(school, "teacher") for _ in range(teachers_needed(group))]
        teachers += staff
        for each, place in zip(group, assigned(group, len(staff)), strict=True):
            section = sections.open(
                each.course, each.course.title, str(each.period + 1), staff[place], terms=each.terms
            )
            sections.enrolling.seat(section, each.students)
            opened.append((each, section))
    sections.enrolling.reschedule([section for _, section in opened])
    for place in range(1 + len(students) // 450):
        helper = people.staff(school, "teacher")
        for period in range(_PERIODS - 1):
            core = [section for each, section in opened if each.period == period and len(each.terms) == 4]
            if core:
                sections.enrolling.teach(core[(5 * period + place) % len(core)], helper, primary=False)
    _homerooms(students, teachers, sections)


def _homerooms(students: list[Student], teachers: list[Record], sections: Sections) -> None:
    """By grade and family name, two dozen to a teacher."""
    place = count()
    for grade in sorted({student.grade for student in students}):
        group = [student for student in students if student.grade == grade]
        group.sort(key=lambda student: plain(student.record["familyName"]))
        many = -(-len(group) // 26)
        for number in range(many):
            part = group[number * len(group) // many : (number + 1) * len(group) // many]
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]
            title = f"Homeroom {grade}{letter}"
            teacher = teachers[next(place) % len(teachers)]
            section = sections.open(HOMEROOM, title, "HR", teacher, homeroom=True, grades=(grade,))
            sections.enrolling.seat(section, part)


def classes_wanted(students: list[Student], year: SchoolYear, random: Random) -> list[Wanted]:
    """Who sits where in which period, cut into classes.

    Students of a grade are dealt over the lines of the affine plane of order seven: a line (step, start) takes slot
    `step × period + start` modulo seven in each period, so it meets every slot once, and two lines meet in at most
    one class. That mixes students as real timetables do, and needs no search.
    """
    takes: dict[tuple[int, str], dict[Choice, list[Student]]] = defaultdict(lambda: defaultdict(list))
    offered = max(1, min(8, len(students) // _PERIODS // 22))
    for grade in sorted({student.grade for student in students}):
        group = [student for student in students if student.grade == grade]
        starts = max(1, min(_PERIODS, round(len(group) / 17)))
        steps = 6 if starts == _PERIODS else 1
        for place, student in enumerate(group):
            start, step = place % starts, 1 + place // starts % steps
            for period in range(_PERIODS):
                slot = SLOTS[(step * period + start) % _PERIODS]
                taken = choice(random, slot, grade, student.ability, period, offered)
                takes[period, slot][taken].append(student)
    wanted: list[Wanted] = []
    for (period, _), groups in sorted(takes.items()):
        _merge(groups)
        for taken, group in groups.items():
            spans = [year.terms] if len(taken) == 1 else [year.semester(0), year.semester(1)]
            for course, terms in zip(taken, spans, strict=True):
                wanted += [Wanted(course, period, terms, part) for part in dealt(group, _SEATS)]
    return wanted


def _merge(groups: dict[Choice, list[Student]]) -> None:
    """Sends the few who chose what does not run to the fullest class that is open to their grade."""
    for taken in sorted(groups, key=lambda each: len(groups[each])):
        if len(groups[taken]) >= _SMALLEST:
            continue
        for student in list(groups[taken]):
            open_to = [
                other
                for other in groups
                if other != taken and groups[other] and all(student.grade in course.grades for course in other)
            ]
            if open_to:
                groups[taken].remove(student)
                groups[max(open_to, key=lambda other: len(groups[other]))].append(student)
        if not groups[taken]:
            del groups[taken]


def teachers_needed(wanted: list[Wanted]) -> int:
    """How many teachers these classes take: enough for the fullest period, and a free period for everybody."""
    at_once: dict[tuple[int, str], int] = defaultdict(int)
    for each in wanted:
        for term in each.terms:
            at_once[each.period, term["sourcedId"]] += 1
    years = sum(at_once.values()) / 4
    return max(*at_once.values(), 1, -(-int(years) // (_PERIODS - 1)))


def assigned(wanted: list[Wanted], teachers: int) -> list[int]:
    """For each class the place of its teacher: one who is free then, and has the fewest classes so far."""
    busy: list[set[tuple[int, str]]] = [set() for _ in range(teachers)]
    places = [0] * len(wanted)
    for index in sorted(range(len(wanted)), key=lambda index: (wanted[index].period, -len(wanted[index].terms))):
        times = {(wanted[index].period, str(term["sourcedId"])) for term in wanted[index].terms}
        free = [place for place in range(teachers) if not busy[place] & times]
        places[index] = min(free, key=lambda place: len(busy[place]))
        busy[places[index]] |= times
    return places


def dealt(group: Sequence[T], most: int) -> list[list[T]]:
    """The group in as few parts of about one size as hold `most` each."""
    parts = -(-len(group) // most)
    return [list(group[part::parts]) for part in range(parts)]
