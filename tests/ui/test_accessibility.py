"""What somebody has who does not see the window, or uses no mouse."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.about import AboutDialog
from rosterdesk.ui.dialogs.shortcuts import ShortcutsDialog
from rosterdesk.ui.main_window import MainWindow
from tests.ui.test_journeys import wait_for
from tests.ui.test_main_window import find

SILENT = {QAccessible.Role.NoRole}


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, widget
    return found


def focusable(window: QWidget) -> Iterator[QWidget]:
    """What Tab or a click can give the keyboard to."""
    for widget in window.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if takes and widget.isVisible() and widget.isEnabled() and not isinstance(widget, QScrollBar):
            yield widget


def name(widget: QWidget) -> str:
    return interface(widget).text(QAccessible.Text.Name)


def walk(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """Where Tab leads, from the first one on until it is there again."""
    seen: list[QWidget] = []
    first = next(focusable(window))
    first.setFocus()
    while (focused := QApplication.focusWidget()) is not None and focused not in seen:
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return seen


def at(window: QWidget, widget: QWidget) -> QPoint:
    """Where it is, or would be if nothing were scrolled."""
    for area in window.findChildren(QScrollArea):
        if area.widget().isAncestorOf(widget):
            return area.mapTo(window, QPoint(0, 0)) + widget.mapTo(area.widget(), QPoint(0, 0))
    return widget.mapTo(window, QPoint(0, 0))


@pytest.fixture
def chosen(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """With a student in the pane."""
    window.roster.selectRow(2)
    qtbot.waitUntil(find(window, "detailTabs").isVisible)
    return window


def test_whatever_takes_the_keyboard_has_a_name_and_a_role(chosen: MainWindow) -> None:
    found = list(focusable(chosen))
    assert len(found) > 15
    assert [widget for widget in found if not name(widget).strip()] == []
    assert [widget for widget in found if interface(widget).role() in SILENT] == []


def test_the_table_says_its_value_its_column_and_its_row(window: MainWindow) -> None:
    table = window.roster.table
    headed = table.columnCount() + 1  # its headers are cells too
    cell = interface(window.roster).child(3 * headed + 1)
    assert cell.role() == QAccessible.Role.Cell
    assert cell.text(QAccessible.Text.Name) == f"{table.index(2, 0).data()}, Name, row 3 of {table.rowCount()}"


def test_a_line_of_the_tree_says_its_name_and_its_number(window: MainWindow) -> None:
    tree = window.navigation.tree
    school = tree.index(0, 0, tree.index(0, 0))
    spoken = school.data(Qt.ItemDataRole.AccessibleTextRole)
    assert re.fullmatch(rf"{re.escape(school.data())}, [\d,]+", spoken)


def test_tab_goes_through_the_window_as_one_reads(chosen: MainWindow, qtbot: QtBot) -> None:
    order = walk(chosen, qtbot)
    names = [widget.objectName() for widget in order]
    expected = [
        *("sourceButton", "searchField", "syncButton", "exportButton", "menuButton"),
        *("navigationTree", "filterField", "columnsButton", "rosterTable", "detailTabs"),
    ]
    assert [each for each in names if each in expected] == expected
    for part in (chosen.top_bar, chosen.filter_bar, chosen.detail, chosen.status):
        inside = [widget for widget in order if part.isAncestorOf(widget)]
        places = [at(chosen, widget) for widget in inside]
        rows = [(place.y() // 24, place.x()) for place in places]
        assert rows == sorted(rows), [(widget.accessibleName(), row) for widget, row in zip(inside, rows, strict=True)]


def test_tab_reaches_all_that_takes_the_keyboard(chosen: MainWindow, qtbot: QtBot) -> None:
    reached = walk(chosen, qtbot)
    assert [widget for widget in focusable(chosen) if widget not in reached] == []


def test_f1_lists_every_key_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = wait_for(qtbot, ShortcutsDialog)
    listed = {label.text() for label in dialog.findChildren(QLabel)}
    keys = {each.toString(QKeySequence.SequenceFormat.NativeText) for each in of_the_window(window)}
    assert len(keys) > 12
    assert keys <= {part for text in listed for part in (text, *text.split(" / "))}
    dialog.close()


def of_the_window(window: MainWindow) -> Iterator[QKeySequence]:
    for shortcut in window.findChildren(QShortcut):
        yield from shortcut.keys()
    for action in window.actions():
        yield from action.shortcuts()


def test_the_keyboard_is_where_it_was_after_a_dialog(window: MainWindow, qtbot: QtBot) -> None:
    window.roster.setFocus()
    dialog = AboutDialog("1", (), window)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.roster)


def test_the_keyboard_stays_in_the_table_through_back_and_forward(chosen: MainWindow, qtbot: QtBot) -> None:
    chosen.browser.visit(Place(places.group("teachers")))
    qtbot.waitUntil(lambda: chosen.roster.query is not None and chosen.roster.query.collection == "teachers")
    chosen.roster.setFocus()
    for keys, collection in ((Qt.Key.Key_Left, "students"), (Qt.Key.Key_Right, "teachers")):
        qtbot.keyClick(chosen, keys, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda wanted=collection: chosen.roster.query.collection == wanted)
        focused = QApplication.focusWidget()
        assert isinstance(focused, QAbstractItemView)
