"""The test of a source that is not kept yet, with a real worker and a real service on loopback."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.demo import access, district
from rosterdesk.demo import service as demo
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.dialogs.source_trial import SourceTrial
from tests.ui.dialogs.filling import SLOW, Added, choose, click, enter, find, said


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, str]]:
    """A demo district, served by a process of its own."""
    command = [sys.executable, "-m", "rosterdesk", "demo", "serve", "--port", "0", "--students", "40"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


def fill(dialog: SourceDialog, qtbot: QtBot, service: dict[str, str], secret: str = "") -> None:
    choose(dialog, "presetField", "Another service")
    enter(
        dialog,
        qtbot,
        name="Demo",
        url=service["url"],
        token_url=service["token_url"],
        client_id=service["client_id"],
        secret=secret or service["client_secret"],
    )


def test_a_test_shows_what_the_key_can_see(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", service: dict[str, str], qtbot: QtBot
) -> None:
    fill(dialog, qtbot, service)
    click(dialog, "testButton", qtbot)
    trial: SourceTrial = dialog.trial
    assert find(dialog, "testButton", QPushButton).text() == "Stop the test"
    assert not find(dialog, "addButton", QPushButton).isEnabled()
    seen: list[dict[str, str]] = []
    qtbot.waitUntil(lambda: seen.append(dict(trial.states)) or not trial.running, timeout=SLOW)
    assert any(states.get("address") == "good" and "users" not in states for states in seen)  # as it was found
    assert trial.words == "All is well: this source can be synced."
    assert "all that a sync needs" in trial.summary
    assert trial.summary in said(dialog)
    assert trial.states["token"] == "good"
    assert trial.states["users"] == "good"
    assert "40" in said(dialog)  # so many students
    assert find(dialog, "addButton", QPushButton).isEnabled()
    assert service["client_secret"] not in "".join(said(dialog))
    assert not find(dialog, "urlField").isVisible()
    click(dialog, "testButton", qtbot)
    assert find(dialog, "urlField").isVisible()
    assert find(dialog, "testButton", QPushButton).text() == "Test"


def test_what_a_key_may_not_see_is_a_fact_and_the_scope_to_ask_for_is_named(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    scopes = [scope for scope in access.SCOPES if "demographics" not in scope]
    with demo.running(district.make(students=40), scopes=scopes) as live:
        fill(dialog, qtbot, {name: getattr(live, name) for name in live.__struct_fields__})
        click(dialog, "testButton", qtbot)
        qtbot.waitUntil(lambda: not dialog.trial.running, timeout=SLOW)
    assert dialog.trial.words == "All is well: this source can be synced."
    assert dialog.trial.states["demographics"] == "plain"
    assert "roster-demographics.readonly" in dialog.trial.summary


def test_a_wrong_secret_is_said(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", service: dict[str, str], qtbot: QtBot
) -> None:
    fill(dialog, qtbot, service, secret="wrong")
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: not dialog.trial.running, timeout=SLOW)
    assert dialog.trial.states["token"] == "danger"
    assert said(dialog).count(dialog.trial.words) == 1


def test_a_test_can_be_stopped(
    dialog: SourceDialog,
    asked: "asyncio.Task[Added]",
    service: dict[str, str],
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "rosterdesk")
    fill(dialog, qtbot, service)
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: "begins: source" in caplog.text, timeout=SLOW)
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: not dialog.trial.running, timeout=SLOW)
    assert dialog.trial.words == "The test was stopped."


def test_closing_the_dialog_ends_the_test(
    dialog: SourceDialog,
    asked: "asyncio.Task[Added]",
    service: dict[str, str],
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "rosterdesk")
    fill(dialog, qtbot, service)
    click(dialog, "testButton", qtbot)
    qtbot.waitUntil(lambda: "begins: source" in caplog.text, timeout=SLOW)
    click(dialog, "dismissButton", qtbot)
    qtbot.waitUntil(asked.done, timeout=SLOW)
    assert not dialog.trial.running
