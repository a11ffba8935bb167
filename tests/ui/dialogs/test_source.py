"""The dialog that adds a source, with real clicks, a real worker and a real service on loopback."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rosterdesk.settings import Source
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.dialogs.source_trial import SourceTrial

Added = tuple[Source, str] | None
SLOW = 30_000


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, str]]:
    """A demo district, served by a process of its own."""
    command = [sys.executable, "-m", "rosterdesk", "demo", "serve", "--port", "0", "--students", "40"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


@pytest.fixture
def dialog(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> Iterator[SourceDialog]:
    dialog = SourceDialog(tmp_path, ["Old"], loop.create_task)
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


def find(dialog: QWidget, name: str, kind: Callable[..., Any] = QWidget) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def click(dialog: SourceDialog, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(find(dialog, name), Qt.MouseButton.LeftButton)


def enter(dialog: SourceDialog, qtbot: QtBot, **fields: str) -> None:
    for name, text in fields.items():
        editor: QLineEdit = find(dialog, f"{name}Field", QLineEdit)
        editor.clear()
        qtbot.keyClicks(editor, text)


def fill(dialog: SourceDialog, qtbot: QtBot, service: dict[str, str], secret: str = "") -> None:
    find(dialog, "presetField", QComboBox).setCurrentIndex(1)
    enter(
        dialog,
        qtbot,
        name="Demo",
        url=service["url"],
        token_url=service["token_url"],
        client_id=service["client_id"],
        secret=secret or service["client_secret"],
    )


def said(dialog: SourceDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_a_complete_form_hands_back_the_source_and_its_secret(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    assert not find(dialog, "addButton", QPushButton).isEnabled()
    enter(dialog, qtbot, name="Lakeside", client_id="the-id", secret="the secret & more")
    assert find(dialog, "addButton", QPushButton).isEnabled()
    click(dialog, "addButton", qtbot)
    qtbot.waitUntil(asked.done)
    answer = asked.result()
    assert answer is not None
    source, secret = answer
    assert secret == "the secret & more"
    assert source.name == "Lakeside"
    assert source.url == "https://oneroster.us2.kimonocloud.com/ims/oneroster/v1p1"
    assert source.token_auth == "body"
    assert not isValid(dialog) or not dialog.isVisible()


def test_cancel_hands_back_nothing(dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot) -> None:
    click(dialog, "dismissButton", qtbot)
    qtbot.waitUntil(asked.done)
    assert asked.result() is None


def test_the_dialog_goes_when_its_task_is_cancelled(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    asked.cancel()
    qtbot.waitUntil(asked.done)
    assert not isValid(dialog) or not dialog.isVisible()


def test_what_is_wrong_is_said_once_a_field_was_left(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    assert "Give the source a name." not in said(dialog)
    enter(dialog, qtbot, name="old")
    assert "There is a source of this name already." not in said(dialog)
    qtbot.keyClick(find(dialog, "nameField"), Qt.Key.Key_Tab)
    assert "There is a source of this name already." in said(dialog)
    enter(dialog, qtbot, name="new")
    assert "There is a source of this name already." not in said(dialog)


def test_enter_in_an_incomplete_form_says_all_that_is_missing(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    dialog.accept()
    assert dialog.isVisible()
    assert {"Give the source a name.", "Enter the client ID.", "Enter the client secret."} <= set(said(dialog))


def test_only_the_fields_that_the_sign_in_needs_are_shown(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    auth: QComboBox = find(dialog, "authField", QComboBox)
    shown = {}
    for index in range(auth.count()):
        auth.setCurrentIndex(index)
        names = ("token_url", "client_id", "secret")
        shown[auth.currentData()] = [name for name in names if find(dialog, f"{name}Field").isVisible()]
    assert shown == {"oauth2": ["token_url", "client_id", "secret"], "bearer": ["secret"], "none": []}


def test_the_secret_is_not_shown(dialog: SourceDialog) -> None:
    assert find(dialog, "secretField", QLineEdit).echoMode() == QLineEdit.EchoMode.Password


def test_the_advanced_fields_are_folded_away(dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot) -> None:
    assert not find(dialog, "scopesField").isVisible()
    qtbot.mouseClick(find(dialog, "advancedButton", QToolButton), Qt.MouseButton.LeftButton)
    assert find(dialog, "scopesField").isVisible()
    assert find(dialog, "ca_fileField").isVisible()


def test_all_labels_are_plain(dialog: SourceDialog) -> None:
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()


def test_a_test_shows_what_the_key_can_see(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", service: dict[str, str], qtbot: QtBot
) -> None:
    fill(dialog, qtbot, service)
    click(dialog, "testButton", qtbot)
    trial: SourceTrial = dialog.trial
    assert find(dialog, "testButton", QPushButton).text() == "Stop the test"
    assert not find(dialog, "addButton", QPushButton).isEnabled()
    qtbot.waitUntil(lambda: not trial.running, timeout=SLOW)
    assert trial.words == "All is well: this source can be synced."
    assert trial.states["token"] == "good"
    assert trial.states["users"] == "good"
    assert "40" in said(dialog)  # so many students
    assert find(dialog, "addButton", QPushButton).isEnabled()
    assert service["client_secret"] not in "".join(said(dialog))


def test_a_wrong_secret_is_said(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", service: dict[str, str], qtbot: QtBot
) -> None:
    fill(dialog, qtbot, service, secret="wrong")
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: not dialog.trial.running, timeout=SLOW)
    assert dialog.trial.states["token"] == "danger"
    assert dialog.trial.words


def test_a_test_can_be_stopped(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", service: dict[str, str], qtbot: QtBot
) -> None:
    fill(dialog, qtbot, service)
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: dialog.trial.worker_running, timeout=SLOW)
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: not dialog.trial.running, timeout=SLOW)
    assert dialog.trial.words == "The test was stopped."


def test_closing_the_dialog_ends_the_test(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", service: dict[str, str], qtbot: QtBot
) -> None:
    fill(dialog, qtbot, service)
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: dialog.trial.worker_running, timeout=SLOW)
    click(dialog, "dismissButton", qtbot)
    qtbot.waitUntil(asked.done, timeout=SLOW)
    assert not dialog.trial.running
