"""Who is in which class, as what, from when until when."""

from datetime import date, timedelta
from random import Random

import msgspec

from rosterdesk.demo.people import Student
from rosterdesk.demo.schools import School
from rosterdesk.demo.wire import Record, Wire

_MOVES = 0.03  # the share of seats that somebody leaves for a class beside it


class Seat(msgspec.Struct):
    """A student's place in a class."""

    student: Student
    record: Record


class Section(msgspec.Struct):
    """A class that runs: its record, its department and period, its first day and the day after its last."""

    record: Record
    department: str
    period: str
    begins: str
    ends: str
    ref: Record
    seats: list[Seat] = []


class Enrolling:
    """Makes the enrollments of one school."""

    def __init__(self, wire: Wire, school: School, today: date, random: Random) -> None:
        self.wire = wire
        self.today = today
        self.random = random
        self._school = wire.ref("org", school.sourced_id)
        self._code = school.code
        self._number = 0

    def teach(self, section: Section, teacher: Record, *, primary: bool) -> None:
        """A teacher for the whole of the class; `primary` is the one who answers for it."""
        self._enroll(section, teacher, "teacher", section.begins, section.ends, primary="true" if primary else "false")

    def seat(self, section: Section, students: list[Student]) -> None:
        """Students for the whole of the class, as far as they are here then."""
        for student in students:
            begin, end = section.begins, section.ends
            if student.arrives:
                begin = max(begin, student.arrives.isoformat())
            if student.leaves:
                end = min(end, student.leaves.isoformat())
            if begin < end:
                record = self._enroll(section, student.record, "student", begin, end)
                record["status"] = student.record["status"]
                section.seats.append(Seat(student, record))

    def reschedule(self, sections: list[Section]) -> None:
        """Some students change to another class of the same department, period and terms: the old seat ends on the
        day on which the new one begins."""
        beside: dict[tuple[str, str, str], list[Section]] = {}
        for section in sections:
            beside.setdefault((section.department, section.period, section.begins + section.ends), []).append(section)
        for alike in beside.values():
            for place, section in enumerate(alike):
                others = [each for each in alike if each is not section]
                if others:
                    self._move_some(section, others[place % len(others)])

    def _move_some(self, section: Section, other: Section) -> None:
        for seat in section.seats:
            if self.random.random() > _MOVES or not self._fits(seat, other):
                continue
            begin, end = seat.record["beginDate"], seat.record["endDate"]
            days = (min(self.today, date.fromisoformat(end)) - date.fromisoformat(begin)).days
            if days < 12:
                continue
            day = (date.fromisoformat(begin) + timedelta(days=self.random.randint(5, min(45, days - 5)))).isoformat()
            seat.record["endDate"] = day
            moved = self._enroll(other, seat.student.record, "student", day, end)
            moved["status"] = seat.record["status"]

    def _fits(self, seat: Seat, other: Section) -> bool:
        return seat.student.record["grades"][0] in other.record["grades"] and len(other.seats) < 32

    def _enroll(self, section: Section, user: Record, role: str, begin: str, end: str, **more: str) -> Record:
        self._number += 1
        fields: Record = {
            "user": self.wire.ref("user", user["sourcedId"]),
            "class": section.ref,
            "school": self._school,
            "role": role,
            **more,
            "beginDate": begin,
            "endDate": end,
        }
        return self.wire.add("enrollment", f"{self._code}-{self._number:06}", fields)
