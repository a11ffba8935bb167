"""What the user does to sources: each is asked in a dialog before anything is done."""

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.source import SourceDialog


class Sources(QObject):
    """Adds one; edits, forgets or removes the one that is shown."""

    def __init__(self, desk: Desk, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._session = desk.session
        self._tasks = tasks
        self._messages = messages
        self._window = window

    def add(self) -> None:
        """Ask for a new source, keep it, and sync it."""
        self._tasks.start(self._add())

    def edit(self) -> None:
        """Ask what is to be another way with the source, and keep that."""
        if self._desk.source is not None:
            self._tasks.start(self._edit(self._desk.source))

    def forget(self) -> None:
        """Destroy the local copy after asking."""
        if self._desk.source is not None:
            self._tasks.start(self._forget(self._desk.source))

    def remove(self) -> None:
        """Destroy the local copy, the secret and the source after asking."""
        if self._desk.source is not None:
            self._tasks.start(self._remove(self._desk.source))

    async def _add(self) -> None:
        answer = await self._dialog().ask()
        if answer is not None:
            await self._desk.begin(*answer)

    async def _edit(self, before: Source) -> None:
        from rosterdesk.ui.dialogs.source_form import same_service

        kept = await self._session.secret(before)
        answer = await self._dialog(before, kept).ask()
        if answer is None:
            return
        after, secret = answer
        anew = not same_service(before, after)
        await self._desk.change(before, after, secret, anew=anew)
        renamed = msgspec.structs.replace(before, name=after.name)
        if not anew and (after, secret) != (renamed, kept) and self._desk.source == after:
            sentence = self.tr("The source was changed. A sync tells whether it works now.")
            self._messages.say("info", sentence, (self.tr("Sync now"), self._desk.sync))

    def _dialog(self, before: Source | None = None, secret: str = "") -> "SourceDialog":
        from rosterdesk.ui.dialogs.source import SourceDialog

        others = [source.name for source in self._session.sources() if before is None or source.uid != before.uid]
        path, start, kept_in = self._session.data_dir.path, self._tasks.start, self._session.label
        schools = self._desk.schools() if before is not None and before == self._desk.source else ()
        return SourceDialog(path, others, start, kept_in, self._window, before=before, secret=secret, schools=schools)

    async def _forget(self, source: Source) -> None:
        from rosterdesk.ui.dialogs.question import ask

        title = self.tr("Forget the local copy of “{0}”?").format(source.name)
        sentence = self.tr("It is destroyed on this computer. A sync brings it back.")
        if await ask(self._window, title, sentence, self.tr("Forget")):
            await self._desk.destroy(source, remove=False)

    async def _remove(self, source: Source) -> None:
        from rosterdesk.ui.dialogs.question import ask

        title = self.tr("Remove “{0}”?").format(source.name)
        sentence = self.tr("Its local copy and its secret are destroyed. The service itself is not touched.")
        if source.bundle:
            sentence = self.tr("Its local copy is destroyed. The file itself is not touched.")
        if await ask(self._window, title, sentence, self.tr("Remove")):
            await self._desk.destroy(source, remove=True)
