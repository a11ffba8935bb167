"""The classes of a school, and the courses that they are sections of."""

from collections import Counter
from itertools import count

from rosterdesk.demo.curriculum import GRADES, SUBJECT_CODES, Course
from rosterdesk.demo.enrollment import Enrolling, Section
from rosterdesk.demo.school_year import SchoolYear
from rosterdesk.demo.schools import School
from rosterdesk.demo.wire import Record, Wire

_CORE = ("English Language Arts", "Mathematics", "Science", "Social Studies")


class Sections:
    """Opens the classes of one school; a course enters the school's catalogue with its first class."""

    def __init__(self, wire: Wire, year: SchoolYear, school: School, enrolling: Enrolling) -> None:
        self.wire = wire
        self.year = year
        self.school = school
        self.enrolling = enrolling
        self._courses: dict[str, Record] = {}
        self._numbers: Counter[str] = Counter()
        self._rooms: dict[str, str] = {}  # a teacher's own, by sourcedId
        self._room = count()

    def open(
        self,
        course: Course,
        title: str,
        period: str,
        teacher: Record,
        *,
        terms: list[Record] | None = None,
        homeroom: bool = False,
        grades: tuple[int, ...] = (),
    ) -> Section:
        """A class with its first teacher. It runs all year unless `terms` says otherwise; `grades` where it is for
        fewer than its course."""
        terms = terms or self.year.terms
        self._numbers[course.code] += 1
        code = f"{course.code}-{self._numbers[course.code]:02}"
        subjects = _subjects(course)
        fields: Record = {
            "title": title,
            "classCode": code,
            "classType": "homeroom" if homeroom else "scheduled",
            "location": course.place or self._home(teacher),
            "grades": [GRADES[grade] for grade in grades or course.grades],
            "subjects": subjects,
            "course": self.wire.ref("course", self._course(course)["sourcedId"]),
            "school": self.wire.ref("org", self.school.sourced_id),
            "terms": self.wire.refs("academicSession", terms),
            "subjectCodes": [SUBJECT_CODES[subject] for subject in subjects],
            "periods": [period],
        }
        record = self.wire.add("class", f"{self.school.code} {code}", fields)
        section = Section(
            record,
            course.department,
            period,
            terms[0]["startDate"],
            terms[-1]["endDate"],
            self.wire.ref("class", record["sourcedId"]),
        )
        self.enrolling.teach(section, teacher, primary=True)
        return section

    def _course(self, course: Course) -> Record:
        found = self._courses.get(course.code)
        if found is None:
            subjects = _subjects(course)
            fields: Record = {
                "title": course.title,
                "courseCode": course.code,
                "schoolYear": self.wire.ref("academicSession", self.year.session["sourcedId"]),
                "grades": [GRADES[grade] for grade in course.grades],
                "subjects": subjects,
                "subjectCodes": [SUBJECT_CODES[subject] for subject in subjects],
                "org": self.wire.ref("org", self.school.sourced_id),
            }
            found = self._courses[course.code] = self.wire.add("course", f"{self.school.code}/{course.code}", fields)
        return found

    def _home(self, teacher: Record) -> str:
        """The teacher's own room, the next free one where there is none yet."""
        sourced_id = teacher["sourcedId"]
        if sourced_id not in self._rooms:
            floor, door = divmod(next(self._room), 24)
            self._rooms[sourced_id] = f"Rm {100 * (floor + 1) + door + 1}"
        return self._rooms[sourced_id]


def _subjects(course: Course) -> list[str]:
    return list(_CORE) if course.department == "Elementary" else [course.subject]
