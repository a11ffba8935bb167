"""A student: who, at which school, what is on today, and whom to call."""

from functools import partial

import msgspec
from PySide6.QtWidgets import QWidget

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Value
from rosterdesk.ui.details import mail
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.details.timetable import Row, Timetable, show_timetable, timetable
from rosterdesk.ui.details.user import show_account
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.look.words import value as as_text

_NOT_DEMOGRAPHIC = {"user", "status", "dateLastModified", "sourcedId"}
_CONTACT = ("sourcedId", "role", "phone", "sms", "email")


class _Found(msgspec.Struct, frozen=True):
    """What is read of a student: classes, how to reach each guardian, and whether there are demographics."""

    timetable: Timetable
    contacts: dict[Value, Row]
    has_demographics: bool


class StudentPage(Page):
    """The counselor's question, answered from top to bottom."""

    def __init__(self, subject: Subject, sheet: Sheet, found: _Found) -> None:
        super().__init__(subject, sheet)
        self.fields("identifier", "schools", "homeroom", always=("identifier", "schools"), collection="students")
        show_timetable(self, found.timetable, teaching=False)
        self._show_guardians(found.contacts)
        show_account(self, "students")
        self._offer_demographics(there=found.has_demographics)

    @classmethod
    def read(cls, subject: Subject) -> Overview:
        reader, here = subject.reader, subject.record.sourced_id
        of = Query(collection="users", scopes=(Scope("agents_of", here),))
        contacts = {row["sourcedId"]: row for row in rows_of(reader, reader.keys(of), "users", _CONTACT)}
        found = _Found(timetable(subject, "student"), contacts, bool(reader.count(_demographics(subject))))
        return partial(cls, found=found)

    def _offer_demographics(self, *, there: bool) -> None:
        """They are written for this record alone, and only when somebody asks."""
        if self.subject.demographics and (why := self.subject.missing.get("demographics")):
            self.heading(self.tr("Demographics"))
            self.note(sentences(why))
            return
        if not self.subject.demographics or not there:
            return
        self.heading(self.tr("Demographics"))

        def write() -> None:
            fields = [field for field in COLLECTIONS["demographics"].fields if field.name not in _NOT_DEMOGRAPHIC]
            names = ("sourcedId", *(field.name for field in fields))
            reader = self.subject.reader
            for row in rows_of(reader, reader.keys(_demographics(self.subject)), "demographics", names):
                said = [(sentences(each.title), as_text(row[each.name], each.kind)) for each in fields]
                self.facts([(title, text) for title, text in said if text] or [(self.tr("Nothing was said"), "")])

        self.later(self.tr("Show demographics"), write)

    def _show_guardians(self, contacts: dict[Value, Row]) -> None:
        guardians = self.subject.links("agents")
        self.heading(self.tr("Guardians"))
        if not guardians:
            self.note(self.tr("The source names no guardian."))
            return
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


def _demographics(subject: Subject) -> Query:
    return Query(collection="demographics", scopes=(Scope("user", subject.record.sourced_id),), limit=1)
