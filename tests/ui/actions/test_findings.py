"""The place of the findings, on a district with planted faults, checked by a real worker."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.settings import Source
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.models.findings_tree import FindingsTree
from tests import stores
from tests.ui.actions.found import (
    LEFT,
    PATIENCE,
    SOURCE,
    button,
    findings,
    line,
    open_rule,
    rule,
    rules,
    texts,
    the_list,
)
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find


def test_who_comes_to_the_findings_sees_what_a_worker_found_the_worst_first(checked: MainWindow) -> None:
    tree = findings(checked)
    levels = [tree.index(row, 0).data(tree.BranchRole).severity for row in range(tree.rowCount())]
    assert levels == sorted(levels, key=("error", "warning", "info").index)
    assert {"REF-12", "CLS-01", "USR-09"} <= set(rules(checked))
    number = line(checked, Findings).data(checked.navigation.tree.CountRole)
    assert number == sum(tree.index(row, 0).data(tree.BranchRole).count for row in range(tree.rowCount()))
    assert line(checked, Findings).data(checked.navigation.tree.NodeRole).tint == "danger"
    assert find(checked, "findingsText", QLabel).text().startswith("Checked today")
    assert find(checked, "findingsView").isVisible()
    assert not checked.roster.isVisible()


def test_a_rule_explains_itself_and_its_record_stands_beside_it_with_what_is_wrong(
    checked: MainWindow, qtbot: QtBot
) -> None:
    click_row(qtbot, the_list(checked), rule(checked, "CLS-01"))
    explanation = find(checked, "explanation")
    qtbot.waitUntil(explanation.isVisible)
    for heading in ("Class without teacher", "Why it matters", "How to fix it", "CLS-01", "Error"):
        assert heading in texts(checked, "explanation")
    found = open_rule(checked, "CLS-01", qtbot)
    qtbot.keyClick(the_list(checked), Qt.Key.Key_Down)
    name = find(checked, "detailName", QLabel)
    qtbot.waitUntil(lambda: name.isVisible() and name.text() == found.data())
    assert not explanation.isVisible()
    assert "1 finding" in texts(checked, "detailPane")
    open_rule(checked, "REF-05", qtbot)
    qtbot.keyClick(the_list(checked), Qt.Key.Key_Down)
    tabs = find(checked, "detailTabs", QTabBar)
    qtbot.waitUntil(lambda: name.text() == the_list(checked).currentIndex().data())
    assert any("Findings 1" in tabs.tabText(tab) for tab in range(tabs.count()))
    assert tabs.tabText(tabs.currentIndex()) == "Findings 1"  # that is why it was chosen
    said = texts(checked, "reportScroll")
    assert "It refers to a course that is not in the roster." in said
    assert "(not received)" in said  # the course that is to blame


def test_a_record_that_is_come_to_for_its_own_sake_is_shown_from_its_beginning(
    checked: MainWindow, qtbot: QtBot
) -> None:
    tabs, name = find(checked, "detailTabs", QTabBar), find(checked, "detailName", QLabel)
    found = open_rule(checked, "CLS-01", qtbot)
    qtbot.keyClick(the_list(checked), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: name.text() == found.data())
    assert tabs.tabText(tabs.currentIndex()).startswith("Findings")
    qtbot.keyClick(the_list(checked), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: checked.browser.place.report is None)
    qtbot.waitUntil(lambda: tabs.tabText(tabs.currentIndex()) == "Overview")


def test_a_double_click_goes_where_the_record_lies_and_back_returns_to_it(checked: MainWindow, qtbot: QtBot) -> None:
    found = open_rule(checked, "USR-09", qtbot)
    name, view = found.data(), the_list(checked)
    click_row(qtbot, view, found)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=view.visualRect(found).center())
    qtbot.waitUntil(checked.roster.isVisible)
    assert checked.browser.place.record.title == name
    qtbot.mouseClick(find(checked, "backButton"), LEFT)
    qtbot.waitUntil(find(checked, "findingsView").isVisible)
    qtbot.waitUntil(lambda: view.currentIndex().data() == name)
    assert checked.navigation.currentIndex() == line(checked, Findings)
    crumbs = [button.accessibleName() for button in find(checked, "breadcrumb").findChildren(QPushButton)]
    assert "Findings" in crumbs


def test_levels_schools_and_words_narrow_the_list_and_back_keeps_them(checked: MainWindow, qtbot: QtBot) -> None:
    everything = rules(checked)
    qtbot.mouseClick(find(checked, "findingLevels-error"), LEFT)
    errors = rules(checked)
    assert set(errors) < set(everything)
    qtbot.keyClicks(find(checked, "findingText", QLineEdit), "without teacher")
    qtbot.waitUntil(lambda: rules(checked) == ["CLS-01"])
    click_row(qtbot, checked.navigation, checked.navigation.tree.index(0, 0))
    qtbot.waitUntil(checked.roster.isVisible)
    qtbot.mouseClick(find(checked, "backButton"), LEFT)
    qtbot.waitUntil(find(checked, "findingsView").isVisible)
    assert rules(checked) == ["CLS-01"]
    assert find(checked, "findingText", QLineEdit).text() == "without teacher"
    qtbot.keyClicks(find(checked, "findingText", QLineEdit), " of anything")
    qtbot.waitUntil(find(checked, "noFindings").isVisible)
    qtbot.mouseClick(find(checked, "noFindingsFirst"), LEFT)
    qtbot.waitUntil(lambda: rules(checked) == everything)


def test_one_school_has_only_its_own_findings_and_rules_that_could_not_be_judged_say_why(
    checked: MainWindow, qtbot: QtBot
) -> None:
    schools, tree = find(checked, "findingSchools", QComboBox), findings(checked)
    schools.setFocus()
    qtbot.keyClick(schools, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: checked.browser.place.report.school != "")
    assert {tree.index(row, 1).data() for row in range(tree.rowCount())} == {schools.currentText()}
    qtbot.mouseClick(find(checked, "findingLevels-not run"), LEFT)
    click_row(qtbot, the_list(checked), findings(checked).index(0, 0))
    qtbot.waitUntil(find(checked, "explanation").isVisible)
    assert "This can be judged in the files of a bundle alone." in texts(checked, "explanation")


def test_before_a_check_the_pane_offers_one(opened: MainWindow, qtbot: QtBot) -> None:
    opened.roster.selectRow(0)
    tabs = find(opened, "detailTabs", QTabBar)
    qtbot.waitUntil(lambda: any(tabs.tabText(tab) == "Findings" for tab in range(tabs.count())))
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if tabs.tabText(tab) == "Findings"))
    links = find(opened, "reportScroll").findChildren(QPushButton)
    check = next(each for each in links if each.text() == "Check now")
    qtbot.mouseClick(check, LEFT)
    qtbot.waitUntil(lambda: "Required value missing" in texts(opened, "reportScroll"), timeout=PATIENCE)
    assert line(opened, Findings).data(opened.navigation.tree.CountRole)


def test_a_check_can_be_cancelled_and_begun_again(opened: MainWindow, qtbot: QtBot) -> None:
    click_row(qtbot, opened.navigation, line(opened, Findings))
    nothing = find(opened, "noFindings")
    cancel = find(opened, "noFindingsFirst", QPushButton)
    qtbot.waitUntil(lambda: nothing.isVisible() and cancel.text() == "Cancel")
    qtbot.mouseClick(cancel, LEFT)
    qtbot.waitUntil(lambda: cancel.text() == "Check now", timeout=PATIENCE)
    qtbot.mouseClick(cancel, LEFT)
    qtbot.waitUntil(lambda: findings(opened).rowCount() > 0, timeout=PATIENCE)


def test_what_is_known_names_nobody_while_people_are_masked_and_says_when_it_is_old(
    checked: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    name = open_rule(checked, "USR-09", qtbot).data()
    privacy = checked.desk.session.privacy
    privacy.switch()
    qtbot.waitUntil(lambda: findings(checked).rowCount(rule(checked, "USR-09")) > 0)
    masked = findings(checked).index(0, 0, rule(checked, "USR-09"))
    assert masked.data() != name
    assert masked.data().startswith(("Student ", "Teacher ", "Guardian ", "Person "))
    assert masked.data(FindingsTree.FindingRole).message == "•••"
    privacy.switch()
    reader = checked.browser.reader
    ((somebody,),) = reader.rows("students", reader.keys(Query(collection="students", limit=1)), ("sourcedId",))
    stores.rename(desk.session.data_dir.store(SOURCE), str(somebody), "Zebedee")
    told = find(checked, "findingsText", QLabel)
    qtbot.waitUntil(lambda: "has changed since" in told.text(), timeout=PATIENCE)
    qtbot.mouseClick(find(checked, "findingsButton"), LEFT)
    qtbot.waitUntil(lambda: "rules" in told.text() and "…" not in told.text(), timeout=PATIENCE)


def test_another_source_begins_without_the_findings_of_the_one_before(
    checked: MainWindow, desk: Desk, store: Path, qtbot: QtBot
) -> None:
    open_rule(checked, "CLS-01", qtbot)
    other = Source(name="Riverside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(other, store)
    checked.desk.open(other)
    qtbot.waitUntil(lambda: checked.desk.source == other and checked.roster.isVisible(), timeout=PATIENCE)
    assert findings(checked).rowCount() == 0
    assert line(checked, Findings).data(checked.navigation.tree.CountRole) is None
    assert texts(checked, "explanation") == ""


def test_findings_are_put_together_in_other_ways_and_back_keeps_that(checked: MainWindow, qtbot: QtBot) -> None:
    ways, tree = find(checked, "findingWays", QComboBox), findings(checked)
    ways.setFocus()
    for way, kinds in (("cause", {"cause", "rule"}), ("severity", {"severity"}), ("school", {"school"})):
        qtbot.keyClick(ways, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda way=way: checked.browser.place.report.by == way)
        assert {tree.index(row, 0).data(tree.BranchRole).kind for row in range(tree.rowCount())} == kinds
    first = tree.index(0, 0)
    click_row(qtbot, the_list(checked), first)
    name = first.data()
    click_row(qtbot, checked.navigation, checked.navigation.tree.index(0, 0))
    qtbot.waitUntil(checked.roster.isVisible)
    qtbot.mouseClick(find(checked, "backButton"), LEFT)
    qtbot.waitUntil(find(checked, "findingsView").isVisible)
    qtbot.waitUntil(lambda: the_list(checked).currentIndex().data() == name)
    assert ways.currentData() == "school"


def test_the_records_of_a_rule_are_shown_in_the_table(checked: MainWindow, qtbot: QtBot) -> None:
    click_row(qtbot, the_list(checked), rule(checked, "CLS-01"))
    qtbot.waitUntil(find(checked, "explanation").isVisible)
    branch = rule(checked, "CLS-01").data(FindingsTree.BranchRole)
    text = "Show 1 record" if branch.count == 1 else f"Show {branch.count} records"
    qtbot.mouseClick(button(checked, "explanation", text), LEFT)
    qtbot.waitUntil(checked.roster.isVisible)
    qtbot.waitUntil(lambda: checked.roster.table.rowCount() == branch.count)
    assert set(checked.browser.place.query.ids) == {each.sourced_id for each in branch.findings}


def test_in_larger_text_the_titles_of_the_columns_are_whole(
    checked: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    header = the_list(checked).header()
    style.apply(qapp, "light", text_size=150)
    try:
        qtbot.waitUntil(lambda: header.sectionSize(2) >= header.fontMetrics().horizontalAdvance("Records"))
    finally:
        style.apply(qapp, "light")
