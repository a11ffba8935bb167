"""Files that cannot be written, or not as they were asked for: said where it is seen, and tried again."""

import asyncio
from array import array
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.writing import State
from rosterdesk.ui.main_window import MainWindow
from tests.ui.actions.writing import PATIENCE, choose_format, close, opened, write
from tests.ui.conftest import Desk
from tests.ui.test_journeys import click, wait_for
from tests.ui.test_main_window import find

GONE = 10**9  # a key that no row has


def test_a_folder_that_is_gone_is_said_and_tried_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    dialog = opened(qtbot, window, folder=folder)
    choose_format(dialog, "csv")
    folder.rmdir()
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.FAILED, timeout=PATIENCE)
    words = find(dialog, "writingText", QLabel).text()
    assert words == f"There is no folder {folder}. Make it first, or choose another one."
    folder.mkdir()
    click(qtbot, dialog, "againButton")
    qtbot.waitUntil(lambda: dialog.state is State.WRITTEN, timeout=PATIENCE)
    assert (folder / dialog.path.name).suffix == ".csv"
    assert dialog.path.exists()
    close(qtbot, dialog)


def test_a_folder_of_the_same_name_is_said_and_another_name_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, folder=tmp_path)
    dialog.path.mkdir()
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.FAILED, timeout=PATIENCE)
    assert "is a folder" in find(dialog, "writingText", QLabel).text()
    click(qtbot, dialog, "anotherNameButton")
    confirm = find(dialog, "confirmExportButton", QPushButton)
    qtbot.waitUntil(lambda: not confirm.isEnabled(), timeout=PATIENCE)
    said = "A folder has this name. Choose another name."
    assert any(each.text() == said and each.isVisible() for each in dialog.findChildren(QLabel))
    qtbot.keyClicks(find(dialog, "file_nameField"), "mine")
    path = write(qtbot, dialog)
    assert path.name == "mine.xlsx"
    close(qtbot, dialog)


def test_a_key_that_is_gone_before_the_worker_begins_is_said_in_the_dialog(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, folder=tmp_path)
    desk.session.drop_keys()
    desk.vault.delete(credentials.account(window.desk.source.uid, credentials.STORE_KEY))
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.FAILED)
    assert "key" in find(dialog, "writingText", QLabel).text()
    close(qtbot, dialog)


def test_rows_that_are_gone_are_told_from_a_store_that_was_closed(window: MainWindow, qtbot: QtBot) -> None:
    def ids() -> tuple[str, ...] | None:
        asked = asyncio.ensure_future(window.browser.ids("students", array("q", [GONE, *keys])))
        qtbot.waitUntil(asked.done)
        return asked.result()

    keys = window.roster.table.keys(0, 0)
    there = ids()
    assert there is not None
    assert len(there) == 1
    keys = array("q")
    assert ids() == ()
    window.browser.close()
    assert ids() is None


def test_a_store_that_was_closed_before_the_selected_rows_are_known_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.roster.selectRow(2)
    menu = window.roster.cell_menu(window.roster.table.index(2, 0))
    next(action for action in menu.actions() if action.text().startswith("Export")).trigger()
    dialog: Any = wait_for(qtbot, ExportDialog)
    dialog.set_folder(str(tmp_path))
    window.browser.close()
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.FAILED)
    assert find(dialog, "writingText", QLabel).text().startswith("The local copy was closed meanwhile.")
    close(qtbot, dialog)


def test_what_the_worker_remarks_on_the_file_is_told_below_it(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (desk.session.data_dir.path / "exports.jsonl").mkdir()
    dialog = opened(qtbot, window, folder=tmp_path)
    path = write(qtbot, dialog)
    first, second = find(dialog, "writingText", QLabel).text().splitlines()
    assert first == f"Written: {path.name}"
    assert second.startswith("The file was written, but could not be added to the list of exports. ")
    close(qtbot, dialog)


def test_a_failure_after_it_was_put_away_brings_the_dialog_back_for_another_try(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    dialog = opened(qtbot, window, folder=folder)
    folder.rmdir()
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state is State.RUNNING)
    click(qtbot, dialog, "putAwayButton")
    qtbot.waitUntil(lambda: window.messages.text().startswith("There is no folder"), timeout=PATIENCE)
    folder.mkdir()
    click(qtbot, window, "messageAction")
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.state is State.WRITTEN, timeout=PATIENCE)
    close(qtbot, dialog)
