"""Which overview a record has."""

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.rows import Record
from rosterdesk.ui.details.academic_session import SessionPage
from rosterdesk.ui.details.class_ import ClassPage
from rosterdesk.ui.details.course import CoursePage
from rosterdesk.ui.details.enrollment import EnrollmentPage
from rosterdesk.ui.details.guardian import GuardianPage
from rosterdesk.ui.details.org import OrgPage
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.record import RecordPage
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.student import StudentPage
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.details.teacher import TeacherPage
from rosterdesk.ui.details.user import UserPage
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences, tr

_PAGES: dict[str, type[Page]] = {
    "orgs": OrgPage,
    "academicSessions": SessionPage,
    "courses": CoursePage,
    "classes": ClassPage,
    "enrollments": EnrollmentPage,
}

_TOLD_BY = {
    "orgs": ("users", "classes", "courses"),
    "academicSessions": ("classes",),
    "courses": ("classes",),
    "classes": ("enrollments", "users"),
    "users": ("enrollments", "classes", "orgs"),
    "enrollments": ("users", "classes"),
}
"""By collection: what its overview tells besides the record itself."""


def read_overview(subject: Subject) -> Overview:
    """What writes the overview of this record, with what that tells besides the record."""
    record = subject.record
    page = _person(record) if record.collection == "users" else _PAGES.get(record.collection, RecordPage)
    return page.read(subject)


def write_overview(subject: Subject, sheet: Sheet, overview: Overview) -> None:
    """Write the first tab for this record onto the sheet."""
    record = subject.record
    for base in _TOLD_BY.get(record.collection, ()):
        if base in subject.missing:
            words_of_it = tr("{0} have not come, so they are missing here. {1}")
            told = words_of_it.format(sentences(COLLECTIONS[base].title), sentences(subject.missing[base]))
            Page(subject, sheet).note(told.strip(), "warning")
    overview(subject, sheet)
    sheet.order_tabs()


def _person(record: Record) -> type[Page]:
    """By the role that matters most: somebody who teaches and has children at the school is a teacher here."""
    roles = words.roles(record.values.get("role"))
    if "student" in roles:
        return StudentPage
    if "teacher" in roles:
        return TeacherPage
    if any(words.is_guardian(role) for role in roles):
        return GuardianPage
    return UserPage
