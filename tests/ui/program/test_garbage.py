"""Qt objects that nobody needs any more go on the window's own thread."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rosterdesk.ui.program import garbage


class Ring(QObject):
    """Refers to itself, so that only the collector finds it; has a timer, which no other thread can stop."""

    def __init__(self) -> None:
        super().__init__()
        self.myself = self
        self.timer = QTimer(self)
        self.timer.start(1)


@pytest.fixture
def went(qapp: QApplication) -> list[QThread]:
    """The threads in which rings have gone."""
    return []


def make(went: list[QThread]) -> None:
    ring = Ring()
    ring.destroyed.connect(lambda: went.append(QThread.currentThread()))


def allocate(kept: list[list[int]]) -> None:
    """Enough that stays to make Python collect, if it may."""
    kept.extend([each] for each in range(100_000))


def test_another_thread_leaves_them_alone_and_the_window_takes_them(qtbot: QtBot, went: list[QThread]) -> None:
    parent = QObject()
    kept: list[list[int]] = []
    garbage.begin(parent)
    try:
        make(went)
        other = threading.Thread(target=allocate, args=(kept,))
        other.start()
        other.join()
        assert went == []
        qtbot.waitUntil(lambda: went != [], timeout=10_000)
        assert went == [QThread.currentThread()]
    finally:
        garbage.end()
        gc.disable()  # as the other tests of the window want it


def test_it_is_left_to_python_again(qapp: QApplication) -> None:
    garbage.begin(QObject(qapp))
    assert gc.get_freeze_count()
    garbage.end()
    assert gc.isenabled()
    assert not gc.get_freeze_count()
    gc.disable()
