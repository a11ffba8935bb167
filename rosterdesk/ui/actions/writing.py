"""A file that a worker writes for a dialog, which says how far it is; once it is put away, the message bar does."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from rosterdesk.errors import RosterDeskError
from rosterdesk.progress import Progress
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.jobs import Job, failure_of
from rosterdesk.ui.program.opening import open_file, show_in_folder
from rosterdesk.ui.program.privacy import Privacy
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.writing import WritingDialog

Write = Callable[[], Coroutine[Any, Any, Outcome | None]]
"""Has the worker write what the dialog says now; `None` where there is nothing to be written."""

_MOST = 12  # remarks


class Writing(QObject):
    """One file at a time, in one dialog at a time: asked for another one meanwhile, it shows the one that there is.

    When people are masked, or shown again, the dialog goes: it calls them as they were called before.
    """

    def __init__(self, job: Job, privacy: Privacy, tasks: Tasks, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._job = job
        self._privacy = privacy
        self._tasks = tasks
        self._messages = messages
        self._dialog: WritingDialog | None = None
        self._looking: WritingDialog | None = None
        self._remarks: list[str] = []  # of the worker, on the file that it writes
        job.progressed.connect(self._progressed)
        privacy.changed.connect(self._mask)

    @property
    def busy(self) -> bool:
        """Whether a file is being written, or asked about."""
        return self._job.running or self._shown is not None

    def show(self) -> None:
        """Bring back the dialog of the file that is being written, where it was put away."""
        if self._dialog is not None and self._job.running:
            self._messages.hide()
            self._dialog.open()

    def begin(self, dialog: "WritingDialog", write: Write) -> None:
        """Open the dialog, and write when it is confirmed; nothing else may be busy."""
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = dialog
        dialog.show_masked(masked=self._privacy.masked)
        dialog.finished.connect(self._forget)
        dialog.place_changed.connect(lambda: self._tasks.start(self._look(dialog)))
        dialog.confirmed.connect(lambda: self._tasks.start(self._write(dialog, write)))
        dialog.cancelled.connect(self._job.cancel)
        dialog.put_away.connect(lambda: self._say_running(dialog))
        dialog.open_wanted.connect(lambda: self._open(open_file, dialog.path, dialog.file_name, dialog.show_written))
        dialog.folder_wanted.connect(
            lambda: self._open(show_in_folder, dialog.path, dialog.file_name, dialog.show_written)
        )
        dialog.open()
        self._tasks.start(self._look(dialog))

    async def _look(self, dialog: "WritingDialog") -> None:
        """Show what is there already; one look at a time, as a drive may take long to answer."""
        from rosterdesk.ui.dialogs.destination import look

        if self._looking is dialog:
            return
        self._looking, path = dialog, None
        try:
            while isValid(dialog) and path != dialog.path:
                path = dialog.path
                seen = await asyncio.to_thread(look, path)
                if isValid(dialog) and path == dialog.path:
                    dialog.show_seen(seen)
        finally:
            if self._looking is dialog:
                self._looking = None

    def _mask(self) -> None:
        if self._dialog is not None:
            self._dialog.show_masked(masked=self._privacy.masked)
        if self._shown is not None:
            self._shown.reject()

    def _forget(self) -> None:
        """It was closed, and not put away."""
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    @property
    def _shown(self) -> "WritingDialog | None":
        return self._dialog if self._dialog is not None and self._dialog.isVisible() else None

    async def _write(self, dialog: "WritingDialog", write: Write) -> None:
        from rosterdesk.ui.dialogs.writing import State

        if self._job.running:
            return
        self._remarks.clear()
        dialog.show_running()
        try:
            outcome = await write()
            if isValid(dialog):
                self._say_ended(dialog, outcome)
        except RosterDeskError as error:  # before the worker began: a keyring that is locked
            if isValid(dialog):
                self._say_failed(dialog, str(error))
        finally:
            if isValid(dialog) and dialog.state is State.RUNNING:
                dialog.show_form()

    def _say_ended(self, dialog: "WritingDialog", outcome: Outcome | None) -> None:
        path = dialog.path
        name = dialog.file_name
        if outcome is None:
            self._say_failed(dialog, self.tr("Nothing was written: the selected rows are gone."))
        elif (failure := failure_of(outcome)) is not None:
            self._say_failed(dialog, " ".join((failure.detail, *self._remarks)))
        elif not outcome.cancelled:
            words = "\n".join((self.tr("Written: {0}").format(name), *self._told()))
            dialog.show_written(words)
            if not dialog.isVisible():
                say = partial(self._messages.say, "info")
                opening = (self.tr("Open"), lambda: self._open(open_file, path, name, say))
                folder = (self.tr("Show in folder"), lambda: self._open(show_in_folder, path, name, say))
                self._messages.say("good", words, opening, folder)
        elif self._remarks:
            self._messages.say("info", "\n".join((self.tr("Cancelled."), *map(sentences, self._remarks))))
        elif not dialog.isVisible():
            self._messages.say("info", self.tr("Cancelled: {0} was not written.").format(name))

    def _told(self) -> list[str]:
        """The remarks, and that there are more where they are very many."""
        more = len(self._remarks) - _MOST
        said = [*map(sentences, self._remarks[:_MOST])]
        return [*said, self.tr("And {0} more remarks.").format(f"{more:,}")] if more > 0 else said

    def _open(self, open_: Callable[[Path], bool], path: Path, name: str, say: Callable[[str], None]) -> None:
        """Show the file, or say where it is; `name` is what it may be called."""
        if not open_(path):
            say(self.tr("The file is written, but nothing on this computer opens it: {0}").format(path.parent / name))

    def _say_failed(self, dialog: "WritingDialog", words: str) -> None:
        words = words.replace(f"{os.sep}{dialog.path.name}", f"{os.sep}{dialog.file_name}")
        dialog.show_failed(words)
        if not dialog.isVisible():
            again = (self.tr("Try again"), lambda: self._open_and(dialog, dialog.confirmed.emit))
            another = (self.tr("Choose another name"), lambda: self._open_and(dialog, dialog.choose_another_name))
            self._messages.say("danger", words, again, another)

    def _open_and(self, dialog: "WritingDialog", do: Callable[[], object]) -> None:
        if isValid(dialog):
            dialog.open()
            do()

    def _progressed(self, progress: Progress) -> None:
        if self._dialog is None or not self._job.running:
            return
        if progress.phase == "remark":
            self._remarks.append(progress.detail)
        elif self._shown is not None:
            self._shown.show_running(progress)
        else:
            self._say_running(self._dialog, progress)

    def _say_running(self, dialog: "WritingDialog", progress: Progress | None = None) -> None:
        cancel, show = (self.tr("Cancel"), self._job.cancel), (self.tr("Show"), self.show)
        self._messages.say("info", dialog.under_way(progress), cancel, show)
