"""What is seen of a sync: while its rows come, when it has ended, and when it is held."""

import logging
import os
import re
import signal
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.demo import service
from rosterdesk.demo.district import District
from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.sync_report import SyncReport
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.sync_bar import SyncBar
from tests.gates import Gate
from tests.ui.conftest import STUDENTS, Desk, source_of
from tests.ui.test_main_window import find, titles

PATIENCE = 60_000


def later() -> str:
    """A moment after the sync before, which a sync of changes asks for."""
    return f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z"


def rename(made: District, live: service.Live) -> None:
    """One student has another name from now on, as every list tells."""
    student = next(user for user in made.collections["users"] if user["role"] == "student")
    student["givenName"], student["dateLastModified"] = "Zora", later()
    live.service.forget()


def has_zora(window: MainWindow) -> bool:
    return any(title.endswith(", Zora") for title in titles(window.roster))


def status(window: MainWindow) -> str:
    return str(find(window, "statusText").text())


def sync(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.desk.jobs.syncing.ended, timeout=PATIENCE):
        qtbot.keyClick(window, Qt.Key.Key_F5)


def test_a_first_sync_shows_rows_as_they_come_and_says_that_some_lack(
    desk: Desk, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    gate.hold("/enrollments")
    desk.tasks.start(desk.window.desk.begin(source_of(live), live.client_secret))
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    assert desk.window.desk.syncing
    assert status(desk.window) == "Syncing for the first time · not all is here yet"
    assert homerooms(desk.window) == {"…"}
    qtbot.mouseClick(find(desk.window, "exportButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.findChild(ExportDialog) is not None)
    (dialog,) = desk.window.findChildren(ExportDialog)
    (partial,) = dialog.findChildren(QLabel, "exportPartial")
    assert partial.isVisibleTo(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    gate.open()
    qtbot.waitUntil(lambda: status(desk.window).endswith("· complete"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "…" not in homerooms(desk.window), timeout=PATIENCE)


def homerooms(window: MainWindow) -> set[str]:
    """What the table shows of where its people gather."""
    table = window.roster.table
    (column,) = (place for place, field in enumerate(table.fields) if field.name == "homeroom")
    return {table.cells(row)[column].text for row in range(table.rowCount())}


@pytest.mark.skipif(os.name != "posix", reason="only POSIX tells who ended a process")
def test_a_sync_that_is_killed_from_outside_says_so_and_goes_on_from_there(
    desk: Desk, live: service.Live, gate: Gate, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rosterdesk")
    gate.hold("/enrollments")
    desk.tasks.start(desk.window.desk.begin(source_of(live), live.client_secret))
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    (pid,) = re.findall(r"worker (\d+) begins: sync", caplog.text)
    os.kill(int(pid), signal.SIGKILL)
    messages = desk.window.messages
    qtbot.waitUntil(messages.isVisible, timeout=PATIENCE)
    assert messages.text() == "The sync was ended from outside. What came is kept; Sync goes on from there."
    assert f"worker {pid} (sync) ended with code -9" in caplog.text
    gate.open()
    sync(desk.window, qtbot)
    qtbot.waitUntil(lambda: status(desk.window).endswith("· complete"), timeout=PATIENCE)


def test_a_later_sync_leaves_what_is_shown_alone_until_all_of_it_is_there(
    synced: MainWindow, made: District, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    rename(made, live)
    gate.hold("/enrollments")
    news = []
    synced.browser.data_changed.connect(lambda: news.append(1))
    qtbot.keyClick(synced, Qt.Key.Key_F5)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)  # people have come long ago
    assert status(synced).startswith("Syncing… Shown until then: today ")
    qtbot.wait(1000)  # longer than between two looks at the store
    assert len(news) <= 1, "at most that a sync has begun: nothing is to be asked again while pages come"
    assert not has_zora(synced)
    gate.open()
    qtbot.waitUntil(lambda: has_zora(synced), timeout=PATIENCE)
    qtbot.waitUntil(lambda: status(synced).endswith("· complete · 1 changed"), timeout=PATIENCE)


def test_the_report_says_what_a_sync_made_different(
    synced: MainWindow, made: District, live: service.Live, qtbot: QtBot
) -> None:
    rename(made, live)
    sync(synced, qtbot)
    qtbot.waitUntil(lambda: has_zora(synced), timeout=PATIENCE)
    qtbot.mouseClick(find(synced, "statusText"), Qt.MouseButton.LeftButton)
    report = synced.findChild(SyncReport)
    assert report is not None
    assert find(report, "runDifferences").text() == "In all: 1 changed."
    words = [label.text() for label in report.findChildren(QLabel)]
    assert "What has changed · 1 changed" in words
    report.close()


def test_a_sync_that_would_empty_a_list_is_held_and_asked_about(
    synced: MainWindow, made: District, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    students = [user for user in made.collections["users"] if user["role"] == "student"]
    for student in students[: STUDENTS // 2]:
        student["status"], student["dateLastModified"] = "tobedeleted", later()
    live.service.forget()
    sync(synced, qtbot)
    qtbot.waitUntil(synced.messages.isVisible, timeout=PATIENCE)
    assert "would remove 30 of" in synced.messages.text()
    assert "--accept" not in synced.messages.text()
    assert find(synced, "messageAction", QPushButton).text() == "Make these changes"
    qtbot.waitUntil(lambda: status(synced).startswith("The last sync is held back"))
    assert synced.roster.table.rowCount() == STUDENTS
    gate.refused = "/"  # nobody is asked for what is here already
    with qtbot.waitSignal(synced.desk.jobs.syncing.ended, timeout=PATIENCE):
        qtbot.mouseClick(find(synced, "messageAction"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: status(synced).endswith("· 30 gone"), timeout=PATIENCE)
    assert not synced.messages.isVisible(), synced.messages.text()


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress("sync", "users", 12_400, 31_022), "People 12,400 / 31,022"),
        (Progress("sync", "users", 12_400), "People 12,400"),
        (Progress("publish", "users", 4_000, 9_380), "Publishing… People 4,000 / 9,380"),
    ],
)
def test_progress_is_said_in_words(progress: Progress, words: str, qtbot: QtBot) -> None:
    bar = SyncBar()
    qtbot.addWidget(bar)
    bar.show_running()
    bar.show_progress(progress, "People")
    assert find(bar, "syncText").text() == words
