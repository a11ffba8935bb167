"""An enrollment: who, in which class, from when to when."""

from rosterdesk.model.query import Query
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.details.timeline import Span, Timeline, span
from rosterdesk.ui.look import words

_SESSION = ("sourcedId", "title", "startDate", "endDate")


class EnrollmentPage(Page):
    """The two that it joins, then its dates against the terms of the class."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        rows = self.described("user", "class", "school", always=("user", "class"))
        rows.append((self.tr("Role"), words.word(subject.text("role"))))
        self.facts([*rows, *self.described("primary")])
        self.heading(self.tr("Dates"))
        spans = self._spans()
        if spans:
            name = self.tr("The enrollment within the terms of the class")
            self.add(Timeline(spans, subject.today, self.day(), name))
        self.fields("beginDate", "endDate", always=("beginDate", "endDate"))
        self.heading(self.tr("Record"))
        self.fields("sourcedId", "dateLastModified")

    def _spans(self) -> list[Span]:
        """The terms of the class, then the enrollment; where it has no dates of its own it lasts as long as they."""
        terms = self._terms()
        if not terms:
            own = span(
                self.tr("This enrollment"), self.subject.value("beginDate"), self.subject.value("endDate"), chosen=True
            )
            return [own] if own else []
        begins = self.subject.text("beginDate") or min(term.begins for term in terms).isoformat()
        ends = self.subject.text("endDate") or max(term.ends for term in terms).isoformat()
        own = span(self.tr("This enrollment"), begins, ends, chosen=True)
        return [*terms, own] if own else terms

    def _terms(self) -> list[Span]:
        reader = self.subject.reader
        link = self.subject.link("class")
        if link is None or not link.present:
            return []
        query = Query(collection="classes", ids=(link.sourced_id,))
        rows = rows_of(reader, reader.keys(query), "classes", ("sourcedId", "terms"))
        links = rows[0]["terms"] if rows else ()
        ids = tuple(term.sourced_id for term in links if term.present) if isinstance(links, tuple) else ()
        if not ids:
            return []
        keys = reader.keys(Query(collection="academicSessions", ids=ids))
        sessions = rows_of(reader, keys, "academicSessions", _SESSION)
        found = (span(str(row["title"]), row["startDate"], row["endDate"]) for row in sessions)
        return sorted((each for each in found if each is not None), key=lambda each: each.begins)
