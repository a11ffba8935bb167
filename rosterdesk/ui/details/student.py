"""A student: who, at which school, what is on today, and whom to call."""

from PySide6.QtWidgets import QWidget

from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details import words
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.timetable import classes_of_today, show_timetable
from rosterdesk.ui.details.user import show_account
from rosterdesk.ui.plain import shown

_CONTACT = ("sourcedId", "role", "phone", "sms", "email")


class StudentPage(Page):
    """The counselor's question, answered from top to bottom."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        self.fields("identifier", "schools", "homeroom", always=("identifier", "schools"), collection="students")
        show_timetable(self, classes_of_today(subject, "student"), teaching=False)
        self._show_guardians()
        show_account(self, "students")

    def _show_guardians(self) -> None:
        guardians = self.subject.links("agents")
        self.heading(self.tr("Guardians"))
        if not guardians:
            self.note(self.tr("The source names no guardian."))
            return
        reader = self.subject.reader
        query = Query(collection="users", scopes=(Scope("agents_of", self.subject.record.sourced_id),))
        contacts = {row["sourcedId"]: row for row in rows_of(reader, reader.keys(query), "users", _CONTACT)}
        entries = []
        for link in guardians:
            contact = contacts.get(link.sourced_id, {})
            first: list[QWidget] = [self.reference(link)]
            kind = " ".join(words.word(role) for role in words.roles(contact.get("role")) if words.is_guardian(role))
            if kind:
                first.append(self.label(shown(kind), "secondary"))
            ways = dict.fromkeys(shown(as_text(contact.get(name))) for name in ("phone", "sms", "email"))
            lines = "\n".join(way for way in ways if way)
            second: list[QWidget] = [self.label(lines, selectable=True)] if lines else []
            entries.append(("", first, second))
        self.rows(entries)
