"""Finding anybody in two keystrokes, by keys and by the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.open_store import FOUND
from rosterdesk.ui.main_window import MainWindow
from tests.ui.test_main_window import find

CONTROL = Qt.KeyboardModifier.ControlModifier


def results(window: MainWindow) -> QAbstractItemView:
    return find(window, "searchResults", QAbstractItemView)


def said(window: MainWindow) -> list[str]:
    """The lines of the panel, as a screen reader says them; none where it is closed."""
    view = results(window)
    if view.visibleRegion().isEmpty():
        return []
    model, role = view.model(), Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def search(window: MainWindow, text: str, qtbot: QtBot) -> QLineEdit:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    field: QLineEdit = find(window, "searchField", QLineEdit)
    qtbot.keyClicks(field, text)
    qtbot.waitUntil(lambda: bool(said(window)))
    return field


def test_hits_stand_by_kind_each_under_its_heading(window: MainWindow, qtbot: QtBot) -> None:
    search(window, "ma", qtbot)
    qtbot.waitUntil(lambda: any("Classes, " in line for line in said(window)))
    headings = [line.split(", ")[0] for line in said(window) if line.split(", ")[0].endswith("s")]
    assert {"Students", "Classes"} <= set(headings)
    assert len(headings) == len(set(headings))


def test_accents_and_the_order_of_words_do_not_matter(window: MainWindow, qtbot: QtBot) -> None:
    search(window, "garcia", qtbot)
    assert any("García" in line for line in said(window))


def test_keys_walk_through_the_hits_and_to_either_end(window: MainWindow, qtbot: QtBot) -> None:
    field, view = search(window, "a", qtbot), results(window)
    last = view.model().rowCount() - 1
    rows = []
    for key in (
        *(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_Up),
    ):
        qtbot.keyClick(field, key)
        rows.append(view.currentIndex().row())
    assert rows == [1, 2, 1, 10, last, last, last - 9, 0, 0]


def test_what_was_found_lately_is_offered_before_anything_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    names = []
    for text in ("garcia", "ma"):
        field = search(window, text, qtbot)
        names.append(results(window).model().index(0, 0).data())
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.browser.place.record is not None)
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(lambda: bool(said(window)))
    assert said(window)[0].split(", ")[0] == "Recent"
    model = results(window).model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == names[::-1]


def test_without_any_the_panel_stays_closed(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.wait(200)
    assert said(window) == []


def test_where_nothing_is_found_it_says_what_was_searched_for(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(find(window, "searchField"), "zzqq <b>x</b>")
    nothing: QLabel = find(window, "searchNothing", QLabel)
    qtbot.waitUntil(lambda: "“zzqq <b>x</b>”" in nothing.text() and not nothing.visibleRegion().isEmpty())
    assert nothing.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("by", ["keys", "mouse"])
def test_with_control_it_opens_in_a_window_of_its_own(by: str, window: MainWindow, qtbot: QtBot) -> None:
    field, here = search(window, "garcia", qtbot), window.browser.place
    view = results(window)
    place = view.visualRect(view.model().index(0, 0)).bottomLeft() + QPoint(60, -8)
    with qtbot.waitSignal(window.beside_wanted) as wanted:
        if by == "keys":
            qtbot.keyClick(field, Qt.Key.Key_Return, CONTROL)
        else:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CONTROL, place)
    assert "García" in wanted.args[0].title
    assert window.browser.place == here


def test_a_click_opens_a_hit(window: MainWindow, qtbot: QtBot) -> None:
    search(window, "garcia", qtbot)
    view = results(window)
    name = view.model().index(1, 0).data()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center())
    qtbot.waitUntil(lambda: window.browser.place.record is not None and window.browser.place.record.title == name)
    assert said(window) == []


def test_where_there_are_more_all_of_them_can_be_shown_as_rows(window: MainWindow, qtbot: QtBot) -> None:
    field = search(window, "a", qtbot)
    qtbot.waitUntil(lambda: results(window).model().rowCount() == 51)
    qtbot.keyClick(field, Qt.Key.Key_End)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.roster.query is not None and window.roster.query.text == "a")
    assert window.browser.place.query.collection == "users"
    assert window.roster.table.rowCount() > 50


def test_who_is_at_the_school_of_the_class_that_is_shown_comes_first(window: MainWindow, qtbot: QtBot) -> None:
    reader = window.browser.reader
    for key in reader.keys(places.listing("classes"))[::40]:
        record = reader.record("classes", key)
        school = record.values["school"]
        window.browser.visit(places.home(record))
        assert window.browser.school == school.sourced_id
        search(window, "a", qtbot)
        first = reader.find("a", FOUND, school.sourced_id)[0].title
        qtbot.waitUntil(lambda first=first: first in said(window)[0])
        qtbot.keyClick(find(window, "searchField", QLineEdit), Qt.Key.Key_Escape)
    window.browser.visit(Place(places.group("students")))
    assert window.browser.school == ""
