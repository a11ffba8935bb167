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
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rosterdesk.demo import access, district
from rosterdesk.demo import service as demo
from rosterdesk.presets import PRESETS, Preset
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


def choose(dialog: SourceDialog, name: str, title: str) -> None:
    choice: QComboBox = find(dialog, name, QComboBox)
    choice.setCurrentIndex(choice.findText(title))


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


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("OAuth 2 client credentials", ["Token address", "Client ID", "Client secret"]),
        ("OAuth 1.0a (HMAC-SHA256)", ["Consumer key", "Consumer secret"]),
        ("OAuth 1.0a (HMAC-SHA1)", ["Consumer key", "Consumer secret"]),
        ("Bearer token", ["Token"]),
        ("None", []),
    ],
)
def test_only_the_fields_that_the_sign_in_needs_are_shown(
    title: str, shown: list[str], dialog: SourceDialog, asked: "asyncio.Task[Added]"
) -> None:
    choose(dialog, "authField", title)
    fields = [find(dialog, f"{name}Field") for name in ("token_url", "client_id", "secret")]
    assert [field.accessibleName() for field in fields if field.isVisible()] == shown
    assert set(shown) <= set(said(dialog))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_fills_in_what_is_known_and_says_where_the_rest_is(
    preset: Preset, dialog: SourceDialog, asked: "asyncio.Task[Added]"
) -> None:
    choose(dialog, "presetField", preset.title)
    assert preset.hint in said(dialog)
    assert find(dialog, "urlField").text() == preset.url
    assert find(dialog, "token_urlField").isVisible() is (preset.auth == "oauth2")
    assert find(dialog, "token_urlField").text() == preset.token_url
    assert find(dialog, "versionField").currentText() == f"OneRoster {preset.oneroster}"
    assert find(dialog, "page_sizeField").value() == preset.page_size
    assert find(dialog, "token_authField").currentData() == preset.token_auth


def test_a_placeholder_left_standing_is_said_at_its_field(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    choose(dialog, "presetField", "ClassLink (direct)")
    enter(dialog, qtbot, name="Lakeside", client_id="key", secret="secret")
    assert not find(dialog, "addButton", QPushButton).isEnabled()
    find(dialog, "urlField").setFocus()
    qtbot.keyClick(find(dialog, "urlField"), Qt.Key.Key_Tab)
    assert "Put what is yours in the place of YOUR-DISTRICT." in said(dialog)
    enter(dialog, qtbot, url="https://lakeside.oneroster.com/ims/oneroster/v1p1")
    click(dialog, "addButton", qtbot)
    qtbot.waitUntil(asked.done)
    answer = asked.result()
    assert answer is not None
    assert (answer[0].auth, answer[0].oauth1_signature, answer[0].client_id) == ("oauth1", "sha256", "key")


def test_what_is_sensitive_is_read_only_when_its_box_is_ticked(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    enter(dialog, qtbot, name="Lakeside", client_id="id", secret="secret")
    click(dialog, "advancedButton", qtbot)
    assert not any(find(dialog, f"{name}Box").isChecked() for name in ("demographics", "resources", "gradebook"))
    box = find(dialog, "demographicsBox")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    click(dialog, "addButton", qtbot)
    qtbot.waitUntil(asked.done)
    answer = asked.result()
    assert answer is not None
    assert answer[0].also == ("demographics",)


def test_the_other_addresses_belong_to_1_2(dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot) -> None:
    click(dialog, "advancedButton", qtbot)
    assert not find(dialog, "gradebook_urlField").isVisible()
    choose(dialog, "versionField", "OneRoster 1.2")
    assert find(dialog, "gradebook_urlField").isVisible()
    enter(dialog, qtbot, name="Lakeside", client_id="id", secret="secret", gradebook_url="nonsense")
    assert find(dialog, "gradebook_urlField").accessibleDescription()
    assert not find(dialog, "addButton", QPushButton).isEnabled()
    enter(dialog, qtbot, gradebook_url="https://host/ims/oneroster/gradebook/v1p2")
    assert find(dialog, "addButton", QPushButton).isEnabled()


def test_the_dialog_fits_a_small_screen_with_everything_unfolded(
    dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot
) -> None:
    choose(dialog, "presetField", "Ed-Fi")
    click(dialog, "advancedButton", qtbot)
    screen = dialog.screen().availableGeometry()
    assert dialog.height() <= screen.height()
    assert dialog.width() <= 1280


def test_the_secret_is_not_shown(dialog: SourceDialog) -> None:
    assert find(dialog, "secretField", QLineEdit).echoMode() == QLineEdit.EchoMode.Password


def test_the_advanced_fields_are_folded_away(dialog: SourceDialog, asked: "asyncio.Task[Added]", qtbot: QtBot) -> None:
    assert not find(dialog, "scopesField").isVisible()
    qtbot.mouseClick(find(dialog, "advancedButton", QToolButton), Qt.MouseButton.LeftButton)
    assert find(dialog, "scopesField").isVisible()
    assert find(dialog, "ca_fileField").isVisible()
    number = find(dialog, "page_sizeField").findChild(QLineEdit)
    assert (number.text(), number.width() > 100) == ("5000", True)


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
