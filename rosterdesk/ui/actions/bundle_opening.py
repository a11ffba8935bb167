"""Opening a bundle: it becomes a source, or the one that it was made into before is read anew."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from rosterdesk.errors import RosterDeskError
from rosterdesk.settings import Source
from rosterdesk.ui.actions import bundles
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.sources import Sources
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.jobs import failure_of
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar


class BundleOpening(QObject):
    """One bundle at a time is judged: what is dropped twice at once becomes one source."""

    another_wanted = Signal(bool)  # whether it is a folder

    def __init__(
        self, desk: Desk, sources: Sources, browser: Browser, tasks: Tasks, messages: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sources = sources
        self._browser = browser
        self._tasks = tasks
        self._messages = messages
        self._judging = asyncio.Lock()

    def begin(self, path: Path) -> None:
        """Make the bundle a source, or take the one that it was made into before, and read it anew."""
        self._tasks.start(self._open(path))

    async def _open(self, path: Path) -> None:
        desk = self._desk
        async with self._judging:
            try:
                path = await asyncio.to_thread(bundles.judged, path)
            except RosterDeskError as error:  # it is no bundle
                await self._say_unread(str(error), path)
                return
            before, sources = desk.source, desk.session.sources()
            known = await asyncio.to_thread(bundles.opened, path, sources)
            if known is not None and known == desk.source and desk.syncing:
                return  # it is being read
            source = known or bundles.source_of(path, sources)
            if known is None:
                await desk.session.add(source, "")
            stopped = await desk.show(source)
            if desk.source != source:
                return  # the user has gone elsewhere meanwhile
            reading = desk.sync()
            if reading is None:
                return  # it is being read
        outcome = await reading
        failure = failure_of(outcome)
        await desk.show_first_rows(source)
        if desk.source != source or outcome.cancelled:
            return
        if failure is None:
            self._say_opened(source, stopped)
        elif not self._browser.holds_rows:  # nothing of it could be read: it is no source
            await desk.destroy(source, remove=True, then=before)
            if desk.source != source:
                await self._say_unread(failure.detail, path)

    async def _say_unread(self, why: str, path: Path) -> None:
        folder = await asyncio.to_thread(path.is_dir)
        another = self.tr("Open another…"), lambda: self.another_wanted.emit(folder)
        self._messages.say("danger", why, another)

    def _say_opened(self, source: Source, stopped: str) -> None:
        words = self.tr("“{0}” is open. Its copy is kept encrypted on this computer.")
        if self._desk.session.is_only_here(source):
            words = self.tr("“{0}” is open. Its copy is kept encrypted on this computer until you quit.")
        text = f"{words.format(source.name)} {stopped}".strip()
        self._messages.say("good", text, (self.tr("Remove"), self._sources.remove))
