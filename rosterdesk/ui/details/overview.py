"""Which overview a record has."""

from collections.abc import Callable

from rosterdesk.model.rows import Record
from rosterdesk.ui.details.academic_session import SessionPage
from rosterdesk.ui.details.class_ import ClassPage
from rosterdesk.ui.details.course import CoursePage
from rosterdesk.ui.details.enrollment import EnrollmentPage
from rosterdesk.ui.details.guardian import GuardianPage
from rosterdesk.ui.details.org import OrgPage
from rosterdesk.ui.details.page import Page, Subject
from rosterdesk.ui.details.record import RecordPage
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.student import StudentPage
from rosterdesk.ui.details.teacher import TeacherPage
from rosterdesk.ui.details.user import UserPage
from rosterdesk.ui.look import words

_PAGES: dict[str, Callable[[Subject, Sheet], Page]] = {
    "orgs": OrgPage,
    "academicSessions": SessionPage,
    "courses": CoursePage,
    "classes": ClassPage,
    "enrollments": EnrollmentPage,
}


def write_overview(subject: Subject, sheet: Sheet) -> None:
    """Write the first tab for this record onto the sheet."""
    record = subject.record
    page = _person(record) if record.collection == "users" else _PAGES.get(record.collection, RecordPage)
    page(subject, sheet)
    sheet.order_tabs()


def _person(record: Record) -> Callable[[Subject, Sheet], Page]:
    """By the role that matters most: somebody who teaches and has children at the school is a teacher here."""
    roles = words.roles(record.values.get("role"))
    if "student" in roles:
        return StudentPage
    if "teacher" in roles:
        return TeacherPage
    if any(words.is_guardian(role) for role in roles):
        return GuardianPage
    return UserPage
