"""Scenes of the details of each kind of record, and of another day."""

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QTabBar, QToolButton, QWidget

from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.model.rows import Link
from rosterdesk.ui.details.link import TextLink
from rosterdesk.ui.main_window import MainWindow
from tests.shots.camera import grab
from tests.shots.lists import class_roster, students
from tests.shots.waiting import settle

OCTOBER = date(2026, 10, 1)
OPEN = 0.6


def choose_tab(window: MainWindow, beginning: str) -> None:
    tabs = window.detail.findChild(QTabBar, "detailTabs")
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab).startswith(beginning)))


async def follow_first(window: MainWindow, query: Query) -> None:
    """The first record of the query, in its own place."""
    reader = window.browser.reader
    (found,) = reader.rows(query.collection, reader.keys(query)[:1], ("sourcedId",))
    window.browser.follow(Link(query.collection, found[0], ""))
    await settle(OPEN)


async def pane_choice(window: MainWindow) -> QPixmap:
    """The calendar below its button."""
    await students(window)
    QTest.mouseClick(window.findChild(QToolButton, "asOfDate"), Qt.MouseButton.LeftButton)
    await settle()
    try:
        return grab(window)
    finally:
        window.findChild(QWidget, "dayChoice").hide()


async def pane_as_of(window: MainWindow) -> None:
    """A class as of another day."""
    await class_roster(window)
    window.browser.day.choose(OCTOBER)
    await settle(OPEN)


async def pane_no_day(window: MainWindow) -> None:
    """A class on a day on which nobody is in it."""
    await class_roster(window)
    window.browser.day.choose(date(2026, 7, 4))
    await settle(OPEN)


async def pane_roster(window: MainWindow) -> None:
    """Who is in a class that somebody has left."""
    await students(window)
    gone = Query(collection="enrollments", phases=("dropped",), where=(Where("role", ("student",)),))
    reader = window.browser.reader
    ((link,),) = reader.rows("enrollments", reader.keys(gone)[:1], ("class",))
    window.browser.follow(link)
    await settle(OPEN)
    choose_tab(window, "Students")
    await settle()


async def pane_enrollment(window: MainWindow) -> None:
    """An enrollment against its terms, as of another day."""
    await students(window)
    window.browser.day.choose(OCTOBER)
    await follow_first(window, Query(collection="enrollments"))


async def pane_district(window: MainWindow) -> None:
    """A district: its schools."""
    await students(window)
    await follow_first(window, Query(collection="orgs", where=(Where("type", ("district",)),)))


async def pane_elementary(window: MainWindow) -> None:
    """A school with many grades."""
    await students(window)
    await follow_first(window, Query(collection="schools"))


async def pane_course(window: MainWindow) -> None:
    """A course: its classes by school and term."""
    await students(window)
    await follow_first(window, Query(collection="courses"))


async def pane_term(window: MainWindow) -> None:
    """A semester: its place in the year, and its parts."""
    await students(window)
    await follow_first(window, Query(collection="academicSessions", where=(Where("type", ("semester",)),)))
    scroll = window.detail.findChild(QScrollArea, "overviewScroll").verticalScrollBar()
    scroll.setValue(scroll.maximum())
    await settle()


async def pane_demographics(window: MainWindow) -> None:
    """A student’s demographics, asked for."""
    await students(window)
    (asked,) = [link for link in window.detail.findChildren(TextLink) if link.text() == "Show demographics"]
    asked.click()
    await settle()
    scroll = window.detail.findChild(QScrollArea, "overviewScroll").verticalScrollBar()
    scroll.setValue(scroll.maximum())
    await settle()


async def pane_record(window: MainWindow) -> None:
    """A record as it was sent."""
    await students(window)
    choose_tab(window, "Record")
    await settle()


async def pane_menu(window: MainWindow) -> QPixmap:
    """What can be done with a record."""
    await students(window)
    button = window.findChild(QToolButton, "recordMenuButton")
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomRight()) - QPoint(menu.sizeHint().width(), 0))
    await settle()
    try:
        return grab(window)
    finally:
        menu.hide()


async def pane_guardian(window: MainWindow) -> None:
    """A guardian of a student of the first school."""
    await students(window)
    reader = window.browser.reader
    (school,) = reader.rows("schools", reader.keys(Query(collection="schools"))[:1], ("sourcedId",))
    scopes = (Scope("school", school[0]),)
    await follow_first(window, Query(collection="users", where=(Where("role", ("guardian",)),), scopes=scopes))


SCENES = (
    pane_choice,
    pane_as_of,
    pane_no_day,
    pane_roster,
    pane_enrollment,
    pane_district,
    pane_elementary,
    pane_course,
    pane_term,
    pane_demographics,
    pane_record,
    pane_menu,
    pane_guardian,
)
