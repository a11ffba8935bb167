"""The dialog that adds a source, and its answer to come."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rosterdesk.ui.dialogs.source import SourceDialog
from tests.ui.dialogs.filling import SLOW, Added


@pytest.fixture
def dialog(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> Iterator[SourceDialog]:
    dialog = SourceDialog(tmp_path, ["Old"], loop.create_task, "an encrypted file")
    yield dialog
    ended = loop.create_task(dialog.trial.end())
    qtbot.waitUntil(ended.done, timeout=SLOW)
    if isValid(dialog):
        dialog.deleteLater()
        qtbot.wait(0)


@pytest.fixture
def asked(dialog: SourceDialog, loop: qasync.QEventLoop, qtbot: QtBot) -> Iterator["asyncio.Task[Added]"]:
    """The open dialog's answer to come."""
    task = loop.create_task(dialog.ask())
    qtbot.waitUntil(dialog.isVisible)
    yield task
    task.cancel()
    qtbot.waitUntil(task.done, timeout=30_000)
