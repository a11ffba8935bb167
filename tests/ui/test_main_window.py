"""Journeys through the window, clicked as a person would."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.ui.details.link import LinkButton
from rosterdesk.ui.main_window import MainWindow
from tests.ui.conftest import Desk


def find(window: MainWindow, name: str, kind: type = QWidget) -> QWidget:
    widget = window.findChild(kind, name)
    assert widget is not None, name
    return widget


def click_row(qtbot: QtBot, view: QAbstractItemView, index: QModelIndex) -> None:
    view.scrollTo(index)
    place: QRect = view.visualRect(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


def titles(view: QAbstractItemView, column: int = 0) -> list[str]:
    model = view.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def school(window: MainWindow, words: str) -> QModelIndex:
    tree = window.navigation.tree
    root = tree.index(0, 0)
    return next(index for row in range(tree.rowCount(root)) if words in (index := tree.index(row, 0, root)).data())


OBJECT_NAMES = [
    "navigationTree",
    "rosterTable",
    "detailPane",
    "searchField",
    "filterField",
    "filterChips",
    "columnsButton",
    "sourceButton",
    "backButton",
    "forwardButton",
    "breadcrumb",
    "syncButton",
    "cancelButton",
    "syncProgress",
    "exportButton",
    "messageBar",
    "statusText",
    "searchResults",
    "findingsView",
    "changesView",
]


def test_what_outside_programs_look_for_has_its_name(window: MainWindow) -> None:
    assert window.objectName() == "mainWindow"
    for name in OBJECT_NAMES:
        find(window, name)


def test_an_empty_window_offers_two_ways_in(desk: Desk, qtbot: QtBot) -> None:
    first, second = find(desk.window, "welcomeFirst"), find(desk.window, "welcomeSecond")
    assert first.isVisible()
    assert second.isVisible()
    with qtbot.waitSignal(desk.window.demo_wanted):
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)


def test_the_first_start_is_one_press_of_enter_from_a_source(desk: Desk, qtbot: QtBot) -> None:
    first = find(desk.window, "welcomeFirst", QPushButton)
    desk.window.activateWindow()
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(first.clicked):
        qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.window.findChildren(QDialog)))
    desk.window.findChild(QDialog).reject()


def test_the_tree_leads_from_the_district_to_a_class_list(window: MainWindow, qtbot: QtBot) -> None:
    tree = window.navigation
    here = school(window, "High School")
    click_row(qtbot, tree, here)
    qtbot.waitUntil(
        lambda: window.browser.place.query.scopes[0].sourced_id != "" and window.roster.table.rowCount() > 0
    )
    qtbot.waitUntil(lambda: tree.isExpanded(here))
    click_row(qtbot, tree, tree.tree.index(0, 0, here))  # Classes
    qtbot.waitUntil(lambda: window.browser.place.query.collection == "classes")
    classes = tree.tree.index(0, 0, here)
    qtbot.waitUntil(lambda: tree.tree.rowCount(classes) > 0)
    one = next(
        tree.tree.index(row, 0, classes)
        for row in range(tree.tree.rowCount(classes))
        if tree.tree.index(row, 0, classes).data(tree.tree.CountRole)
    )
    click_row(qtbot, tree, one)
    size = one.data(tree.tree.CountRole)
    qtbot.waitUntil(lambda: window.browser.place.query.scopes[0].relation == "class")
    qtbot.waitUntil(lambda: window.roster.table.rowCount() >= size)


def test_a_click_on_a_header_sorts_and_a_second_one_turns_it_round(window: MainWindow, qtbot: QtBot) -> None:
    header = window.roster.horizontalHeader()
    column = next(place for place, field in enumerate(window.roster.table.fields) if field.name == "identifier")
    point = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.waitUntil(lambda: titles(window.roster, column) == sorted(titles(window.roster, column)))
    first = titles(window.roster, column)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.waitUntil(lambda: titles(window.roster, column) == first[::-1])


def test_the_filter_field_narrows_the_table_without_minding_accents(window: MainWindow, qtbot: QtBot) -> None:
    whole = window.roster.table.rowCount()
    qtbot.keyClicks(find(window, "filterField", QLineEdit), "garcia")
    qtbot.waitUntil(lambda: 0 < window.roster.table.rowCount() < whole)
    assert all("Garc" in name for name in titles(window.roster))
    assert find(window, "rowCount").text() == f"{window.roster.table.rowCount()} of {whole}"


def test_a_filter_that_matches_nothing_offers_to_clear_it(window: MainWindow, qtbot: QtBot) -> None:
    whole = window.roster.table.rowCount()
    qtbot.keyClicks(find(window, "filterField", QLineEdit), "zzzz")
    qtbot.waitUntil(lambda: find(window, "emptyTableFirst").isVisible())
    qtbot.mouseClick(find(window, "emptyTableFirst"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole)
    assert find(window, "filterField", QLineEdit).text() == ""


def test_anybody_is_found_by_ctrl_k_and_part_of_a_name_in_any_order(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = find(window, "searchField", QLineEdit)
    name = window.roster.table.index(3, 0).data()  # Family, Given
    family, given = (part.split()[0] for part in name.split(", "))
    qtbot.keyClicks(field, f"{given[:4].lower()} {family[:4].lower()}")
    results = find(window, "searchResults", QAbstractItemView)
    qtbot.waitUntil(lambda: not results.visibleRegion().isEmpty() and results.model().rowCount() > 0)
    assert results.window() is window
    hit = results.model().index(0, 0).data()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.browser.place.record is not None and window.browser.place.record.title == hit)
    qtbot.waitUntil(lambda: hit in texts(window.detail))


def shows_its_place(window: MainWindow) -> bool:
    return window.browser.place is not None and window.roster.query == window.browser.place.query


def test_a_row_chosen_while_others_are_on_their_way_is_shown_with_them(window: MainWindow, qtbot: QtBot) -> None:
    find(window, "filterField", QLineEdit).setText("a")
    qtbot.keyClick(find(window, "filterField", QLineEdit), Qt.Key.Key_Return)
    assert not shows_its_place(window)
    row = next(row for row, title in enumerate(titles(window.roster)) if title.startswith("A"))
    click_row(qtbot, window.roster, window.roster.table.index(row, 0))
    qtbot.waitUntil(lambda: shows_its_place(window) and window.browser.place.record is not None)
    assert window.browser.place.record.collection == "users"


def test_a_late_answer_is_never_shown_at_another_place(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.navigation.tree.rowCount(window.navigation.tree.index(0, 0)) > 4)
    window.navigation.setFocus()
    for _ in range(8):
        qtbot.keyClick(window.navigation, Qt.Key.Key_Down)
        qtbot.keyClick(window.navigation, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shows_its_place(window))
    assert [field.name for field in window.roster.table.fields] == list(
        window.browser.columns(window.browser.place.query.collection)
    )


def links(widget: QWidget, collection: str) -> list[LinkButton]:
    return [button for button in widget.findChildren(LinkButton) if button.link.collection == collection]


def texts(widget: QWidget) -> str:
    return "\n".join(
        child.text() for child in widget.findChildren(QWidget) if hasattr(child, "text") and callable(child.text)
    )


def test_back_restores_place_filter_sort_and_row_and_forward_returns(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(find(window, "filterField", QLineEdit), "a")
    qtbot.waitUntil(lambda: window.browser.place.query.text == "a" and shows_its_place(window))
    click_row(qtbot, window.roster, window.roster.table.index(2, 0))
    before = window.browser.place
    assert before.record is not None
    qtbot.waitUntil(lambda: any(button.isVisible() for button in links(window.detail, "orgs")))
    link = next(button for button in links(window.detail, "orgs") if button.isVisible())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.browser.place.record.collection == "orgs")
    qtbot.mouseClick(find(window, "backButton", QToolButton), Qt.MouseButton.LeftButton)
    assert window.browser.place == before
    qtbot.waitUntil(lambda: window.roster.currentIndex().row() == 2)
    assert find(window, "filterField", QLineEdit).text() == "a"
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.browser.place.record.collection == "orgs")


def test_every_row_can_be_chosen_at_once(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.roster, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "chosen" in find(window, "statusCounts").text()
    assert len(window.roster.chosen_keys()) == window.roster.table.rowCount()


def test_the_status_line_says_from_when_the_data_is_and_that_it_is_complete(window: MainWindow) -> None:
    assert "complete" in find(window, "statusText").text()


def test_the_store_that_the_window_reads_is_not_plain_sqlite(window: MainWindow, filled: Path) -> None:
    connection = sqlite3.connect(filled)
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT * FROM sqlite_master")
    connection.close()


def test_on_a_small_screen_the_window_takes_all_of_it(desk: Desk) -> None:
    room = desk.window.screen().availableGeometry().size()
    assert room.width() < desk.window.width(), "the offscreen platform's screen is smaller than the window wants to be"
    desk.window.restore("", "")
    assert desk.window.isMaximized()
