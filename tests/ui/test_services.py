"""What the window asks a service for besides a sync of everything: one record, one school, gradebook and resources."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.demo import access, service
from rosterdesk.demo.district import District
from rosterdesk.model.fields import OPTIONAL
from rosterdesk.progress import Failure
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.sync_report import SyncReport
from rosterdesk.ui.main_window import MainWindow
from tests.gates import Gate
from tests.ui.conftest import STUDENTS, Desk, source_of
from tests.ui.test_main_window import click_row, find, school, titles

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton


def sync(desk: Desk, live: service.Live, qtbot: QtBot, **fields: object) -> MainWindow:
    source = msgspec.structs.replace(source_of(live), **fields)
    done = desk.tasks.start(desk.window.desk.begin(source, live.client_secret))
    qtbot.waitUntil(done.done, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not desk.window.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    return desk.window


def choose(window: MainWindow, qtbot: QtBot, row: int = 0) -> str:
    """The sourcedId of the student in that row, who is chosen by a click."""
    click_row(qtbot, window.roster, window.roster.table.index(row, 0))
    qtbot.waitUntil(lambda: window.browser.place.record is not None)
    qtbot.waitUntil(lambda: find(window, "refreshRecordButton").isVisible())
    return str(window.browser.place.record.sourced_id)


def refresh(window: MainWindow, qtbot: QtBot) -> str:
    """What is said after a click on the button that reads the record again."""
    button = find(window, "refreshRecordButton", QToolButton)
    assert button.isEnabled()
    assert button.accessibleName() == "Read this record again (Shift+F5)"
    qtbot.mouseClick(button, LEFT)
    assert button.accessibleName() == "Reading it again…"
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    assert button.accessibleName() == "Read this record again (Shift+F5)"
    return str(window.messages.text())


def test_a_record_that_has_not_changed_says_since_when(synced: MainWindow, qtbot: QtBot) -> None:
    choose(synced, qtbot)
    assert refresh(synced, qtbot).startswith("Unchanged since 2026-")


def test_a_record_that_has_changed_is_shown_as_it_is_now(
    synced: MainWindow, made: District, live: service.Live, qtbot: QtBot
) -> None:
    here = choose(synced, qtbot)
    user = next(user for user in made.collections["users"] if user["sourcedId"] == here)
    user["givenName"] = "Zora"
    live.service.forget()
    assert "has changed" in refresh(synced, qtbot)
    qtbot.waitUntil(lambda: find(synced, "detailName").text().startswith("Zora"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: any(title.endswith(", Zora") for title in titles(synced.roster)))


def test_a_record_that_is_gone_is_said_and_kept(
    synced: MainWindow, made: District, live: service.Live, qtbot: QtBot
) -> None:
    here = choose(synced, qtbot)
    name = find(synced, "detailName").text()
    made.collections["users"][:] = [user for user in made.collections["users"] if user["sourcedId"] != here]
    live.service.forget()
    said = refresh(synced, qtbot)
    assert "no such record any more" in said
    assert synced.messages.property("look") == "warning"
    assert find(synced, "detailName").text() == name


def test_a_service_that_refuses_is_said_with_a_way_on(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    choose(synced, qtbot)
    gate.refused = "/users/"
    refresh(synced, qtbot)
    assert synced.messages.property("look") == "danger"
    assert find(synced, "messageAction", QPushButton).text() == "Try again"


def test_what_came_of_a_record_is_not_said_over_another_one(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    choose(synced, qtbot)
    gate.hold("/users/")
    qtbot.mouseClick(find(synced, "refreshRecordButton"), LEFT)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    choose(synced, qtbot, row=3)
    with qtbot.waitSignal(synced.desk.jobs.refreshing.ended, timeout=PATIENCE):
        gate.open()
    qtbot.wait(50)
    assert not synced.messages.isVisible(), synced.messages.text()


def test_a_sync_takes_the_place_of_a_record_that_is_read_alone(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    choose(synced, qtbot)
    gate.hold("/users/")
    qtbot.keyClick(synced, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    qtbot.keyClick(synced, Qt.Key.Key_F5)
    assert synced.desk.syncing
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    assert not synced.desk.jobs.refreshing.running
    assert not synced.messages.isVisible(), synced.messages.text()


@pytest.mark.parametrize("shift", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_key_that_is_hit_twice_counts_once(
    shift: Qt.KeyboardModifier, synced: MainWindow, gate: Gate, qtbot: QtBot
) -> None:
    choose(synced, qtbot)
    gate.hold("/users")
    for _ in range(2):
        qtbot.keyClick(synced, Qt.Key.Key_F5, shift)
    jobs = synced.desk.jobs
    assert jobs.syncing.running or jobs.refreshing.running
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    gate.open()
    qtbot.waitUntil(lambda: not jobs.syncing.running and not jobs.refreshing.running, timeout=PATIENCE)


def test_the_focus_stays_where_the_keys_are(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    synced.activateWindow()
    button, cancel = find(synced, "syncButton"), find(synced, "cancelButton")
    gate.hold("/users")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert cancel.hasFocus()
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    qtbot.keyClick(cancel, Qt.Key.Key_Space)
    assert cancel.hasFocus()
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    assert button.hasFocus()


def test_the_focus_stays_on_the_button_that_reads_a_record_again(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    synced.activateWindow()
    choose(synced, qtbot)
    button = find(synced, "refreshRecordButton")
    gate.hold("/users/")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    assert button.hasFocus()
    gate.open()
    qtbot.waitUntil(synced.messages.isVisible, timeout=PATIENCE)
    assert button.hasFocus()


@pytest.mark.parametrize("name", ["-x", "--full", "--help"])
def test_a_source_may_be_called_as_an_option_is(
    name: str, desk: Desk, live: service.Live, store: Path, qtbot: QtBot
) -> None:
    desk.add(msgspec.structs.replace(source_of(live), name=name), store, live.client_secret)
    window = desk.window
    window.desk.open(desk.session.sources()[0])
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    choose(window, qtbot)
    assert refresh(window, qtbot).startswith("Unchanged since")


def test_shift_f5_reads_the_record_again(synced: MainWindow, qtbot: QtBot) -> None:
    choose(synced, qtbot)
    qtbot.keyClick(synced, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(synced.messages.isVisible, timeout=PATIENCE)
    assert synced.messages.text().startswith("Unchanged")


def test_while_a_sync_runs_no_record_is_read_alone(synced: MainWindow, qtbot: QtBot) -> None:
    choose(synced, qtbot)
    qtbot.keyClick(synced, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: synced.desk.syncing, timeout=PATIENCE)
    button = find(synced, "refreshRecordButton", QToolButton)
    assert not button.isEnabled()
    assert "A sync is running" in button.toolTip()
    report = open_report(synced, qtbot)  # of the sync before: this one is not interrupted
    assert find(report, "runHeadline").text() == "Complete: everything was read."
    report.close()
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    assert button.isEnabled()


def menu_of(window: MainWindow, index: QModelIndex) -> QMenu | None:
    view = window.navigation
    view.scrollTo(index)
    at = view.visualRect(index).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    return view.findChild(QMenu, "schoolMenu")


def open_report(window: MainWindow, qtbot: QtBot) -> SyncReport:
    qtbot.mouseClick(find(window, "statusText"), LEFT)
    dialog = window.findChild(SyncReport)
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def words(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_one_school_is_synced_from_the_tree(
    synced: MainWindow, made: District, live: service.Live, qtbot: QtBot
) -> None:
    here = school(synced, "High School")
    node = here.data(synced.navigation.tree.NodeRole)
    student = next(
        user
        for user in made.collections["users"]
        if user["role"] == "student" and user["orgs"][0]["sourcedId"] == node.school
    )
    student["givenName"], student["dateLastModified"] = "Zora", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    live.service.forget()
    menu = menu_of(synced, here)
    assert menu is not None
    action = menu.actions()[0]
    assert action.text() == "Sync this school"
    action.trigger()
    menu.close()
    qtbot.waitUntil(lambda: synced.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: any(title.endswith(", Zora") for title in titles(synced.roster)), timeout=PATIENCE)
    assert not synced.messages.isVisible(), synced.messages.text()
    qtbot.waitUntil(lambda: "one school again" in find(synced, "statusText").text())
    report = open_report(synced, qtbot)
    assert f"Complete, limited to {node.title}." in words(report)
    report.close()


def test_a_school_that_failed_is_tried_again_alone(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    gate.refused = "/"
    menu = menu_of(synced, school(synced, "High School"))
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: synced.messages.isVisible() and not synced.desk.syncing, timeout=PATIENCE)
    gate.open()
    assert find(synced, "messageAction2", QPushButton).text() == "Try again"
    qtbot.mouseClick(find(synced, "messageAction2"), LEFT)
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "one school again" in find(synced, "statusText").text())


def test_a_list_that_is_empty_now_is_accepted_with_a_click(synced: MainWindow, qtbot: QtBot) -> None:
    desk = synced.desk
    assert desk.source is not None
    said = "The service lists none any more, so what was here before was kept."
    desk.remedies.tell_sync(Failure("emptied", said), desk.source, desk.sync)
    assert synced.messages.text() == said
    assert find(synced, "messageAction2", QPushButton).text() == "Try again"
    button = find(synced, "messageAction", QPushButton)
    assert button.text() == "Accept the empty list"
    with qtbot.waitSignal(desk.jobs.syncing.ended, timeout=PATIENCE):
        qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: not desk.syncing, timeout=PATIENCE)
    assert not synced.messages.isVisible(), synced.messages.text()


def test_only_a_school_has_a_menu(window: MainWindow) -> None:
    root = window.navigation.tree.index(0, 0)
    assert menu_of(window, root) is None


def lines(window: MainWindow) -> list[str]:
    tree = window.navigation.tree
    root = tree.index(0, 0)
    return [tree.index(row, 0, root).data() for row in range(tree.rowCount(root))]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_gradebook_and_resources_are_browsed_where_they_were_asked_for(
    version: str, desk: Desk, live: service.Live, qtbot: QtBot
) -> None:
    url = live.url if version == "1.1" else live.url_1p2
    window = sync(desk, live, qtbot, url=url, oneroster=version, also=OPTIONAL)
    qtbot.waitUntil(lambda: lines(window)[-2:] == ["Gradebook", "Resources"], timeout=PATIENCE)
    tree, view = window.navigation.tree, window.navigation
    root = tree.index(0, 0)

    def numbered() -> bool:
        return any(tree.index(row, 0, tree.index(0, 0)).data(tree.CountRole) for row in range(tree.rowCount(root)))

    qtbot.waitUntil(numbered, timeout=PATIENCE)  # the last to come
    qtbot.waitUntil(lambda: window.browser.answered == window.browser.place.query, timeout=PATIENCE)
    root = tree.index(0, 0)
    gradebook = tree.index(tree.rowCount(root) - 2, 0, root)
    click_row(qtbot, view, gradebook)
    qtbot.waitUntil(lambda: window.roster.query.collection == "lineItems", timeout=PATIENCE)

    def inside() -> set[str]:
        return {tree.index(row, 0, gradebook).data() for row in range(tree.rowCount(gradebook))}

    qtbot.waitUntil(lambda: inside() >= {"Line items", "Results", "Categories"}, timeout=PATIENCE)
    assert ("Score scales" in inside()) is (version == "1.2")
    assert view.isExpanded(gradebook)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0, timeout=PATIENCE)
    click_row(qtbot, window.roster, window.roster.table.index(0, 0))
    qtbot.waitUntil(lambda: "Results " in "".join(tabs(window)), timeout=PATIENCE)
    click_row(qtbot, view, tree.index(tree.rowCount(root) - 1, 0, root))
    qtbot.waitUntil(lambda: window.roster.query.collection == "resources", timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0, timeout=PATIENCE)


def tabs(window: MainWindow) -> list[str]:
    bar = find(window, "detailTabs")
    return [bar.tabText(index) for index in range(bar.count())]


def test_what_the_key_may_not_see_is_a_fact_in_the_report(desk: Desk, made: District, qtbot: QtBot) -> None:
    scopes = [scope for scope in access.SCOPES if "demographics" not in scope]
    with service.running(made, scopes=scopes) as live:
        window = sync(desk, live, qtbot, also=("demographics",))
    assert not window.messages.isVisible()
    assert find(window, "statusText").text().endswith("complete")
    report = open_report(window, qtbot)
    said = words(report)
    assert "Complete: everything was read." in said
    assert said[said.index("Demographics") + 1] == "—"
    report.close()


def test_a_list_that_the_key_may_not_read_says_so_and_what_to_do(
    desk: Desk, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    gate.refused = "/demographics"
    window = sync(desk, live, qtbot, also=("demographics",))
    window.browser.visit(Place(places.group("demographics")))
    qtbot.waitUntil(lambda: find(window, "emptyTableFirst").isVisible(), timeout=PATIENCE)
    said = " ".join(label.text() for label in find(window, "emptyTable").findChildren(QLabel))
    assert "This key may not read this list" in said
    assert "Ask whoever gave you the key" in said
    assert find(window, "emptyTableFirst", QPushButton).text() == "Edit this source…"
    assert "complete" in find(window, "statusText").text(), "what is refused and optional leaves a sync complete"
