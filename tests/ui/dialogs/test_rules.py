"""The dialog of all rules: what is chosen there is a profile, and a file of it is shared."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.checks import profile, rules
from rosterdesk.checks.profile import Profile
from rosterdesk.ui.dialogs.rules import RulesDialog

LEFT = Qt.MouseButton.LeftButton
USUAL = rules.chosen((), of_files=False)


@pytest.fixture
def dialog(qtbot: QtBot) -> RulesDialog:
    opened = RulesDialog(Profile(rules={"USR-09": "error"}), USUAL)
    qtbot.addWidget(opened)
    opened.show()
    return opened


def item(dialog: RulesDialog, title: str) -> QListWidgetItem:
    (found,) = dialog.findChild(QListWidget, "ruleList").findItems(title, Qt.MatchFlag.MatchExactly)
    return found


def read(dialog: RulesDialog, title: str) -> None:
    dialog.findChild(QListWidget, "ruleList").setCurrentItem(item(dialog, title))


def texts(dialog: RulesDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if not each.isHidden())


def kept(dialog: RulesDialog, path: Path) -> Profile:
    dialog.save(path)
    return profile.read(path)


def level(dialog: RulesDialog) -> QComboBox:
    return dialog.findChild(QComboBox, "levelField")


def test_each_rule_says_what_it_is_about_and_how_it_is_judged(dialog: RulesDialog) -> None:
    read(dialog, "Email malformed")
    assert level(dialog).currentData() == "error"
    for words in ("Email malformed", "USR-09", "Why it matters", "How to fix it"):
        assert words in texts(dialog)
    assert item(dialog, "Email malformed").checkState() is Qt.CheckState.Checked
    assert item(dialog, "Legacy status").checkState() is Qt.CheckState.Unchecked


def test_space_switches_a_rule_and_a_choice_makes_it_as_severe(
    dialog: RulesDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    read(dialog, "Class without teacher")
    listed = dialog.findChild(QListWidget, "ruleList")
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: level(dialog).currentData() == "off")
    read(dialog, "Legacy status")
    level(dialog).setFocus()
    qtbot.keyClick(level(dialog), Qt.Key.Key_End)
    chosen = kept(dialog, tmp_path / "ours.json")
    assert (chosen.name, dict(chosen.rules)) == ("ours", {"USR-09": "error", "CLS-01": "off", "VAL-08": "info"})


def test_a_click_on_the_box_switches_and_one_beside_it_only_reads(dialog: RulesDialog, qtbot: QtBot) -> None:
    read(dialog, "Email malformed")
    listed, line = dialog.findChild(QListWidget, "ruleList"), item(dialog, "Email malformed")
    place = listed.visualItemRect(line)
    qtbot.mouseClick(listed.viewport(), LEFT, pos=place.center())
    assert line.checkState() is Qt.CheckState.Checked
    place.setWidth(36)
    qtbot.mouseClick(listed.viewport(), LEFT, pos=place.center())
    qtbot.waitUntil(lambda: line.checkState() is Qt.CheckState.Unchecked)
    assert level(dialog).currentData() == "off"


def test_what_a_rule_is_given_is_typed_and_what_cannot_be_is_refused(
    dialog: RulesDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    read(dialog, "Empty school")
    for name, text in (("least_students", "20"), ("least_teachers", "5")):
        editor = dialog.findChild(QLineEdit, f"{name}Field")
        editor.selectAll()
        qtbot.keyClicks(editor, text)
    wrong = dialog.findChild(QLineEdit, "least_classesField")
    qtbot.keyClicks(wrong, " many")
    assert "This cannot be used." in texts(dialog)
    given = kept(dialog, tmp_path / "ours.json").parameters
    assert (given.least_students, given.least_teachers, given.least_classes) == (20, 5, 1)


def test_nothing_is_done_while_what_was_typed_cannot_be_used(dialog: RulesDialog, qtbot: QtBot, tmp_path: Path) -> None:
    done = dialog.findChild(QPushButton, "rulesDoneButton")
    read(dialog, "Empty school")
    editor = dialog.findChild(QLineEdit, "least_classesField")
    editor.selectAll()
    qtbot.keyClicks(editor, "12x")
    assert not done.isEnabled()
    assert kept(dialog, tmp_path / "ours.json").parameters.least_classes == 1, "12 was only on the way"
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert done.isEnabled()
    assert kept(dialog, tmp_path / "ours.json").parameters.least_classes == 12
    qtbot.keyClicks(editor, "x")
    read(dialog, "Email malformed")
    assert done.isEnabled()


def test_words_find_rules(dialog: RulesDialog, qtbot: QtBot) -> None:
    listed = dialog.findChild(QListWidget, "ruleList")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "ruleSearch"), "usr-09")
    shown = [listed.item(row).text() for row in range(listed.count()) if not listed.item(row).isHidden()]
    assert shown == ["Email malformed"]


def test_a_profile_is_used_and_one_that_is_none_changes_nothing(
    dialog: RulesDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "theirs.json").write_text(json.dumps({"rules": {"CLS-01": "off"}}))
    (tmp_path / "broken.json").write_text("[]")
    dialog.use(tmp_path / "theirs.json")
    assert item(dialog, "Class without teacher").checkState() is Qt.CheckState.Unchecked
    dialog.use(tmp_path / "broken.json")
    assert "is damaged" in texts(dialog)
    assert dict(kept(dialog, tmp_path / "ours.json").rules) == {"CLS-01": "off"}
    qtbot.mouseClick(dialog.findChild(QPushButton, "usualRulesButton"), LEFT)
    assert dict(kept(dialog, tmp_path / "ours.json").rules) == {}
