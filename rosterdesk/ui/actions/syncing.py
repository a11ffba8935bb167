"""Bringing the source that a window shows up to date, which another window may do that shows it too."""

import asyncio
import contextlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError, SecretMissingError, StoreError
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.actions.opening import OpenSource
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.jobs import Syncing, failure_of
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.question import Answer


class SyncedSource(OpenSource):
    """The source that is shown, and its sync."""

    held = Signal()  # what a sync brought is not shown before the user says so
    syncing_changed = Signal(bool)
    sync_progressed = Signal(object)  # Progress

    def __init__(self, session: Session, browser: Browser, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(session, browser, tasks, messages, window)
        self._how = Syncing()  # the sync that was begun here last
        self.remedies.accept_wanted.connect(self.accept)
        self.remedies.rebuild_wanted.connect(self.rebuild)
        session.syncs.began.connect(self._sync_began)
        session.syncs.progressed.connect(self._sync_progressed)
        session.syncs.ended.connect(self._sync_ended)

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

    def _arrive(self, source: Source | None, answer: "Answer", failure: RosterDeskError | None) -> None:
        super()._arrive(source, answer, failure)
        self._join_sync(source)
        if answer == "instead" and failure is None:
            self.sync()

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
