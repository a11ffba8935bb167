"""What is wrong in a bundle's files is said in the window: file, row, field, and what it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.ui.dialogs import problems
from rosterdesk.ui.dialogs.problems import Problem, ProblemsDialog
from tests.ui import bundle_files
from tests.ui.actions.test_bundles import PATIENCE, drop
from tests.ui.conftest import Desk
from tests.ui.test_main_window import find


def dialog(name: str) -> QDialog | None:
    found = (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == name)
    return next((widget for widget in found if isinstance(widget, QDialog) and widget.isVisible()), None)


def texts(widget: QDialog) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


@pytest.mark.parametrize("output", ["", "null", "[]", "{}", '{"findings": [{}]}', "\udcff"])
def test_what_is_no_report_is_none(output: str) -> None:
    assert problems.read(output) is None


def test_only_what_is_in_files_is_listed_with_its_place() -> None:
    found = problems.read(
        '{"findings": [{"severity": "error", "message": "It is no date.", "file": "users.csv", "row": 3,'
        ' "field": "dateLastModified", "rule": "VAL-01"},'
        ' {"severity": "warning", "message": "Alone.", "rule": "REF-01"}]}'
    )
    assert found == [Problem("error", "It is no date.", "users.csv", 3, "dateLastModified")]
    (line,) = problems.lines(found)
    assert (line.title, line.state, line.words) == ("users.csv, row 3 · dateLastModified", "danger", "It is no date.")


def test_of_very_many_the_first_are_shown_and_all_are_counted(qtbot: QtBot) -> None:
    shown = ProblemsDialog("<b>Lakeside</b>")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_found([Problem("info", "Odd.", "users.csv", row) for row in range(2, 1402)])
    assert any("1,400" in text for text in texts(shown))
    assert sum(text == "Odd." for text in texts(shown)) == 200
    qtbot.mouseClick(find(shown, "copyProblemsButton"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines()[-1] == "users.csv, row 1401: Odd."
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText or not label.text() for label in shown.findChildren(QLabel)
    )


def test_the_problems_of_a_bundle_are_a_click_away_from_what_was_read(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = bundle_files.write_zip(tmp_path / "Lakeside.zip", users=bundle_files.with_student("Mia") + "u7,active\n")
    drop(desk.window, path)
    state = find(desk.window, "statusText")
    qtbot.waitUntil(lambda: "this file" in state.text() and state.isEnabled(), timeout=10_000)
    qtbot.mouseClick(state, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog("syncReport") is not None)
    report = dialog("syncReport")
    assert report is not None
    qtbot.mouseClick(report.findChild(QPushButton, "problemsButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog("problemsDialog") is not None)
    shown = dialog("problemsDialog")
    assert shown is not None
    qtbot.waitUntil(lambda: any(text.startswith("users.csv, row ") for text in texts(shown)), timeout=PATIENCE)
    shown.accept()
    report.accept()
