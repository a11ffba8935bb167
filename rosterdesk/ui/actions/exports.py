"""Writing what is shown to a file: asked for, done by a worker, said in the message bar."""

from array import array
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from rosterdesk.model import standing
from rosterdesk.model.query import Query
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.program.jobs import Jobs, failure_of
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar


class Exports(QObject):
    """One export at a time. The folder that was chosen last is offered again."""

    def __init__(self, jobs: Jobs, browser: Browser, tasks: Tasks, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._browser = browser
        self._tasks = tasks
        self._messages = messages
        self._window = window
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self._folder = documents if documents.is_dir() else Path.home()
        self._asking = False
        self._jobs = jobs
        jobs.exporting.progressed.connect(self._progressed)

    def begin(self, source: Source, query: Query, title: str, shown: int, chosen: "array[int]") -> None:
        """Write what is shown, `shown` rows called `title`, or the records with these keys, to a file of choice."""
        if not self._asking and not self._jobs.exporting.running:
            reader, masked = self._browser.reader, self._browser.masked
            runs = reader.runs() if reader is not None else []
            partial = bool(standing.awaited(runs) or standing.lack(query.collection, runs))
            dialog = ExportDialog(
                query, shown, len(chosen), self._folder, title, self._window, masked=masked, partial=partial
            )
            self._asking = True
            self._tasks.start(self._write(source, query, chosen, dialog))

    async def _write(self, source: Source, query: Query, chosen: "array[int]", dialog: ExportDialog) -> None:
        try:
            choice = await dialog.ask()
            if choice is None:
                return
            self._folder = choice.path.parent
            if choice.selection_only:
                ids = await self._browser.ids(query.collection, chosen)
                if not ids:  # which would mean all
                    self._messages.say("info", self.tr("Nothing was written: the selected rows are gone."))
                    return
                query = msgspec.structs.replace(query, ids=ids)
        finally:
            self._asking = False
        if choice.path.suffix == ".json":
            query = msgspec.structs.replace(query, columns=())  # whole records, as the source sent them
        stop = (self.tr("Cancel"), self._jobs.exporting.cancel)
        self._messages.say("info", self.tr("Writing {0}…").format(choice.path.name), stop)
        self._say_written(choice.path, await self._jobs.export(source, query, choice.path, choice.csv_mode))

    def _say_written(self, path: Path, outcome: Outcome) -> None:
        failure = failure_of(outcome)
        if outcome.cancelled:
            self._messages.say("info", self.tr("Cancelled: {0} was not written.").format(path.name))
        elif failure is not None:
            self._messages.say("danger", failure.detail)
        else:
            self._messages.say(
                "good",
                self.tr("Written: {0}").format(path.name),
                (self.tr("Open"), lambda: _open_path(path)),
                (self.tr("Show in folder"), lambda: _open_path(path.parent)),
            )

    def _progressed(self, progress: Progress) -> None:
        if progress.total:
            text = self.tr("Writing… {0} of {1} rows").format(f"{progress.done:,}", f"{progress.total:,}")
            self._messages.say("info", text, (self.tr("Cancel"), self._jobs.exporting.cancel))


def _open_path(path: Path) -> None:
    """Let the system open a file that we wrote ourselves, or its folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
