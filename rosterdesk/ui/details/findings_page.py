"""The tab that says what is wrong with a record, and where to mend it."""

from collections import Counter
from collections.abc import Callable, Sequence

from rosterdesk.checks.judgement import Finding
from rosterdesk.checks.rules import RULES
from rosterdesk.errors import NothingStoredError
from rosterdesk.model.rows import Link
from rosterdesk.ui.details.known import CHIPS, Known
from rosterdesk.ui.details.page import Page, Subject, line_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.look.language import sentences

_RULES = {rule.id: rule for rule in RULES}


class FindingsPage(Page):
    """Each finding with its level, what is wrong, and how to fix it; without a check, the way to one."""

    def __init__(
        self, subject: Subject, sheet: Sheet, known: Known | None, checking: bool, check: Callable[[], object]
    ) -> None:
        super().__init__(subject, sheet)
        if known is None and checking:
            self.note(self.tr("The roster is being checked…"))
        elif known is None:
            self.note(self.tr("The roster was not checked yet."))
            self.add(self.action(self.tr("Check now"), check))
        elif not known.on and not known.because:
            self.note(self.tr("Nothing is wrong with this record, as far as the rules know."))
        else:
            for finding in known.on:
                self._show(finding)
            self._show_because(known.because)

    def _show(self, finding: Finding) -> None:
        rule = _RULES[finding.rule]
        levels = {"error": self.tr("Error"), "warning": self.tr("Warning"), "info": self.tr("Information")}
        self.heading(sentences(rule.title))
        chips = [self.label(levels[finding.severity], CHIPS[finding.severity]), self.label(rule.id, "chip-plain")]
        self.add_layout(line_of(chips))
        if finding.message:
            self.note(sentences(finding.message), "")
        self.facts(
            [(self.tr("Why it matters"), sentences(rule.why)), (self.tr("How to fix it"), sentences(finding.fix))]
        )
        if finding.cause is not None:
            self._show_cause(finding.cause.collection, finding.cause.sourced_id)

    def _show_cause(self, collection: str, sourced_id: str) -> None:
        reader = self.subject.reader
        try:
            (link,) = reader.links(collection, (reader.key(collection, sourced_id),)).values()
        except NothingStoredError:
            link = Link(collection, sourced_id, sourced_id, present=False)
        self.facts([(self.tr("Because of"), self.reference(link))])

    def _show_because(self, findings: Sequence[Finding]) -> None:
        """What is wrong with others because of this record, by rule."""
        if not findings:
            return
        self.heading(self.tr("Because of this record"))
        counted = Counter(each.rule for each in findings)
        self.facts((sentences(_RULES[rule].title), f"{count:,}") for rule, count in counted.items())
