"""The tab that says what is wrong with a record, and where to mend it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec import UNSET
from PySide6.QtCore import SignalInstance

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.rows import Link
from rosterdesk.ui.details.finding_words import absent, level
from rosterdesk.ui.details.known import CHIPS, Known
from rosterdesk.ui.details.page import Page, line_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.language import sentences

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Finding


class Wishes(Protocol):
    """What the user may want of findings."""

    check_wanted: SignalInstance
    recheck_wanted: SignalInstance
    exception_wanted: SignalInstance
    exception_unwanted: SignalInstance


class FindingsPage(Page):
    """Each finding with its level, what is wrong, and how to fix it; without a check, the way to one."""

    def __init__(self, subject: Subject, sheet: Sheet, known: Known | None, checking: bool, wishes: Wishes) -> None:
        super().__init__(subject, sheet)
        self._wishes = wishes
        if known is None and checking:
            self.note(self.tr("The roster is being checked…"))
        elif known is None:
            self.note(self.tr("The roster was not checked yet."))
            self.add(self.action(self.tr("Check now"), wishes.check_wanted.emit))
        else:
            if not known.on and not known.because:
                self.note(self.tr("Nothing is wrong with this record, as far as the rules know."))
            for finding in known.on:
                self._show(finding)
            self._show_because(known.because)
            for finding in known.excepted:
                self._show_excepted(finding)
            self.add(self.action(self.tr("Check this record again"), wishes.recheck_wanted.emit))

    def _show(self, finding: "Finding") -> None:
        from rosterdesk.ui.browsing.finding_branches import RULE

        rule = RULE[finding.rule]
        self.heading(sentences(rule.title))
        chips = [self.label(level(finding.severity), CHIPS[finding.severity]), self.label(rule.id, "chip-plain")]
        if finding.since:
            since = datetime.fromisoformat(finding.since).astimezone().date()
            chips.append(self.label(self.tr("since {0}").format(spoken(since)), "chip-plain"))
        self.add_layout(line_of(chips))
        if finding.message:
            self.note(sentences(finding.message), "")
        told = (
            (self.tr("Why it matters"), rule.why),
            (self.tr("How to fix it"), finding.fix),
            (self.tr("When it is right"), rule.good),
        )
        self.facts([(heading, sentences(text)) for heading, text in told if text])
        if finding.cause is not None:
            self._show_cause(finding.cause.collection, finding.cause.sourced_id)
        if finding.absence:
            self.facts([(self.tr("What the service says"), absent(finding.absence))])
        self.add(self.action(self.tr("This is right because…"), partial(self._wishes.exception_wanted.emit, finding)))

    def _show_excepted(self, finding: "Finding") -> None:
        """What would be wrong, and why somebody says that it is right."""
        from rosterdesk.ui.browsing.finding_branches import RULE

        exemption = finding.exemption
        assert exemption is not UNSET
        self.heading(sentences(RULE[finding.rule].title))
        self.add_layout(line_of([self.label(self.tr("Excepted"), "chip-plain")]))
        self.facts(
            [
                (self.tr("It is right because"), exemption.reason),
                (self.tr("Said by"), exemption.who),
                (self.tr("Until"), spoken(exemption.until) if exemption.until else self.tr("it is taken back")),
            ]
        )
        self.add(self.action(self.tr("Count it again"), partial(self._wishes.exception_unwanted.emit, finding)))

    def _show_cause(self, collection: str, sourced_id: str) -> None:
        reader = self.subject.reader
        try:
            (link,) = reader.links(collection, (reader.key(collection, sourced_id),)).values()
        except NothingStoredError:
            link = Link(collection, sourced_id, sourced_id, present=False)
        self.facts([(self.tr("Because of"), self.reference(link))])

    def _show_because(self, findings: "Sequence[Finding]") -> None:
        """What is wrong with others because of this record, by rule."""
        from rosterdesk.ui.browsing.finding_branches import RULE

        if not findings:
            return
        self.heading(self.tr("Because of this record"))
        counted = Counter(each.rule for each in findings)
        self.facts((sentences(RULE[rule].title), f"{count:,}") for rule, count in counted.items())
