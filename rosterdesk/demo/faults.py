"""Faults planted on purpose, so that checking the district finds something.

Each fault is a small function whose docstring says what is wrong; all of them are in `FAULTS`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import msgspec

from rosterdesk.demo import far_faults
from rosterdesk.demo.ground import Ground
from rosterdesk.demo.wire import Record, Wire


class Planted(msgspec.Struct, frozen=True):
    """One fault: its kind (the name of its function), what is wrong, and the record that shows it."""

    kind: str
    what: str
    collection: str
    sourced_id: str


def enrollment_in_missing_class(ground: Ground) -> Record:
    """An enrollment refers to a class that is not sent."""
    enrollment = ground.enrollment()
    enrollment["class"] = ground.missing("class")
    return enrollment


def enrollment_of_missing_user(ground: Ground) -> Record:
    """An enrollment refers to a user who is not sent."""
    enrollment = ground.enrollment()
    enrollment["user"] = ground.missing("user")
    return enrollment


def enrollment_at_other_school(ground: Ground) -> Record:
    """An enrollment names another school than its class does."""
    enrollment = ground.enrollment()
    schools = [org for org in ground.wire.collections["orgs"] if org["type"] == "school"]
    other = next(org for org in schools if org["sourcedId"] != enrollment["school"]["sourcedId"])
    enrollment["school"] = ground.wire.ref("org", other["sourcedId"])
    return enrollment


def enrollment_ends_before_it_begins(ground: Ground) -> Record:
    """An enrollment ends before it begins."""
    enrollment = ground.enrollment()
    begins = date.fromisoformat(enrollment["beginDate"])
    enrollment["endDate"] = (begins - timedelta(days=14)).isoformat()
    return enrollment


def enrolled_twice(ground: Ground) -> Record:
    """A student is in one class twice at the same time."""
    return ground.enroll(ground.enrollment())


def student_enrolled_as_teacher(ground: Ground) -> Record:
    """A student teaches a class."""
    enrollment = ground.enrollment()
    enrollment["role"] = "teacher"
    return enrollment


def class_without_teacher(ground: Ground) -> Record:
    """A class has no teacher."""
    klass = ground.klass()
    ground.unenroll("class", klass, "teacher")
    return klass


def class_without_students(ground: Ground) -> Record:
    """A class has no students."""
    klass = ground.klass()
    ground.unenroll("class", klass, "student")
    return klass


def two_primary_teachers(ground: Ground) -> Record:
    """A class has two primary teachers at the same time."""
    klass = ground.klass()
    enrollments = ground.wire.collections["enrollments"]
    first = next(each for each in enrollments if each["class"]["sourcedId"] == klass["sourcedId"] and "primary" in each)
    second = ground.wire.ref("user", ground.teacher()["sourcedId"])
    ground.enroll(first, user=second, primary="true")
    return klass


def class_of_missing_course(ground: Ground) -> Record:
    """A class refers to a course that is not sent."""
    klass = ground.klass()
    klass["course"] = ground.missing("course")
    return klass


def class_in_expired_term(ground: Ground) -> Record:
    """A class of today, with students, stands in a term that ended long ago."""
    klass = ground.klass()
    starts = ground.today - timedelta(days=500)
    fields: Record = {
        "title": "Old Quarter",
        "type": "term",
        "startDate": starts.isoformat(),
        "endDate": (starts + timedelta(days=70)).isoformat(),
        "schoolYear": str(starts.year),
    }
    term = ground.wire.add("academicSession", "old-quarter", fields)
    klass["terms"] = ground.wire.refs("academicSession", [term])
    return klass


def session_ends_before_it_begins(ground: Ground) -> Record:
    """A grading period ends before it begins."""
    session = ground.pick("academicSessions", lambda each: each["type"] == "gradingPeriod")
    session["startDate"], session["endDate"] = session["endDate"], session["startDate"]
    return session


def org_parent_missing(ground: Ground) -> Record:
    """A school is part of an organization that is not sent."""
    school = ground.pick("orgs", lambda org: org["type"] == "school")
    school["parent"] = ground.missing("org")
    return school


def duplicate_email(ground: Ground) -> Record:
    """Two students have one email."""
    student = ground.student()
    student["email"] = ground.student()["email"]
    return student


def duplicate_username(ground: Ground) -> Record:
    """Two users have one username, but for small and capital letters."""
    student = ground.student()
    student["username"] = ground.student()["username"].upper()
    return student


def duplicate_identifier(ground: Ground) -> Record:
    """Two students have one student ID."""
    student = ground.student()
    student["identifier"] = ground.student()["identifier"]
    return student


def malformed_email(ground: Ground) -> Record:
    """A teacher's email is none."""
    teacher = ground.teacher()
    teacher["email"] = teacher["email"].replace("@", " at ")
    return teacher


def student_without_enrollments(ground: Ground) -> Record:
    """An active student is in no class."""
    student = ground.student()
    ground.unenroll("user", student, "student")
    return student


def missing_grade(ground: Ground) -> Record:
    """A student has no grade."""
    student = ground.student()
    student["grades"] = []
    return student


def unknown_grade(ground: Ground) -> Record:
    """A student's grade is not in the vocabulary."""
    student = ground.student()
    student["grades"] = ["Grade 5"]
    return student


def missing_name(ground: Ground) -> Record:
    """A student has no family name."""
    student = ground.student()
    student["familyName"] = ""
    return student


def guardian_missing(ground: Ground) -> Record:
    """A student's guardian is not sent."""
    student = ground.student()
    student["agents"] = [ground.missing("user")]
    return student


def unknown_role(ground: Ground) -> Record:
    """A user's role is not in the vocabulary."""
    aide = ground.pick("users", lambda user: user["role"] == "aide")
    aide["role"] = "paraprofessional"
    return aide


def same_person_twice(ground: Ground) -> Record:
    """A student has two accounts, with the same name and birth date."""
    student, again = ground.student(), ground.student()
    born = {each["sourcedId"]: each for each in ground.wire.collections["demographics"]}
    born[again["sourcedId"]]["birthDate"] = born[student["sourcedId"]]["birthDate"]
    again |= {name: student[name] for name in ("givenName", "familyName", "grades")}
    return again


def vacant_position(ground: Ground) -> Record:
    """A position that nobody holds stands as a teacher."""
    teacher = ground.teacher()
    teacher["givenName"] = "Vacant"
    return teacher


def pasted_name(ground: Ground) -> Record:
    """A name was pasted, with a blank at its end that nobody sees."""
    student = ground.student()
    student["familyName"] += "\u00a0"
    return student


FAULTS: tuple[tuple[str, Callable[[Ground], Record]], ...] = (
    ("orgs", org_parent_missing),
    ("academicSessions", session_ends_before_it_begins),
    ("users", student_without_enrollments),
    ("users", duplicate_email),
    ("users", duplicate_username),
    ("users", duplicate_identifier),
    ("users", malformed_email),
    ("users", missing_grade),
    ("users", unknown_grade),
    ("users", missing_name),
    ("users", guardian_missing),
    ("users", unknown_role),
    ("classes", class_without_teacher),
    ("classes", class_without_students),
    ("classes", class_of_missing_course),
    ("classes", class_in_expired_term),
    ("classes", two_primary_teachers),
    ("enrollments", enrollment_in_missing_class),
    ("enrollments", enrollment_of_missing_user),
    ("enrollments", enrollment_at_other_school),
    ("enrollments", enrollment_ends_before_it_begins),
    ("enrollments", enrolled_twice),
    ("enrollments", student_enrolled_as_teacher),
    ("classes", far_faults.class_with_new_id),
    ("users", far_faults.teacher_with_new_id),
    ("users", far_faults.deleted_teacher_still_teaches),
    ("courses", far_faults.deleted_course_still_taught),
    ("users", far_faults.accounts_disabled),
    ("users", same_person_twice),
    ("users", vacant_position),
    ("users", pasted_name),
)
"""Every fault, and the collection of the record that shows it."""


def plant(wire: Wire, random: Random, today: date) -> list[Planted]:
    """Plants every fault once and says where."""
    ground = Ground(wire, random, today)
    return [
        Planted(fault.__name__, (fault.__doc__ or "").strip(), collection, fault(ground)["sourcedId"])
        for collection, fault in FAULTS
    ]
