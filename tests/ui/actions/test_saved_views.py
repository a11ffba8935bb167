"""Views that are kept under a name; clicked as a person would."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query, Where
from rosterdesk.model.related import related
from rosterdesk.settings import SavedView
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.ui import spoken
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find, shows_its_place
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


def test_the_heading_above_the_views_folds_them_and_leads_nowhere(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    uid, tree = desk.session.sources()[0].uid, window.navigation
    ninth = SavedView("Ninth", filters.filtered(places.group("students"), Where("grades", ("09",))))
    desk.session.remembered.remember(views={uid: (ninth,)})
    qtbot.waitUntil(lambda: tree.tree.index(tree.tree.rowCount() - 1, 0).data() == "Saved views")
    heading, before = tree.tree.index(tree.tree.rowCount() - 1, 0), window.browser.place
    for unfolded in (True, False):
        click_row(qtbot, tree, heading)
        assert tree.isExpanded(heading) is unfolded
        assert window.browser.place == before
    for unfolded in (True, False):
        qtbot.keyClick(tree, Qt.Key.Key_Return)
        assert tree.isExpanded(heading) is unfolded
    assert window.browser.place == before


def test_undo_brings_back_one_view_and_loses_no_other(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    students, unknown = Query(collection="students"), Query(collection="of a later version")
    uid, remembered = desk.session.sources()[0].uid, desk.session.remembered
    remembered.remember(views={uid: (SavedView("Ninth", students), SavedView("Unknown", unknown))})
    window.navigation.view_deletion_wanted.emit("Ninth")
    assert [view.name for view in views(desk)] == ["Unknown"]
    remembered.remember(views={uid: (SavedView("Meanwhile", students), *views(desk))})
    qtbot.mouseClick(find(window, "messageAction"), LEFT)
    assert [view.name for view in views(desk)] == ["Meanwhile", "Ninth", "Unknown"]


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


def test_a_view_of_a_person_names_nobody_by_itself_and_goes_with_the_copy(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    source, reader = desk.session.sources()[0], window.browser.reader
    person = reader.record("users", reader.keys(Query(collection="students", limit=1))[0])
    classes = next(each.query for each in related("users", person.sourced_id, "student") if each.name == "classes")
    window.browser.visit(Place(classes))
    qtbot.waitUntil(lambda: shows_its_place(window))
    menu = find(window, "viewsButton").menu()
    menu.aboutToShow.emit()
    choose(menu, "Save this view")
    name = find_soon(window, qtbot, "viewNameField")
    assert name.text() == "Classes"
    name.setText(person.title)
    qtbot.mouseClick(find(window, "saveViewButton", QPushButton), LEFT)
    qtbot.waitUntil(lambda: len(views(desk)) == 1)
    ninth = SavedView("Ninth", filters.filtered(places.group("students"), Where("grades", ("09",))))
    desk.session.remembered.remember(views={source.uid: (*views(desk), ninth)})
    desk.session.privacy.switch()
    qtbot.waitUntil(lambda: not spoken.of(window, person.title))
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()][:2] == ["View 1", "View 2"]
    desk.tasks.start(window.desk.destroy(source, remove=False))
    kept = desk.session.remembered
    qtbot.waitUntil(lambda: kept.preferences.views[source.uid] == (ninth,))
    qtbot.waitUntil(lambda: window.desk.source is not None)
    desk.tasks.start(window.desk.destroy(source, remove=True))
    qtbot.waitUntil(lambda: source.uid not in kept.preferences.views)
