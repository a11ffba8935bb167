"""What the user can do with sources: open, add, sync, forget, remove. The window only shows it."""

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
from rosterdesk.ui.jobs import Job, failure_of
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
        self._sync = Job(session, self)
        self._sync.began.connect(lambda: self.syncing_changed.emit(True))
        self._sync.progressed.connect(self._sync_progressed)
        self._sync.ended.connect(self._sync_ended)

    @property
    def syncing(self) -> bool:
        return self._sync.running

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
            self._tasks.start(self._sync.sync(self.source, school))

    def cancel_sync(self) -> None:
        """Stop the sync; what came is kept and marked as partial."""
        self._sync.cancel()

    def forget(self) -> None:
        """Destroy the local copy after asking."""
        self._tasks.start(self._forget(remove=False))

    def remove(self) -> None:
        """Destroy the local copy, the secret and the source after asking."""
        self._tasks.start(self._forget(remove=True))

    def failed(self, error: RosterDeskError) -> None:
        """Show what went wrong, with the one thing that helps."""
        source = self.source
        match error:
            case _ if source is None:
                self._messages.say("danger", str(error))
            case StoreDamagedError() | SecretMissingError():
                rebuild = (self.tr("Rebuild the local copy"), lambda: self._tasks.start(self._rebuild(source)))
                self._messages.say("danger", str(error), rebuild)
            case KeyringLockedError() | KeyringUnavailableError() | StoreBusyError():
                self._messages.say("danger", str(error), (self.tr("Try again"), lambda: self.open(source)))
            case _:
                self._messages.say("danger", str(error))

    async def _open(self, source: Source | None) -> None:
        self._openings += 1
        number = self._openings
        await self._sync.stop()
        if number != self._openings:
            return  # the user has chosen another one meanwhile
        self._messages.hide()
        self._browser.close()
        self.source = source
        self.offline = False
        try:
            key = await self.session.key(source) if source is not None else b""
            if source is not None and number == self._openings:
                self._browser.open(self.session.data_dir.store(source), key)
        finally:
            if number == self._openings:
                self.source_changed.emit(source)

    async def _add(self) -> None:
        names = [source.name for source in self.session.sources()]
        dialog = SourceDialog(self.session.data_dir.path, names, self._tasks.start, self._window)
        answer = await dialog.ask()
        if answer is None:
            return
        await self.begin(*answer)

    async def _open_bundle(self, path: Path) -> None:
        before, sources = self.source, self.session.sources()
        known = bundles.opened(path, sources)
        source = known or bundles.source_of(path, sources)
        if known is None:
            await self.session.add(source, "")
        await self._open(source)
        if self.syncing or self.source != source:
            return  # the user has gone elsewhere meanwhile
        outcome = await self._sync.sync(source)
        failure = failure_of(outcome)
        await self._show_first_rows(source)
        if self.source != source or outcome.cancelled:
            return
        if failure is None:
            self._say_opened(source)
        elif known is None and not self._browser.holds_rows:
            self._browser.close()
            await self.session.remove(source)  # nothing of it could be read: it is no source
            await self._open(before)
            self._messages.say("danger", failure.detail)

    def _say_opened(self, source: Source) -> None:
        words = self.tr("“{0}” is open. Its copy is kept encrypted on this computer.")
        if self.session.is_only_here(source):
            words = self.tr("“{0}” is open. Its copy is kept encrypted on this computer until you quit.")
        self._messages.say("good", words.format(source.name), (self.tr("Remove"), self.remove))

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
        if not agreed:
            return
        await self._sync.stop()
        self._browser.close()
        await (self.session.remove(source) if remove else self.session.forget(source))
        rest = self.session.sources()
        await self._open(rest[0] if remove and rest else None if remove else source)

    async def _rebuild(self, source: Source) -> None:
        await self._sync.stop()
        if source == self.source:
            self._browser.close()
        await self.session.forget(source)
        await self._open(source)
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
            self._messages.say("danger", failure.detail, (self.tr("Try again"), self.sync))
        elif outcome.cancelled and self._browser.reader is not None:
            self._messages.say("info", self.tr("Sync stopped. What came is kept; Sync goes on from there."))
        if self._browser.reader is None and self.source is not None:
            self._tasks.start(self._show_first_rows(self.source))
        self.syncing_changed.emit(False)
