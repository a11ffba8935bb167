"""The source that a window shows, and the work on it. The window only shows it."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError, SecretMissingError, StoreError
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.actions.remedies import Remedies
from rosterdesk.ui.actions.retention import Retention
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.dialogs.question import Answer
from rosterdesk.ui.program.jobs import Jobs, Syncing, failure_of
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

_HOUR = 3_600_000
"""A computer may sleep for days: what falls due is found soon after it wakes."""


class Desk(QObject):
    """The current source and the work on it, of which a part may be done by another window that shows it."""

    source_changed = Signal(object)  # Source or None
    opened = Signal()  # the copy of the current source, if there is one, was opened
    held = Signal()  # what a sync brought is not shown before the user says so
    syncing_changed = Signal(bool)
    sync_progressed = Signal(object)  # Progress

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
        self._left = ("", browser.history)  # the uid of the source that was shown and somebody changes, the way there
        self._following: Source | None = None  # what is to be shown in its place
        self._how = Syncing()  # the sync that was begun here last
        self.remedies = Remedies(tasks, messages, window)
        self.remedies.accept_wanted.connect(self.accept)
        self.remedies.rebuild_wanted.connect(self.rebuild)
        self.remedies.reopen_wanted.connect(lambda: self.open(self.source))
        self.jobs = Jobs(session, tasks, self)
        session.syncs.began.connect(self._sync_began)
        session.syncs.progressed.connect(self._sync_progressed)
        session.syncs.ended.connect(self._sync_ended)
        session.showing.append(self)
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

    async def begin(self, source: Source, secret: str) -> None:
        """Keep a new source, show it, and sync it for the first time."""
        await self.session.add(source, secret)
        await self.show(source)
        self.sync()

    def sync(self, school: str = "") -> "asyncio.Task[Outcome] | None":
        """Bring the current source up to date, or what it has of one school, by its sourcedId; nothing where there is
        none, or where that is under way.
        """
        return self._sync(Syncing(school=school))

    def sync_unattended(self) -> None:
        """The same for a service, where nobody waits for it: what goes wrong is said in the status bar alone."""
        if self.source is not None and not self.source.bundle and not self.unopened and not self.syncing:
            self.session.syncs.leave_unattended(self.source)
            self._how = Syncing()
            self.jobs.sync(self.source, self._how)

    def accept(self) -> None:
        """Show what the last sync brought, and was held."""
        self._sync(Syncing(accept=True))

    def rebuild(self) -> None:
        """Set the file of the current source aside, and build it anew."""
        self._tasks.start(self._rebuild())

    def cancel_sync(self) -> None:
        """Stop the sync; what came is kept and marked as partial."""
        if self.source is not None:
            self.session.syncs.cancel(self.source)

    def failed(self, error: RosterDeskError, again: Callable[[], object] | None = None) -> None:
        """Show what went wrong, with the one thing that helps; `again` is what was tried."""
        self.remedies.tell(error, self.source, again)

    async def enforce_policy(self) -> None:
        """Wipe what became older than the administrator lets it, while the window was open."""
        if not self.syncing and await self._retention.is_due():
            await (self._retention.enforce() if self.session.lock.is_closed else self.show(self.source))

    async def show(self, source: Source | None, *, stopping: bool = True) -> str:
        """Show this source and nothing of the one before, once what may not be kept any longer is wiped; says what was
        stopped for it, in a sentence. Where nothing is to be stopped, what workers do goes on. While the program is
        locked, it is only kept in mind.
        """
        self.wanted, self._left = source, ("", self._browser.history)
        self._openings += 1
        number = self._openings
        if self.session.lock.is_closed:
            return ""
        stopped = wiped = ""
        if self.source is not None and self.source != source and self.jobs.syncing.running:
            stopped = self.tr("The sync of “{0}” was stopped; what came is kept.").format(self.source.name)
        if stopping:
            await self.jobs.leave()
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

    def _arrive(self, source: Source | None, answer: Answer, failure: RosterDeskError | None) -> None:
        """Say that the source is shown from now on, and what is to be said or done about it."""
        self.unopened = failure is not None
        self.source_changed.emit(source)
        self._join_sync(source)
        if failure is not None:
            self.failed(failure, partial(self.open, source))
        elif answer == "instead":
            self.sync()
        else:
            self.opened.emit()

    async def _open(self, source: Source, number: int) -> Answer:
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
        self._messages.hide()
        self._browser.close()
        self.source = source
        self.offline = self.unopened = self.missed = False

    async def change(self, before: Source, after: Source, secret: str, *, anew: bool) -> None:
        """Keep the source as it is now; `anew`: it is another service, whose copy is read from nothing."""
        async with self.session.hidden(before):
            await self.session.edit(after, secret, anew=anew)
        if anew and self.source == after:
            self.sync()

    async def destroy(self, source: Source, *, remove: bool, then: Source | None = None) -> None:
        """Destroy its local copy, or all of it; then show `then`, or another one, or itself.

        Nothing is shown before it is begun, in any window, so that nobody writes meanwhile what is to be gone. Where it
        fails, the source is shown as it is, with a way to try the same again.
        """
        self._following = then
        try:
            async with self.session.hidden(source):
                await (self.session.remove(source) if remove else self.session.forget(source))
        except RosterDeskError as error:
            if self.source is None or self.source.uid != source.uid:
                raise  # the user has gone elsewhere meanwhile
            again = partial(self.destroy, source, remove=remove, then=then)
            self.failed(error, lambda: self._tasks.start(again()))

    def put_away(self) -> None:
        """Let go of the source, and of all that is shown of it; what workers do for it goes on."""
        self._openings += 1
        self._let_go(None)
        self.source_changed.emit(None)

    async def take_up(self) -> None:
        """Show what was put away; where it is being changed or destroyed, `come_back` does."""
        if not self._left[0]:
            await self.show(self.wanted, stopping=False)

    async def leave(self, source: Source) -> None:
        """Let go of the source, where it is shown here: when this returns, nothing here reads or writes it, nor does an
        export that has outlived the source on the screen.
        """
        if self.source is not None and self.source.uid == source.uid:
            history = self._browser.history
            self.put_away()
            self._left = source.uid, history
        await self.jobs.stop(source)

    async def come_back(self, source: Source) -> None:
        """Show again what was left here, as it is now; where it is gone, what is to follow it, or another one."""
        following, self._following = self._following, None
        uid, history = self._left
        if uid != source.uid:
            return  # it was not shown here, or the user has gone elsewhere meanwhile
        sources = {each.uid: each for each in self.session.sources()}
        uids = (source.uid, following.uid if following else "", *sources)
        await self.show(next((sources[uid] for uid in uids if uid in sources), None))
        if self.source is not None and self.source.uid == source.uid:
            self._browser.come_back_to(history)

    async def _rebuild(self) -> None:
        source = self.source
        if source is None or self.syncing:
            return
        self._close()  # where a file is open, it cannot be set aside everywhere
        try:
            await self.session.key(source)
        except SecretMissingError:  # nobody can read that copy any more
            await self.session.forget(source)
            self.unopened = False
        if self.source == source:
            self._sync(Syncing(rebuild=True))

    def _sync(self, how: Syncing) -> "asyncio.Task[Outcome] | None":
        if self.source is None or self.syncing:
            return None
        self._messages.hide()
        self._how = how
        return self.jobs.sync(self.source, how)

    def _close(self) -> None:
        """Let go of the file; the source stays."""
        self._browser.close()
        self.source_changed.emit(self.source)

    def _sync_began(self, source: Source) -> None:
        if source == self.source:
            self.jobs.refreshing.cancel()  # it brings that record too
            self.syncing_changed.emit(True)

    def _join_sync(self, source: Source | None) -> None:
        """Where another window is syncing what is shown here from now on, show that too."""
        if source is None or not self.syncing:
            return
        self.syncing_changed.emit(True)
        if (last := self.session.syncs.last(source)) is not None:
            self.sync_progressed.emit(last)

    def _sync_progressed(self, source: Source, progress: Progress) -> None:
        if source != self.source:
            return
        unattended = self.session.syncs.is_unattended(source)
        if progress.phase == "rebuild":
            self._close()  # the file was set aside
        if progress.phase == "rebuild" or (progress.phase == "remark" and not unattended):
            self._messages.say("warning" if progress.phase == "rebuild" else "info", progress.detail)
        self.sync_progressed.emit(progress)
        if self._browser.reader is None:
            self._tasks.start(self.show_first_rows(source))

    async def show_first_rows(self, source: Source) -> None:
        """The first sync of a source has written something: show it while the rest comes."""
        if self._browser.reader is not None or self._browser.opening:
            return
        key = await self.session.key(source)
        path = self.session.data_dir.store(source)
        if self._browser.reader is None and not self._browser.opening and self.source == source and path.exists():
            with contextlib.suppress(StoreError):  # the worker is making the file: the next page brings another try
                await self._browser.open(path, key)
                self.unopened = False
                self.source_changed.emit(source)

    def _sync_ended(self, source: Source, outcome: Outcome) -> None:
        if source != self.source:
            return
        failure = failure_of(outcome)
        self.offline = failure is not None and failure.error == "unreachable"
        self.missed = failure is not None and self.session.syncs.is_unattended(source)
        if failure is not None and failure.error == "held":
            self.held.emit()
        elif failure is not None and failure.error == "store-newer":
            self.open(self.source)  # which says so, with what can be done
        elif failure is not None and not self.missed:
            self.remedies.tell_sync(failure, source, partial(self._sync, self._how))
        elif outcome.cancelled and self._browser.reader is not None:
            self._messages.say("info", self.tr("Sync stopped. What came is kept; Sync goes on from there."))
        self._tasks.start(self.show_first_rows(source))
        self.syncing_changed.emit(False)
