"""Writing a report to a file: what the rules find, or what a sync made different."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.model.fields import collection
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.report import Changes, Findings, Report
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.program.process import Outcome

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.report_export import ReportExportDialog


class ReportExports(QObject):
    """The worker makes the report anew from the local copy: changes as they are narrowed, all of them; findings in all
    schools, of the level that is shown.
    """

    def __init__(self, desk: Desk, browser: Browser, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._writing = writing
        self._window = window

    def begin(self) -> None:
        """Ask how to write the report that is shown."""
        from rosterdesk.ui.dialogs.report_export import ReportExportDialog

        place, source = self._browser.place, self._desk.source
        if place is None or place.report is None or source is None:
            return
        if self._writing.busy:
            self._writing.show()
            return
        report, title = place.report, places.heading(place)
        safe = self.tr("Without names, and with IDs that only tell records apart: for a vendor")
        dialog = ReportExportDialog(
            f"{shown(source.name, 60)} {title}",
            self._summary(report),
            self._desk.session.remembered.preferences,
            self._window,
            nameless=safe if isinstance(report, Findings) else "",
        )
        self._writing.begin(dialog, lambda: self._write(source, report, dialog))

    async def _write(self, source: Source, report: Report, dialog: "ReportExportDialog") -> Outcome:
        self._desk.session.remembered.remember(export_folder=str(dialog.path.parent))
        command, options = _command(report)
        safe = ["--safe"] if dialog.nameless else []
        return await self._desk.jobs.write(source, command, dialog.path, [*options, *safe])

    def _summary(self, report: Report) -> str:
        if not isinstance(report, Findings):
            return self._changes(report)
        match report.level:
            case "error":
                return self.tr("All errors that the rules find, in all schools.")
            case "warning":
                return self.tr("All errors and warnings that the rules find, in all schools.")
            case _:
                return self.tr("All that the rules find, in all schools.")

    def _changes(self, report: Changes) -> str:
        """What of a sync will be written: as it is narrowed."""
        kinds = {
            "added": self.tr("What this sync added"),
            "changed": self.tr("What this sync changed"),
            "removed": self.tr("What this sync removed"),
        }
        reader = self._browser.reader
        school = reader.org_title(report.school) if reader and report.school else ""
        where = shown(school or report.school, 60) if report.school else self.tr("all schools")
        if report.since:
            where = self.tr("{0}, since an earlier sync").format(where)
        return self.tr("{0}, field by field: {1}, {2}.").format(
            kinds.get(report.kind, self.tr("Everything that this sync made different")),
            sentences(collection(report.collection).title) if report.collection else self.tr("all lists"),
            where,
        )


def _command(report: Report) -> tuple[str, list[str]]:
    """The command that makes this report, and its options."""
    from rosterdesk.checks.rule import SEVERITIES

    if isinstance(report, Findings):
        return "check", ["--level", report.level] if report.level in SEVERITIES else []
    narrowed = {
        "run": str(report.run or ""),
        "from-run": str(report.since or ""),
        "kind": report.kind,
        "collection": report.collection,
        "school": report.school,
    }
    return "changes", [f"--{name}={value}" for name, value in narrowed.items() if value]
