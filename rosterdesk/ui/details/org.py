"""A school, a district or another organisation: how many people and classes, of which grades or schools."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.details import words
from rosterdesk.ui.details.charts import BarChart, Share
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.style import GAP

_FIGURES = (("students", "students"), ("teachers", "teachers"), ("classes", "classes"), ("courses", "courses"))
_ORDER = ("IT", "PR", "PK", "TK", "KG", "K")
_DEEPEST = 8
_WIDEST_NAME = 210
_MOST_SCHOOLS = 40
_LARGEST = 30_000  # students: counting the grades of more would hold the window up


class OrgPage(Page):
    """Its numbers, its students by grade or by school, and its place among the others."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        here = subject.record.sourced_id
        counts = {name: subject.tally.get((name, here), 0) for name, _ in _FIGURES}
        schools = self._schools()
        figures = [("schools", len(schools))] if schools else []
        figures += [(word, counts[name]) for name, word in _FIGURES]
        self.figures([(f"{count:,}", word) for word, count in figures if count])
        if schools:
            self._show_schools(schools)
        elif 0 < counts["students"] <= _LARGEST:
            self._show_grades()
        self.heading(self.tr("About"))
        above = tuple(self._above())
        rows: list[tuple[str, Value | QWidget]] = [(self.tr("Type"), words.word(subject.text("type")))]
        rows += [(self.tr("Part of"), above)] if above else []
        self.facts([*rows, *self.described("identifier", "sourcedId", "dateLastModified")])

    def _schools(self) -> list[tuple[Link, int]]:
        reader = self.subject.reader
        query = Query(collection="schools", scopes=(Scope("parent", self.subject.record.sourced_id),))
        keys = reader.keys(query)
        rows = rows_of(reader, keys, "schools", ("sourcedId", "name"))
        found = [Link("orgs", str(row["sourcedId"]), str(row["name"])) for row in rows]
        return [(link, self.subject.tally.get(("students", link.sourced_id), 0)) for link in found]

    def _show_schools(self, schools: Sequence[tuple[Link, int]]) -> None:
        self.heading(self.tr("Students by school"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP + GAP // 2)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(1, 1)
        most = max(count for _, count in schools)
        for row, (link, count) in enumerate(schools[:_MOST_SCHOOLS]):
            button = self.reference(link)
            button.setMaximumWidth(_WIDEST_NAME)
            grid.addWidget(button, row, 0)
            grid.addWidget(Share(count, most), row, 1)
            grid.addWidget(self.label(f"{count:,}", "secondary"), row, 2, Qt.AlignmentFlag.AlignRight)
        self.add_layout(grid)
        if len(schools) > _MOST_SCHOOLS:
            self.note(self.tr("and {0} more").format(len(schools) - _MOST_SCHOOLS))

    def _show_grades(self) -> None:
        query = Query(collection="students", scopes=(Scope("school", self.subject.record.sourced_id),))
        found = [(grade, count) for grade, count in self.subject.reader.facets(query, "grades") if grade and count]
        if not found:
            return
        found.sort(key=lambda bar: (_ORDER.index(bar[0]) if bar[0] in _ORDER else len(_ORDER), bar[0]))
        self.heading(self.tr("Students by grade"))
        self.add(BarChart(found, self.tr("Students by grade")))

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
