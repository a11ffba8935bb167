"""A school year, semester, term or grading period: when, and its place in the year."""

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.query import Query, Scope, Sort
from rosterdesk.model.rows import Link, Record, Value
from rosterdesk.ui.details import words
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.timeline import Span, Timeline, span

_MOST = 24
_DEEPEST = 6
_COLUMNS = ("sourcedId", "title", "startDate", "endDate")


class SessionPage(Page):
    """The year drawn to scale, then the dates."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        spans = self._year()
        if spans:
            self.add(Timeline(spans, subject.today, self.tr("Its place in the year")))
            self.heading(self.tr("Dates"))
        rows = self.described("startDate", "endDate", always=("startDate", "endDate"))
        own = span("", subject.value("startDate"), subject.value("endDate"))
        if own is not None:
            rows.append((self.tr("Length"), words.counted("days", (own.ends - own.begins).days)))
        self.facts([*rows, *self.described("schoolYear", "parent")])
        self.heading(self.tr("Record"))
        self.fields("sourcedId", "dateLastModified")

    def _year(self) -> list[Span]:
        """The outermost session around this one, and all within it, as far as they have dates."""
        here = self.subject.record
        root = here
        for _ in range(_DEEPEST):
            parent = root.values.get("parent")
            above = self._received(parent) if isinstance(parent, Link) and parent.present else None
            if above is None:
                break
            root = above
        rows = [(root.sourced_id, root.title, root.values.get("startDate"), root.values.get("endDate"))]
        self._add_within(root.sourced_id, rows)
        spans = (span(str(row[1]), row[2], row[3], chosen=row[0] == here.sourced_id) for row in rows[:_MOST])
        return [each for each in spans if each is not None]

    def _add_within(self, sourced_id: str, rows: list[tuple[str, str, Value, Value]]) -> None:
        if len(rows) >= _MOST:
            return
        reader = self.subject.reader
        order = (Sort("startDate"), Sort("title"))
        query = Query(collection="academicSessions", scopes=(Scope("parent", sourced_id),), sort=order, limit=_MOST)
        known = {row[0] for row in rows}
        for row in rows_of(reader, reader.keys(query), "academicSessions", _COLUMNS):
            if str(row["sourcedId"]) not in known:
                rows.append((str(row["sourcedId"]), str(row["title"]), row["startDate"], row["endDate"]))
                self._add_within(str(row["sourcedId"]), rows)

    def _received(self, link: Link) -> Record | None:
        reader = self.subject.reader
        try:
            return reader.record("academicSessions", reader.key("academicSessions", link.sourced_id))
        except NothingStoredError:
            return None
