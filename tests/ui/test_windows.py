"""Several windows: one program, one session, and nothing of one source in two states."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.demo import service
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui.demo import DemoDistrict
from rosterdesk.ui.dialogs.passphrase import PassphraseDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.views.lock_page import LockPage
from rosterdesk.ui.windows import Windows
from tests.gates import Gate
from tests.ui.conftest import STUDENTS, keep, source_of
from tests.ui.test_main_window import find
from tests.ui.test_removing import choose, listed

PATIENCE = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(tmp_path: Path, vault: MemoryVault) -> Session:
    return Session(DataDir(tmp_path / "data"), vault)


@pytest.fixture
def windows(session: Session, loop: qasync.QEventLoop, qtbot: QtBot) -> Iterator[Windows]:
    windows = Windows(session)
    yield windows
    windows.close()
    ended = loop.create_task(windows.ended())
    qtbot.waitUntil(ended.done, timeout=PATIENCE)
    assert ended.exception() is None
    session.close()


def rows(window: MainWindow) -> int:
    return window.roster.table.rowCount()


def opened(windows: Windows, source: Source | None, qtbot: QtBot, count: int = STUDENTS) -> MainWindow:
    window = windows.open(source)
    qtbot.waitUntil(lambda: rows(window) == count, timeout=PATIENCE)
    return window


def hit(
    window: MainWindow, key: Qt.Key, qtbot: QtBot, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Hit a key in this window, which has the keys then."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, held)


@pytest.fixture
def lakeside(session: Session, vault: MemoryVault, live: service.Live, store: Path) -> Source:
    source = source_of(live)
    keep(session, vault, source, store, live.client_secret)
    return source


@pytest.fixture
def two(windows: Windows, lakeside: Source, qtbot: QtBot) -> list[MainWindow]:
    """Two windows on one source, the second opened by its key from the first."""
    first = opened(windows, lakeside, qtbot)
    first.showNormal()
    hit(first, Qt.Key.Key_N, qtbot, CONTROL)
    second = windows.open_ones[1]
    qtbot.waitUntil(lambda: rows(second) == STUDENTS, timeout=PATIENCE)
    return [first, second]


def test_a_new_window_stands_beside_the_first_on_the_same_source(two: list[MainWindow], lakeside: Source) -> None:
    first, second = two
    assert second.desk.source == lakeside
    assert not second.isMaximized()
    assert second.pos() != first.pos()


def test_a_way_to_a_record_is_of_its_source_alone(
    windows: Windows, session: Session, vault: MemoryVault, lakeside: Source, store: Path, qtbot: QtBot
) -> None:
    first = opened(windows, lakeside, qtbot)
    first.roster.selectRow(3)
    qtbot.waitUntil(lambda: first.browser.place is not None and first.browser.place.record is not None)
    place = first.browser.place
    assert place is not None
    assert place.record is not None
    harbor = Source(name="Harbor", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    keep(session, vault, harbor, store)
    session.drop_keys()
    vault.delete(credentials.account(lakeside.uid, credentials.STORE_KEY))
    beside = windows.open_beside(first, place.record)
    qtbot.waitUntil(lambda: beside.desk.unopened, timeout=PATIENCE)
    beside.desk.open(harbor)
    qtbot.waitUntil(lambda: rows(beside) == STUDENTS, timeout=PATIENCE)
    there = beside.browser.place
    assert there is not None
    assert there.record is None


def test_a_window_beside_one_that_fills_the_screen_does_not_cover_it(
    windows: Windows, lakeside: Source, qtbot: QtBot
) -> None:
    first = opened(windows, lakeside, qtbot)
    first.showMaximized()
    student = first.browser.reader.links("users", (first.roster.table.key(5),))[first.roster.table.key(5)]
    beside = windows.open_beside(first, student)
    qtbot.waitUntil(lambda: beside.roster.chosen_count() == 1, timeout=PATIENCE)
    assert not beside.isMaximized()
    assert beside.pos() != first.pos()
    assert first.roster.table.key(5) == beside.roster.chosen_keys()[0]
    beside.activateWindow()
    qtbot.waitUntil(beside.roster.hasFocus)


def test_each_window_goes_its_own_ways(two: list[MainWindow], qtbot: QtBot) -> None:
    first, second = two
    here = first.browser.place
    second.roster.selectRow(2)
    qtbot.waitUntil(lambda: second.browser.place.record is not None)
    assert first.browser.place == here


def test_what_one_window_syncs_the_other_shows_as_running_and_can_stop(
    two: list[MainWindow], gate: Gate, qtbot: QtBot
) -> None:
    first, second = two
    gate.hold("/enrollments")
    hit(first, Qt.Key.Key_F5, qtbot)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    for window in two:
        assert find(window, "statusText").text().startswith("Syncing…")
        assert find(window, "cancelButton").isVisible()
    hit(second, Qt.Key.Key_F5, qtbot)  # nobody writes twice at once
    assert not second.desk.jobs.syncing.running
    qtbot.mouseClick(find(second, "cancelButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not first.desk.syncing, timeout=PATIENCE)
    for window in two:
        qtbot.waitUntil(lambda window=window: find(window, "syncButton").isVisible(), timeout=PATIENCE)
        assert window.messages.text().startswith("Sync stopped.")


def test_a_window_that_comes_to_a_sync_says_that_it_runs(
    windows: Windows, lakeside: Source, gate: Gate, qtbot: QtBot
) -> None:
    first = opened(windows, lakeside, qtbot)
    gate.hold("/enrollments")
    hit(first, Qt.Key.Key_F5, qtbot)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    second = opened(windows, lakeside, qtbot)
    qtbot.waitUntil(lambda: find(second, "cancelButton").isVisible())
    assert find(second, "syncText").text() != "Connecting…"
    gate.open()
    qtbot.waitUntil(lambda: find(second, "statusText").text().startswith("Synced"), timeout=PATIENCE)


@pytest.mark.parametrize("words", ["Remove", "Forget"])
def test_what_is_destroyed_in_one_window_is_gone_in_the_other(words: str, two: list[MainWindow], qtbot: QtBot) -> None:
    first, second = two
    choose(first, words, qtbot)
    for window in two:
        qtbot.waitUntil(lambda window=window: find(window, "welcomeFirst").isVisible(), timeout=PATIENCE)
        assert rows(window) == 0
    qtbot.waitUntil(lambda: ("Lakeside" in listed(second)) == (words == "Forget"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: (first.desk.source is not None) == (words == "Forget"), timeout=PATIENCE)


def test_a_source_that_is_removed_leaves_who_looks_at_another_one_alone(
    windows: Windows, session: Session, vault: MemoryVault, lakeside: Source, filled: Path, qtbot: QtBot
) -> None:
    hillside = Source(name="Hillside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    keep(session, vault, hillside, filled)
    first, second = opened(windows, lakeside, qtbot), opened(windows, hillside, qtbot, 400)
    assert "Lakeside" in listed(second)
    choose(first, "Remove", qtbot)
    qtbot.waitUntil(lambda: "Lakeside" not in listed(second), timeout=PATIENCE)
    assert (second.desk.source, rows(second)) == (hillside, 400)
    qtbot.waitUntil(lambda: rows(first) == 400, timeout=PATIENCE)  # what is left is shown


def test_closing_a_window_in_the_midst_of_its_sync_asks_nothing_and_loses_nothing(
    two: list[MainWindow], windows: Windows, gate: Gate, qtbot: QtBot
) -> None:
    first, second = two
    gate.hold("/enrollments")
    hit(first, Qt.Key.Key_F5, qtbot)
    qtbot.waitUntil(gate.reached.is_set, timeout=PATIENCE)
    hit(first, Qt.Key.Key_W, qtbot, CONTROL)
    assert windows.open_ones == [second]
    qtbot.waitUntil(lambda: not second.desk.syncing, timeout=PATIENCE)
    assert rows(second) == STUDENTS
    gate.open()
    hit(second, Qt.Key.Key_F5, qtbot)
    qtbot.waitUntil(lambda: find(second, "statusText").text().startswith("Syncing"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "complete" in find(second, "statusText").text(), timeout=PATIENCE)


def test_the_program_ends_with_the_last_window_and_not_before(
    two: list[MainWindow], windows: Windows, loop: qasync.QEventLoop, qtbot: QtBot
) -> None:
    ended = loop.create_task(windows.ended())
    two[0].close()
    qtbot.wait(100)
    assert not ended.done()
    assert rows(two[1]) == STUDENTS
    two[1].close()
    qtbot.waitUntil(ended.done, timeout=PATIENCE)


def test_quit_closes_every_window(two: list[MainWindow], windows: Windows, qtbot: QtBot) -> None:
    hit(two[0], Qt.Key.Key_Q, qtbot, CONTROL)
    assert windows.open_ones == []
    assert not any(window.isVisible() for window in two)


def test_quit_on_the_page_of_the_lock_closes_every_window(
    two: list[MainWindow], windows: Windows, session: Session, qtbot: QtBot
) -> None:
    setting = asyncio.ensure_future(session.lock.set_passphrase("correct horse"))
    qtbot.waitUntil(setting.done, timeout=PATIENCE)
    session.lock.close()
    pages = [page for page in QApplication.topLevelWidgets() if isinstance(page, LockPage) and page.isVisible()]
    assert len(pages) == 2
    pages[0].activateWindow()
    qtbot.waitUntil(pages[0].isActiveWindow)
    qtbot.keyClick(pages[0], Qt.Key.Key_Q, CONTROL)
    qtbot.waitUntil(lambda: windows.open_ones == [])
    assert not any(each.isVisible() for each in (*two, *pages))


def test_a_window_that_was_opened_has_the_keys(windows: Windows, qtbot: QtBot) -> None:
    first, second = windows.open(None), windows.open(None)
    qtbot.waitUntil(second.isActiveWindow)
    hit(first, Qt.Key.Key_N, qtbot, CONTROL)
    qtbot.waitUntil(windows.open_ones[2].isActiveWindow)


def test_keys_of_the_whole_program_open_their_dialog_over_the_window_they_are_hit_in(
    windows: Windows, qtbot: QtBot
) -> None:
    both = windows.open(None), windows.open(None)
    for window in (*both, *both):
        hit(window, Qt.Key.Key_L, qtbot, CONTROL)
        qtbot.waitUntil(lambda window=window: bool(window.findChildren(PassphraseDialog)))
        [dialog] = [dialog for each in both for dialog in each.findChildren(PassphraseDialog)]
        assert dialog.window().parentWidget() is window
        dialog.reject()
        qtbot.waitUntil(lambda window=window: not window.findChildren(PassphraseDialog))


def test_the_menu_opens_another_window(windows: Windows, lakeside: Source, qtbot: QtBot) -> None:
    first = opened(windows, lakeside, qtbot)
    entries: list[QAction] = find(first, "menuButton", QToolButton).menu().actions()
    next(entry for entry in entries if entry.text().startswith("New window")).trigger()
    assert len(windows.open_ones) == 2


def test_an_error_is_said_in_the_window_that_it_concerns(two: list[MainWindow], gate: Gate, qtbot: QtBot) -> None:
    first, second = two
    first.roster.selectRow(0)
    qtbot.waitUntil(lambda: first.browser.place.record is not None)
    gate.refused = "/users/"
    hit(first, Qt.Key.Key_F5, qtbot, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(first.messages.isVisible, timeout=PATIENCE)
    assert find(first, "messageAction", QPushButton).text() == "Try again"
    assert not second.messages.isVisible()


def test_keys_of_the_whole_program_act_once_whatever_window_they_are_hit_in(
    windows: Windows, session: Session, qtbot: QtBot
) -> None:
    for masked, window in zip((True, False), (windows.open(None), windows.open(None)), strict=True):
        hit(window, Qt.Key.Key_P, qtbot, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert session.privacy.masked is masked


def test_a_faulty_demo_district_is_served_where_one_is_asked_for(session: Session) -> None:
    class Stop(BaseException):
        pass

    asked: list[str] = []

    async def begin(*arguments: str, **_how: object) -> None:
        asked.extend(arguments)
        raise Stop

    for faulty in (False, True):
        asked.clear()
        with patch.object(asyncio, "create_subprocess_exec", begin), pytest.raises(Stop):
            asyncio.run(DemoDistrict(session, faulty=faulty)._serve())
        assert ("--faulty" in asked) is faulty
