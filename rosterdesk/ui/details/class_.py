"""A class: who teaches it, where and when, and how many are in it today."""

from collections import Counter

from PySide6.QtWidgets import QWidget

from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.details import words
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.plain import shown

_COLUMNS = ("sourcedId", "user", "role", "primary", "beginDate", "endDate", "status")
_MOST = 2000


class ClassPage(Page):
    """The roster's numbers, the teachers, the place in the day and the year."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        today = subject.today.isoformat()
        reader = subject.reader
        query = Query(collection="enrollments", scopes=(Scope("class", subject.record.sourced_id),), limit=_MOST)
        rows = rows_of(reader, reader.keys(query), "enrollments", _COLUMNS)
        standings = [(row, words.standing(row["status"], row["beginDate"], row["endDate"], today)) for row in rows]
        counts = Counter(standing for row, standing in standings if row["role"] == "student")
        figures = [(f"{counts['current']:,}", self.tr("students today"))]
        figures += [(f"{counts[name]:,}", name) for name in ("incoming", "dropped") if counts[name]]
        self.figures(figures)
        self._show_teachers([(row, standing) for row, standing in standings if row["role"] != "student"])
        self.heading(self.tr("Meets"))
        period = words.period(subject.text("periods"), subject.text("classType"))
        self.facts([(self.tr("Period"), period), *self.described("location", "terms", always=("location", "terms"))])
        self.heading(self.tr("About"))
        about = ("course", "school", "classCode", "grades", "subjects", "sourcedId", "dateLastModified")
        self.fields(*about, always=("course", "school"))

    def _show_teachers(self, rows: list[tuple[dict[str, Value], words.Standing]]) -> None:
        self.heading(self.tr("Teachers"))
        entries: list[tuple[str, list[QWidget], list[QWidget]]] = []
        rows.sort(key=lambda row: (row[1] != "current", not row[0]["primary"]))
        for row, standing in rows:
            user = row["user"]
            if not isinstance(user, Link) or standing == "removed":
                continue
            line: list[QWidget] = [self.reference(user)]
            if row["primary"]:
                line.append(self.label(self.tr("Primary"), "chip"))
            if row["role"] != "teacher":
                line.append(self.label(shown(words.word(str(row["role"]))), "chip-plain"))
            if standing != "current":
                line.append(self.label(standing.capitalize(), "chip-plain"))
            entries.append(("", line, []))
        if entries:
            self.rows(entries)
        else:
            self.note(self.tr("No teacher is enrolled in this class."), "warning")
