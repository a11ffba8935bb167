"""A guardian: whose, and how to reach them."""

from functools import partial

import msgspec
from PySide6.QtWidgets import QWidget

from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.details.timetable import Row
from rosterdesk.ui.details.user import show_account
from rosterdesk.ui.look import words
from rosterdesk.ui.look.plain import shown

_COLUMNS = ("sourcedId", "grades", "schools")
_MOST = 50


class _Found(msgspec.Struct, frozen=True):
    """The students who name a person as guardian, and the link to each."""

    rows: list[Row]
    links: dict[str, Link]


class GuardianPage(Page):
    """The students who name this person, then the telephone."""

    def __init__(self, subject: Subject, sheet: Sheet, found: _Found) -> None:
        super().__init__(subject, sheet)
        self.heading(self.tr("Students"))
        if not found.rows:
            self.note(self.tr("No student names this person as guardian."))
        entries = []
        for row in found.rows:
            first: list[QWidget] = [self.reference(found.links[as_text(row["sourcedId"])])]
            if row["grades"]:
                first.append(self.label(shown(words.grade(as_text(row["grades"])), 40), "secondary"))
            schools = row["schools"] if isinstance(row["schools"], tuple) else ()
            entries.append(("", first, [self.reference(school) for school in schools[:2]]))
        if entries:
            self.rows(entries)
        show_account(self, "users")

    @classmethod
    def read(cls, subject: Subject) -> Overview:
        reader = subject.reader
        query = Query(collection="users", scopes=(Scope("dependants_of", subject.record.sourced_id),), limit=_MOST)
        keys = reader.keys(query)
        links = {link.sourced_id: link for link in reader.links("users", keys).values()}
        return partial(cls, found=_Found(rows_of(reader, keys, "users", _COLUMNS), links))
