"""Living with findings: what is right, one record again, what the service says, which rules are wanted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.models.findings_tree import FindingsTree
from tests import stores
from tests.ui.actions.found import LEFT, PATIENCE, SOURCE, button, findings, line, read_findings, rules, texts, the_list
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find


def test_what_is_right_is_said_why_and_counted_apart_until_it_is_taken_back(checked: MainWindow, qtbot: QtBot) -> None:
    read_findings(checked, "CLS-01", qtbot)
    before = line(checked, Findings).data(checked.navigation.tree.CountRole)
    qtbot.mouseClick(button(checked, "reportScroll", "This is right because…"), LEFT)
    qtbot.waitUntil(lambda: find(checked, "exceptionDialog").isVisible())
    dialog = find(checked, "exceptionDialog")
    assert not dialog.findChild(QPushButton, "exceptButton").isEnabled()
    qtbot.keyClicks(dialog.findChild(QLineEdit, "reasonField"), "Taught by the team")
    qtbot.mouseClick(dialog.findChild(QPushButton, "exceptButton"), LEFT)
    count = checked.navigation.tree.CountRole
    qtbot.waitUntil(lambda: line(checked, Findings).data(count) == before - 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Taught by the team" in texts(checked, "reportScroll"))
    excepted = find(checked, "findingLevels-excepted", QPushButton)
    assert excepted.text() == "Excepted 1"
    qtbot.mouseClick(excepted, LEFT)
    qtbot.waitUntil(lambda: rules(checked) == ["CLS-01"])
    qtbot.mouseClick(button(checked, "reportScroll", "Count it again"), LEFT)
    qtbot.waitUntil(lambda: line(checked, Findings).data(count) == before, timeout=PATIENCE)


def test_one_record_is_judged_again(checked: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    read_findings(checked, "USR-09", qtbot)
    before = line(checked, Findings).data(checked.navigation.tree.CountRole)
    finding = the_list(checked).currentIndex().data(FindingsTree.FindingRole)
    stores.mend(desk.session.data_dir.store(SOURCE), "users", finding.sourced_id, email="nina@lakeside.example")
    qtbot.mouseClick(button(checked, "reportScroll", "Check this record again"), LEFT)
    tree = findings(checked)
    record = "users", finding.sourced_id
    qtbot.waitUntil(lambda: tree.index_of(["USR-09"], record) == tree.index_of(["USR-09"]), timeout=PATIENCE)
    assert line(checked, Findings).data(checked.navigation.tree.CountRole) < before


def test_a_service_that_does_not_answer_is_asked_in_vain_and_the_rest_is_judged(
    checked: MainWindow, qtbot: QtBot
) -> None:
    ways, tree = find(checked, "findingWays", QComboBox), findings(checked)
    ways.setFocus()
    qtbot.keyClick(ways, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: tree.index(0, 0).data(tree.BranchRole).kind == "cause")
    lines = [tree.index(row, 0) for row in range(tree.rowCount())]
    click_row(qtbot, the_list(checked), next(each for each in lines if each.data().endswith("(not in the roster)")))
    qtbot.waitUntil(find(checked, "explanation").isVisible)
    told = find(checked, "findingsText", QLabel)
    qtbot.mouseClick(button(checked, "explanation", "Ask the service"), LEFT)
    qtbot.waitUntil(lambda: told.text().startswith("Checking"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: told.text().startswith("Checked"), timeout=PATIENCE)
    assert tree.index(0, 0).data(tree.BranchRole).kind == "cause"


def test_a_rule_that_is_switched_off_is_judged_no_more(checked: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    assert "CLS-01" in rules(checked)
    qtbot.mouseClick(find(checked, "rulesButton"), LEFT)
    qtbot.waitUntil(lambda: find(checked, "rulesDialog").isVisible())
    dialog = find(checked, "rulesDialog")
    listed = dialog.findChild(QListWidget, "ruleList")
    listed.setCurrentItem(listed.findItems("Class without teacher", Qt.MatchFlag.MatchExactly)[0])
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.findChild(QPushButton, "rulesDoneButton"), LEFT)
    qtbot.waitUntil(lambda: rules(checked) and "CLS-01" not in rules(checked), timeout=PATIENCE)
    assert desk.session.data_dir.rules(SOURCE).exists()
