"""Scenes of what is said of the roster as a whole: what a check finds, what a sync changed."""

from datetime import UTC, datetime, timedelta

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListWidget, QPushButton, QTabBar, QTreeView

from rosterdesk.bundle import writing
from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.store.judgements import Judgements
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.dialogs.comparison import ComparisonDialog, State
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
        user["grades"] = ["12"] if user["grades"] == ["11"] else ["11"]  # another one each time
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
    _judged_before(window)
    window.browser.visit(places.report(Findings()))
    await until(lambda: window.findChild(QTreeView, "findingsList").model().rowCount() > 0)
    view = window.findChild(QTreeView, "findingsList")
    view.expand(view.model().index(0, 0))
    view.expand(view.model().index(1, 0))
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    await settle()


def _judged_before(window: MainWindow) -> None:
    """The days before, on which more and more was mended."""
    path = window.desk.session.data_dir.store(window.desk.source)
    now = datetime.now(UTC)
    with Judgements(path, stores.KEY) as kept:
        for days, count in ((9, 61), (8, 64), (6, 58), (5, 49), (3, 50), (1, 44)):
            kept.remember(now - timedelta(days=days), ["CLS-01"], [("CLS-01", "classes", f"c{days}", "")])
            kept.count(now - timedelta(days=days), 0, {"CLS-01": {"error": count}})


async def findings_by_cause(window: MainWindow) -> None:
    """What is to blame, with what follows from it."""
    await findings(window)
    ways = window.findChild(QComboBox, "findingWays")
    ways.setCurrentIndex(ways.findData("cause"))
    ways.activated.emit(ways.currentIndex())
    await settle()
    view = window.findChild(QTreeView, "findingsList")
    view.expand(view.model().index(0, 0))
    view.setCurrentIndex(view.model().index(0, 0))
    await settle()


async def finding(window: MainWindow) -> None:
    """What was found on a record, in its details."""
    await findings(window)
    view = window.findChild(QTreeView, "findingsList")
    view.setCurrentIndex(view.model().index_of(["CLS-01"], _first(view, "CLS-01")))
    await settle()
    tabs = window.detail.findChild(QTabBar, "detailTabs")
    await until(lambda: any(tabs.tabText(tab).startswith("Findings ") for tab in range(tabs.count())))
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab).startswith("Findings")))
    await settle()


def _first(view: QTreeView, rule: str) -> tuple[str, str]:
    """The first record that a rule found."""
    tree = view.model()
    found = tree.index_of([rule]).data(tree.BranchRole).findings[0]
    return found.collection, found.sourced_id


async def excepting(window: MainWindow) -> None:
    """Why something is right although a rule finds it."""
    await finding(window)
    link = next(each for each in window.detail.findChildren(QPushButton) if each.text() == "This is right because…")
    link.click()
    await until(lambda: window.findChild(QDialog, "exceptionDialog") is not None)
    await settle()
    dialog = window.findChild(QDialog, "exceptionDialog")
    dialog.findChild(QLineEdit, "reasonField").setText("The position is vacant until January")


async def rules(window: MainWindow) -> None:
    """All rules, one of them read."""
    await findings(window)
    window.findChild(QPushButton, "rulesButton").click()
    await until(lambda: window.findChild(QDialog, "rulesDialog") is not None)
    await settle()
    listed = window.findChild(QDialog, "rulesDialog").findChild(QListWidget, "ruleList")
    listed.setCurrentItem(listed.findItems("Unknown grade", Qt.MatchFlag.MatchExactly)[0])
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
    QTest.keyClick(view, Qt.Key.Key_Right)
    await settle()
    tabs = window.detail.findChild(QTabBar, "detailTabs")
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab).startswith("Changes")))
    await settle()


async def changes_at_school(window: MainWindow) -> None:
    """What a sync that was nearly held took from a school."""
    path = window.desk.session.data_dir.store(window.desk.source)
    with Reader(path, stores.KEY) as reader:
        records = reader.sent("classes", reader.keys(Query(collection="classes")))
    kept = records[len(records) // 12 :]
    page = answers.page(b'{"classes": [' + b",".join(kept) + b"]}", "classes", {})
    with Writer(path, stores.KEY) as writer:
        writer.begin({"classes": "full"}, started=datetime.now(UTC))
        writer.put("classes", page.items, received=len(kept), total=len(kept))
        writer.end_collection("classes", complete=True)
        writer.end(accept=True)
    window.browser.visit(places.report(Changes()))
    schools = window.findChild(QComboBox, "changeSchools")
    await until(lambda: schools.count() > 1)
    schools.setCurrentIndex(1)
    schools.activated.emit(1)
    await settle()
    window.findChild(QTreeView, "changesList").setFocus()
    QTest.keyClick(window.findChild(QTreeView, "changesList"), Qt.Key.Key_Down)
    await settle()


async def access(window: MainWindow) -> None:
    """What the key can see, after a sync that was refused what the one before could read."""
    path = window.desk.session.data_dir.store(window.desk.source)
    with Writer(path, stores.KEY) as writer:
        writer.begin({"demographics": "full", "resources": "full"}, started=datetime.now(UTC))
        for name, why in (
            ("demographics", "This key may not read that (HTTP 403)."),
            ("resources", "The service has nothing at that address (HTTP 404)."),
        ):
            writer.end_collection(name, complete=False, refused=True, why=why)
        writer.end()
    window.findChild(QAction, "accessAction").trigger()
    await until(lambda: window.findChild(QDialog, "accessDialog") is not None)
    await settle()


async def comparing(window: MainWindow) -> None:
    """With what the source is to be compared."""
    window.findChild(QAction, "compareAction").trigger()
    await settle()


async def compared(window: MainWindow) -> None:
    """The source beside a bundle of some of it, in which one class is called otherwise."""
    source, session = window.desk.source, window.desk.session
    with Reader(session.data_dir.store(source), stores.KEY) as reader:
        kept = {name: reader.sent(name, reader.keys(Query(collection=name))) for name in ("orgs", "classes", "users")}
    path = session.data_dir.path / "of May.zip"
    first = msgspec.json.decode(kept["classes"][0])
    renamed = msgspec.json.encode(first | {"title": "Algebra of May", "location": "R7"})
    writing.write(path, "1.1", kept | {"classes": [renamed, *kept["classes"][3:]]})
    window.findChild(QAction, "compareAction").trigger()
    dialog = window.findChild(ComparisonDialog)
    dialog.choose_bundle(path)
    dialog.findChild(QPushButton, "compareButton").click()
    await until(lambda: dialog.state is State.TOLD)
    records = dialog.findChild(QTreeView, "comparisonList")
    records.setCurrentIndex(records.model().index(0, 0))
    records.expand(records.model().index(0, 0))
    await settle()


SCENES = (
    findings,
    findings_by_cause,
    finding,
    excepting,
    rules,
    unjudged,
    unchecked,
    changes,
    changes_at_school,
    access,
    comparing,
    compared,
)
