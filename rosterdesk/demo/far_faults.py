"""Faults of one record that show in many others."""

from rosterdesk.demo.ground import Ground
from rosterdesk.demo.wire import Record

_SEVERAL = 8


def class_with_new_id(ground: Ground) -> Record:
    """A class has a new id, and its enrollments refer to the old one."""
    klass = ground.fullest_class()
    klass["sourcedId"] = f"{klass['sourcedId']}-new"
    return klass


def teacher_with_new_id(ground: Ground) -> Record:
    """A teacher has a new id, and the enrollments refer to the old one."""
    teacher = ground.busiest_teacher()
    teacher["sourcedId"] = f"{teacher['sourcedId']}-new"
    return teacher


def deleted_teacher_still_teaches(ground: Ground) -> Record:
    """A teacher is deleted, and the enrollments are active."""
    teacher = ground.busiest_teacher()
    teacher["status"] = "tobedeleted"
    return teacher


def deleted_course_still_taught(ground: Ground) -> Record:
    """A course is deleted, and its classes are active."""
    course = ground.busiest("courses", "classes", "course", lambda each: each["status"] == "active")
    course["status"] = "tobedeleted"
    return course


def accounts_disabled(ground: Ground) -> Record:
    """Students who are enrolled cannot sign in."""
    students = [ground.student() for _ in range(_SEVERAL)]
    for student in students:
        student["enabledUser"] = "false"
    return students[0]
