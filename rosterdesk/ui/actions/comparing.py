"""Comparing the source that is shown with another one, or with a bundle: a worker does it, a dialog tells of it."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError
from rosterdesk.model.comparison import Comparison
from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.program.jobs import failure_of
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.comparison import ComparisonDialog, Other
    from rosterdesk.ui.dialogs.report_export import ReportExportDialog


class Comparing(QObject):
    """One dialog at a time, which goes when another source is shown, or people are called otherwise. What came out is
    kept nowhere else.
    """

    def __init__(self, desk: Desk, browser: Browser, writing: Writing, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._writing = writing
        self._tasks = tasks
        self._window = window
        self._dialog: ComparisonDialog | None = None
        desk.jobs.comparing.progressed.connect(self._progressed)
        desk.session.sources_changed.connect(self._stay)

    def begin(self) -> None:
        """Ask with what to compare, where there is anything to be compared."""
        from rosterdesk.ui.dialogs.comparison import ComparisonDialog

        source = self._desk.source
        if source is None or self._browser.reader is None:
            return
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        others = [each for each in self._desk.session.sources() if each.uid != source.uid]
        self._dialog = dialog = ComparisonDialog(source, others, self._window, masked=self._browser.masked)
        dialog.compare_wanted.connect(lambda: self._tasks.start(self._compare(source, dialog)))
        dialog.cancel_wanted.connect(self._desk.jobs.comparing.cancel)
        dialog.export_wanted.connect(lambda: self._export(source, dialog))
        dialog.followed.connect(self._browser.follow)
        dialog.finished.connect(self._forget)
        for changed in (self._browser.opened, self._browser.retold):
            changed.connect(dialog.reject)
        self._browser.data_changed.connect(dialog.show_outdated)
        dialog.show()

    def _forget(self) -> None:
        self._dialog = None
        self._desk.jobs.comparing.cancel()

    def _stay(self) -> None:
        """Close where what it is compared with was removed."""
        dialog = self._dialog
        if dialog is not None and dialog.other is not None and self._other(dialog) is None:
            dialog.reject()

    def _other(self, dialog: "ComparisonDialog") -> "Other | None":
        """What is chosen, as it is by now: a source may have another name, or be gone."""
        other = dialog.other
        if not isinstance(other, Source):
            return other
        return next((each for each in self._desk.session.sources() if each.uid == other.uid), None)

    async def _compare(self, source: Source, dialog: "ComparisonDialog") -> None:
        from rosterdesk.ui.dialogs.comparison import MOST

        await self._desk.jobs.comparing.stop()  # one that was left in its midst
        if self._dialog is not dialog:
            return
        other = self._other(dialog)
        if other is None:
            dialog.reject()
            return
        dialog.show_running()
        try:
            outcome = await self._desk.jobs.compare(source, other, dialog.by, MOST)
        except RosterDeskError as error:  # before the worker began: a keyring that is locked
            if self._dialog is dialog:
                dialog.show_failed(str(error))
            return
        failure = failure_of(outcome)
        told = None if outcome.cancelled else await asyncio.to_thread(_told, outcome.output)
        if self._dialog is not dialog:
            return
        if told is not None:
            dialog.show_comparison(told, lack=failure.detail if failure else "")
        elif failure is not None:
            dialog.show_failed(failure.detail)
        else:
            dialog.show_asked()

    def _export(self, source: Source, dialog: "ComparisonDialog") -> None:
        from rosterdesk.ui.dialogs.report_export import ReportExportDialog

        other, by = self._other(dialog), dialog.by
        if other is None:
            dialog.reject()
            return
        if self._writing.busy:
            self._writing.show()
            return
        names = shown(source.name, 40), shown(other.name, 40)
        asked = ReportExportDialog(
            self.tr("{0} and {1} compared").format(*names),
            self.tr("In what {0} and {1} differ, record by record and field by field.").format(*names),
            self._desk.session.remembered.preferences,
            self._window,
            nameless=self.tr("Only how many differ, and in which fields: for a vendor"),
        )
        self._writing.begin(asked, lambda: self._write(source, other, by, asked))

    async def _write(self, source: Source, other: "Other", by: str, dialog: "ReportExportDialog") -> Outcome:
        self._desk.session.remembered.remember(export_folder=str(dialog.path.parent))
        options = [f"--by={by}", *(["--safe"] if dialog.nameless else [])]
        return await self._desk.jobs.write(source, "compare", dialog.path, options, other=other)

    def _progressed(self, progress: Progress) -> None:
        if self._dialog is not None and self._desk.jobs.comparing.running and progress.phase != "remark":
            self._dialog.show_running(progress)


def _told(output: str) -> Comparison | None:
    """What the worker told, of a bundle that is not whole too; nothing where it did not come so far."""
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(output, type=Comparison)
    return None
