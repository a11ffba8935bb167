"""Removing and forgetting a source: all of it or nothing, whatever else is under way."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.credentials import MemoryVault
from rosterdesk.store.file import lock
from rosterdesk.ui.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.test_main_window import find

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton


class Locked(MemoryVault):
    """A keyring that waits, before it deletes, for a person to unlock it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.unlocked = threading.Event()

    def delete(self, account: str) -> None:
        self.asked.set()
        self.unlocked.wait()
        super().delete(account)


@pytest.fixture
def vault() -> Iterator[Locked]:
    vault = Locked()
    yield vault
    vault.unlocked.set()


def choose(window: MainWindow, words: str, qtbot: QtBot) -> None:
    """Choose it in the source's menu, and answer the question with yes."""
    menu = find(window, "sourceButton", QToolButton).menu()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    qtbot.waitUntil(lambda: any(w.objectName() == "questionDialog" for w in QApplication.topLevelWidgets()))
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "questionDialog" and w.isVisible())
    qtbot.mouseClick(dialog.findChild(QPushButton, "actionButton"), LEFT)


def listed(window: MainWindow) -> list[str]:
    return [action.text().split("\t")[0] for action in find(window, "sourceButton", QToolButton).menu().actions()]


def kept(desk: Desk) -> list[str]:
    names = [path.name for path in (desk.session.data_dir.path / "stores").glob("*.db*")]
    return [name for name in names if not name.endswith(".lock")]  # which is empty, and stays


@pytest.mark.parametrize("words", ["Remove", "Forget"])
def test_nothing_is_synced_while_it_is_destroyed(
    words: str, window: MainWindow, desk: Desk, vault: Locked, qtbot: QtBot
) -> None:
    choose(window, words, qtbot)
    qtbot.waitUntil(vault.asked.is_set, timeout=PATIENCE)
    assert not find(window, "syncButton").isEnabled()
    assert not find(window, "exportButton").isEnabled()
    assert "Lakeside" not in listed(window)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert not window.desk.syncing
    vault.unlocked.set()
    left = ["Lakeside"] if words == "Forget" else []
    qtbot.waitUntil(lambda: [source.name for source in desk.session.sources()] == left, timeout=PATIENCE)
    qtbot.waitUntil(lambda: (window.desk.source is not None) == bool(left), timeout=PATIENCE)
    assert kept(desk) == []


@pytest.mark.parametrize("words", ["Remove", "Forget"])
def test_where_another_program_writes_the_source_stays_and_the_same_is_tried_again(
    words: str, window: MainWindow, desk: Desk, vault: Locked, qtbot: QtBot
) -> None:
    vault.unlocked.set()
    source = window.desk.source
    assert source is not None
    held = lock.taken(desk.session.data_dir.store(source))
    choose(window, words, qtbot)
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == 400, timeout=PATIENCE)
    assert "Another RosterDesk" in window.messages.text()
    assert find(window, "exportButton").isEnabled()
    assert "Lakeside" in listed(window)
    held.release()
    again = find(window, "messageAction", QPushButton)
    assert again.text() == "Try again"
    qtbot.mouseClick(again, LEFT)
    qtbot.waitUntil(lambda: kept(desk) == [], timeout=PATIENCE)
    qtbot.waitUntil(lambda: (window.desk.source is None) == (words == "Remove"), timeout=PATIENCE)
    assert (desk.session.sources() == []) == (words == "Remove")


def test_all_work_on_it_is_stopped_first(window: MainWindow, desk: Desk, vault: Locked, qtbot: QtBot) -> None:
    vault.unlocked.set()
    jobs = window.desk.jobs
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert jobs.syncing.running
    choose(window, "Remove", qtbot)
    qtbot.waitUntil(lambda: desk.session.data_dir.sources() == [], timeout=PATIENCE)
    assert not jobs.syncing.running
    assert kept(desk) == []
    assert find(window, "welcomeFirst").isVisible()
