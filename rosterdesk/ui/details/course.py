"""A course: what it is, and its classes by school and term."""

from functools import partial
from itertools import groupby

import msgspec
from PySide6.QtWidgets import QWidget

from rosterdesk.model.query import Query, Scope, Sort
from rosterdesk.model.rows import Link
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details.counts import counted
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.details.timetable import Row, teachers
from rosterdesk.ui.look import words
from rosterdesk.ui.look.plain import shown

_COLUMNS = ("sourcedId", "title", "periods", "classType", "location", "teachers", "size", "school", "terms")
_ORDER = (Sort("school"), Sort("terms"), Sort("periods"), Sort("title"))
_MOST = 24


class _Found(msgspec.Struct, frozen=True):
    """How many classes a course has, and the first of them."""

    count: int
    rows: list[Row]


class CoursePage(Page):
    """Its numbers, what the source says of it, its sections."""

    def __init__(self, subject: Subject, sheet: Sheet, found: _Found) -> None:
        super().__init__(subject, sheet)
        self.figures([words.figure("classes", found.count)])
        self.fields("courseCode", "org", "schoolYear", "grades", "subjects", always=("courseCode", "org"))
        for (school, term), classes in groupby(found.rows, _place):
            self.heading(school or self.tr("Without a school"), term)
            self.rows([self._entry(row) for row in classes])
        if (left := found.count - len(found.rows)) > 0:
            self.note(self.tr("and {0} more, in the Classes tab").format(f"{left:,}"))
        self.heading(self.tr("Record"))
        self.fields("sourcedId", "dateLastModified")

    @classmethod
    def read(cls, subject: Subject) -> Overview:
        reader, scopes = subject.reader, (Scope("course", subject.record.sourced_id),)
        count = counted(subject, Query(collection="classes", scopes=scopes))
        query = Query(collection="classes", scopes=scopes, sort=_ORDER, limit=_MOST, as_of=subject.as_of)
        return partial(
            cls, found=_Found(count, rows_of(reader, reader.keys(query), "classes", _COLUMNS, subject.as_of))
        )

    def _entry(self, row: Row) -> tuple[str, list[QWidget], list[QWidget]]:
        title = self.reference(Link("classes", as_text(row["sourcedId"]), as_text(row["title"])))
        size = words.counted("students", row["size"]) if isinstance(row["size"], int) else ""
        period = words.period(as_text(row["periods"]), as_text(row["classType"]))
        return period, [title], [*teachers(self, row["teachers"]), self.label(shown(f"· {size}"), "secondary")]


def _place(row: Row) -> tuple[str, str]:
    """The school, and the terms from the first to the last."""
    terms = [term.title for term in row["terms"] if term.title] if isinstance(row["terms"], tuple) else []
    return as_text(row["school"]), terms[0] if len(terms) == 1 else f"{terms[0]} – {terms[-1]}" if terms else ""
