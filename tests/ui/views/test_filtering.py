"""Filters of one field: by parts of its text, by whether it says anything, by a value of a row."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Where
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.value_view import ValueView
from tests.ui.test_main_window import find, shows_its_place, titles
from tests.ui.views.test_table import LEFT, chips, columns, opened_filter


def choose_way(qtbot: QtBot, ways: QComboBox, words: str) -> None:
    """As by the keys."""
    ways.setFocus()
    qtbot.keyClick(ways, Qt.Key.Key_Home)
    while ways.currentText() != words:
        qtbot.keyClick(ways, Qt.Key.Key_Down)


def test_who_has_no_email_is_found_without_a_list_of_emails(window: MainWindow, qtbot: QtBot) -> None:
    window.filter_bar.open_filter("email")
    assert not find(window, "valueList").isVisible()
    ways = find(window, "filterWay", QComboBox)
    choose_way(qtbot, ways, "is empty")
    qtbot.waitUntil(lambda: chips(window) == ["Email: empty"])
    choose_way(qtbot, ways, "is filled in")
    qtbot.waitUntil(lambda: chips(window) == ["Email: filled in"] and shows_its_place(window))
    assert all(titles(window.roster, columns(window).index("email")))
    qtbot.mouseClick(find(window, "clearFilterButton"), LEFT)
    assert ways.currentText() == "contains"
    qtbot.waitUntil(lambda: chips(window) == [])
    assert find(window, "filterPanel").isVisible()
    find(window, "filterDoneButton").setFocus()
    qtbot.keyClick(find(window, "filterDoneButton"), Qt.Key.Key_Return)
    assert not find(window, "filterPanel").isVisible()


def test_a_part_of_a_text_is_typed_and_the_way_turned_round(window: MainWindow, qtbot: QtBot) -> None:
    whole = window.roster.table.rowCount()
    name = titles(window.roster, columns(window).index("name"))[0]
    part = name.partition(",")[0][1:].upper()
    window.filter_bar.open_filter("name")
    field = find(window, "filterText", QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, f" {part}")
    qtbot.waitUntil(lambda: chips(window) == [f"Name contains {part}"] and shows_its_place(window))
    found = window.roster.table.rowCount()
    assert 0 < found < whole
    assert all(part in title.upper() for title in titles(window.roster, columns(window).index("name")))
    choose_way(qtbot, find(window, "filterWay", QComboBox), "does not contain")
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole - found)
    assert chips(window) == [f"Name does not contain {part}"]
    choose_way(qtbot, find(window, "filterWay", QComboBox), "starts with")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, name[:3])
    qtbot.keyClick(field, Qt.Key.Key_Return)  # at once, and done
    assert not find(window, "filterPanel").isVisible()
    qtbot.waitUntil(lambda: chips(window) == [f"Name starts with {name[:3]}"] and shows_its_place(window))
    window.filter_bar.open_filter("name")
    assert field.text() == name[:3]
    qtbot.mouseClick(find(window, "clearFilterButton"), LEFT)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole)
    assert chips(window) == []


def test_only_this_value_of_a_field_that_is_not_listed_can_be_edited(window: MainWindow, qtbot: QtBot) -> None:
    email = titles(window.roster, columns(window).index("email"))[0]
    window.browser.refine(filters.filtered(window.browser.place.query, Where("email", (email,))))
    qtbot.waitUntil(lambda: chips(window) == [f"Email: {email}"] and shows_its_place(window))
    window.filter_bar.open_filter("email")
    values = find(window, "valueList", ValueView)
    assert find(window, "filterWay", QComboBox).currentText() == "is one of"
    qtbot.waitUntil(lambda: values.values.rowCount() > 1)
    assert values.values.chosen == (email,)


def test_letters_go_through_the_list_of_values(window: MainWindow, qtbot: QtBot) -> None:
    values = opened_filter(window, qtbot, "Schools")
    values.setFocus()
    names = [values.values.index(row).data() for row in range(values.values.rowCount())]
    wanted = names[-1]
    first = next(name for name in names if name.upper().startswith(wanted[0].upper()))
    qtbot.keyClicks(values, wanted[0].lower())
    assert values.currentIndex().data() == first
    qtbot.keyClicks(values, wanted[1:].lower())
    assert values.currentIndex().data() == wanted


def test_a_field_to_filter_by_is_found_by_its_letters(window: MainWindow, qtbot: QtBot) -> None:
    button = find(window, "addFilterButton")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    search, fields = find(window, "fieldSearch", QLineEdit), find(window, "fieldList", QListWidget)
    qtbot.waitUntil(fields.isVisible)
    qtbot.keyClicks(search, "xyz")
    assert fields.findChild(QLabel, "nothingFound").isVisible()
    search.selectAll()
    qtbot.keyClicks(search, "homer")
    assert not fields.findChild(QLabel, "nothingFound").isVisible()
    assert [fields.item(row).text() for row in range(fields.count()) if not fields.item(row).isHidden()] == ["Homeroom"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(find(window, "filterPanel").isVisible)
    assert not fields.isVisible()
    qtbot.waitUntil(lambda: find(window, "valueList", ValueView).values.rowCount() > 0)
