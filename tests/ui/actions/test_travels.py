"""Follow and return: Back and Forward, by every way there is, to a place just as it was left."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query, Sort
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.ui.test_main_window import click_row, find, shows_its_place

LEFT = Qt.MouseButton.LeftButton
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def visit(window: MainWindow, name: str, qtbot: QtBot) -> None:
    window.browser.visit(Place(places.group(name)))
    qtbot.waitUntil(lambda: shows_its_place(window) and window.browser.place.query.collection == name)


def here(window: MainWindow) -> str:
    return str(window.browser.place.query.collection)


@pytest.fixture
def travelled(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Students, then classes, then courses."""
    visit(window, "classes", qtbot)
    visit(window, "courses", qtbot)
    return window


def test_back_from_a_short_list_restores_how_far_a_long_one_was_scrolled(window: MainWindow, qtbot: QtBot) -> None:
    bar = window.roster.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(100)
    click_row(qtbot, window.roster, window.roster.table.index(103, 0))
    qtbot.waitUntil(lambda: window.browser.place.record is not None)
    (team,) = window.browser.reader.keys(Query(collection="classes", limit=1))
    window.browser.follow(window.browser.reader.links("classes", (team,))[team])
    qtbot.waitUntil(lambda: shows_its_place(window) and 0 < bar.maximum() + window.roster.table.rowCount() < 100)
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: shows_its_place(window) and window.roster.table.rowCount() > 100)
    qtbot.wait(200)
    assert bar.value() == 100
    assert window.roster.currentIndex().row() == 103


def test_how_many_are_chosen_is_said_of_the_rows_that_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.roster.selectRow(0)
    window.roster.selectAll()
    qtbot.waitUntil(lambda: " chosen" in numbers(window))
    visit(window, "classes", qtbot)
    qtbot.waitUntil(lambda: "chosen" not in numbers(window))


def numbers(window: MainWindow) -> str:
    """What the status bar says of the rows."""
    return str(window.findChild(QLabel, "statusCounts").text())


def test_back_restores_rows_chosen_together_the_current_one_sort_and_scroll(window: MainWindow, qtbot: QtBot) -> None:
    window.roster.sort_chosen.emit(Sort("identifier", descending=True))
    qtbot.waitUntil(lambda: shows_its_place(window) and window.browser.place.query.sort[0].field == "identifier")
    click_row(qtbot, window.roster, window.roster.table.index(4, 0))
    for row in (6, 2):
        at = window.roster.visualRect(window.roster.table.index(row, 0)).center()
        qtbot.mouseClick(window.roster.viewport(), LEFT, CONTROL, at)
    window.roster.verticalScrollBar().setValue(200)
    chosen, before = list(window.roster.chosen_keys()), window.browser.place
    assert len(chosen) == 3
    visit(window, "classes", qtbot)
    qtbot.mouseClick(find(window, "backButton"), LEFT)
    assert window.browser.place == before
    qtbot.waitUntil(lambda: list(window.roster.chosen_keys()) == chosen)
    qtbot.waitUntil(lambda: window.roster.currentIndex().row() == 2)
    assert window.roster.verticalScrollBar().value() == 200
    assert list(window.roster.chosen_keys()) == chosen
    assert window.browser.place == before


def test_keys_go_back_and_forward(travelled: MainWindow, qtbot: QtBot) -> None:
    for key, held, place in (
        (Qt.Key.Key_Left, ALT, "classes"),
        (Qt.Key.Key_Right, ALT, "courses"),
        (Qt.Key.Key_BracketLeft, CONTROL, "classes"),
        (Qt.Key.Key_BracketRight, CONTROL, "courses"),
    ):
        qtbot.keyClick(travelled, key, held)
        assert here(travelled) == place


def test_the_mouse_has_buttons_for_it_wherever_it_is(travelled: MainWindow, qtbot: QtBot) -> None:
    over_the_table = travelled.roster.viewport().mapTo(travelled, QPoint(40, 40))
    for button, place in ((Qt.MouseButton.BackButton, "classes"), (Qt.MouseButton.ForwardButton, "courses")):
        QTest.mouseClick(travelled.windowHandle(), button, Qt.KeyboardModifier.NoModifier, over_the_table)
        assert here(travelled) == place


def test_a_right_click_lists_the_places_and_leads_to_any(travelled: MainWindow, qtbot: QtBot) -> None:
    button = find(travelled, "backButton", QToolButton)
    button.customContextMenuRequested.emit(QPoint(4, 4))
    menu = find(travelled, "backMenu", QMenu)
    assert [action.text() for action in menu.actions()] == ["Classes", "Students"]
    menu.actions()[1].trigger()
    menu.close()
    assert here(travelled) == "students"
    ahead = find(travelled, "forwardMenu", QMenu)
    ahead.aboutToShow.emit()
    assert [action.text() for action in ahead.actions()] == ["Classes", "Courses"]


def test_a_place_in_the_menu_is_named_after_its_record_as_plain_text(window: MainWindow, qtbot: QtBot) -> None:
    click_row(qtbot, window.roster, window.roster.table.index(0, 0))
    qtbot.waitUntil(lambda: window.browser.place.record is not None)
    name = window.browser.place.record.title
    visit(window, "classes", qtbot)
    menu = find(window, "backMenu", QMenu)
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == f"{name} · Students".replace("&", "&&")


def test_columns_that_were_chosen_are_there_again_on_the_way_back(window: MainWindow, qtbot: QtBot) -> None:
    columns = window.browser.columns("students")[:2]
    window.browser.choose_columns("students", columns)
    visit(window, "classes", qtbot)
    window.browser.back()
    qtbot.waitUntil(lambda: tuple(field.name for field in window.roster.table.fields) == columns)
