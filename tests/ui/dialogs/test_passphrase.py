"""The passphrase of the lock: changed and removed by who knows it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.credentials.padlock import Padlock
from rosterdesk.settings import DataDir
from rosterdesk.ui.dialogs.passphrase import PassphraseDialog
from rosterdesk.ui.program.lock import Lock
from rosterdesk.ui.program.preferences import Remembered
from tests.ui.test_journeys import click, wait_for, write


@pytest.fixture
def padlock(tmp_path: Path) -> Padlock:
    padlock = Padlock(tmp_path / "padlock.json", cost=2)
    padlock.set("correct horse")
    return padlock


@pytest.fixture
def lock(padlock: Padlock, tmp_path: Path, loop: qasync.QEventLoop) -> Iterator[Lock]:
    remembered = Remembered(DataDir(tmp_path))
    yield Lock(padlock, remembered)
    remembered.close()
    assert loop is not None


def asked(lock: Lock, loop: qasync.QEventLoop, qtbot: QtBot) -> "tuple[asyncio.Task[bool], PassphraseDialog]":
    task = loop.create_task(PassphraseDialog.ask(lock, None))
    dialog = wait_for(qtbot, PassphraseDialog)
    assert isinstance(dialog, PassphraseDialog)
    return task, dialog


def test_it_is_changed_by_who_knows_it(lock: Lock, padlock: Padlock, loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    task, dialog = asked(lock, loop, qtbot)
    for now in ("wrong horse", "correct horse"):
        write(qtbot, dialog, "nowField", now)
        write(qtbot, dialog, "newField", "another horse")
        write(qtbot, dialog, "againField", "another horse")
        click(qtbot, dialog, "setPassphraseButton")
        if now == "wrong horse":
            qtbot.waitUntil(lambda: _says(dialog, "That is not the passphrase.") and dialog.isVisible())
    qtbot.waitUntil(task.done)
    assert task.result()
    assert padlock.opens("another horse")


def test_it_is_removed_by_who_knows_it(lock: Lock, padlock: Padlock, loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    task, dialog = asked(lock, loop, qtbot)
    write(qtbot, dialog, "nowField", "correct horse")
    click(qtbot, dialog, "removePassphraseButton")
    qtbot.waitUntil(task.done)
    assert task.result()
    assert not padlock.is_set


def test_escape_leaves_it_as_it_is(lock: Lock, padlock: Padlock, loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    task, dialog = asked(lock, loop, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(task.done)
    assert not task.result()
    assert padlock.opens("correct horse")


def _says(dialog: PassphraseDialog, words: str) -> bool:
    return any(label.text() == words and label.isVisible() for label in dialog.findChildren(QLabel))
