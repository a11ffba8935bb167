"""Syncs that nobody asks for, against a real service."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.demo import service
from rosterdesk.settings import Source
from rosterdesk.ui.actions.schedule import Schedule
from rosterdesk.ui.program.process import Outcome
from tests.gates import Gate
from tests.ui.conftest import STUDENTS, Desk, source_of
from tests.ui.test_main_window import find

PATIENCE = 60_000
MINUTE = 20  # milliseconds


@pytest.fixture
def kept(desk: Desk, live: service.Live, store: Path) -> Source:
    """A source that was synced before, and is not shown yet."""
    desk.add(source_of(live), store, live.client_secret)
    return desk.session.sources()[0]


def shown(desk: Desk, source: Source, qtbot: QtBot) -> None:
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)


def test_what_is_shown_first_is_synced_at_the_start_and_nothing_else(desk: Desk, kept: Source, qtbot: QtBot) -> None:
    desk.session.remembered.choose(sync_on_start=True)
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.ended, timeout=PATIENCE):
        shown(desk, kept, qtbot)
    with qtbot.assertNotEmitted(desk.window.desk.jobs.syncing.began), qtbot.waitSignal(desk.window.desk.opened):
        desk.window.desk.open(kept)


def test_nothing_is_synced_at_the_start_unless_that_is_wanted(desk: Desk, kept: Source, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(desk.window.desk.jobs.syncing.began):
        shown(desk, kept, qtbot)


def test_a_sync_follows_a_sync_for_as_long_as_that_is_wanted(desk: Desk, kept: Source, qtbot: QtBot) -> None:
    shown(desk, kept, qtbot)
    Schedule(desk.window.desk, desk.session.remembered, desk.window, first=False, minute=MINUTE)
    ended = desk.window.desk.jobs.syncing.ended
    with qtbot.waitSignals([ended, ended], timeout=PATIENCE):
        desk.session.remembered.choose(sync_every=1)
    desk.session.remembered.choose(sync_every=0)
    qtbot.waitUntil(lambda: not desk.window.desk.syncing, timeout=PATIENCE)
    with qtbot.assertNotEmitted(desk.window.desk.jobs.syncing.began, wait=5 * MINUTE):
        pass


def test_the_syncs_of_another_source_put_none_off(desk: Desk, kept: Source, qtbot: QtBot) -> None:
    shown(desk, kept, qtbot)
    Schedule(desk.window.desk, desk.session.remembered, desk.window, first=False, minute=MINUTE)
    other = QTimer(desk.window)
    other.timeout.connect(lambda: desk.session.syncs.ended.emit(Source(name="Harbor"), Outcome(exit_code=0)))
    other.start(MINUTE // 4)
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.began, timeout=PATIENCE):
        desk.session.remembered.choose(sync_every=1)
    desk.session.remembered.choose(sync_every=0)


def test_nothing_begins_once_it_was_stopped(desk: Desk, kept: Source, qtbot: QtBot) -> None:
    shown(desk, kept, qtbot)
    schedule = Schedule(desk.window.desk, desk.session.remembered, desk.window, first=False, minute=MINUTE)
    with qtbot.assertNotEmitted(desk.window.desk.jobs.syncing.began, wait=5 * MINUTE):
        desk.session.remembered.choose(sync_every=1)
        schedule.stop()


def test_one_that_fails_disturbs_nobody_and_is_said_in_the_status_bar(
    desk: Desk, kept: Source, gate: Gate, qtbot: QtBot
) -> None:
    shown(desk, kept, qtbot)
    gate.refused = "/"
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.ended, timeout=PATIENCE):
        desk.window.desk.sync_unattended()
    assert find(desk.window, "statusText").text().endswith("could not be brought up to date since")
    assert not find(desk.window, "messageBar", QWidget).isVisible()
    gate.refused = ""
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.ended, timeout=PATIENCE):
        desk.window.desk.sync()
    assert "could not be brought up to date" not in find(desk.window, "statusText").text()


def test_a_request_asks_for_so_many_rows_as_the_user_wants(desk: Desk, kept: Source, gate: Gate, qtbot: QtBot) -> None:
    desk.session.remembered.choose(page_size=7)
    desk.session.remembered.write()
    qtbot.waitUntil(lambda: desk.session.data_dir.settings().page_size == 7)
    shown(desk, kept, qtbot)
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.ended, timeout=PATIENCE):
        desk.window.desk.sync()
    assert desk.window.roster.table.rowCount() == STUDENTS
    limits = {limit for query in gate.asked for limit in parse_qs(query).get("limit", ())}
    assert limits == {"7"}
