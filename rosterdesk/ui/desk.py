"""What the user can do with sources: open, add, sync, forget, remove. The window only shows it."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import (
    KeyringLockedError,
    KeyringUnavailableError,
    RosterDeskError,
    SecretMissingError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreNewerError,
)
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.browser import Browser
from rosterdesk.ui.dialogs.question import Answer, ask
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.jobs import Jobs, Syncing, failure_of
from rosterdesk.ui.process import Outcome
from rosterdesk.ui.retention import Retention
from rosterdesk.ui.session import Session
from rosterdesk.ui.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

_HOUR = 3_600_000
"""A computer may sleep for days: what falls due is found soon after it wakes."""


class Desk(QObject):
    """The current source and the work on it."""

    source_changed = Signal(object)  # Source or None
    opened = Signal()  # the copy of the current source, if there is one, was opened
    held = Signal()  # what a sync brought is not shown before the user says so
    syncing_changed = Signal(bool)
    sync_progressed = Signal(object)  # Progress

    def __init__(self, session: Session, browser: Browser, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.source: Source | None = None
        self.offline = False
        self.unopened = False  # the source has a copy that cannot be opened
        self._browser = browser
        self._tasks = tasks
        self._messages = messages
        self._window = window
        self._retention = Retention(session, window)
        self._openings = 0
        self._how = Syncing()  # the sync that ran last
        self.jobs = Jobs(session, tasks, self)
        self.jobs.syncing.began.connect(lambda: self.syncing_changed.emit(True))
        self.jobs.syncing.progressed.connect(self._sync_progressed)
        self.jobs.syncing.ended.connect(self._sync_ended)
        browser.file_replaced.connect(self._reopen)
        hourly = QTimer(self, interval=_HOUR)
        hourly.timeout.connect(lambda: tasks.start(self.enforce_policy()))
        hourly.start()

    @property
    def syncing(self) -> bool:
        return self.jobs.syncing.running

    def open(self, source: Source | None) -> None:
        """Show this source; its last state is there at once."""
        self._tasks.start(self.show(source))

    def add(self) -> None:
        """Ask for a new source, keep it, and sync it."""
        self._tasks.start(self._add())

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

    def accept(self) -> None:
        """Show what the last sync brought, and was held."""
        self._sync(Syncing(accept=True))

    def rebuild(self) -> None:
        """Set the file of the current source aside, and build it anew."""
        self._tasks.start(self._rebuild())

    def cancel_sync(self) -> None:
        """Stop the sync; what came is kept and marked as partial."""
        self.jobs.syncing.cancel()

    def forget(self) -> None:
        """Destroy the local copy after asking."""
        self._tasks.start(self._forget(remove=False))

    def remove(self) -> None:
        """Destroy the local copy, the secret and the source after asking."""
        self._tasks.start(self._forget(remove=True))

    def failed(self, error: RosterDeskError, again: Callable[[], object] | None = None) -> None:
        """Show what went wrong, with the one thing that helps; `again` is what was tried."""
        text, rebuild = str(error), self.tr("Rebuild the local copy")
        actions: list[tuple[str, Callable[[], object]]] = []
        match error:
            case _ if self.source is None:
                pass
            case StoreDamagedError() | SecretMissingError():
                text = self.tr("{0} A rebuild reads everything anew.").format(error.what)
                actions = [(rebuild, self.rebuild)]
            case StoreNewerError():
                text = self.tr("{0} Update RosterDesk, or rebuild the copy with this version.").format(error.what)
                actions = [(rebuild, lambda: self._tasks.start(self._give_up_newer()))]
            case _ if again is not None:
                actions = [(self.tr("Try again"), again)]
            case KeyringLockedError() | KeyringUnavailableError() | StoreBusyError():
                actions = [(self.tr("Try again"), partial(self.open, self.source))]
        self._messages.say("danger", text, *actions)

    async def enforce_policy(self) -> None:
        """Wipe what became older than the administrator lets it, while the window was open."""
        if not self.syncing and await self._retention.is_due():
            await self.show(self.source)

    async def show(self, source: Source | None) -> str:
        """Show this source and nothing of the one before, once what may not be kept any longer is wiped; says what was
        stopped for it, in a sentence.
        """
        self._openings += 1
        number = self._openings
        stopped = wiped = ""
        if self.source is not None and self.source != source and self.syncing:
            stopped = self.tr("The sync of “{0}” was stopped; what came is kept.").format(self.source.name)
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
            self.unopened = failure is not None
            self.source_changed.emit(source)
            if failure is not None:
                self.failed(failure, partial(self.open, source))
            elif answer == "instead":
                self.sync()
            else:
                self.opened.emit()
            if wiped:
                self._messages.say_later("warning", wiped)
        return stopped

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
        self.offline = self.unopened = False

    async def _add(self) -> None:
        names = [source.name for source in self.session.sources()]
        dialog = SourceDialog(self.session.data_dir.path, names, self._tasks.start, self.session.label, self._window)
        answer = await dialog.ask()
        if answer is None:
            return
        await self.begin(*answer)

    async def _forget(self, *, remove: bool) -> None:
        source = self.source
        if source is None:
            return
        if remove:
            title = self.tr("Remove “{0}”?").format(source.name)
            sentence = self.tr("Its local copy and its secret are destroyed. The service itself is not touched.")
            if source.bundle:
                sentence = self.tr("Its local copy is destroyed. The file itself is not touched.")
            agreed = await ask(self._window, title, sentence, self.tr("Remove"))
        else:
            title = self.tr("Forget the local copy of “{0}”?").format(source.name)
            sentence = self.tr("It is destroyed on this computer. A sync brings it back.")
            agreed = await ask(self._window, title, sentence, self.tr("Forget"))
        if agreed:
            await self.destroy(source, remove=remove)

    async def destroy(self, source: Source, *, remove: bool, then: Source | None = None) -> None:
        """Destroy its local copy, or all of it; then show `then`, or another one, or itself.

        Nothing is shown before it is begun, so that nobody writes meanwhile what is to be gone. Where it fails, the
        source is shown as it is, with a way to try the same again.
        """
        self._openings += 1
        number = self._openings
        try:
            with self.session.hidden(source):
                self._let_go(None)
                self.source_changed.emit(None)
                await self.jobs.stop()
                await (self.session.remove(source) if remove else self.session.forget(source))
        except RosterDeskError as error:
            if number != self._openings:
                raise
            await self.show(source)
            again = partial(self.destroy, source, remove=remove, then=then)
            self.failed(error, lambda: self._tasks.start(again()))
            return
        if number != self._openings:
            return  # the user has gone elsewhere meanwhile
        rest = self.session.sources()
        following = then if then in rest else next(iter(rest), None)
        await self.show(following if remove else source)

    async def _give_up_newer(self) -> None:
        title = self.tr("Rebuild the local copy with this version?")
        sentence = self.tr(
            "A newer RosterDesk made it, and can still read it. It is set aside, and everything is read anew."
        )
        if await ask(self._window, title, sentence, self.tr("Rebuild")):
            self.rebuild()

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

    def _sync_progressed(self, progress: Progress) -> None:
        if progress.phase == "rebuild":
            self._close()  # the file was set aside
        if progress.phase in {"rebuild", "remark"}:
            self._messages.say("warning" if progress.phase == "rebuild" else "info", progress.detail)
        self.sync_progressed.emit(progress)
        if self.source is not None and self._browser.reader is None:
            self._tasks.start(self.show_first_rows(self.source))

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

    def _sync_ended(self, outcome: Outcome) -> None:
        failure = failure_of(outcome)
        self.offline = failure is not None and failure.error == "unreachable"
        if failure is not None and failure.error == "held":
            self.held.emit()
        elif failure is not None and failure.error == "store-newer":
            self.open(self.source)  # which says so, with what can be done
        elif failure is not None and failure.error == "store-damaged":
            self._messages.say("danger", failure.detail, (self.tr("Rebuild the local copy"), self.rebuild))
        elif failure is not None:
            self._messages.say("danger", failure.detail, (self.tr("Try again"), partial(self._sync, self._how)))
        elif outcome.cancelled and self._browser.reader is not None:
            self._messages.say("info", self.tr("Sync stopped. What came is kept; Sync goes on from there."))
        if self.source is not None:
            self._tasks.start(self.show_first_rows(self.source))
        self.syncing_changed.emit(False)
