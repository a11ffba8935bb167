"""The dialogs that only say or ask one thing."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.settings import DataDir
from rosterdesk.ui.dialogs.about import AboutDialog
from rosterdesk.ui.dialogs.crash import CrashDialog
from rosterdesk.ui.dialogs.passphrase import PassphraseDialog
from rosterdesk.ui.dialogs.question import Answer, ask
from rosterdesk.ui.dialogs.settings import SettingsDialog
from rosterdesk.ui.dialogs.shortcuts import ShortcutsDialog
from rosterdesk.ui.dialogs.view_name import ViewNameDialog
from rosterdesk.ui.program.preferences import Remembered

EVIL = "<b>Bob</b> & <img src='file:///MARK'>"


def open_dialogs() -> list[QDialog]:
    """The questions on the screen."""
    found = (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "questionDialog")
    return [widget for widget in found if isinstance(widget, QDialog) and widget.isVisible()]


def asked(loop: qasync.QEventLoop, qtbot: QtBot) -> "tuple[asyncio.Task[Answer], QDialog]":
    question = ask(None, f"Remove “{EVIL}”?", "It is destroyed.", "Remove & forget", instead="Sync", dismiss="Keep")
    task = loop.create_task(question)
    qtbot.waitUntil(lambda: bool(open_dialogs()))
    (dialog,) = open_dialogs()
    return task, dialog


@pytest.mark.parametrize(
    ("button", "answer"),
    [("actionButton", "action"), ("insteadButton", "instead"), ("dismissButton", "")],
)
def test_a_question_is_answered_by_its_buttons(
    button: str, answer: Answer, loop: qasync.QEventLoop, qtbot: QtBot
) -> None:
    task, dialog = asked(loop, qtbot)
    qtbot.mouseClick(dialog.findChild(QPushButton, button), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(task.done)
    assert task.result() == answer


def test_enter_and_escape_do_no_harm(loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        task, dialog = asked(loop, qtbot)
        qtbot.keyClick(dialog, key)
        qtbot.waitUntil(task.done)
        assert task.result() == ""


def test_all_shortcuts_are_listed(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog([("Find anything", "Ctrl+K"), (EVIL, "F5")])
    qtbot.addWidget(dialog)
    assert dialog.objectName() == "shortcutsDialog"
    labels = dialog.findChildren(QLabel)
    assert {"Find anything", EVIL, "F5"} <= {label.text() for label in labels}
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_about_says_versions_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog("1.2.3", [("Data folder", "/home/x & y"), ("SQLite", "3.54.0")])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.findChild(QPushButton, "copyAboutButton"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "RosterDesk 1.2.3\nData folder: /home/x & y\nSQLite: 3.54.0"


def test_a_crash_report_is_shown_as_it_is_and_copied(qtbot: QtBot) -> None:
    dialog = CrashDialog(f"ValueError: {EVIL}")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.findChild(QPlainTextEdit, "crashReport").toPlainText() == f"ValueError: {EVIL}"
    qtbot.mouseClick(dialog.findChild(QPushButton, "copyReportButton"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == f"ValueError: {EVIL}"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda window, _folder: ViewNameDialog("Save view", "Grade 9", (), window), "viewNameField"),
        (lambda window, _folder: PassphraseDialog(is_set=False, parent=window), "newField"),
        (lambda window, _folder: PassphraseDialog(is_set=True, parent=window), "nowField"),
        (lambda window, folder: SettingsDialog(Remembered(DataDir(folder)), window), "settingsSections"),
    ],
    ids=["view name", "first passphrase", "passphrase", "settings"],
)
def test_a_dialog_begins_in_its_first_field(
    make: Callable[[QWidget, Path], QDialog], field: str, tmp_path: Path, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = make(window, tmp_path)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    first = dialog.focusWidget()
    assert first is not None
    assert first.objectName() == field
    if isinstance(first, QLineEdit):
        assert first.selectedText() == first.text()
    dialog.reject()
