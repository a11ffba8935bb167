"""The place of the changes and the tab of a record's history, on a district that was synced more than once."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTabBar, QTreeView
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.browsing.report import Changes
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.privacy import HIDDEN
from tests import stores
from tests.ui import spoken
from tests.ui.actions.test_decisions import hold
from tests.ui.actions.test_findings import PATIENCE, SOURCE, line, texts
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find

LEFT = Qt.MouseButton.LeftButton


def sync_again(path: Path) -> tuple[str, str]:
    """A sync that changes somebody, ends an enrollment and sweeps a course; says who changed, and what went."""
    with Reader(path, stores.KEY) as reader:
        person, *courses = (
            msgspec.json.decode(reader.sent(name, (key,))[0])
            for name, keys in (
                ("users", reader.keys(Query(collection="students", limit=1))),
                ("courses", reader.keys(Query(collection="courses"))),
            )
            for key in keys
        )
    person["givenName"], person["email"] = "Zebedee", None
    gone = courses.pop()
    with Writer(path, stores.KEY) as writer:
        writer.begin({"users": "delta", "courses": "full"}, started=datetime.now(UTC))
        for name, records in (("users", [person]), ("courses", courses)):
            page = answers.page(msgspec.json.encode({name: records}), name, {})
            writer.put(name, page.items, received=len(records), total=len(records))
            writer.end_collection(name, complete=True)
        writer.end()
    return person["sourcedId"], gone["title"]


@pytest.fixture
def changed(desk: Desk, store: Path, qtbot: QtBot) -> MainWindow:
    """The window on the changes of a district that was synced twice."""
    desk.add(SOURCE, store)
    sync_again(desk.session.data_dir.store(SOURCE))
    return opened(desk, qtbot)


def opened(desk: Desk, qtbot: QtBot) -> MainWindow:
    window = desk.window
    window.desk.open(SOURCE)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0, timeout=PATIENCE)
    click_row(qtbot, window.navigation, line(window, Changes))
    qtbot.waitUntil(find(window, "changesView").isVisible)
    return window


def the_list(window: MainWindow) -> QTreeView:
    return find(window, "changesList", QTreeView)


def rows(window: MainWindow) -> list[tuple[str, ...]]:
    model = the_list(window).model()
    return [tuple(model.index(row, column).data() for column in range(3)) for row in range(model.rowCount())]


def test_the_last_sync_tells_what_changed_and_what_is_gone(changed: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(rows(changed)) == 2, timeout=PATIENCE)
    (person, people, different), (_course, courses, removed) = rows(changed)
    assert person.startswith("Zebedee")
    assert (people, courses, removed) == ("People", "Courses", "Removed")
    assert "→ Zebedee" in different
    assert "→ nothing" in different
    assert line(changed, Changes).data(changed.navigation.tree.CountRole) == 2
    runs = find(changed, "changeRuns", QComboBox)
    assert runs.count() == 2
    assert "0 added, 1 changed, 1 removed" in runs.currentText()


def test_a_changed_record_stands_beside_with_its_history(changed: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(rows(changed)) == 2, timeout=PATIENCE)
    click_row(qtbot, the_list(changed), the_list(changed).model().index(0, 0))
    name, tabs = find(changed, "detailName", QLabel), find(changed, "detailTabs", QTabBar)
    qtbot.waitUntil(lambda: name.isVisible() and name.text().startswith("Zebedee"))
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab) == "Changes"))
    qtbot.waitUntil(lambda: "Sync 2" in texts(changed, "reportScroll"), timeout=PATIENCE)
    said = texts(changed, "reportScroll")
    assert "Sync 1" in said
    assert "→ Zebedee" in said
    assert "Added" in said
    qtbot.keyClick(the_list(changed), Qt.Key.Key_Down)  # what is gone has no details: it is said what it was
    qtbot.waitUntil(find(changed, "explanation").isVisible)
    assert "The source no longer lists this record." in texts(changed, "explanation")


def test_enter_goes_to_the_record_and_back_to_the_change(changed: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(find(changed, "changeKinds-changed", QPushButton), LEFT)
    qtbot.waitUntil(lambda: len(rows(changed)) == 1, timeout=PATIENCE)
    click_row(qtbot, the_list(changed), the_list(changed).model().index(0, 0))
    qtbot.keyClick(the_list(changed), Qt.Key.Key_Return)
    qtbot.waitUntil(changed.roster.isVisible)
    assert changed.browser.place.record.title.startswith("Zebedee")
    qtbot.mouseClick(find(changed, "backButton"), LEFT)
    qtbot.waitUntil(find(changed, "changesView").isVisible)
    qtbot.waitUntil(lambda: len(rows(changed)) == 1 and the_list(changed).currentIndex().isValid(), timeout=PATIENCE)
    assert find(changed, "changeKinds-changed", QPushButton).isChecked()


def test_of_a_first_sync_the_first_records_are_shown_and_a_list_narrows_them(changed: MainWindow, qtbot: QtBot) -> None:
    runs, lists = find(changed, "changeRuns", QComboBox), find(changed, "changeLists", QComboBox)
    runs.setFocus()
    qtbot.keyClick(runs, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(rows(changed)) == 1000, timeout=PATIENCE)
    assert find(changed, "changesText", QLabel).text().startswith("Shown are the first 1,000 of ")
    lists.setFocus()
    qtbot.keyClick(lists, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: {row[1] for row in rows(changed)} == {"Organizations"}, timeout=PATIENCE)
    assert not find(changed, "changesText").isVisible()


def test_a_sync_that_is_held_says_so_and_can_be_accepted_here(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    hold(desk.session.data_dir.store(SOURCE), datetime.now(UTC))
    window = opened(desk, qtbot)
    runs, accept = find(window, "changeRuns", QComboBox), find(window, "acceptButton", QPushButton)
    assert not accept.isVisible()
    runs.setCurrentIndex(1)
    runs.setFocus()
    qtbot.keyClick(runs, Qt.Key.Key_Up)
    qtbot.waitUntil(accept.isVisible)
    assert "would remove" in find(window, "heldText", QLabel).text()
    qtbot.mouseClick(accept, LEFT)
    qtbot.waitUntil(lambda: window.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not accept.isVisible(), timeout=PATIENCE)
    assert "removed" in runs.currentText()


def test_a_person_who_is_gone_has_no_id_while_people_are_masked(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    path = desk.session.data_dir.store(SOURCE)
    with Reader(path, stores.KEY) as reader:
        sent = (msgspec.json.decode(each) for each in reader.sent("users", reader.keys(Query(collection="users"))))
        *people, gone = sent
    with Writer(path, stores.KEY) as writer:
        writer.begin({"users": "full"}, started=datetime.now(UTC))
        page = answers.page(msgspec.json.encode({"users": people}), "users", {})
        writer.put("users", page.items, received=len(people), total=len(people))
        writer.end_collection("users", complete=True)
        writer.end()
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: any(removed == "Removed" for _, _, removed in rows(window)), timeout=PATIENCE)
    row = next(row for row, (_, _, removed) in enumerate(rows(window)) if removed == "Removed")
    click_row(qtbot, the_list(window), the_list(window).model().index(row, 0))
    qtbot.waitUntil(lambda: bool(spoken.seen(window, gone["sourcedId"])))
    desk.session.privacy.switch()
    assert not spoken.seen(window, gone["sourcedId"])
    qtbot.waitUntil(lambda: len(rows(window)) > row)
    click_row(qtbot, the_list(window), the_list(window).model().index(row, 0))
    qtbot.waitUntil(lambda: bool(spoken.seen(window, HIDDEN)))
    assert not spoken.seen(window, gone["sourcedId"], gone["familyName"])
