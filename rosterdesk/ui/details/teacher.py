"""A teacher: the timetable of the day with rooms and sizes."""

from functools import partial

from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.details.timetable import Timetable, show_timetable, timetable
from rosterdesk.ui.details.user import show_account


class TeacherPage(Page):
    """Where they teach, what, whom."""

    def __init__(self, subject: Subject, sheet: Sheet, found: Timetable) -> None:
        super().__init__(subject, sheet)
        classes = found.classes
        seats = sum(size for row in classes if isinstance(size := row["size"], int))
        if subject.as_of:
            taught = self.tr("class on {0}") if len(classes) == 1 else self.tr("classes on {0}")
        else:
            taught = self.tr("class today") if len(classes) == 1 else self.tr("classes today")
        self.figures([(f"{len(classes):,}", taught.format(self.day())), (f"{seats:,}", self.tr("seats taken"))])
        self.fields("identifier", "schools", always=("identifier", "schools"), collection="teachers")
        show_timetable(self, found, teaching=True)
        show_account(self, "teachers")

    @classmethod
    def read(cls, subject: Subject) -> Overview:
        return partial(cls, found=timetable(subject, "teacher"))
