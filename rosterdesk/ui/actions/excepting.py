"""Saying that something that a rule finds is right, and taking that back."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.model.judged import Exemption
from rosterdesk.settings.exports_log import user
from rosterdesk.ui.actions import finding_records
from rosterdesk.ui.actions.findings import FindingsPlace
from rosterdesk.ui.actions.judging import Judging
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Finding


class Excepting(QObject):
    """From the list of findings, of all that lies at the door of a record; from the pane, of one finding."""

    def __init__(
        self, judging: Judging, findings: FindingsPlace, browser: Browser, frame: Frame, tasks: Tasks, window: QWidget
    ) -> None:
        super().__init__(window)
        self._judging = judging
        self._browser = browser
        self._tasks = tasks
        self._window = window
        findings.exception_wanted.connect(self.begin)
        frame.detail.exception_wanted.connect(self._begin_at)
        for each in (findings, frame.detail):
            each.exception_unwanted.connect(self._take_back)
        frame.detail.recheck_wanted.connect(self._recheck)
        judging.refused.connect(lambda why: frame.messages.say("danger", why))

    def begin(self, rule: str, collection: str, sourced_id: str) -> None:
        """Ask why it is right, and keep that."""
        self._tasks.start(self._begin(rule, collection, sourced_id))

    async def _begin(self, rule: str, collection: str, sourced_id: str) -> None:
        from rosterdesk.checks.judgement import Cause
        from rosterdesk.ui.browsing.finding_branches import RULE
        from rosterdesk.ui.dialogs.exception import ExceptionDialog

        source, today = self._browser.reader, date.today()  # noqa: DTZ011 - a school day is local
        record = finding_records.blamed(self._browser, Cause(collection, sourced_id))
        answer = await ExceptionDialog(sentences(RULE[rule].title), record, today, self._window).ask()
        if answer is None or self._browser.reader is not source:
            return
        reason, until = answer
        self._judging.exempt(
            Exemption(
                rule=rule,
                collection=collection,
                sourced_id=sourced_id,
                reason=reason,
                who=user(),
                made=today,
                until=until,
            )
        )

    def _begin_at(self, finding: "Finding") -> None:
        self.begin(finding.rule, finding.collection, finding.sourced_id)

    def _take_back(self, finding: "Finding") -> None:
        if finding.exemption:
            self._judging.exempt(finding.exemption, taken_back=True)

    def _recheck(self) -> None:
        link = self._browser.place.record if self._browser.place else None
        record = self._browser.record(link.collection, link.sourced_id) if link else None
        if record is not None:
            self._judging.recheck(record)
