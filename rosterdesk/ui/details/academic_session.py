"""A school year, semester, term or grading period: when, and its place in the year."""

from collections import defaultdict

from PySide6.QtWidgets import QWidget

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.query import Query, Scope, Sort
from rosterdesk.model.rows import Link, Record, Value
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.details.timeline import Span, Timeline, span
from rosterdesk.ui.look import words

_MOST = 24
_DEEPEST = 6
_COLUMNS = ("sourcedId", "title", "startDate", "endDate", "parent")
_ORDER = (Sort("startDate"), Sort("endDate", descending=True), Sort("title"))

Row = dict[str, Value]


class SessionPage(Page):
    """The year drawn to scale, then the dates, and what is within it."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        here = subject.record.sourced_id
        year = self._year()
        spans = [
            span(as_text(row["title"]), row["startDate"], row["endDate"], chosen=row["sourcedId"] == here)
            for row in year
        ]
        drawn: list[Span] = [each for each in spans[:_MOST] if each is not None]
        if drawn:
            self.add(Timeline(drawn, subject.today, self.day(), self.tr("Its place in the year")))
            self.heading(self.tr("Dates"))
        rows = self.described("startDate", "endDate", always=("startDate", "endDate"))
        own = span("", subject.value("startDate"), subject.value("endDate"))
        if own is not None:
            rows.append((self.tr("Length"), words.counted("days", (own.ends - own.begins).days)))
        self.facts([*rows, *self.described("schoolYear", "parent")])
        self._show_parts([row for row in year if _parent(row) == here])
        self.heading(self.tr("Record"))
        self.fields("sourcedId", "dateLastModified")

    def _show_parts(self, parts: list[Row]) -> None:
        if not parts:
            return
        self.heading(self.tr("Within it"))
        entries: list[tuple[str, list[QWidget], list[QWidget]]] = []
        for row in parts[:_MOST]:
            link = Link("academicSessions", as_text(row["sourcedId"]), as_text(row["title"]))
            dates = self.tr("{0} to {1}").format(as_text(row["startDate"]) or "…", as_text(row["endDate"]) or "…")
            entries.append(("", [self.reference(link), self.label(dates, "secondary")], []))
        self.rows(entries)

    def _year(self) -> list[Row]:
        """The outermost session around this one, and all within it, each followed by its parts."""
        root = self.subject.record
        for _ in range(_DEEPEST):
            parent = root.values.get("parent")
            above = self._received(parent) if isinstance(parent, Link) and parent.present else None
            if above is None:
                break
            root = above
        reader = self.subject.reader
        query = Query(collection="academicSessions", scopes=(Scope("term", root.sourced_id),), sort=_ORDER)
        parts: defaultdict[str, list[Row]] = defaultdict(list)
        top: list[Row] = []
        for row in rows_of(reader, reader.keys(query), "academicSessions", _COLUMNS):
            (top if row["sourcedId"] == root.sourced_id else parts[_parent(row)]).append(row)
        return [each for row in top for each in _unfolded(row, parts)]

    def _received(self, link: Link) -> Record | None:
        reader = self.subject.reader
        try:
            return reader.record("academicSessions", reader.key("academicSessions", link.sourced_id))
        except NothingStoredError:
            return None


def _parent(row: Row) -> str:
    return row["parent"].sourced_id if isinstance(row["parent"], Link) else ""


def _unfolded(row: Row, parts: dict[str, list[Row]]) -> list[Row]:
    """The session and all within it; taken out as they are met, so that a circle ends."""
    within = parts.pop(as_text(row["sourcedId"]), [])
    return [row, *(each for part in within for each in _unfolded(part, parts))]
