"""Reading the record in the pane again from its service, and saying what came of it."""

import asyncio

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.model.rows import Record, moment
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.jobs import failure_of
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame


class _Answer(msgspec.Struct, frozen=True):
    """What the worker found; `detail` says it in its words."""

    state: str
    detail: str


class Refreshing(QObject):
    """One record at a time. Its button says why it cannot be done, where it cannot."""

    refreshed = Signal(object)  # Record, as it was before

    def __init__(self, browser: Browser, desk: Desk, tasks: Tasks, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._browser = browser
        self._desk = desk
        self._tasks = tasks
        self._messages = frame.messages
        self._detail = frame.detail
        self._job = desk.jobs.refreshing
        self._job.began.connect(self._show)
        self._job.ended.connect(self._show)
        desk.syncing_changed.connect(self._show)
        desk.source_changed.connect(self._show)
        frame.detail.refresh_wanted.connect(self.begin)
        self._show()

    def begin(self) -> None:
        """Read the record again, or say why that cannot be."""
        place, source, why_not = self._browser.place, self._desk.source, self._why_not()
        if place is None or place.record is None or source is None or self._job.running:
            return
        if why_not:
            self._messages.say("info", why_not)
            return
        record = self._browser.record(place.record.collection, place.record.sourced_id)
        if record is not None:
            self._messages.hide()
            reading = self._desk.jobs.refresh(source, record.collection, record.sourced_id)
            self._tasks.start(self._tell(source, record, reading))

    async def _tell(self, source: Source, before: Record, reading: "asyncio.Task[Outcome]") -> None:
        outcome = await reading
        if outcome.cancelled or source != self._desk.source or not self._shows(before):
            return  # it would be taken for what is shown now
        failure = failure_of(outcome)
        if failure is not None:
            self._messages.say("danger", failure.detail, (self.tr("Try again"), self.begin))
        else:
            self._say(msgspec.json.decode(outcome.output, type=_Answer), before)
            self.refreshed.emit(before)

    def _say(self, answer: _Answer, before: Record) -> None:
        modified = before.values.get("dateLastModified")
        if answer.state == "unchanged" and isinstance(modified, int):
            self._messages.say("good", self.tr("Unchanged since {0}.").format(moment(modified)))
        elif answer.state == "changed":
            self._messages.say("good", self.tr("This record has changed: what is shown is new."))
        else:
            self._messages.say("warning" if answer.state == "gone" else "good", answer.detail)

    def _shows(self, record: Record) -> bool:
        link = self._browser.place.record if self._browser.place else None
        return link is not None and (link.collection, link.sourced_id) == (record.collection, record.sourced_id)

    def _why_not(self) -> str:
        source = self._desk.source
        if source is not None and source.bundle:
            return self.tr("This comes from a bundle. To read it anew, open the bundle again.")
        if self._desk.syncing:
            return self.tr("A sync is running, and brings this record too.")
        return ""

    def _show(self) -> None:
        self._detail.show_refreshing(busy=self._job.running, why_not=self._why_not())
