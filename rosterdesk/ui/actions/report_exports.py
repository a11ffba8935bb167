"""Writing a report to a file: what the rules find, or what a sync made different."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.checks.rule import SEVERITIES
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.report import Findings, Report
from rosterdesk.ui.dialogs.report_export import ReportExportDialog
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.program.process import Outcome


class ReportExports(QObject):
    """The worker makes the report anew from the local copy: what the list is narrowed to, but for its level and its
    sync, narrows no file.
    """

    def __init__(self, desk: Desk, browser: Browser, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._writing = writing
        self._window = window

    def begin(self) -> None:
        """Ask how to write the report that is shown."""
        place, source = self._browser.place, self._desk.source
        if place is None or place.report is None or source is None:
            return
        if self._writing.busy:
            self._writing.show()
            return
        report, title = place.report, places.heading(place)
        dialog = ReportExportDialog(
            f"{shown(source.name, 60)} {title}",
            self._summary(report),
            self._desk.session.remembered.preferences,
            self._window,
            nameless=isinstance(report, Findings),
        )
        self._writing.begin(dialog, lambda: self._write(source, report, dialog))

    async def _write(self, source: Source, report: Report, dialog: ReportExportDialog) -> Outcome:
        self._desk.session.remembered.remember(export_folder=str(dialog.path.parent))
        command, options = _command(report)
        safe = ["--safe"] if dialog.nameless else []
        return await self._desk.jobs.write(source, command, dialog.path, [*options, *safe])

    def _summary(self, report: Report) -> str:
        if not isinstance(report, Findings):
            return self.tr("Everything that this sync made different, field by field, in all lists and of all kinds.")
        match report.level:
            case "error":
                return self.tr("All errors that the rules find, in all schools.")
            case "warning":
                return self.tr("All errors and warnings that the rules find, in all schools.")
            case _:
                return self.tr("All that the rules find, in all schools.")


def _command(report: Report) -> tuple[str, list[str]]:
    """The command that makes this report, and its options."""
    if isinstance(report, Findings):
        return "check", ["--level", report.level] if report.level in SEVERITIES else []
    return "changes", ["--run", str(report.run)] if report.run else []
