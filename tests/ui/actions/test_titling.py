"""The titles of windows."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.ui.conftest import Desk


def test_a_window_without_a_source_is_called_like_the_program(desk: Desk) -> None:
    assert desk.window.windowTitle() == "RosterDesk"


def test_a_window_is_called_by_its_place_and_its_source(window: MainWindow) -> None:
    assert window.windowTitle() == "Students – Lakeside"
    reader = window.browser.reader
    school = reader.record("orgs", reader.keys(places.listing("schools"))[0])
    window.browser.visit(Place(places.group("students", school.sourced_id), Link("orgs", school.sourced_id, "")))
    assert window.windowTitle() == f"{school.title} – Students – Lakeside"
    window.browser.back()
    assert window.windowTitle() == "Students – Lakeside"


def test_a_title_names_nobody_in_privacy_mode_and_nothing_when_locked(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    key = window.browser.reader.keys(places.group("students"))[0]
    student = window.browser.reader.record("users", key)
    window.browser.visit(Place(places.listing("enrollments", "user", student.sourced_id)))
    assert student.title in window.windowTitle()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: student.title not in window.windowTitle())
    assert window.windowTitle().endswith("Enrollments – Lakeside")
    desk.window.desk.put_away()
    assert window.windowTitle() == "RosterDesk"
