"""Which row is chosen, and what the pane shows beside it: never two different things."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.details.charts import Bar
from rosterdesk.ui.main_window import MainWindow
from tests.ui.test_main_window import click_row, find

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(window: MainWindow) -> str:
    return find(window, "detailName", QLabel).text()


def at_a_school(window: MainWindow, qtbot: QtBot) -> None:
    tree = window.navigation
    school = next(
        index
        for row in range(tree.tree.rowCount(tree.tree.index(0, 0)))
        if (index := tree.tree.index(row, 0, tree.tree.index(0, 0))).data(tree.tree.NodeRole).school
        and index.data(tree.tree.CountRole)
    )
    qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualRect(school).center())
    qtbot.waitUntil(lambda: shown(window) == school.data())
    qtbot.waitUntil(lambda: window.browser.answered == window.browser.place.query)


def test_a_node_of_the_tree_leaves_no_row_chosen_that_the_pane_does_not_show(window: MainWindow, qtbot: QtBot) -> None:
    at_a_school(window, qtbot)
    school = shown(window)
    click_row(qtbot, window.roster, window.roster.table.index(3, 0))
    qtbot.waitUntil(lambda: shown(window) != school)
    at_a_school(window, qtbot)
    qtbot.waitUntil(lambda: window.roster.chosen_count() == 0)
    assert shown(window) == school


def test_going_to_the_table_by_key_chooses_the_row_that_the_pane_shows(window: MainWindow, qtbot: QtBot) -> None:
    at_a_school(window, qtbot)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(window.roster.hasFocus)
    assert list(window.roster.chosen_keys()) == [window.roster.table.key(0)]
    first = window.browser.reader.record("users", window.roster.table.key(0))
    qtbot.waitUntil(lambda: shown(window) == first.title)


@pytest.mark.parametrize("reason", [Qt.FocusReason.OtherFocusReason, Qt.FocusReason.MouseFocusReason])
def test_a_table_that_gets_the_focus_otherwise_chooses_no_row(
    reason: Qt.FocusReason, window: MainWindow, qtbot: QtBot
) -> None:
    at_a_school(window, qtbot)
    window.activateWindow()
    window.roster.setFocus(reason)
    qtbot.waitUntil(window.roster.hasFocus)
    assert window.roster.chosen_count() == 0
    assert not window.roster.currentIndex().isValid()


def test_a_bar_leads_into_the_table_in_its_usual_order(window: MainWindow, qtbot: QtBot) -> None:
    at_a_school(window, qtbot)
    qtbot.waitUntil(lambda: bool(window.detail.findChildren(Bar)))
    bar = window.detail.findChildren(Bar)[0]
    window.activateWindow()
    qtbot.mouseClick(bar, LEFT, pos=QPoint(8, 30))
    qtbot.waitUntil(lambda: window.browser.answered == window.browser.place.query)
    assert [where.field for where in window.browser.place.query.where] == ["grades"]
    assert window.roster.hasFocus()
    assert window.roster.header.isSortIndicatorShown()


def test_a_row_that_was_brought_onto_the_screen_stays_there_when_the_rows_are_read_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    def on_the_screen() -> bool:
        shape = window.roster.visualRect(window.roster.currentIndex())
        return shape.isValid() and window.roster.viewport().rect().contains(shape.center())

    last = window.roster.table.key(window.roster.table.rowCount() - 1)
    record = window.browser.reader.record("users", last)
    window.browser.visit(Place(places.group("students"), Link("users", record.sourced_id, record.title)))
    qtbot.waitUntil(lambda: list(window.roster.chosen_keys()) == [last])
    assert on_the_screen()
    with qtbot.waitSignal(window.browser.rows_changed):
        window.browser.data_changed.emit()
    assert list(window.roster.chosen_keys()) == [last]
    assert on_the_screen()
