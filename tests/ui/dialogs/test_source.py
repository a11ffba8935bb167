"""The dialog that adds a source, with real clicks."""

import asyncio

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rosterdesk.presets import PRESETS, Preset
from rosterdesk.ui.dialogs.source import SourceDialog
from tests.ui.dialogs.filling import Added, choose, click, enter, find, said


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
    screen = dialog.screen().availableGeometry()
    dialog.move(20, screen.bottom() - dialog.height())
    click(dialog, "advancedButton", qtbot)
    assert screen.contains(dialog.frameGeometry())
    assert dialog.width() <= 1280


def test_the_secret_is_not_shown_and_where_it_goes_is_said(dialog: SourceDialog) -> None:
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "It is read, never written. The secret is kept in an encrypted file." in texts
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
