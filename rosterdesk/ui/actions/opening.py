"""The source that a window shows: its copy is opened, and let go of."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError
from rosterdesk.settings import Source
from rosterdesk.ui.actions.remedies import Remedies
from rosterdesk.ui.actions.retention import Retention
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.jobs import Jobs
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.question import Answer
    from rosterdesk.ui.dialogs.school_choice import KnownSchool

_HOUR = 3_600_000
"""A computer may sleep for days: what falls due is found soon after it wakes."""


class OpenSource(QObject):
    """One source at a time, or none, whose copy the browser shows."""

    source_changed = Signal(object)  # Source or None
    opened = Signal()  # the copy of the current source, if there is one, was opened

    def __init__(self, session: Session, browser: Browser, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.source: Source | None = None
        self.wanted: Source | None = None
        """What was asked for last: what is shown, or will be, once the program is unlocked."""
        self.offline = False
        self.missed = False  # the last sync was one that nobody waited for, and failed
        self.unopened = False  # the source has a copy that cannot be opened
        self._browser = browser
        self._tasks = tasks
        self._messages = messages
        self._retention = Retention(session, window)
        self._openings = 0
        self.remedies = Remedies(tasks, messages, window)
        self.remedies.reopen_wanted.connect(lambda: self.open(self.source))
        self.jobs = Jobs(session, tasks, self)
        browser.file_replaced.connect(self._reopen)
        hourly = QTimer(self, interval=_HOUR)
        hourly.timeout.connect(lambda: tasks.start(self.enforce_policy()))
        hourly.start()

    @property
    def syncing(self) -> bool:
        """Whether the current source is being synced, by whichever window."""
        return self.session.syncs.running(self.source)

    def open(self, source: Source | None) -> None:
        """Show this source; its last state is there at once."""
        self._tasks.start(self.show(source))

    def failed(self, error: RosterDeskError, again: Callable[[], object] | None = None) -> None:
        """Show what went wrong, with the one thing that helps; `again` is what was tried."""
        self.remedies.tell(error, self.source, again)

    async def enforce_policy(self) -> None:
        """Wipe what became older than the administrator lets it, while the window was open."""
        if not self.syncing and await self._retention.is_due():
            await (self._retention.enforce() if self.session.lock.is_closed else self.show(self.source))

    async def show(self, source: Source | None, *, stopping: bool = True) -> str:
        """Show this source and nothing of the one before, once what may not be kept any longer is wiped; says what was
        stopped for it, in a sentence. Where nothing is to be stopped, what workers do goes on, and what was said of it
        stays. While the program is locked, it is only kept in mind.
        """
        self.wanted = source
        self._openings += 1
        number = self._openings
        if self.session.lock.is_closed:
            return ""
        stopped = wiped = ""
        if self.source is not None and self.source != source and self.jobs.syncing.running:
            stopped = self.tr("The sync of “{0}” was stopped; what came is kept.").format(self.source.name)
        if stopping:
            await self.jobs.leave()
            self._messages.hide()
        if number != self._openings:
            return ""  # the user has chosen another one meanwhile
        self._let_go(source)
        if stopped:
            self._messages.say("info", stopped)
        answer: Answer = ""
        failure: RosterDeskError | None = None
        try:
            wiped = await self._retention.enforce()
            if source is not None and number == self._openings:
                answer = await self._open(source, number)
        except RosterDeskError as error:
            failure = error
        if number == self._openings:
            self._arrive(source, answer, failure)
            if wiped:
                self._messages.say_later("warning", wiped)
        return stopped

    def schools(self) -> "list[KnownSchool]":
        """Those of the copy that is open, with their numbers of students."""
        from rosterdesk.ui.dialogs.school_choice import KnownSchool

        reader, counts = self._browser.reader, self._browser.counts
        if reader is None:
            return []
        rows = reader.rows("schools", reader.keys(places.listing("schools")), ("sourcedId", "name"))
        return [KnownSchool(str(id_), str(name or ""), counts.get(("students", str(id_)), 0)) for id_, name in rows]

    def put_away(self) -> None:
        """Let go of the source, and of all that is shown of it; what workers do for it goes on."""
        self._openings += 1
        self._messages.hide()
        self._let_go(None)
        self.source_changed.emit(None)

    def _arrive(self, source: Source | None, answer: "Answer", failure: RosterDeskError | None) -> None:
        """Say that the source is shown from now on, and what is to be said or done about it."""
        self.unopened = failure is not None
        self.source_changed.emit(source)
        if failure is not None:
            self.failed(failure, partial(self.open, source))
        elif answer != "instead":
            self.opened.emit()

    async def _open(self, source: Source, number: int) -> "Answer":
        """Open its copy, if it still is what is to be shown; says what its user wants of one that is too old."""
        answer = await self._retention.answer(source)
        key = await self.session.key(source)
        if number == self._openings:
            await self._browser.open(self.session.data_dir.store(source), key)
        return answer

    def _reopen(self) -> None:
        """Another file stands in the place of the one that is open."""
        if self.syncing:
            self._close()  # the worker is filling it: what comes is shown as at a first sync
        else:
            self.open(self.source)

    def _let_go(self, source: Source | None) -> None:
        """Close what is open, for this source to come in its place."""
        self._browser.close()
        self.source = source
        self.offline = self.unopened = self.missed = False

    def _close(self) -> None:
        """Let go of the file; the source stays."""
        self._browser.close()
        self.source_changed.emit(self.source)
