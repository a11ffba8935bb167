"""What the tests of findings share: their source, and how their list and what stands beside it are read."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QTreeView
from pytestqt.qtbot import QtBot

from rosterdesk.settings import Source
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.models.findings_tree import FindingsTree
from tests.ui.test_main_window import click_row, find

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton
SOURCE = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")


def line(window: MainWindow, report: type[Findings | Changes]) -> QModelIndex:
    """The line of the tree that leads to a report."""
    tree = window.navigation.tree
    lines = (tree.index(row, 0) for row in range(tree.rowCount()))
    return next(index for index in lines if isinstance(index.data(tree.NodeRole).place.report, report))


def the_list(window: MainWindow) -> QTreeView:
    return find(window, "findingsList", QTreeView)


def findings(window: MainWindow) -> FindingsTree:
    return the_list(window).model()


def rule(window: MainWindow, rule_id: str) -> QModelIndex:
    index = findings(window).index_of([rule_id])
    assert index.isValid(), rule_id
    return index


def rules(window: MainWindow) -> list[str]:
    tree = findings(window)
    return [tree.index(row, 0).data(tree.BranchRole).key for row in range(tree.rowCount())]


def texts(window: MainWindow, holder: str) -> str:
    return "\n".join(each.text() for each in find(window, holder).findChildren(QLabel) if not each.isHidden())


def open_rule(window: MainWindow, rule_id: str, qtbot: QtBot) -> QModelIndex:
    """The first record that a rule found, once the rule is chosen and opened by the keyboard."""
    view = the_list(window)
    click_row(qtbot, view, rule(window, rule_id))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.isExpanded(rule(window, rule_id)))
    qtbot.waitUntil(lambda: findings(window).rowCount(rule(window, rule_id)) > 0)
    return findings(window).index(0, 0, rule(window, rule_id))


def button(window: MainWindow, holder: str, text: str) -> QPushButton:
    return next(
        each for each in find(window, holder).findChildren(QPushButton) if each.text() == text and not each.isHidden()
    )


def read_findings(window: MainWindow, rule_id: str, qtbot: QtBot) -> None:
    """Read what is wrong with the first record of a rule, in the pane."""
    open_rule(window, rule_id, qtbot)
    qtbot.keyClick(the_list(window), Qt.Key.Key_Down)
    name, tabs = find(window, "detailName", QLabel), find(window, "detailTabs", QTabBar)
    qtbot.waitUntil(lambda: name.isVisible() and name.text() == the_list(window).currentIndex().data())
    qtbot.waitUntil(lambda: any("Findings " in tabs.tabText(tab) for tab in range(tabs.count())))
    tabs.setCurrentIndex(next(tab for tab in range(tabs.count()) if "Findings" in tabs.tabText(tab)))
