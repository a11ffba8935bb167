"""What the key may not read is said wherever it is missing: in the tree, and in the pane."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.demo import service
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.gates import Gate
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row
from tests.ui.test_services import PATIENCE, sync


def said(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.detail.findChildren(QLabel) if label.isVisible())


def signs(window: MainWindow) -> dict[str, str]:
    """The lines of the tree that have a sign in place of a number, each with its tip."""
    tree = window.navigation.tree

    def lines(parent: QModelIndex) -> dict[str, str]:
        found = {}
        for row in range(tree.rowCount(parent)):
            index = tree.index(row, 0, parent)
            if index.data(tree.SignRole):
                found[index.data()] = str(index.data(Qt.ItemDataRole.ToolTipRole))
            found |= lines(index)
        return found

    return lines(QModelIndex())


def test_a_list_that_may_not_be_read_has_a_sign_in_the_tree(
    desk: Desk, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    gate.refused = "/courses"
    window = sync(desk, live, qtbot)
    qtbot.waitUntil(lambda: set(signs(window)) == {"Courses", "All courses"}, timeout=PATIENCE)
    assert all("This key may not read that" in tip for tip in signs(window).values())
    index = window.navigation.tree.index(0, 0)
    lines = [window.navigation.tree.index(row, 0, index) for row in range(window.navigation.tree.rowCount(index))]
    spoken = [line.data(Qt.ItemDataRole.AccessibleTextRole) for line in lines]
    assert any(text.startswith("All courses, This key may not read that") for text in spoken)
    gate.refused = ""
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.ended, timeout=PATIENCE):
        window.desk.sync()
    qtbot.waitUntil(lambda: not signs(window), timeout=PATIENCE)


@pytest.mark.parametrize("name", ["students", "classes"])
def test_what_a_record_is_told_by_says_that_it_has_not_come(
    name: str, desk: Desk, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    gate.refused = "/enrollments"
    window = sync(desk, live, qtbot)
    window.browser.visit(Place(places.group(name)))
    qtbot.waitUntil(lambda: window.browser.answered == window.browser.place.query, timeout=PATIENCE)
    click_row(qtbot, window.roster, window.roster.table.index(0, 0))
    words = "Enrollments have not come, so they are missing here. This key may not read that"
    qtbot.waitUntil(lambda: words in said(window), timeout=PATIENCE)


def test_demographics_that_may_not_be_read_are_no_mystery(
    desk: Desk, live: service.Live, gate: Gate, qtbot: QtBot
) -> None:
    gate.refused = "/demographics"
    window = sync(desk, live, qtbot, also=("demographics",))
    click_row(qtbot, window.roster, window.roster.table.index(0, 0))
    qtbot.waitUntil(lambda: "Demographics This key may not read that" in said(window), timeout=PATIENCE)
