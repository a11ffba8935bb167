"""Any record that has no overview of its own: its numbers large, then what its fields say."""

from collections.abc import Callable

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.query import Query, Relation, Scope
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.look.words import value as as_text
from rosterdesk.wire import inner

_FIGURES: dict[str, Callable[[], str]] = {
    "score": lambda: tr("score"),
    "textScore": lambda: tr("as text"),
    "scorePercentile": lambda: tr("percentile"),
    "weight": lambda: tr("weight"),
}
_RANGE = ("resultValueMin", "resultValueMax")
_COUNTED: dict[str, tuple[str, Relation]] = {
    "categories": ("lineItems", "category"),
    "lineItems": ("results", "line_item"),
    "scoreScales": ("lineItems", "score_scale"),
    "assessmentLineItems": ("assessmentResults", "assessment_line_item"),
}
"""By collection: what a record of it holds, and how that belongs to it."""
_LAST = ("sourcedId", "dateLastModified")
_WORDS = ("type", "importance", "roles", "scoreStatus")


class RecordPage(Page):
    """Its figures, its fields in the collection's order, and its ids."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        record = subject.record
        fields = {field.name: field for field in COLLECTIONS[record.collection].fields}
        figures = self._held() + [
            (shown(text, 20), word())
            for name, word in _FIGURES.items()
            if name in fields and (text := as_text(record.values.get(name), fields[name].kind))
        ]
        if figures:
            self.figures(figures)
        left_out = {"title", "status", *_LAST, *_FIGURES, *_RANGE, *_WORDS}
        rows = self.described(*(name for name in fields if name not in left_out))
        rows += [
            (
                sentences(fields[name].title),
                ", ".join(words.word(part) for part in words.roles(record.values.get(name))),
            )
            for name in _WORDS
            if name in fields and record.values.get(name)
        ]
        least, most = (subject.text(name) for name in _RANGE)
        if least or most:
            rows.append((self.tr("Scores"), self.tr("{0} to {1}").format(least or "0", most or "…")))
        if rows:
            self.facts(rows)
        self._show_scale()
        self.heading(self.tr("Record"))
        self.fields(*_LAST)

    def _show_scale(self) -> None:
        """What each score of a scale stands for, as the source sent it."""
        grades = inner.grades(self.subject.record.sent) if self.subject.record.collection == "scoreScales" else []
        if grades:
            self.heading(self.tr("Scores"))
            self.facts((shown(grade.score, 40), grade.meaning) for grade in grades)

    def _held(self) -> list[tuple[str, str]]:
        here = self.subject.record
        if here.collection not in _COUNTED:
            return []
        name, relation = _COUNTED[here.collection]
        count = self.subject.reader.count(Query(collection=name, scopes=(Scope(relation, here.sourced_id),)))
        return [words.figure(name, count)] if count else []
