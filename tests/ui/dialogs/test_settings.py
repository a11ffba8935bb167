"""The settings dialog, clicked as a person would."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.settings import DataDir, Settings, choices
from rosterdesk.ui.dialogs.settings import SettingsDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.preferences import Remembered
from tests.ui.conftest import Desk


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    return Remembered(DataDir(tmp_path / "data"))


@pytest.fixture
def dialog(remembered: Remembered, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(remembered)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def choose(dialog: QDialog, name: str, words: str, qtbot: QtBot) -> None:
    """Choose by keys, as the list of a box is walked."""
    box = dialog.findChild(QComboBox, f"{name}Setting")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findText(words)):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == words


def go(dialog: QDialog, section: int, qtbot: QtBot) -> None:
    sections = dialog.findChild(QListWidget, "settingsSections")
    place = sections.visualItemRect(sections.item(section)).center()
    qtbot.mouseClick(sections.viewport(), Qt.MouseButton.LeftButton, pos=place)


CHOSEN = [
    (0, "theme", "Dark", "dark"),
    (0, "density", "Compact", "compact"),
    (0, "text_size", "130 %", 130),
    (0, "names", "José García", "given-first"),
    (0, "language", "Español", "es"),
    (1, "sync_every", "Every 30 minutes", 30),
    (1, "page_size", "500 rows", 500),
    (1, "journal_runs", "100 syncs", 100),
    (1, "journal_days", "365 days", 365),
    (2, "lock_after", "After 10 minutes", 10),
    (2, "retention_days", "30 days", 30),
]


@pytest.mark.parametrize(("section", "name", "words", "value"), CHOSEN, ids=[each[1] for each in CHOSEN])
def test_a_choice_holds_at_once(
    section: int, name: str, words: str, value: object, dialog: SettingsDialog, remembered: Remembered, qtbot: QtBot
) -> None:
    go(dialog, section, qtbot)
    choose(dialog, name, words, qtbot)
    assert getattr(remembered.settings, name) == value


@pytest.mark.parametrize(("section", "name"), [(1, "sync_on_start"), (2, "demographics")])
def test_a_box_is_ticked_and_holds_at_once(
    section: int, name: str, dialog: SettingsDialog, remembered: Remembered, qtbot: QtBot
) -> None:
    before = getattr(remembered.settings, name)
    go(dialog, section, qtbot)
    box = dialog.findChild(QCheckBox, f"{name}Setting")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
    assert getattr(remembered.settings, name) is not before


def test_every_setting_is_there_with_all_its_values_a_name_and_what_it_does(dialog: SettingsDialog) -> None:
    for name in Settings.__struct_fields__:
        editor = dialog.findChild(QWidget, f"{name}Setting")
        assert editor is not None, name
        assert editor.accessibleName()
        assert editor.accessibleDescription().endswith((".", "…"))
        if isinstance(editor, QComboBox) and choices(name):
            assert tuple(editor.itemData(at) for at in range(editor.count())) == choices(name)


def test_what_was_chosen_elsewhere_is_shown_even_where_it_is_unusual(
    dialog: SettingsDialog, remembered: Remembered
) -> None:
    remembered.choose(text_size=115, retention_days=41)
    assert dialog.findChild(QComboBox, "text_sizeSetting").currentText() == "115 %"
    assert dialog.findChild(QComboBox, "retention_daysSetting").currentText() == "41 days"
    assert remembered.settings.retention_days == 41


def test_what_an_administrator_made_says_so_and_cannot_be_changed(
    tmp_path: Path, policy_file: Path, qtbot: QtBot
) -> None:
    policy_file.write_text('{"retention_days": 14}')
    dialog = SettingsDialog(Remembered(DataDir(tmp_path)))
    qtbot.addWidget(dialog)
    dialog.open()
    go(dialog, 2, qtbot)
    box = dialog.findChild(QComboBox, "retention_daysSetting")
    assert (box.isEnabled(), box.currentText()) == (False, "14 days")
    told = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert told.count("Set by your administrator") == 1


def test_the_dialog_comes_by_keys_walks_by_keys_and_goes_by_escape(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QDialog, "settingsDialog")
    sections = dialog.findChild(QListWidget, "settingsSections")
    qtbot.waitUntil(sections.hasFocus)
    qtbot.keyClick(sections, Qt.Key.Key_Down)
    assert dialog.findChild(QWidget, "page_sizeSetting").isVisible()
    qtbot.keyClick(sections, Qt.Key.Key_Tab)
    assert dialog.focusWidget().objectName() == "sync_on_startSetting"
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
