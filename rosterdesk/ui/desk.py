"""What the user can do with sources: open, add, sync, forget, remove. The window only shows it."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import (
    KeyringLockedError,
    KeyringUnavailableError,
    RosterDeskError,
    SecretMissingError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
)
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui import bundles
from rosterdesk.ui.browser import Browser
from rosterdesk.ui.dialogs.question import ask
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.jobs import Jobs, failure_of
from rosterdesk.ui.process import Outcome
from rosterdesk.ui.session import Session
from rosterdesk.ui.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar


class Desk(QObject):
    """The current source and the work on it."""

    source_changed = Signal(object)  # Source or None
    syncing_changed = Signal(bool)
    sync_progressed = Signal(object)  # Progress

    def __init__(self, session: Session, browser: Browser, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.source: Source | None = None
        self.offline = False
        self._browser = browser
        self._tasks = tasks
        self._messages = messages
        self._window = window
        self._openings = 0
        self._judging = asyncio.Lock()
        self._school = ""  # what the sync that ran last was limited to
        self.jobs = Jobs(session, tasks, self)
        self.jobs.syncing.began.connect(lambda: self.syncing_changed.emit(True))
        self.jobs.syncing.progressed.connect(self._sync_progressed)
        self.jobs.syncing.ended.connect(self._sync_ended)

    @property
    def syncing(self) -> bool:
        return self.jobs.syncing.running

    def open(self, source: Source | None) -> None:
        """Show this source; its last state is there at once."""
        self._tasks.start(self._open(source))

    def add(self) -> None:
        """Ask for a new source, keep it, and sync it."""
        self._tasks.start(self._add())

    def open_bundle(self, path: Path) -> None:
        """Make the bundle a source, or take the one that it was made into before, and read it anew."""
        self._tasks.start(self._open_bundle(path))

    async def begin(self, source: Source, secret: str) -> None:
        """Keep a new source, show it, and sync it for the first time."""
        await self.session.add(source, secret)
        await self._open(source)
        self.sync()

    def sync(self, school: str = "") -> None:
        """Bring the current source up to date, or what it has of one school, by its sourcedId."""
        if self.source is not None and not self.syncing:
            self._messages.hide()
            self._school = school
            self.jobs.sync(self.source, school)

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
        source, actions = self.source, []
        match error:
            case _ if source is None:
                pass
            case _ if again is not None:
                actions = [(self.tr("Try again"), again)]
            case StoreDamagedError() | SecretMissingError():
                rebuilt = partial(self._destroy, source, remove=False, rebuild=True)
                actions = [(self.tr("Rebuild the local copy"), lambda: self._tasks.start(rebuilt()))]
            case KeyringLockedError() | KeyringUnavailableError() | StoreBusyError():
                actions = [(self.tr("Try again"), lambda: self.open(source))]
            case _:
                pass
        self._messages.say("danger", str(error), *actions)

    async def _open(self, source: Source | None) -> str:
        """Show this source and nothing of the one before; says what was stopped for it, in a sentence."""
        self._openings += 1
        number = self._openings
        stopped = ""
        if self.source is not None and self.source != source and self.syncing:
            stopped = self.tr("The sync of “{0}” was stopped; what came is kept.").format(self.source.name)
        await self.jobs.leave()
        if number != self._openings:
            return ""  # the user has chosen another one meanwhile
        self._let_go(source)
        if stopped:
            self._messages.say("info", stopped)
        try:
            key = await self.session.key(source) if source is not None else b""
            if source is not None and number == self._openings:
                self._browser.open(self.session.data_dir.store(source), key)
        finally:
            if number == self._openings:
                self.source_changed.emit(source)
        return stopped

    def _let_go(self, source: Source | None) -> None:
        """Close what is open, for this source to come in its place."""
        self._messages.hide()
        self._browser.close()
        self.source = source
        self.offline = False

    async def _add(self) -> None:
        names = [source.name for source in self.session.sources()]
        dialog = SourceDialog(self.session.data_dir.path, names, self._tasks.start, self.session.label, self._window)
        answer = await dialog.ask()
        if answer is None:
            return
        await self.begin(*answer)

    async def _open_bundle(self, path: Path) -> None:
        async with self._judging:  # what is dropped twice at once becomes one source
            path = await asyncio.to_thread(bundles.judged, path)
            before, sources = self.source, self.session.sources()
            known = await asyncio.to_thread(bundles.opened, path, sources)
            if known is not None and known == self.source and self.syncing:
                return  # it is being read
            source = known or bundles.source_of(path, sources)
            if known is None:
                await self.session.add(source, "")
            stopped = await self._open(source)
            if self.syncing or self.source != source:
                return  # the user has gone elsewhere meanwhile
            self._school = ""
            reading = self.jobs.sync(source)
        outcome = await reading
        failure = failure_of(outcome)
        await self._show_first_rows(source)
        if self.source != source or outcome.cancelled:
            return
        if failure is None:
            self._say_opened(source, stopped)
        elif not self._browser.holds_rows:  # nothing of it could be read: it is no source
            await self._destroy(source, remove=True, then=before)
            if self.source != source:
                self._messages.say("danger", failure.detail)

    def _say_opened(self, source: Source, stopped: str) -> None:
        words = self.tr("“{0}” is open. Its copy is kept encrypted on this computer.")
        if self.session.is_only_here(source):
            words = self.tr("“{0}” is open. Its copy is kept encrypted on this computer until you quit.")
        text = f"{words.format(source.name)} {stopped}".strip()
        self._messages.say("good", text, (self.tr("Remove"), self.remove))

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
            await self._destroy(source, remove=remove)

    async def _destroy(
        self, source: Source, *, remove: bool, rebuild: bool = False, then: Source | None = None
    ) -> None:
        """Destroy its local copy, or all of it; then show `then`, or another one, or itself and sync it anew.

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
            await self._open(source)
            again = partial(self._destroy, source, remove=remove, rebuild=rebuild, then=then)
            self.failed(error, lambda: self._tasks.start(again()))
            return
        if number != self._openings:
            return  # the user has gone elsewhere meanwhile
        rest = self.session.sources()
        following = then if then in rest else next(iter(rest), None)
        await self._open(following if remove else source)
        if rebuild:
            self.sync()

    def _sync_progressed(self, progress: Progress) -> None:
        self.sync_progressed.emit(progress)
        if self._browser.reader is None and self.source is not None:
            self._tasks.start(self._show_first_rows(self.source))

    async def _show_first_rows(self, source: Source) -> None:
        """The first sync of a source has written something: show it while the rest comes."""
        key = await self.session.key(source)
        if self._browser.reader is None and self.source == source and self.session.data_dir.store(source).exists():
            try:
                self._browser.open(self.session.data_dir.store(source), key)
            except StoreError:
                return  # the worker is making the file at this moment: the next page brings another try
            self.source_changed.emit(source)

    def _sync_ended(self, outcome: Outcome) -> None:
        failure = failure_of(outcome)
        self.offline = failure is not None and failure.error == "unreachable"
        if failure is not None:
            again = partial(self.sync, self._school)
            self._messages.say("danger", failure.detail, (self.tr("Try again"), again))
        elif outcome.cancelled and self._browser.reader is not None:
            self._messages.say("info", self.tr("Sync stopped. What came is kept; Sync goes on from there."))
        if self._browser.reader is None and self.source is not None:
            self._tasks.start(self._show_first_rows(self.source))
        self.syncing_changed.emit(False)
