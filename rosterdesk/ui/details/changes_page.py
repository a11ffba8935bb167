"""The tab that says what the syncs did to a record."""

from datetime import datetime

from rosterdesk.model.changes import Step
from rosterdesk.model.rows import Run
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.details import change_words
from rosterdesk.ui.details.page import Page, line_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject

_LOOKS = {"added": "chip-good", "changed": "chip", "removed": "chip-danger"}


class ChangesPage(Page):
    """The newest first: when, by which sync, and each field before and after."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        self.awaited(_read, self._write)

    def _write(self, read: tuple[list[Step], list[Run]]) -> None:
        steps, runs = read
        ended = {run.run: datetime.fromisoformat(run.ended or run.started) for run in runs}
        now = datetime.now().astimezone()
        for step in steps:
            self._show(step, moment(ended[step.run], now) if step.run in ended else "")
        if not steps:
            self.note(self.tr("No sync has changed this record, as far as is remembered."))

    def _show(self, step: Step, when: str) -> None:
        self.heading(when[:1].upper() + when[1:], self.tr("Sync {0}").format(step.run))
        self.add_layout(line_of([self.label(change_words.kind(step.kind, step.change), _LOOKS[step.kind])]))
        if step.change.fields:
            told = change_words.fields(step.change)
            self.facts((title, self.tr("{0} → {1}").format(was, became)) for title, was, became in told)


def _read(subject: Subject) -> tuple[list[Step], list[Run]]:
    """What the syncs did to the record, and all syncs."""
    steps = subject.reader.history(subject.record.collection, subject.record.key)
    return steps, subject.reader.runs() if steps else []
