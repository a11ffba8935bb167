"""Scenes of the tree, the table and the details."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabBar

from rosterdesk.model.query import Where
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.shots.waiting import settle


async def students(window: MainWindow) -> None:
    """The first high school's students, one of them chosen."""
    tree = window.navigation.tree
    root = tree.index(0, 0)
    for row in range(tree.rowCount(root)):
        school = tree.index(row, 0, root)
        if "High School" in (school.data() or ""):
            break
    window.navigation.expand(school)
    classes = tree.index(0, 0, school)
    window.navigation.expand(classes)
    await settle()
    window.navigation.setCurrentIndex(tree.index(1, 0, school))
    await settle()
    window.roster.selectRow(3)
    await settle()


async def class_roster(window: MainWindow) -> None:
    """A class of that school and its students."""
    await students(window)
    tree = window.navigation.tree
    group = window.navigation.currentIndex().parent()
    window.navigation.setCurrentIndex(tree.index(2, 0, tree.index(0, 0, group)))
    await settle()


async def teachers(window: MainWindow) -> None:
    """The teachers of that school, one of them chosen."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.tree.index(2, 0, window.navigation.currentIndex().parent()))
    await settle()
    window.roster.selectRow(1)
    await settle()


async def school(window: MainWindow) -> None:
    """A school: its numbers."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.currentIndex().parent())
    await settle()


async def guardians(window: MainWindow) -> None:
    """Staff and guardians, filtered by text."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.tree.index(3, 0, window.navigation.currentIndex().parent()))
    await settle()
    window.roster.selectRow(4)
    await settle()


async def sessions(window: MainWindow) -> None:
    """The year's sessions."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.tree.index(5, 0, window.navigation.currentIndex().parent()))
    await settle()
    window.roster.selectRow(1)
    await settle()


async def nothing(window: MainWindow) -> None:
    """A filter that nothing matches."""
    await students(window)
    QTest.keyClicks(window.findChild(QLineEdit, "filterField"), "zzzz")
    await settle(0.6)


async def chosen(window: MainWindow) -> None:
    """A filter by grade, and several rows chosen."""
    await students(window)
    query = window.browser.place.query
    window.browser.refine(msgspec.structs.replace(query, where=(*query.where, Where("grades", ("10",)))))
    await settle()
    window.roster.selectRow(2)
    for _ in range(5):
        QTest.keyClick(window.roster, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    await settle()


async def listed(window: MainWindow, name: str, row: int = 2) -> None:
    """A list of the gradebook, one record chosen."""
    await students(window)
    window.browser.visit(Place(places.group(name)))
    await settle(0.6)
    window.roster.selectRow(row)
    await settle()


async def gradebook(window: MainWindow) -> None:
    """The district's line items."""
    await listed(window, "lineItems")


async def results(window: MainWindow) -> None:
    """The results of the gradebook."""
    await listed(window, "results")


async def scale(window: MainWindow) -> None:
    """A score scale."""
    await listed(window, "scoreScales")


async def resource(window: MainWindow) -> None:
    """The district's resources."""
    await listed(window, "resources")


async def class_gradebook(window: MainWindow) -> None:
    """A class that has line items, results and resources."""
    await listed(window, "lineItems")
    link = window.browser.record("lineItems", window.browser.place.record.sourced_id).values["class"]
    window.browser.follow(link)
    await settle(0.6)
    tabs = window.detail.findChild(QTabBar, "detailTabs")
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab).startswith("Results")))
    await settle()


SCENES = (
    students,
    class_roster,
    teachers,
    school,
    guardians,
    sessions,
    nothing,
    chosen,
    gradebook,
    results,
    scale,
    resource,
    class_gradebook,
)
