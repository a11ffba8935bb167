"""A school, a district or another organization: how many people and classes, of which grades or schools."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.details.charts import BarChart, Share
from rosterdesk.ui.details.counts import LARGEST, counted, is_of_any_day
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.style import GAP

_FIGURES = ("students", "teachers", "classes", "courses")
_ORDER = ("IT", "PR", "PK", "TK", "KG", "K")
_DEEPEST = 8
_WIDEST_NAME = 168
_MOST_SCHOOLS = 40


class _Numbers(msgspec.Struct, frozen=True):
    """What is counted of an org: by collection, by grade; its schools, and the orgs that it is in."""

    counts: dict[str, int]
    schools: list[Link]
    grades: list[tuple[str, int]]
    above: list[Link]


class OrgPage(Page):
    """Its numbers, its students by grade or by school, and its place among the others."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        self.awaited(_numbers, self._write)

    def _write(self, found: _Numbers) -> None:
        subject = self.subject
        figures = {"schools": len(found.schools)} | found.counts
        self.figures([words.figure(name, count) for name, count in figures.items() if count])
        whole = [
            sentences(collection(name).title) for name, count in found.counts.items() if is_of_any_day(subject, count)
        ]
        if whole:
            self.note(self.tr("{0}: on any day").format(", ".join(whole)))
        if found.schools:
            self._show_schools(found.schools)
        elif found.grades:
            self._show_grades(found.grades)
        self.heading(self.tr("About"))
        rows: list[tuple[str, Value | QWidget]] = [(self.tr("Type"), words.word(subject.text("type")))]
        rows += [(self.tr("Part of"), tuple(found.above))] if found.above else []
        self.facts([*rows, *self.described("identifier", "sourcedId", "dateLastModified")])

    def _show_schools(self, schools: Sequence[Link]) -> None:
        """Whole schools, whatever the day: to count all of them by it would take too long."""
        tally = self.subject.tally
        numbers = [[tally.get((name, link.sourced_id), 0) for name in ("students", "classes")] for link in schools]
        self.heading(self.tr("Schools"), self.tr("on any day") if self.subject.as_of else "")
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP + GAP // 2)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.label(self.tr("Students"), "secondary"), 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.label(self.tr("Classes"), "secondary"), 0, 3, Qt.AlignmentFlag.AlignRight)
        most = max(students for students, _ in numbers)
        for row, (link, (students, classes)) in enumerate(zip(schools[:_MOST_SCHOOLS], numbers, strict=False), 1):
            button = self.reference(link)
            button.setMaximumWidth(_WIDEST_NAME)
            grid.addWidget(button, row, 0)
            grid.addWidget(Share(students, most), row, 1)
            grid.addWidget(self.label(f"{students:,}"), row, 2, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self.label(f"{classes:,}", "secondary"), row, 3, Qt.AlignmentFlag.AlignRight)
        self.add_layout(grid)
        if len(schools) > _MOST_SCHOOLS:
            self.note(self.tr("and {0} more").format(len(schools) - _MOST_SCHOOLS))

    def _show_grades(self, found: Sequence[tuple[str, int]]) -> None:
        self.heading(self.tr("Students by grade"))
        bars = [(grade, count, f"{words.grade(grade)}: {words.counted('students', count)}") for grade, count in found]
        self.chart(
            BarChart(bars, self.tr("Students by grade")),
            lambda grade: msgspec.structs.replace(_students(self.subject), where=(Where("grades", (grade,)),)),
        )


def _numbers(subject: Subject) -> _Numbers:
    scopes = (Scope("school", subject.record.sourced_id),)
    counts = {name: counted(subject, Query(collection=name, scopes=scopes)) for name in _FIGURES}
    schools = _schools(subject)
    grades = [] if schools or not 0 < counts["students"] <= LARGEST else _grades(subject)
    return _Numbers(counts, schools, grades, _above(subject))


def _schools(subject: Subject) -> list[Link]:
    reader = subject.reader
    query = Query(collection="schools", scopes=(Scope("parent", subject.record.sourced_id),))
    rows = rows_of(reader, reader.keys(query), "schools", ("sourcedId", "name"))
    return [Link("orgs", str(row["sourcedId"]), str(row["name"])) for row in rows]


def _students(subject: Subject) -> Query:
    return Query(collection="students", scopes=(Scope("school", subject.record.sourced_id),))


def _grades(subject: Subject) -> list[tuple[str, int]]:
    """How many students are in each grade, in the order of schooling."""
    dated = msgspec.structs.replace(_students(subject), as_of=subject.as_of)
    found = [(grade, count) for grade, count in subject.reader.facets(dated, "grades") if grade and count]
    return sorted(found, key=lambda bar: (_ORDER.index(bar[0]) if bar[0] in _ORDER else len(_ORDER), bar[0]))


def _above(subject: Subject) -> list[Link]:
    """The organizations that this one is in, the outermost first."""
    reader, above = subject.reader, list[Link]()
    link = subject.link("parent")
    while link is not None and len(above) < _DEEPEST and link not in above:
        above.insert(0, link)
        if not link.present:
            break
        try:
            parent = reader.record("orgs", reader.key("orgs", link.sourced_id)).values.get("parent")
        except NothingStoredError:
            break
        link = parent if isinstance(parent, Link) else None
    return above
