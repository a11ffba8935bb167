"""A school, a district or another organisation: how many people and classes, of which grades or schools."""

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
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.style import GAP

_FIGURES = ("students", "teachers", "classes", "courses")
_ORDER = ("IT", "PR", "PK", "TK", "KG", "K")
_DEEPEST = 8
_WIDEST_NAME = 168
_MOST_SCHOOLS = 40


class OrgPage(Page):
    """Its numbers, its students by grade or by school, and its place among the others."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        here = subject.record.sourced_id
        scopes = (Scope("school", here),)
        counts = {name: counted(subject, Query(collection=name, scopes=scopes)) for name in _FIGURES}
        schools = self._schools()
        figures = {"schools": len(schools)} | counts
        self.figures([words.figure(name, count) for name, count in figures.items() if count])
        whole = [sentences(collection(name).title) for name, count in counts.items() if is_of_any_day(subject, count)]
        if whole:
            self.note(self.tr("{0}: on any day").format(", ".join(whole)))
        if schools:
            self._show_schools(schools)
        elif 0 < counts["students"] <= LARGEST:
            self._show_grades()
        self.heading(self.tr("About"))
        above = tuple(self._above())
        rows: list[tuple[str, Value | QWidget]] = [(self.tr("Type"), words.word(subject.text("type")))]
        rows += [(self.tr("Part of"), above)] if above else []
        self.facts([*rows, *self.described("identifier", "sourcedId", "dateLastModified")])

    def _schools(self) -> list[Link]:
        reader = self.subject.reader
        query = Query(collection="schools", scopes=(Scope("parent", self.subject.record.sourced_id),))
        keys = reader.keys(query)
        rows = rows_of(reader, keys, "schools", ("sourcedId", "name"))
        return [Link("orgs", str(row["sourcedId"]), str(row["name"])) for row in rows]

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

    def _show_grades(self) -> None:
        query = Query(collection="students", scopes=(Scope("school", self.subject.record.sourced_id),))
        dated = msgspec.structs.replace(query, as_of=self.subject.as_of)
        found = [(grade, count) for grade, count in self.subject.reader.facets(dated, "grades") if grade and count]
        if not found:
            return
        found.sort(key=lambda bar: (_ORDER.index(bar[0]) if bar[0] in _ORDER else len(_ORDER), bar[0]))
        self.heading(self.tr("Students by grade"))
        bars = [(grade, count, f"{words.grade(grade)}: {words.counted('students', count)}") for grade, count in found]
        self.chart(
            BarChart(bars, self.tr("Students by grade")),
            lambda grade: msgspec.structs.replace(query, where=(Where("grades", (grade,)),)),
        )

    def _above(self) -> list[Link]:
        """The organisations that this one is in, the outermost first."""
        above: list[Link] = []
        link = self.subject.link("parent")
        while link is not None and len(above) < _DEEPEST and link not in above:
            above.insert(0, link)
            if not link.present:
                break
            try:
                reader = self.subject.reader
                parent = reader.record("orgs", reader.key("orgs", link.sourced_id)).values.get("parent")
            except NothingStoredError:
                break
            link = parent if isinstance(parent, Link) else None
        return above
