"""Views that are kept under a name; clicked as a person would."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Where
from rosterdesk.settings import SavedView
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.test_main_window import find, shows_its_place
from tests.ui.views.test_table import choose, columns

LEFT = Qt.MouseButton.LeftButton


def test_a_view_is_saved_opened_renamed_and_deleted(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.browser.refine(filters.filtered(window.browser.place.query, Where("grades", ("09",))))
    qtbot.waitUntil(lambda: shows_its_place(window))
    menu = find(window, "viewsButton").menu()
    menu.aboutToShow.emit()
    choose(menu, "Save this view")
    name = find_soon(window, qtbot, "viewNameField")
    name.setText("Ninth & up")
    qtbot.mouseClick(find(window, "saveViewButton", QPushButton), LEFT)
    qtbot.waitUntil(lambda: window.navigation.currentIndex().data() == "Ninth & up")
    count = window.roster.table.rowCount()
    window.browser.choose_columns("students", ("name", "grades"))
    qtbot.waitUntil(lambda: columns(window) == ["name", "grades"])
    window.browser.visit(Place(places.group("teachers")))
    qtbot.waitUntil(lambda: shows_its_place(window))
    menu.aboutToShow.emit()
    choose(menu, "Ninth && up")
    qtbot.waitUntil(lambda: shows_its_place(window) and window.roster.table.rowCount() == count)
    assert len(columns(window)) > 2, "columns that are chosen in a view are not those of the saved one"
    menu.aboutToShow.emit()
    choose(menu, "Rename")
    find_soon(window, qtbot, "viewNameField").setText("Ninth")
    buttons = [each for each in window.findChildren(QPushButton, "saveViewButton") if each.isVisible()]
    qtbot.mouseClick(buttons[0], LEFT)
    qtbot.waitUntil(lambda: [view.name for view in views(desk)] == ["Ninth"])
    window.navigation.view_deletion_wanted.emit("Ninth")
    assert views(desk) == ()
    qtbot.mouseClick(find(window, "messageAction"), LEFT)
    assert [view.name for view in views(desk)] == ["Ninth"]


def views(desk: Desk) -> tuple[SavedView, ...]:
    source = desk.session.sources()[0]
    return desk.session.remembered.preferences.views.get(source.uid, ())


def find_soon(window: MainWindow, qtbot: QtBot, name: str) -> QLineEdit:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(QLineEdit, name)))
    return next(each for each in window.findChildren(QLineEdit, name) if each.isVisible())


def test_a_view_of_a_school_that_is_gone_says_so_and_leads_out(window: MainWindow, qtbot: QtBot) -> None:
    whole = window.roster.table.rowCount()
    window.browser.visit(Place(places.group("students", "gone")))
    qtbot.waitUntil(lambda: find(window, "emptyTableFirst").isVisible())
    assert "does not have" in "\n".join(label.text() for label in find(window, "emptyTable").findChildren(QLabel))
    qtbot.mouseClick(find(window, "emptyTableFirst"), LEFT)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == whole)
