"""Who is in a class on the day: the tree, the pane and the table say the same, and the others are a chip away."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.model.rows import Link
from rosterdesk.settings import SavedView, Source
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.value_view import ValueView
from tests import stores
from tests.ui.actions.test_saved_views import find_soon, views
from tests.ui.conftest import Desk
from tests.ui.details import rosters
from tests.ui.test_main_window import find
from tests.ui.views.test_table import chips, choose, opened_filter, tick

CLASS = places.members("class")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def changing(desk: Desk, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A class of which four are in it, one is to come and two have left."""
    source = Source(name="Small", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, rosters.write(tmp_path / "store.db", rosters.changing()))
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.query is not None, timeout=10_000)
    desk.window.browser.day.choose(stores.TODAY)
    return desk.window


def visit_class(window: MainWindow, qtbot: QtBot) -> None:
    window.browser.follow(Link("classes", "class", ""))
    wait_for(window, qtbot, 4)


def wait_for(window: MainWindow, qtbot: QtBot, rows: int) -> None:
    """The table shows so many of the class."""
    scopes = (Scope("class", "class"),)
    qtbot.waitUntil(
        lambda: (
            window.roster.query is not None
            and window.roster.query.scopes == scopes
            and window.roster.table.rowCount() == rows
        )
    )


def test_the_tree_the_pane_and_the_table_have_as_many(changing: MainWindow, qtbot: QtBot) -> None:
    visit_class(changing, qtbot)
    assert chips(changing) == ["As of the day: Current"]
    assert find(changing, "rowCount", QLabel).text() == "4 of 7"
    qtbot.waitUntil(lambda: "students" in " ".join(figures(changing)))
    assert any(figure.startswith("students") and figure.endswith(": 4") for figure in figures(changing))
    tree = changing.navigation.tree
    school = tree.index(0, 0, tree.index(0, 0))
    classes = tree.index(0, 0, school)
    changing.navigation.expand(school)
    changing.navigation.expand(classes)
    qtbot.waitUntil(lambda: tree.rowCount(classes) == 1)
    assert tree.index(0, 0, classes).data(tree.CountRole) == 4


def test_those_to_come_and_gone_are_shown_by_the_chip(changing: MainWindow, qtbot: QtBot) -> None:
    visit_class(changing, qtbot)
    qtbot.mouseClick(find(changing, "filterChips").chip("phase"), LEFT)
    values = find(changing, "valueList", ValueView)
    qtbot.waitUntil(lambda: values.values.rowCount() == 3)
    assert tick(qtbot, values, "Incoming") == 1
    wait_for(changing, qtbot, 5)
    assert chips(changing) == ["As of the day: Current, Incoming"]
    assert tick(qtbot, values, "Dropped", alone=True) == 2
    wait_for(changing, qtbot, 2)
    qtbot.mouseClick(find(changing, "filterDoneButton"), LEFT)
    qtbot.keyClick(find(changing, "filterChips").chip("phase"), Qt.Key.Key_Delete)
    wait_for(changing, qtbot, 7)
    assert chips(changing) == []
    tick(qtbot, opened_filter(changing, qtbot, "As of the day"), "Current")
    wait_for(changing, qtbot, 4)


def test_the_link_of_the_pane_shows_everybody(changing: MainWindow, qtbot: QtBot) -> None:
    visit_class(changing, qtbot)
    tabs = find(changing, "detailTabs", QTabBar)
    qtbot.waitUntil(lambda: "Students 7" in [tabs.tabText(index) for index in range(tabs.count())])
    tabs.setCurrentIndex([tabs.tabText(index) for index in range(tabs.count())].index("Students 7"))
    link = find(changing, "openListButton", QPushButton)
    assert link.text() == "Show all 7 in the table"
    qtbot.mouseClick(link, LEFT)
    wait_for(changing, qtbot, 7)
    assert chips(changing) == []


def test_an_export_is_of_those_who_are_shown(changing: MainWindow, qtbot: QtBot) -> None:
    visit_class(changing, qtbot)
    qtbot.keyClick(changing, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: changing.findChild(QDialog, "exportDialog") is not None)
    dialog = changing.findChild(QDialog, "exportDialog")
    assert any("4 of 7 students" in label.text() and "current" in label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()


def test_a_saved_view_keeps_whom_it_shows(changing: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    changing.browser.visit(Place(filters.filtered(CLASS, Where("phase", ("incoming",)))))
    wait_for(changing, qtbot, 1)
    menu = find(changing, "viewsButton", QToolButton).menu()
    menu.aboutToShow.emit()
    choose(menu, "Save this view")
    find_soon(changing, qtbot, "viewNameField").setText("To come")
    qtbot.mouseClick(find(changing, "saveViewButton", QPushButton), LEFT)
    qtbot.waitUntil(lambda: [view.query.phases for view in views(desk)] == [("incoming",)])
    assert msgspec.json.decode(msgspec.json.encode(views(desk)[0]), type=SavedView) == views(desk)[0]


def test_a_class_that_is_gone_leads_to_the_whole_district(changing: MainWindow, qtbot: QtBot) -> None:
    changing.browser.visit(Place(places.members("nowhere")))
    nothing = find(changing, "emptyTable")
    qtbot.waitUntil(nothing.isVisible)
    (way,) = [button for button in nothing.findChildren(QPushButton) if button.isVisible()]
    qtbot.mouseClick(way, LEFT)
    qtbot.waitUntil(lambda: changing.roster.query == places.group("students") and not nothing.isVisible())


@pytest.mark.parametrize(
    ("query", "has"),
    [
        (CLASS, True),
        (places.group("students", "school"), True),
        (places.listing("classes", "user", "student"), True),
        (places.group("students"), False),
        (places.group("classes", "school"), False),
        (places.listing("enrollments", "class", "class"), False),
    ],
)
def test_the_day_is_asked_for_where_the_scope_tells_it(query: Query, has: bool) -> None:
    assert filters.has_phases(query) is has
    own = query.collection == "enrollments"
    assert (filters.PHASE in filters.fields_of(query)) is (has or own)


@pytest.mark.parametrize(
    ("where", "phases"),
    [
        (Where("phase", ("dropped", "current")), ("current", "dropped")),
        (Where("phase", ("current",), negated=True), ("incoming", "dropped")),
        (Where("phase"), PHASES),
    ],
)
def test_a_filter_by_the_day_is_no_field_of_the_rows(where: Where, phases: tuple[str, ...]) -> None:
    query = filters.filtered(CLASS, where)
    assert (query.phases, query.where) == (phases, ())
    assert filters.filter_of(query, "phase").values == (phases if phases != PHASES else ())


def figures(window: MainWindow) -> set[str]:
    return {label.accessibleName() for label in window.detail.findChildren(QLabel) if label.isVisible()}


def test_a_class_that_nobody_is_in_is_left_by_nobody_else(changing: MainWindow, qtbot: QtBot) -> None:
    """Where the rows go, the keyboard goes to the tree, of which no line is the current one."""
    visit_class(changing, qtbot)
    changing.roster.setFocus()
    changing.browser.refine(filters.filtered(changing.browser.place.query, Where("grades", ("12",))))
    qtbot.waitUntil(find(changing, "emptyTable").isVisible)
    changing.navigation.setFocus()
    assert changing.navigation.currentIndex().isValid()
    changing.browser.day.choose(None)
    qtbot.waitUntil(lambda: changing.browser.answered == changing.browser.place.query)
    assert changing.browser.place.query.scopes == (Scope("class", "class"),)
