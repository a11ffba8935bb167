"""The keys that work everywhere, also where a dialog keeps all others from the window; and where the keyboard stays."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.credentials.padlock import Padlock
from rosterdesk.store.writer import Writer
from rosterdesk.ui.details.link import LinkButton
from rosterdesk.ui.dialogs.settings import SettingsDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.lock_page import LockPage
from tests import stores
from tests.ui.conftest import Desk
from tests.ui.test_journeys import shown, wait_for
from tests.ui.test_main_window import click_row, find

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """With a passphrase in the data folder, which is quick to try."""
    (tmp_path / "data").mkdir()
    Padlock(tmp_path / "data" / "padlock.json", cost=2).set("correct horse")
    return tmp_path


def open_settings(window: MainWindow, qtbot: QtBot) -> SettingsDialog:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    dialog: SettingsDialog = wait_for(qtbot, SettingsDialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().window() is dialog)
    return dialog


def test_privacy_is_switched_while_a_dialog_is_open(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    dialog = open_settings(window, qtbot)
    for masked in (True, False):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, CONTROL | SHIFT)
        qtbot.waitUntil(lambda masked=masked: desk.session.privacy.masked == masked)
    assert dialog.isVisible()
    dialog.reject()


def test_the_program_is_locked_while_a_dialog_and_a_list_of_it_are_open(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    dialog = open_settings(window, qtbot)
    box = next(each for each in dialog.findChildren(QComboBox) if each.isVisible())
    box.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: desk.session.lock.is_closed)
    pages = [each for each in QApplication.topLevelWidgets() if isinstance(each, LockPage) and each.isVisible()]
    assert len(pages) == 1
    assert shown(QDialog) is None


def test_a_dialog_of_another_window_is_left_to_that(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    other = MainWindow(desk.session, desk.tasks)
    qtbot.addWidget(other)
    other.show()
    dialog = open_settings(window, qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: desk.session.privacy.masked)  # once, and not back again
    dialog.reject()
    other.browser.close()


def follow_link(window: MainWindow) -> QWidget:
    links = [link for link in window.detail.findChildren(LinkButton) if link.isVisible()]
    return links[1]


@pytest.mark.parametrize("where", ["table", "tree", "filter", "pane"])
def test_after_a_sync_the_keyboard_is_where_it_was(where: str, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    click_row(qtbot, window.roster, window.roster.table.index(2, 0))
    qtbot.waitUntil(lambda: len([each for each in window.detail.findChildren(LinkButton) if each.isVisible()]) > 1)
    name = find(window, "detailName", QLabel).text()
    places = {"table": window.roster, "tree": window.navigation, "filter": find(window, "filterField", QLineEdit)}
    stood = places.get(where) or follow_link(window)
    text = stood.text() if isinstance(stood, LinkButton) else ""
    window.activateWindow()
    stood.setFocus()
    qtbot.waitUntil(stood.hasFocus)
    source = window.desk.source
    assert source is not None
    window.desk.syncing_changed.emit(True)
    with (
        qtbot.waitSignal(window.browser.rows_changed),
        Writer(desk.session.data_dir.store(source), stores.KEY) as writer,
    ):
        writer.begin({"courses": "delta"}, started=datetime.now(UTC))
        writer.end_collection("courses", complete=True)
        writer.end()
    with qtbot.waitSignal(window.browser.record_changed):
        window.desk.syncing_changed.emit(False)

    def stands() -> bool:
        now = QApplication.focusWidget()
        return now is stood if where != "pane" else isinstance(now, LinkButton) and now.text() == text

    qtbot.waitUntil(stands)
    assert find(window, "detailName", QLabel).text() == name
