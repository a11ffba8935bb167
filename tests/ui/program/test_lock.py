"""The lock by itself: when it closes, and what a guess costs."""

from collections.abc import Callable
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.credentials.padlock import Padlock
from rosterdesk.errors import CredentialsError
from rosterdesk.settings import DataDir
from rosterdesk.ui.program.lock import Lock
from rosterdesk.ui.program.preferences import Remembered

PASSPHRASE = "correct horse"
Made = Callable[[], Lock]


@pytest.fixture
def now() -> list[float]:
    """What the clock says."""
    return [1_000_000.0]


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    remembered = Remembered(DataDir(tmp_path))
    remembered.choose(lock_after=10)
    return remembered


@pytest.fixture
def made(tmp_path: Path, remembered: Remembered, now: list[float], loop: qasync.QEventLoop) -> Made:
    """Makes the lock of a program that begins."""
    padlock = Padlock(tmp_path / "padlock.json", cost=2)
    padlock.set(PASSPHRASE)
    return lambda: Lock(padlock, remembered, remembered, clock=lambda: now[0])


@pytest.mark.parametrize("passed", [11 * 60.0, -11 * 60.0])
def test_a_computer_that_slept_wakes_to_a_locked_window(
    passed: float, made: Made, now: list[float], qtbot: QtBot
) -> None:
    lock, window = made(), QWidget()
    qtbot.addWidget(window)
    window.show()
    now[0] += passed
    QTest.keyClick(window, Qt.Key.Key_A)
    assert lock.is_closed


def test_who_is_there_is_not_locked_out(made: Made, now: list[float], qtbot: QtBot) -> None:
    lock, window = made(), QWidget()
    qtbot.addWidget(window)
    window.show()
    for _ in range(4):
        now[0] += 9 * 60
        QTest.keyClick(window, Qt.Key.Key_A)
    assert not lock.is_closed


def test_it_closes_where_nothing_can_be_written_and_says_so(
    made: Made, tmp_path: Path, full: Callable[[], None]
) -> None:
    lock, told = made(), list[CredentialsError]()
    lock.unkept.connect(told.append)
    full()
    lock.close()
    assert lock.is_closed
    assert len(told) == 1
    assert not Padlock(tmp_path / "padlock.json").is_locked


def test_a_guess_is_not_looked_at_before_its_time(made: Made, loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    lock, waits = made(), list[int]()
    lock.refused.connect(waits.append)
    lock.close()
    *wrong, right = [loop.create_task(lock.try_passphrase(each)) for each in ("a", "b", "c", PASSPHRASE)]
    qtbot.waitUntil(lambda: all(task.done() for task in wrong))
    assert waits == [0, 0, 2]
    assert lock.is_closed
    assert not right.done()
    qtbot.waitUntil(right.done)
    assert right.result()
    assert not lock.is_closed
