"""A mistake of ours: one dialog with all that a maker needs, and nobody's name."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from rosterdesk import log
from rosterdesk.ui.actions.crashes import Crashes
from rosterdesk.ui.dialogs.crash import CrashDialog
from tests.ui.test_main_window import find

CANARY = "Quillfeather"


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[None]:
    log.set_up(tmp_path, verbose=False)
    logging.getLogger("rosterdesk").info("the line before, of amara@example.invalid")
    yield
    log.tear_down()


def crash(name: str = CANARY) -> BaseException:
    try:
        return BaseException(int(name))
    except ValueError as error:
        return error


def dialogs() -> list[CrashDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog) and each.isVisible()]


@pytest.mark.usefixtures("logged")
def test_the_report_has_versions_the_log_and_no_names(qapp: QApplication, qtbot: QtBot) -> None:
    Crashes().tell(crash(), None)
    (dialog,) = dialogs()
    text = find(dialog, "crashReport", QPlainTextEdit).toPlainText()
    for part in ("RosterDesk ", "Python 3.", f"Qt {qVersion()}", "SQLite 3.", "ValueError", "the line before, of […]"):
        assert part in text
    assert CANARY not in text
    qtbot.mouseClick(find(dialog, "copyReportButton"), Qt.MouseButton.LeftButton)
    assert qapp is not None
    assert QGuiApplication.clipboard().text() == text
    qtbot.mouseClick(find(dialog, "closeReportButton"), Qt.MouseButton.LeftButton)
    assert not dialogs()


def test_another_crash_meanwhile_is_added_to_the_first(qtbot: QtBot) -> None:
    crashes = Crashes()
    for _ in range(3):
        crashes.tell(crash(), None)
    (dialog,) = dialogs()
    assert any("3" in label.text() for label in dialog.findChildren(QLabel))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    crashes.tell(crash(), None)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert not any("3" in label.text() for label in dialogs()[0].findChildren(QLabel))
    dialogs()[0].reject()
