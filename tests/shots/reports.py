"""Scenes of what is said of the roster as a whole: what a check finds, what a sync changed."""

from datetime import UTC, datetime

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTabBar, QTreeView

from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.shots.waiting import settle, until


def synced(window: MainWindow) -> None:
    """Another sync: some people are renamed or promoted, a class is new, an enrollment is gone."""
    source = window.desk.source
    path = window.desk.session.data_dir.store(source)
    with Reader(path, stores.KEY) as reader:
        people, enrollments = (reader.keys(Query(collection=name))[:6] for name in ("students", "enrollments"))
        users = [msgspec.json.decode(each) for each in reader.sent("users", people)]
        gone = [msgspec.json.decode(each) for each in reader.sent("enrollments", enrollments[:2])]
    for user in users:
        user["email"] = f"{user['username']}@lakeside.example"
        user["grades"] = ["11"]
    fresh = [{**users[0], "sourcedId": "new-student", "givenName": "Marisol", "username": "marisol.new"}]
    changed = {"users": users + fresh, "enrollments": [{**each, "status": "tobedeleted"} for each in gone]}
    with Writer(path, stores.KEY) as writer:
        writer.begin(dict.fromkeys(changed, "delta"), started=datetime.now(UTC))
        for name, records in changed.items():
            page = answers.page(msgspec.json.encode({name: records}), name, {})
            writer.put(name, page.items, received=len(records), total=len(records))
            writer.end_collection(name, complete=True)
        writer.end()


async def findings(window: MainWindow) -> None:
    """What the rules found, one of them read."""
    window.browser.visit(places.report(Findings()))
    await until(lambda: window.findChild(QTreeView, "findingsList").model().rowCount() > 0)
    view = window.findChild(QTreeView, "findingsList")
    view.expand(view.model().index(0, 0))
    view.expand(view.model().index(1, 0))
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    await settle()


async def finding(window: MainWindow) -> None:
    """What was found on a record, in its details."""
    await findings(window)
    view = window.findChild(QTreeView, "findingsList")
    view.setCurrentIndex(view.model().index(0, 0, view.model().index(1, 0)))
    await settle()
    tabs = window.detail.findChild(QTabBar, "detailTabs")
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab).startswith("Findings")))
    await settle()


async def unjudged(window: MainWindow) -> None:
    """The rules that could not be judged, and why."""
    await findings(window)
    window.findChild(QPushButton, "findingLevels-not run").click()
    await settle()
    view = window.findChild(QTreeView, "findingsList")
    view.setCurrentIndex(view.model().index(0, 0))
    await settle()


async def unchecked(window: MainWindow) -> None:
    """What stands in the place of the findings before a check."""
    window.browser.visit(places.report(Findings()))
    button = window.findChild(QPushButton, "noFindingsFirst")
    await until(lambda: button.text() == "Cancel")
    button.click()
    await until(lambda: button.text() == "Check now")
    await settle()


async def changes(window: MainWindow) -> None:
    """What the last sync changed, one of the records chosen."""
    synced(window)
    window.browser.visit(places.report(Changes()))
    view = window.findChild(QTreeView, "changesList")
    await until(lambda: view.model().rowCount() > 0)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    await settle()
    tabs = window.detail.findChild(QTabBar, "detailTabs")
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab).startswith("Changes")))
    await settle()


SCENES = (findings, finding, unjudged, unchecked, changes)
