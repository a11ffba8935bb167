"""A student: who, at which school, what is on today, and whom to call."""

from PySide6.QtWidgets import QWidget

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.query import Query, Scope
from rosterdesk.ui.details import mail
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.details.timetable import classes_of_today, show_timetable
from rosterdesk.ui.details.user import show_account
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.look.words import value as as_text

_NOT_DEMOGRAPHIC = {"user", "status", "dateLastModified", "sourcedId"}
_CONTACT = ("sourcedId", "role", "phone", "sms", "email")


class StudentPage(Page):
    """The counselor's question, answered from top to bottom."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        self.fields("identifier", "schools", "homeroom", always=("identifier", "schools"), collection="students")
        show_timetable(self, classes_of_today(subject, "student"), teaching=False)
        self._show_guardians()
        show_account(self, "students")
        self._offer_demographics()

    def _offer_demographics(self) -> None:
        """They are written for this record alone, and only when somebody asks."""
        reader = self.subject.reader
        query = Query(collection="demographics", scopes=(Scope("user", self.subject.record.sourced_id),), limit=1)
        if self.subject.demographics and (why := self.subject.missing.get("demographics")):
            self.heading(self.tr("Demographics"))
            self.note(sentences(why))
            return
        if not self.subject.demographics or not reader.count(query):
            return
        self.heading(self.tr("Demographics"))

        def write() -> None:
            fields = [field for field in COLLECTIONS["demographics"].fields if field.name not in _NOT_DEMOGRAPHIC]
            names = ("sourcedId", *(field.name for field in fields))
            for row in rows_of(reader, reader.keys(query), "demographics", names):
                said = [(sentences(each.title), as_text(row[each.name], each.kind)) for each in fields]
                self.facts([(title, text) for title, text in said if text] or [(self.tr("Nothing was said"), "")])

        self.later(self.tr("Show demographics"), write)

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
            numbers = dict.fromkeys(shown(as_text(contact.get(name))) for name in ("phone", "sms"))
            second: list[QWidget] = [self.label(number, selectable=True) for number in numbers if number]
            if email := shown(as_text(contact.get("email"))):
                second.append(self.mail(email) if mail.link(email) else self.label(email, selectable=True))
            entries.append(("", first, second))
        self.rows(entries)
