"""A class: who teaches it, where and when, and how many are in it today."""

from collections import Counter
from functools import partial

from PySide6.QtWidgets import QWidget

from rosterdesk.model.rows import Link
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.roster import Row, enrolled, seats
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look import words
from rosterdesk.ui.look.plain import shown


class ClassPage(Page):
    """The roster's numbers, the teachers, the place in the day and the year."""

    def __init__(self, subject: Subject, sheet: Sheet, rows: list[Row]) -> None:
        super().__init__(subject, sheet)
        counts = Counter(row["phase"] for row in seats(rows).values())
        students = self.tr("students on {0}").format(self.day()) if subject.as_of else self.tr("students today")
        figures = [("current", students), ("incoming", self.tr("incoming")), ("dropped", self.tr("dropped"))]
        self.figures([(f"{counts[name]:,}", word) for name, word in figures if name == "current" or counts[name]])
        self._show_teachers([row for row in rows if row["role"] != "student"])
        self.heading(self.tr("Meets"))
        period = words.period(subject.text("periods"), subject.text("classType"))
        self.facts([(self.tr("Period"), period), *self.described("location", "terms", always=("location", "terms"))])
        self.heading(self.tr("About"))
        about = ("course", "school", "classCode", "grades", "subjects", "sourcedId", "dateLastModified")
        self.fields(*about, always=("course", "school"))

    @classmethod
    def read(cls, subject: Subject) -> Overview:
        return partial(cls, rows=enrolled(subject))

    def _show_teachers(self, rows: list[Row]) -> None:
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
                line.append(self.label(words.word(str(row["phase"])), "chip-plain"))
            entries.append(("", line, []))
        if entries:
            self.rows(entries)
        else:
            self.note(self.tr("No teacher is enrolled in this class."), "warning")
