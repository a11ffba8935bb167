"""A class: who teaches it, where and when, and how many are in it today."""

from collections import Counter

from PySide6.QtWidgets import QWidget

from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.details import words
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.plain import shown

_COLUMNS = ("sourcedId", "user", "role", "primary", "phase")
_MOST = 2000


class ClassPage(Page):
    """The roster's numbers, the teachers, the place in the day and the year."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        reader = subject.reader
        query = Query(collection="enrollments", scopes=(Scope("class", subject.record.sourced_id),), limit=_MOST)
        rows = rows_of(reader, reader.keys(query), "enrollments", _COLUMNS)
        counts = Counter(row["phase"] for row in rows if row["role"] == "student")
        figures = [(f"{counts['current']:,}", self.tr("students today"))]
        figures += [(f"{counts[name]:,}", name) for name in ("incoming", "dropped") if counts[name]]
        self.figures(figures)
        self._show_teachers([row for row in rows if row["role"] != "student"])
        self.heading(self.tr("Meets"))
        period = words.period(subject.text("periods"), subject.text("classType"))
        self.facts([(self.tr("Period"), period), *self.described("location", "terms", always=("location", "terms"))])
        self.heading(self.tr("About"))
        about = ("course", "school", "classCode", "grades", "subjects", "sourcedId", "dateLastModified")
        self.fields(*about, always=("course", "school"))

    def _show_teachers(self, rows: list[dict[str, Value]]) -> None:
        self.heading(self.tr("Teachers"))
        entries: list[tuple[str, list[QWidget], list[QWidget]]] = []
        rows.sort(key=lambda row: (row["phase"] != "current", not row["primary"]))
        for row in rows:
            user = row["user"]
            if not isinstance(user, Link):
                continue
            line: list[QWidget] = [self.reference(user)]
            if row["primary"]:
                line.append(self.label(self.tr("Primary"), "chip"))
            if row["role"] != "teacher":
                line.append(self.label(shown(words.word(str(row["role"]))), "chip-plain"))
            if row["phase"] != "current":
                line.append(self.label(str(row["phase"]).capitalize(), "chip-plain"))
            entries.append(("", line, []))
        if entries:
            self.rows(entries)
        else:
            self.note(self.tr("No teacher is enrolled in this class."), "warning")
