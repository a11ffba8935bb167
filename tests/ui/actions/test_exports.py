"""Writing what is shown by a worker: asked, written in place, put away, cancelled."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Where
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.report_export import ReportExportDialog
from rosterdesk.ui.dialogs.writing import State
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program import opening
from tests.ui.actions.writing import PATIENCE, choose_format, close, opened, write
from tests.ui.conftest import Desk
from tests.ui.test_journeys import click, shown, wait_for
from tests.ui.test_main_window import find, shows_its_place


@pytest.fixture
def opened_urls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QUrl]]:
    urls: list[QUrl] = []
    monkeypatch.setattr(opening, "FILE_MANAGER", "org.example.Nobody")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url) is None)
    return urls


def test_it_ends_with_open_and_show_in_folder_and_is_remembered(
    window: MainWindow, desk: Desk, opened_urls: list[QUrl], qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog: Any = wait_for(qtbot, ExportDialog)
    dialog.set_folder(str(tmp_path))
    choose_format(dialog, "csv")
    path = write(qtbot, dialog)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert find(dialog, "writingText", QLabel).text() == f"Written: {path.name}"
    click(qtbot, dialog, "openFileButton")
    click(qtbot, dialog, "showInFolderButton")
    assert [url.toLocalFile() for url in opened_urls] == [str(path), str(tmp_path)]
    close(qtbot, dialog)
    (told,) = desk.session.data_dir.exports()
    assert (told.what, told.rows, told.path) == ("students", window.roster.table.rowCount(), path)
    dialog = opened(qtbot, window)
    assert (dialog.format.name, dialog.path.parent) == ("csv", tmp_path)
    click(qtbot, dialog, "dismissButton")


def test_where_nothing_opens_a_file_it_is_said_where_it_is(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    monkeypatch.setattr(opening, "FILE_MANAGER", "org.example.Nobody")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    dialog = opened(qtbot, window, folder=tmp_path)
    path = write(qtbot, dialog)
    for button in ("openFileButton", "showInFolderButton"):
        find(dialog, "writingText", QLabel).clear()
        click(qtbot, dialog, button)
        assert find(dialog, "writingText", QLabel).text().endswith(f"nothing on this computer opens it: {path}")
    close(qtbot, dialog)


def test_the_row_that_its_menu_was_opened_on_is_written_alone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.roster.selectRow(2)
    menu = window.roster.cell_menu(window.roster.table.index(2, 0))
    next(action for action in menu.actions() if action.text().startswith("Export")).trigger()
    dialog = wait_for(qtbot, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert find(dialog, "selectedRowsButton", QRadioButton).text() == "The selected rows (1)"
    assert dialog.what == "selected"
    dialog.set_folder(str(tmp_path))
    rows = list(openpyxl.load_workbook(write(qtbot, dialog)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [window.roster.table.index(2, 0).data()]
    close(qtbot, dialog)


def test_everything_is_written_whatever_is_shown(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    whole = window.roster.table.rowCount()
    window.browser.refine(filters.filtered(window.browser.place.query, Where("grades", ("09",))))
    qtbot.waitUntil(lambda: shows_its_place(window) and window.roster.table.rowCount() < whole)
    some = window.roster.table.rowCount()
    dialog = opened(qtbot, window, folder=tmp_path)
    said = find(dialog, "exportSummary", QLabel).text()
    assert said == f"{some} of {whole} students, 7 columns, grade 09, sorted by name."
    find(dialog, "everythingRowsButton", QRadioButton).click()
    choose_format(dialog, "csv-exact")
    with write(qtbot, dialog).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert len(rows) == whole
    assert {field.title for field in collection("students").fields} <= set(header)
    close(qtbot, dialog)


def test_what_is_put_away_is_written_and_told_in_the_message_bar(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, folder=tmp_path)
    path = dialog.path
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.RUNNING)
    click(qtbot, dialog, "putAwayButton")
    assert not dialog.isVisible()
    assert window.messages.isVisible()
    qtbot.waitUntil(lambda: window.messages.text() == f"Written: {path.name}", timeout=PATIENCE)
    assert path.exists()


def test_what_was_put_away_comes_back_where_another_export_is_asked_for(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, folder=tmp_path)
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.RUNNING)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    click(qtbot, window, "exportButton")
    assert shown(ExportDialog) is dialog
    qtbot.waitUntil(lambda: dialog.state is State.WRITTEN, timeout=PATIENCE)
    close(qtbot, dialog)


def test_cancel_leads_back_to_the_form_and_writes_nothing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(qtbot, window, folder=tmp_path)
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.RUNNING)
    click(qtbot, dialog, "cancelWritingButton")
    qtbot.waitUntil(lambda: dialog.state is State.ASKED, timeout=PATIENCE)
    assert list(tmp_path.glob("*.xlsx")) == []
    write(qtbot, dialog)
    close(qtbot, dialog)


@pytest.mark.parametrize(("report", "suffix"), [(Findings(), ".json"), (Changes(), ".xlsx")])
def test_a_report_is_written_by_its_command(
    report: Any, suffix: str, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window.browser.visit(places.report(report))
    if isinstance(report, Findings):
        qtbot.waitUntil(lambda: not window.desk.jobs.checking.running, timeout=PATIENCE)
    assert find(window, "exportButton").isEnabled()
    dialog = opened(qtbot, window, ReportExportDialog, tmp_path)
    choose_format(dialog, suffix)
    assert find(dialog, "namelessBox", QCheckBox).isVisible() is isinstance(report, Findings)
    path = write(qtbot, dialog)
    assert path.suffix == suffix
    assert path.stat().st_size > 100
    (told,) = desk.session.data_dir.exports()
    assert told.what == ("findings" if isinstance(report, Findings) else "changes")
    close(qtbot, dialog)


def test_findings_for_a_vendor_are_written_without_names(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.browser.visit(places.report(Findings()))
    qtbot.waitUntil(lambda: not window.desk.jobs.checking.running, timeout=PATIENCE)
    window.desk.session.privacy.switch()
    dialog = opened(qtbot, window, ReportExportDialog, tmp_path)
    assert find(dialog, "exportMasked").isVisible()
    find(dialog, "namelessBox", QCheckBox).click()
    assert not find(dialog, "exportMasked").isVisible()
    choose_format(dialog, ".csv")
    with write(qtbot, dialog).open(encoding="utf-8-sig", newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["state"] == "run"]  # the others are rules
    assert found
    assert {row["title"] for row in found} == {""}
    close(qtbot, dialog)


def shown_log(window: MainWindow, qtbot: QtBot) -> Any:
    """The list of exports, opened by the menu of the program."""
    next(a for a in window.top_bar.menu.menu().actions() if a.objectName() == "exportsWrittenAction").trigger()
    qtbot.waitUntil(lambda: window.findChild(object, "exportLogDialog") is not None)
    return window.findChild(object, "exportLogDialog")


def test_the_list_of_exports_is_shown_and_saved_and_names_no_file_while_people_are_masked(
    window: MainWindow, desk: Desk, opened_urls: list[QUrl], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, folder=tmp_path)
    path = write(qtbot, dialog)
    close(qtbot, dialog)
    log = shown_log(window, qtbot)
    lines = find(log, "exportLogList").model()
    told = [lines.index(0, column).data() for column in range(lines.columnCount())]
    assert told[2] == "Students · Lakeside"
    assert told[3] == f"{window.roster.table.rowCount():,}"
    assert told[5] == path.name
    click(qtbot, log, "showInFolderButton")
    qtbot.waitUntil(lambda: bool(opened_urls), timeout=PATIENCE)
    assert opened_urls[-1].toLocalFile() == str(tmp_path)
    log.save_to(str(tmp_path / "copy"))
    qtbot.waitUntil(lambda: find(log, "exportLogText").text() == "Written: copy.csv", timeout=PATIENCE)
    with (tmp_path / "copy.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["file"], row["rows"]) == (path.name, told[3])
    log.save_to(str(tmp_path / "none" / "copy"))
    qtbot.waitUntil(lambda: "There is no folder" in find(log, "exportLogText").text(), timeout=PATIENCE)
    click(qtbot, log, "closeButton")
    qtbot.waitUntil(lambda: window.findChild(object, "exportLogDialog") is None)
    window.desk.session.privacy.switch()
    assert shown_log(window, qtbot).findChild(object, "exportLogList").model().index(0, 5).data() == "•••"


def test_what_is_there_already_is_seen_as_the_place_changes(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").touch()
    dialog = opened(qtbot, window, folder=tmp_path)
    name = find(dialog, "file_nameField", QLineEdit)
    name.setText("mine")
    said = "This file is there already and will be replaced."
    qtbot.waitUntil(lambda: said in [each.text() for each in dialog.findChildren(QLabel)], timeout=PATIENCE)
    name.setText("other")
    qtbot.waitUntil(lambda: said not in [each.text() for each in dialog.findChildren(QLabel)], timeout=PATIENCE)
    dialog.set_folder(str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: not find(dialog, "confirmExportButton").isEnabled(), timeout=PATIENCE)
    click(qtbot, dialog, "dismissButton")
