"""The place of the changes: by school, field by field, with the warning of a sync that was nearly held; its export."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.store.writing.retention import RUNS
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.report import Changes
from rosterdesk.ui.dialogs.report_export import ReportExportDialog
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.actions import writing
from tests.ui.actions.found import PATIENCE, SOURCE
from tests.ui.actions.test_changes import LEFT, opened, rows, sync_again, the_list
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find

Records = list[dict[str, Any]]


def sync(path: Path, name: str, made: Callable[[Records], Records], *, accept: bool = False, keep: int = RUNS) -> None:
    """Another sync that reads one collection whole, with these records in place of those that are here; then so many
    are remembered.
    """
    with Reader(path, stores.KEY) as reader:
        here = [msgspec.json.decode(each) for each in reader.sent(name, reader.keys(Query(collection=name)))]
    records = made(here)
    page = answers.page(msgspec.json.encode({name: records}), name, {})
    with Writer(path, stores.KEY, keep_runs=keep, keep_days=0) as writer:
        writer.begin({name: "full"}, started=datetime.now(UTC))
        writer.put(name, page.items, received=len(records), total=len(records))
        writer.end_collection(name, complete=True)
        writer.end(accept=accept)


def without(percent: int) -> Callable[[Records], Records]:
    return lambda records: records[len(records) * percent // 100 :]


def pick(choice: QComboBox, row: int, qtbot: QtBot) -> None:
    """Choose by the keyboard."""
    choice.setFocus()
    for _ in range(choice.count()):
        qtbot.keyClick(choice, Qt.Key.Key_Up)
    for _ in range(row):
        qtbot.keyClick(choice, Qt.Key.Key_Down)


def shown(window: MainWindow, name: str) -> bool:
    """Whether this button is there to be pressed: those of the kinds come with their numbers."""
    button = window.findChild(QPushButton, name)
    return button is not None and button.isVisible()


def schools(window: MainWindow) -> QComboBox:
    return find(window, "changeSchools", QComboBox)


def test_a_record_opens_to_its_fields(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    sync_again(desk.session.data_dir.store(SOURCE))
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: len(rows(window)) == 2, timeout=PATIENCE)
    view = the_list(window)
    person, course = view.model().index(0, 0), view.model().index(1, 0)
    click_row(qtbot, view, person)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: view.isExpanded(person))
    fields = {
        view.model().index(row, 0, person).data(): view.model().index(row, 2, person).data()
        for row in range(view.model().rowCount(person))
    }
    assert set(fields) == {"Given name", "Email"}
    assert fields["Given name"].endswith(" → Zebedee")
    assert fields["Email"].endswith(" → nothing")
    assert view.model().rowCount(course) == 0
    assert view.model().parent(view.model().index(1, 2, person)) == person
    qtbot.keyClick(view, Qt.Key.Key_Down)  # a field leads where its record does
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(window.roster.isVisible, timeout=PATIENCE)
    assert window.browser.place.record.title.startswith("Zebedee")


@pytest.fixture
def fewer(desk: Desk, store: Path, qtbot: QtBot) -> MainWindow:
    """The window on the changes of a sync that removed nine percent of the classes, which is not yet too many."""
    desk.add(SOURCE, store)
    sync(desk.session.data_dir.store(SOURCE), "classes", without(9))
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: schools(window).count() > 1 and bool(rows(window)), timeout=PATIENCE)
    return window


def test_a_school_narrows_the_list_and_all_its_numbers(fewer: MainWindow, qtbot: QtBot) -> None:
    everywhere = len(rows(fewer))
    assert schools(fewer).itemText(0) == "All schools"
    name, count = schools(fewer).itemText(1).rsplit(" · ", 1)
    assert 0 < int(count) <= everywhere
    pick(schools(fewer), 1, qtbot)
    qtbot.waitUntil(lambda: len(rows(fewer)) == int(count), timeout=PATIENCE)
    removed, lists = f"Removed {count}", f"Classes · {count}"
    qtbot.waitUntil(
        lambda: (
            find(fewer, "changeKinds-removed", QPushButton).text() == removed
            and find(fewer, "changeLists", QComboBox).itemText(1) == lists
        ),
        timeout=PATIENCE,
    )
    assert schools(fewer).currentText().startswith(name)
    assert not find(fewer, "changesText").isVisible()


def test_the_export_has_what_is_shown(fewer: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    pick(schools(fewer), 1, qtbot)
    count = int(schools(fewer).itemText(1).rsplit(" · ", 1)[1])
    qtbot.waitUntil(lambda: len(rows(fewer)) == count, timeout=PATIENCE)
    qtbot.mouseClick(find(fewer, "changeKinds-removed", QPushButton), LEFT)
    shown = {row[0] for row in rows(fewer)}
    dialog = writing.opened(qtbot, fewer, ReportExportDialog, tmp_path)
    writing.choose_format(dialog, ".csv")
    name = schools(fewer).currentText().rsplit(" · ", 1)[0]
    assert find(dialog, "exportSummary", QLabel).text() == (
        f"What this sync removed, field by field: all lists, {name}."
    )
    path = writing.write(qtbot, dialog)
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert {(row["change"], row["title"]) for row in written} == {("removed", title) for title in shown}
    assert len(written) == count
    writing.close(qtbot, dialog)


def test_a_sync_that_was_nearly_held_says_so(fewer: MainWindow, qtbot: QtBot) -> None:
    held = find(fewer, "heldText", QLabel)
    qtbot.waitUntil(held.isVisible, timeout=PATIENCE)
    assert held.text().startswith("This sync removed ")
    assert " classes (" in held.text()
    assert "From 10 % removed or 75 % changed on it would have been held back." in held.text()
    assert not find(fewer, "acceptButton").isVisible()
    pick(find(fewer, "changeRuns", QComboBox), 1, qtbot)  # the first sync has nothing to be measured by
    qtbot.waitUntil(lambda: not held.isVisible(), timeout=PATIENCE)


def test_a_sync_that_was_agreed_to_says_so_and_an_ordinary_one_nothing(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    path = desk.session.data_dir.store(SOURCE)
    sync(path, "classes", without(30), accept=True)
    sync(path, "classes", lambda classes: [{**classes[0], "title": "Juggling"}, *classes[1:]])
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: schools(window).count() > 1, timeout=PATIENCE)
    held = find(window, "heldText", QLabel)
    assert not held.isVisible()
    pick(find(window, "changeRuns", QComboBox), 1, qtbot)
    qtbot.waitUntil(held.isVisible, timeout=PATIENCE)
    assert "It was held back, and somebody agreed." in held.text()


def test_the_export_names_a_school_that_is_gone(desk: Desk, store: Path, tmp_path: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    gone: list[str] = []

    def without_one(orgs: Records) -> Records:
        school = next(each for each in orgs if each["type"] == "school")
        gone.append(school["name"])
        return [each for each in orgs if each is not school]

    sync(desk.session.data_dir.store(SOURCE), "orgs", without_one, accept=True)
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: schools(window).count() > 1 and bool(rows(window)), timeout=PATIENCE)
    place = next(row for row in range(schools(window).count()) if schools(window).itemText(row).startswith(gone[0]))
    pick(schools(window), place, qtbot)
    qtbot.waitUntil(lambda: [row[0] for row in rows(window)] == gone, timeout=PATIENCE)
    dialog = writing.opened(qtbot, window, ReportExportDialog, tmp_path)
    assert find(dialog, "exportSummary", QLabel).text().endswith(f": all lists, {gone[0]}.")
    writing.close(qtbot, dialog)


def test_another_sync_is_told_of_all_schools(fewer: MainWindow, qtbot: QtBot) -> None:
    pick(schools(fewer), 1, qtbot)
    pick(find(fewer, "changeRuns", QComboBox), 1, qtbot)
    qtbot.waitUntil(lambda: len(rows(fewer)) > 900 and schools(fewer).currentIndex() == 0, timeout=PATIENCE)


def test_several_syncs_are_told_together(desk: Desk, store: Path, tmp_path: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    path = desk.session.data_dir.store(SOURCE)
    sync(path, "classes", lambda classes: [{**classes[0], "title": "Juggling"}, *classes[1:]])
    sync(path, "classes", lambda classes: [*classes, {**classes[0], "sourcedId": "new", "title": "Archery"}])
    sync(path, "classes", lambda classes: [each for each in classes if each["sourcedId"] != "new"])
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: [row[::2] for row in rows(window)] == [("Archery", "Removed")], timeout=PATIENCE)
    since = find(window, "changeSince", QComboBox)
    assert since.itemText(0) == "This sync alone"
    pick(since, 3, qtbot)  # since the first: what was added and removed in between is nothing
    qtbot.waitUntil(lambda: [row[0] for row in rows(window)] == ["Juggling"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: shown(window, "changeKinds-changed"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: find(window, "changeKinds-all", QPushButton).text() == "All 1", timeout=PATIENCE)
    qtbot.waitUntil(schools(window).isVisible, timeout=PATIENCE)
    pick(schools(window), 1, qtbot)
    qtbot.waitUntil(lambda: schools(window).currentText().endswith(" · 1"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: find(window, "changeKinds-all", QPushButton).text() == "All 1", timeout=PATIENCE)
    assert [row[0] for row in rows(window)] == ["Juggling"]
    assert since.currentIndex() == 3
    dialog = writing.opened(qtbot, window, ReportExportDialog, tmp_path)
    writing.choose_format(dialog, ".json")
    assert "since an earlier sync" in find(dialog, "exportSummary", QLabel).text()
    written = msgspec.json.decode(writing.write(qtbot, dialog).read_bytes())
    assert [each["title"] for each in written["changed"]] == ["Juggling"]
    assert written["added"] == written["removed"] == []
    writing.close(qtbot, dialog)
    at = schools(window).currentText()
    pick(since, 0, qtbot)  # which did nothing at this school
    qtbot.waitUntil(lambda: schools(window).currentText() == at.replace("1", "0"), timeout=PATIENCE)
    said = find(window, "noChanges").findChildren(QLabel)
    qtbot.waitUntil(lambda: "Nothing matches" in [each.text() for each in said], timeout=PATIENCE)
    pick(schools(window), 0, qtbot)
    qtbot.waitUntil(lambda: [row[::2] for row in rows(window)] == [("Archery", "Removed")], timeout=PATIENCE)


def test_syncs_that_are_no_longer_remembered_are_not_told_together(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    path = desk.session.data_dir.store(SOURCE)
    for title in ("Juggling", "Archery"):
        sync(path, "classes", lambda classes, title=title: [{**classes[0], "title": title}, *classes[1:]], keep=1)
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: [row[0] for row in rows(window)] == ["Archery"], timeout=PATIENCE)
    assert find(window, "changeSince", QComboBox).findData(1) < 0
    window.browser.visit(places.report(Changes(since=1)))
    said = find(window, "noChanges").findChildren(QLabel)
    qtbot.waitUntil(lambda: any("is still kept" in each.text() for each in said), timeout=PATIENCE)
    qtbot.mouseClick(find(window, "noChangesFirst", QPushButton), LEFT)
    qtbot.waitUntil(lambda: [row[0] for row in rows(window)] == ["Archery"], timeout=PATIENCE)


def test_where_nothing_matches_a_button_leads_back_to_all(fewer: MainWindow, qtbot: QtBot) -> None:
    everything = rows(fewer)
    fewer.browser.visit(places.report(Changes(kind="added")))
    button = find(fewer, "noChangesFirst", QPushButton)
    qtbot.waitUntil(lambda: button.isVisible() and button.text() == "Show all changes", timeout=PATIENCE)
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: rows(fewer) == everything, timeout=PATIENCE)
