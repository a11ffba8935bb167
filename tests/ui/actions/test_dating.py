"""The day that the window is about: one control, and everything follows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget, QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.ui.actions import dating
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.day import Day
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.details.link import TextLink
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.conftest import Desk
from tests.ui.details import rosters

BEGINS, ENDS = date(2026, 10, 5), date(2026, 11, 2)


@pytest.fixture
def small(desk: Desk, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """One class, with one student who was in it for four weeks."""
    roster = rosters.hostile("Plain")
    roster["enrollments"][0] |= {"beginDate": BEGINS.isoformat(), "endDate": ENDS.isoformat()}
    source = Source(name="Small", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, rosters.write(tmp_path / "store.db", roster))
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0, timeout=10_000)
    return desk.window


def look_at(window: MainWindow, qtbot: QtBot, day: date) -> None:
    """Choose the day in the calendar, by mouse and keyboard."""
    qtbot.mouseClick(window.findChild(QToolButton, "asOfDate"), Qt.MouseButton.LeftButton)
    calendar = window.findChild(QCalendarWidget, "dayCalendar")
    qtbot.waitUntil(calendar.isVisible)
    calendar.setSelectedDate(day)
    view = calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not calendar.isVisible()


def rows_are(window: MainWindow, count: int) -> Callable[[], bool]:
    return lambda: window.roster.table.rowCount() == count


def test_the_same_class_on_several_days(small: MainWindow, qtbot: QtBot) -> None:
    small.browser.follow(Link("classes", "class", ""))
    qtbot.waitUntil(lambda: small.browser.place.query.scopes != () and small.roster.table.rowCount() == 1)
    for day, inside in (
        (date(2026, 10, 4), 0),
        (BEGINS, 1),
        (date(2026, 11, 1), 1),
        (ENDS, 0),  # the first day on which they are no longer in it
    ):
        look_at(small, qtbot, day)
        qtbot.waitUntil(rows_are(small, inside), timeout=5_000)
        said = f"students on {spoken(day)}: {inside}"
        qtbot.waitUntil(lambda said=said: said in figures(small), timeout=5_000)


def test_an_empty_day_leads_back_to_today(small: MainWindow, qtbot: QtBot) -> None:
    small.browser.visit(Place(places.listing("enrollments", "user", "student")))
    qtbot.waitUntil(lambda: small.roster.query == small.browser.place.query and small.roster.table.rowCount() == 1)
    small.browser.day.choose(ENDS)
    nothing = small.findChild(QWidget, "emptyTable")
    qtbot.waitUntil(nothing.isVisible)
    assert any(spoken(ENDS) in label.text() for label in nothing.findChildren(QLabel))
    (way,) = [button for button in nothing.findChildren(QPushButton) if button.isVisible()]
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    assert small.browser.day.chosen is None
    qtbot.waitUntil(rows_are(small, 1))


def figures(window: MainWindow) -> set[str]:
    return {label.accessibleName() for label in window.detail.findChildren(QLabel) if label.isVisible()}


def test_back_keeps_the_day(window: MainWindow, qtbot: QtBot) -> None:
    day = date(2026, 10, 1)
    before = window.browser.place
    window.browser.visit(Place(places.group("teachers")))
    look_at(window, qtbot, day)
    window.browser.back()
    assert window.browser.place.query == before.query
    assert window.browser.day.chosen == day
    assert spoken(day) in window.findChild(QToolButton, "asOfDate").text()


def test_the_cross_leads_back_to_today(window: MainWindow, qtbot: QtBot) -> None:
    look_at(window, qtbot, date(2026, 10, 1))
    cross = window.findChild(QToolButton, "asOfToday")
    assert cross.isVisible()
    cross.setFocus()
    qtbot.keyClick(cross, Qt.Key.Key_Space)
    assert window.browser.day.chosen is None
    assert not cross.isVisible()
    assert window.findChild(QToolButton, "asOfDate").hasFocus()
    assert window.findChild(QToolButton, "asOfDate").text() == ""


def test_escape_leaves_the_day_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    choice = window.findChild(QWidget, "dayChoice")
    qtbot.waitUntil(choice.isVisible)
    qtbot.keyClick(choice, Qt.Key.Key_Escape)
    assert not choice.isVisible()
    assert window.browser.day.chosen is None


def test_a_term_offers_its_last_day_not_the_day_after_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.findChild(QToolButton, "asOfDate"), Qt.MouseButton.LeftButton)
    choice = window.findChild(QWidget, "dayChoice")
    qtbot.waitUntil(choice.isVisible)
    offered = {link.accessibleName(): link for link in choice.findChildren(TextLink) if link.isVisible()}
    assert {"Today", "First day of Quarter 1", "Last day of Spring Semester 2027"} <= set(offered)
    qtbot.mouseClick(offered["Last day of Quarter 1"], Qt.MouseButton.LeftButton)
    assert window.browser.day.chosen == date(2026, 10, 25)
    assert not choice.isVisible()


def test_an_export_is_of_the_day(window: MainWindow, qtbot: QtBot) -> None:
    window.browser.day.choose(date(2026, 10, 1))
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "exportDialog") is not None)
    dialog = window.findChild(QDialog, "exportDialog")
    assert any("as of 2026-10-01" in label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()


def test_today_is_no_day_of_its_own() -> None:
    day = Day(today=lambda: stores.TODAY)
    query = Query(collection="students")
    assert day.dated(query) == query
    day.choose(date(2026, 10, 1))
    assert day.shown() == date(2026, 10, 1)
    assert day.dated(query) == msgspec.structs.replace(query, as_of="2026-10-01")
    day.choose(stores.TODAY)
    assert day.chosen is None
    assert day.dated(query) == query


def test_terms_are_those_of_the_school_year_and_each_once(tmp_path: Path) -> None:
    def session(number: int, year: str, kind: str, begins: str, ends: str) -> dict[str, str]:
        common = {"status": "active", "dateLastModified": "2026-11-01T08:00:00Z", "schoolYear": year}
        dates = {"startDate": begins, "endDate": ends}
        return {**common, **dates, "sourcedId": f"s{number}", "title": f"Term {number}", "type": kind}

    sessions = [
        session(1, "2026", "term", "2025-08-17", "2026-06-12"),
        session(2, "2027", "term", "2026-08-17", "2027-01-10"),
        session(3, "2027", "term", "2026-08-17", "2027-01-10"),  # the same one, of another school
        session(4, "2027", "gradingPeriod", "2026-08-17", "2026-10-01"),
        session(5, "2027", "semester", "2027-01-10", "2027-06-12"),
        session(6, "2028", "term", "2027-08-17", "2028-01-10"),
    ]
    with Reader(rosters.write(tmp_path / "store.db", {"academicSessions": sessions}), stores.KEY) as reader:
        for day, titles in (
            (stores.TODAY, ["Term 2", "Term 5"]),
            (date(2026, 7, 1), ["Term 2", "Term 5"]),  # in the holidays, the year to come
            (date(2030, 7, 1), ["Term 6"]),
        ):
            assert [term.title for term in dating.terms(reader, day)] == titles


def test_the_sizes_in_the_tree_are_those_of_the_day(small: MainWindow, qtbot: QtBot) -> None:
    tree = small.navigation.tree
    school = tree.index(0, 0, tree.index(0, 0))
    classes = tree.index(0, 0, school)
    small.navigation.expand(school)
    small.navigation.expand(classes)
    qtbot.waitUntil(lambda: tree.rowCount(classes) == 1)
    for day, size in ((BEGINS, 1), (ENDS, 0), (None, 0)):
        small.browser.day.choose(day)
        qtbot.waitUntil(lambda size=size: tree.index(0, 0, classes).data(tree.CountRole) == size)


def test_what_is_counted_for_today_alone_says_no_number_of_another_day(small: MainWindow, qtbot: QtBot) -> None:
    tree = small.navigation.tree
    counts = small.status.findChild(QLabel, "statusCounts")
    qtbot.waitUntil(lambda: "1 students" in counts.text())
    district = tree.index(0, 0)
    students = next(
        index
        for row in range(tree.rowCount(district))
        if (index := tree.index(row, 0, district)).data() == "All students"
    )
    for day, number, said in ((ENDS, None, "·  Today: 1 students"), (None, 1, "·  1 students")):
        small.browser.day.choose(day)
        assert students.data(tree.CountRole) == number
        assert bool(students.data(Qt.ItemDataRole.ToolTipRole)) == (day is not None)
        assert counts.text().startswith(said)
