"""The table: filtered, arranged, copied; clicked as a person would."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Sort, Where
from rosterdesk.ui.actions import copying
from rosterdesk.ui.actions.sums import summed
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.filter_chip import FilterChip
from rosterdesk.ui.views.value_view import ValueView
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find, shows_its_place, titles

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def choose(menu: QMenu, words: str) -> None:
    """The entry of the menu, as by a click."""
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


def opened_filter(window: MainWindow, qtbot: QtBot, title: str) -> ValueView:
    """The list of values of a field, opened by way of the button."""
    qtbot.mouseClick(find(window, "addFilterButton"), LEFT)
    fields = find(window, "fieldList", QListWidget)
    (line,) = fields.findItems(title, Qt.MatchFlag.MatchExactly)
    fields.scrollToItem(line)
    qtbot.mouseClick(fields.viewport(), LEFT, pos=fields.visualItemRect(line).center())
    values: ValueView = find(window, "valueList", ValueView)
    qtbot.waitUntil(lambda: values.values.rowCount() > 0)
    return values


def tick(qtbot: QtBot, values: ValueView, words: str, *, alone: bool = False) -> int:
    """Tick the line as by a click; returns its number."""
    rows = range(values.values.rowCount())
    index = next(index for row in rows if (index := values.values.index(row)).data() == words)
    count: int = index.data(values.values.CountRole)
    line = values.visualRect(index)
    place = values.place_of_only(index).center() if alone else QPoint(line.left() + 18, line.center().y())
    qtbot.mouseClick(values.viewport(), LEFT, pos=place)
    return count


def columns(window: MainWindow) -> list[str]:
    return [field.name for field in window.roster.table.fields]


def chips(window: MainWindow) -> list[str]:
    return [chip.text() for chip in find(window, "filterChips").findChildren(FilterChip) if chip.isVisible()]


def test_several_values_are_chosen_in_one_visit(window: MainWindow, qtbot: QtBot) -> None:
    whole = window.roster.table.rowCount()
    values = opened_filter(window, qtbot, "Grade")
    count = tick(qtbot, values, "09")
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == count)
    count += tick(qtbot, values, "10")
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == count)
    assert values.isVisible()
    assert chips(window) == ["Grade: 09, 10"]
    assert find(window, "rowCount", QLabel).text() == f"{count} of {whole}"
    only = tick(qtbot, values, "11", alone=True)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == only)
    ways = find(window, "filterWay", QComboBox)
    QTest.keyClick(ways, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole - only)
    assert chips(window) == ["Grade: not 11"]
    qtbot.mouseClick(find(window, "clearFilterButton"), LEFT)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole)
    qtbot.mouseClick(find(window, "filterDoneButton"), LEFT)
    assert not values.isVisible()


def test_a_value_is_found_by_typing_and_ticked_by_enter(window: MainWindow, qtbot: QtBot) -> None:
    values = opened_filter(window, qtbot, "Homeroom")
    search = find(window, "valueSearch", QLineEdit)
    room = values.values.index(values.values.rowCount() - 2).data()
    qtbot.keyClicks(search, room)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chips(window) == [f"Homeroom: {room}"])
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(values, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: chips(window) == [])
    qtbot.keyClick(values, Qt.Key.Key_Space, CONTROL)
    qtbot.waitUntil(lambda: chips(window) == [f"Homeroom: {room}"])


def test_numbers_are_filtered_from_and_up_to(window: MainWindow, qtbot: QtBot) -> None:
    window.browser.visit(Place(places.group("classes")))
    qtbot.waitUntil(lambda: shows_its_place(window) and "size" in columns(window))
    window.filter_bar.open_filter("size")
    qtbot.keyClicks(find(window, "rangeFrom", QLineEdit), "x")
    qtbot.keyClick(find(window, "rangeFrom", QLineEdit), Qt.Key.Key_Tab)
    assert window.browser.place.query.where == ()
    qtbot.keyClick(find(window, "rangeFrom", QLineEdit), Qt.Key.Key_Backspace)
    qtbot.keyClicks(find(window, "rangeFrom", QLineEdit), "20")
    qtbot.waitUntil(lambda: chips(window) == ["Students: from 20"] and shows_its_place(window))
    assert all(float(size) >= 20 for size in titles(window.roster, columns(window).index("size")))


def test_a_chip_opens_its_filter_and_del_removes_it(window: MainWindow, qtbot: QtBot) -> None:
    whole, query = window.roster.table.rowCount(), window.browser.place.query
    for where in (Where("grades", ("09",)), Where("status", ("active",))):
        query = filters.filtered(query, where)
    window.browser.refine(query)
    qtbot.waitUntil(lambda: len(chips(window)) == 2)
    first, second = find(window, "filterChips").findChildren(FilterChip)
    qtbot.mouseClick(first, LEFT, pos=QPoint(12, 12))
    qtbot.waitUntil(lambda: find(window, "valueList").isVisible())
    find(window, "filterPanel").hide()
    qtbot.keyClick(first, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: chips(window) == ["Status: Active"])
    qtbot.mouseClick(second.findChild(QToolButton), LEFT)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole)


def test_all_filters_are_cleared_at_once_and_what_was_typed_stays(window: MainWindow, qtbot: QtBot) -> None:
    query = window.browser.place.query
    for where in (Where("grades", ("09",)), Where("status", ("active",))):
        query = filters.filtered(query, where)
    window.browser.refine(query)
    qtbot.waitUntil(lambda: len(chips(window)) == 2)
    qtbot.keyClicks(find(window, "filterField", QLineEdit), "a")
    qtbot.waitUntil(lambda: window.browser.place.query.text == "a")
    qtbot.mouseClick(find(window, "clearFiltersButton"), LEFT)
    qtbot.waitUntil(lambda: chips(window) == [] and window.browser.place.query.where == ())
    assert window.browser.place.query.text == "a"


def test_columns_are_found_shown_moved_and_made_usual_again(window: MainWindow, qtbot: QtBot) -> None:
    usual = columns(window)
    qtbot.mouseClick(find(window, "columnsButton"), LEFT)
    search, listed = find(window, "columnSearch", QLineEdit), find(window, "columnList", QListWidget)
    qtbot.keyClicks(search, "guard")
    (row,) = [row for row in range(listed.count()) if not listed.isRowHidden(row)]
    listed.setCurrentRow(row)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: columns(window) == [*usual, "agents"])
    search.clear()
    search.textEdited.emit("")
    listed.setCurrentRow(0)
    qtbot.keyClick(listed, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: columns(window)[:2] == [usual[1], usual[0]])
    qtbot.mouseClick(find(window, "usualColumnsButton"), LEFT)
    qtbot.waitUntil(lambda: columns(window) == usual)


def test_a_column_is_found_by_typing_and_ticked_by_the_keyboard_alone(window: MainWindow, qtbot: QtBot) -> None:
    usual = columns(window)
    find(window, "columnsButton").setFocus()
    qtbot.keyClick(find(window, "columnsButton"), Qt.Key.Key_Return)
    listed = find(window, "columnList", QListWidget)
    qtbot.waitUntil(listed.isVisible)
    qtbot.keyClicks(find(window, "columnSearch"), " guard ")
    qtbot.keyClick(find(window, "columnSearch"), Qt.Key.Key_Down)
    assert listed.hasFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: columns(window) == [*usual, "agents"])


def test_a_column_that_is_not_there_is_said_not_to_be(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(find(window, "columnsButton"), LEFT)
    search, listed = find(window, "columnSearch", QLineEdit), find(window, "columnList", QListWidget)
    qtbot.waitUntil(listed.isVisible)
    nothing = listed.findChild(QLabel, "nothingFound")
    assert not nothing.isVisible()
    qtbot.keyClicks(search, "xyz")
    assert (nothing.isVisible(), nothing.text()) == (True, "No column is called so.")
    qtbot.keyClick(search, Qt.Key.Key_Backspace)
    qtbot.mouseClick(find(window, "columnsDoneButton"), LEFT)
    qtbot.mouseClick(find(window, "columnsButton"), LEFT)
    qtbot.waitUntil(listed.isVisible)
    assert not nothing.isVisible()


def test_columns_and_widths_are_remembered(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.browser.choose_columns("students", ("name", "email"))
    qtbot.waitUntil(lambda: columns(window) == ["name", "email"])
    window.roster.header.resizeSection(0, 333)
    qtbot.waitUntil(lambda: desk.session.data_dir.preferences().widths.get("students", {}).get("name") == 333)
    assert desk.session.data_dir.preferences().columns == {"students": ("name", "email")}


def test_the_menu_of_a_column_sorts_filters_fits_and_hides(window: MainWindow, qtbot: QtBot) -> None:
    header = window.roster.header
    column = columns(window).index("email")

    def menu() -> QMenu:
        header.customContextMenuRequested.emit(QPoint(header.sectionViewportPosition(column) + 5, 5))
        return next(each for each in window.roster.findChildren(QMenu, "columnMenu") if each.isVisible())

    choose(menu(), "Sort last to first")
    qtbot.waitUntil(lambda: window.browser.place.query.sort[0] == Sort("email", descending=True))
    header.resizeSection(column, 500)
    choose(menu(), "Fit")
    assert header.sectionSize(column) < 500
    choose(menu(), "Filter by Email")
    assert find(window, "filterPanel").isVisible()
    find(window, "filterPanel").hide()
    choose(menu(), "Hide")
    qtbot.waitUntil(lambda: "email" not in columns(window))


def cell_menu(window: MainWindow, row: int, name: str) -> QMenu:
    index = window.roster.table.index(row, columns(window).index(name))
    window.roster.setCurrentIndex(index)
    place = window.roster.visualRect(index).center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(window.roster.viewport(), QContextMenuEvent(reason, place, place))
    return next(each for each in window.roster.findChildren(QMenu, "cellMenu") if each.isVisible())


def test_rows_are_narrowed_to_a_value_and_freed_of_it(window: MainWindow, qtbot: QtBot) -> None:
    grade = window.roster.table.index(0, columns(window).index("grades")).data()
    choose(cell_menu(window, 0, "grades"), "Only")
    qtbot.waitUntil(lambda: chips(window) == [f"Grade: {grade}"] and shows_its_place(window))
    assert set(titles(window.roster, columns(window).index("grades"))) == {grade}
    choose(cell_menu(window, 0, "grades"), "Without")
    qtbot.waitUntil(lambda: chips(window) == [f"Grade: not {grade}"] and shows_its_place(window))
    assert grade not in titles(window.roster, columns(window).index("grades"))


@pytest.fixture
def clipboard() -> Callable[[], str]:
    QGuiApplication.clipboard().clear()
    return lambda: QGuiApplication.clipboard().text()


@pytest.mark.parametrize("titled", [False, True])
def test_chosen_rows_are_copied_as_a_table_with_or_without_titles(
    window: MainWindow, qtbot: QtBot, clipboard: Callable[[], str], titled: bool
) -> None:
    click_row(qtbot, window.roster, window.roster.table.index(0, 0))
    qtbot.keyClick(window.roster, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(window.roster, Qt.Key.Key_C, CONTROL | SHIFT if titled else CONTROL)
    qtbot.waitUntil(lambda: clipboard() != "")
    wanted = (["Name"] if titled else []) + titles(window.roster)[:2]
    assert [line.split("\t")[0] for line in clipboard().split("\n")] == wanted
    assert QGuiApplication.clipboard().mimeData().html().count("<tr>") == len(wanted)


def test_a_cell_a_column_and_addresses_are_copied(
    window: MainWindow, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    window.roster.selectAll()
    for words, wanted in (
        ("This cell", window.roster.table.index(1, 0).data()),
        ("This column", "\n".join(titles(window.roster))),
    ):
        window.roster.setCurrentIndex(window.roster.table.index(1, 0))
        window.roster.selectAll()
        menu = cell_menu_without_choosing(window)
        choose(menu.findChild(QMenu, "copyMenu"), words)
        menu.close()
        qtbot.waitUntil(lambda wanted=wanted: clipboard() == wanted)
    menu = cell_menu_without_choosing(window)
    choose(menu.findChild(QMenu, "copyMenu"), "Email")
    menu.close()
    qtbot.waitUntil(lambda: "@" in clipboard())
    emails = [email for email in titles(window.roster, columns(window).index("email")) if email]
    assert clipboard() == "; ".join(emails)
    assert find(window, "statusNote", QLabel).text() == f"·  Copied: {len(emails)} addresses"
    assert find(window, "messageBar").isHidden()  # which would move all that is below it


@pytest.mark.parametrize("words", ["Rows", "Email"])
def test_how_far_a_long_copy_is_stands_above_the_list_until_it_is_over(
    words: str, window: MainWindow, qtbot: QtBot, clipboard: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_TOLD", 10)
    monkeypatch.setattr(copying, "_BATCH", 20)
    window.roster.setCurrentIndex(window.roster.table.index(1, 0))
    window.roster.selectAll()
    menu = cell_menu_without_choosing(window)
    choose(menu.findChild(QMenu, "copyMenu"), words)
    menu.close()
    qtbot.waitUntil(lambda: find(window, "messageBar").isVisible() and "Copying…" in find(window, "messageBar").text())
    qtbot.waitUntil(lambda: clipboard() != "")
    qtbot.waitUntil(lambda: find(window, "messageBar").isHidden())
    assert find(window, "statusNote", QLabel).text().startswith("·  Copied: 400 ")


def cell_menu_without_choosing(window: MainWindow) -> QMenu:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(window.roster.viewport(), event)
    return next(each for each in window.roster.findChildren(QMenu, "cellMenu") if each.isVisible())


def test_enter_opens_what_a_row_is_about(window: MainWindow, qtbot: QtBot) -> None:
    window.browser.visit(Place(places.group("classes")))
    qtbot.waitUntil(lambda: shows_its_place(window) and "size" in columns(window))
    click_row(qtbot, window.roster, window.roster.table.index(1, 0))
    qtbot.keyClick(window.roster, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [scope.relation for scope in window.browser.place.query.scopes] == ["class"])


def test_the_status_bar_says_what_the_chosen_rows_come_to(window: MainWindow, qtbot: QtBot) -> None:
    window.browser.visit(Place(places.group("classes")))
    qtbot.waitUntil(lambda: shows_its_place(window) and "size" in columns(window))
    sizes = [int(size) for size in titles(window.roster, columns(window).index("size"))]
    qtbot.keyClick(window.roster, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: f"Students: sum {sum(sizes):,}" in find(window, "statusSums", QLabel).text())


def test_sums_are_of_what_says_a_number() -> None:
    fields = [places.collection("classes").field(name) for name in ("title", "size")]
    rows = [("Art", 10), ("Art", None), (None, 5.5), ("Maths", 3)]
    assert summed(fields, rows) == "Class: 2 different · Students: sum 18.5, average 6.167"
    assert summed(fields[1:], [(None,)]) == ""
