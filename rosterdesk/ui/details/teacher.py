"""A teacher: the timetable of the day with rooms and sizes."""

from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.details.timetable import classes_of_today, show_timetable
from rosterdesk.ui.details.user import show_account


class TeacherPage(Page):
    """Where they teach, what, whom."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        classes = classes_of_today(subject, "teacher")
        seats = sum(size for row in classes if isinstance(size := row["size"], int))
        taught = self.tr("classes on {0}").format(self.day()) if subject.as_of else self.tr("classes today")
        self.figures([(f"{len(classes):,}", taught), (f"{seats:,}", self.tr("seats taken"))])
        self.fields("identifier", "schools", always=("identifier", "schools"), collection="teachers")
        show_timetable(self, classes, teaching=True)
        show_account(self, "teachers")
