"""What all people's overviews share, and the overview of those who are neither student, teacher nor guardian."""

from functools import partial

from rosterdesk.ui.details.memberships import show_memberships
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.details.timetable import Timetable, show_timetable, timetable


def show_account(page: Page, collection: str) -> None:
    """The sections of a page with a person's roles, profiles, other names, addresses and ids."""
    show_memberships(page)
    page.heading(page.tr("Contact and account"))
    always = ("email", "username")
    page.fields("email", "phone", "sms", "username", *_NAMES, *_IDS, always=always, collection=collection)


_NAMES = ("preferredFirstName", "preferredLastName", "middleName", "pronouns")
_IDS = ("sourcedId", "dateLastModified")


class UserPage(Page):
    """Staff and others: where they belong, and what they teach, if anything."""

    def __init__(self, subject: Subject, sheet: Sheet, found: Timetable) -> None:
        super().__init__(subject, sheet)
        self.fields("identifier", "schools", "grades", always=("schools",), collection="users")
        if found.classes:
            show_timetable(self, found, teaching=True)
        show_account(self, "users")
        if subject.value("enabledUser") is False:
            self.add(self.label(self.tr("The source says that this account is not enabled."), "warning", wrap=True))

    @classmethod
    def read(cls, subject: Subject) -> Overview:
        return partial(cls, found=timetable(subject, "teacher"))
