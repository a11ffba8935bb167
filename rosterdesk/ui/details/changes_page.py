"""The tab that says what the syncs did to a record."""

from datetime import datetime

from rosterdesk.model.changes import Step
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.details import change_words
from rosterdesk.ui.details.page import Page, Subject, line_of
from rosterdesk.ui.details.sheet import Sheet

_LOOKS = {"added": "chip-good", "changed": "chip", "removed": "chip-danger"}


class ChangesPage(Page):
    """The newest first: when, by which sync, and each field before and after."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        steps = subject.reader.history(subject.record.collection, subject.record.key)
        runs = {run.run: run.ended or run.started for run in subject.reader.runs()} if steps else {}
        now = datetime.now().astimezone()
        for step in steps:
            when = moment(datetime.fromisoformat(runs[step.run]), now) if step.run in runs else ""
            self._show(step, when)
        if not steps:
            self.note(self.tr("No sync has changed this record, as far as is remembered."))

    def _show(self, step: Step, when: str) -> None:
        self.heading(when[:1].upper() + when[1:], self.tr("Sync {0}").format(step.run))
        self.add_layout(line_of([self.label(change_words.kind(step.kind, step.change), _LOOKS[step.kind])]))
        if step.change.fields:
            told = change_words.fields(step.change)
            self.facts((title, self.tr("{0} → {1}").format(was, became)) for title, was, became in told)
