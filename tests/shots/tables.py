"""Scenes of the table: filters, columns, its menus, views, and what is chosen."""

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from rosterdesk.model.query import Where
from rosterdesk.settings import SavedView
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.shots import lists
from tests.shots.waiting import settle

_GRADES = Where("grades", ("09", "10"))


async def filtered(window: MainWindow) -> None:
    """The first high school's students, narrowed by three filters."""
    await lists.students(window)
    query = window.browser.place.query
    enabled = Where("enabledUser", ("false",), negated=True)
    modified = Where("dateLastModified", least="2026-08-01")
    window.browser.refine(msgspec.structs.replace(query, where=(_GRADES, enabled, modified)))
    await settle()


async def filter_values(window: MainWindow) -> None:
    """The filter by grade, open."""
    await filtered(window)
    window.filter_bar.open_filter("grades")
    await settle(0.6)


async def filter_found(window: MainWindow) -> None:
    """The filter by homeroom, a value looked for."""
    await lists.students(window)
    window.filter_bar.open_filter("homeroom")
    await settle(0.6)
    QTest.keyClicks(window.findChild(QLineEdit, "valueSearch"), "20")
    await settle()


async def filter_part(window: MainWindow) -> None:
    """The filter by a part of the email."""
    await lists.students(window)
    part = Where("email", ("garcia",), match="contains")
    window.browser.refine(msgspec.structs.replace(window.browser.place.query, where=(_GRADES, part)))
    await settle(0.6)
    window.filter_bar.open_filter("email")
    await settle()


async def filter_range(window: MainWindow) -> None:
    """The filter by the number of students in a class."""
    await lists.students(window)
    window.browser.visit(Place(places.group("classes")))
    await settle(0.6)
    window.browser.refine(msgspec.structs.replace(window.browser.place.query, where=(Where("size", least="28"),)))
    await settle()
    window.filter_bar.open_filter("size")
    await settle()


async def filter_fields(window: MainWindow) -> None:
    """The fields that students can be filtered by."""
    await lists.students(window)
    window.findChild(QPushButton, "addFilterButton").click()
    await settle()


async def columns(window: MainWindow) -> None:
    """The columns of students."""
    await lists.students(window)
    window.filter_bar.open_columns()
    await settle()


async def no_such_column(window: MainWindow) -> None:
    """The same, where what is looked for is no column."""
    await columns(window)
    search = window.findChild(QLineEdit, "columnSearch")
    search.setText("locker")
    search.textEdited.emit(search.text())
    await settle()


async def column_menu(window: MainWindow) -> None:
    """The menu of a column."""
    await lists.students(window)
    header = window.roster.header
    window.roster.column_menu(1).popup(header.mapToGlobal(QPoint(header.sectionPosition(1) + 20, 30)))
    await settle()


async def cell_menu(window: MainWindow) -> None:
    """The menu of a cell, with the ways to copy."""
    await lists.students(window)
    index = window.roster.table.index(3, 1)
    at = window.roster.viewport().mapToGlobal(window.roster.visualRect(index).bottomLeft())
    menu = window.roster.cell_menu(index)
    menu.popup(at)
    menu.setActiveAction(menu.actions()[1])
    QTest.keyClick(menu, Qt.Key.Key_Right)
    await settle()


async def saved_view(window: MainWindow) -> None:
    """A saved view, its menu open."""
    await filtered(window)
    place, source = window.browser.place, window.desk.source
    query = msgspec.structs.replace(place.query, columns=("name", "grades", "homeroom", "email"))
    views = (SavedView("9th and 10th grade, enabled", query), SavedView("Without homeroom", places.group("students")))
    window.desk.session.remembered.remember(views={source.uid: views})
    window.browser.visit(Place(query))
    await settle(0.6)
    window.filter_bar.views.menu().popup(window.filter_bar.views.mapToGlobal(QPoint(-120, 34)))
    await settle()


async def summed(window: MainWindow) -> None:
    """Several classes chosen, and what they come to."""
    await lists.students(window)
    window.browser.visit(Place(places.group("classes")))
    await settle(0.6)
    window.roster.setCurrentIndex(window.roster.table.index(2, 4))
    for _ in range(7):
        QTest.keyClick(window.roster, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    await settle(0.6)


async def gone(window: MainWindow) -> None:
    """A view of a school that the copy does not have."""
    window.browser.visit(Place(places.group("students", "gone")))
    await settle()


SCENES = (
    filtered,
    filter_values,
    filter_found,
    filter_part,
    filter_range,
    filter_fields,
    columns,
    no_such_column,
    column_menu,
    cell_menu,
    saved_view,
    summed,
    gone,
)
