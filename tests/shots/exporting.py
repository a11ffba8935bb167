"""Scenes of exporting: what is asked, how far it is, what became of it, and what is remembered."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QRadioButton

from rosterdesk.progress import Progress
from rosterdesk.settings.exports_log import Written
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.export_log import ExportLogDialog
from rosterdesk.ui.dialogs.report_export import ReportExportDialog
from rosterdesk.ui.main_window import MainWindow
from tests.shots import tables
from tests.shots.waiting import settle, until

_COLUMNS = ("name", "grades", "identifier", "email", "homeroom")
_TOLD = (
    ("2026-11-23T16:12:00+00:00", "students", _COLUMNS, 412, "Washington High School Students.xlsx"),
    ("2026-11-23T15:40:00+00:00", "class-lists", ("number", "name", "guardians"), 812, "lists"),
    ("2026-11-20T09:05:00+00:00", "enrollments", (), 71_930, "enrollments.json"),
    ("2026-11-19T08:00:00+00:00", "bundle", (), 120_412, "Lakeside.zip"),
    ("2026-11-12T14:31:00+00:00", "findings", ("rule", "severity", "sourcedId", "message"), 96, "for the vendor.csv"),
)


async def export_rows(window: MainWindow) -> ExportDialog:
    """The dialog on a list that is narrowed in several ways."""
    await tables.filtered(window)
    window.top_bar.export.click()
    await until(lambda: window.findChild(QDialog, "exportDialog"))
    await settle()
    return window.findChild(ExportDialog, "exportDialog")


async def export_asked(window: MainWindow) -> None:
    """The whole list asked for."""
    dialog = await export_rows(window)
    dialog.findChild(QRadioButton, "everythingRowsButton").click()
    await settle()


async def export_running(window: MainWindow) -> None:
    """How far it is."""
    dialog = await export_rows(window)
    dialog.show_running(Progress("export", "students", 41_000, 71_930))
    await settle()


async def export_written(window: MainWindow) -> None:
    """It is there."""
    dialog = await export_rows(window)
    dialog.show_running()
    dialog.show_written(f"Written: {dialog.path.name}")
    await settle()


async def export_failed(window: MainWindow) -> None:
    """It is open in another program."""
    dialog = await export_rows(window)
    dialog.show_running()
    dialog.show_failed(
        f"{dialog.path} is in use by another program. Close it there (Excel keeps its files locked), then try again."
    )
    await settle()


async def export_findings(window: MainWindow) -> None:
    """The findings, to be written for a vendor."""
    await tables.filtered(window)
    window.browser.visit(places.report(Findings()))
    await settle(0.6)
    window.top_bar.export.click()
    await until(lambda: window.findChild(ReportExportDialog))
    await settle()


async def exports_written(window: MainWindow) -> None:
    """What was exported before."""
    await tables.filtered(window)
    told = [
        Written(
            when=when, who="amara", source="Lakeside Unified", what=what, columns=columns, rows=rows,
            format="xlsx", folder=str(Path.home()), file=file,
        )
        for when, what, columns, rows, file in _TOLD
    ]  # fmt: skip
    ExportLogDialog(told, window).open()
    await settle()


SCENES = (export_asked, export_running, export_written, export_failed, export_findings, exports_written)
