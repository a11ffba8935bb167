"""The ways to what the key of a source can see: the menu of sources, and the tree."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from rosterdesk.store.writer import Writer
from rosterdesk.ui.dialogs.access import AccessDialog
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.actions.found import PATIENCE, SOURCE
from tests.ui.conftest import Desk


@pytest.fixture
def refused(desk: Desk, store: Path, qtbot: QtBot) -> MainWindow:
    """The window on a district whose last sync was refused the demographics."""
    desk.add(SOURCE, store)
    with Writer(desk.session.data_dir.store(SOURCE), stores.KEY) as writer:
        writer.begin({"demographics": "full"}, started=datetime.now(UTC))
        why = "This key may not read that (HTTP 403)."
        writer.end_collection("demographics", complete=False, refused=True, why=why)
        writer.end()
    desk.window.desk.open(SOURCE)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0, timeout=PATIENCE)
    return desk.window


def headline(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: window.findChild(AccessDialog) is not None, timeout=PATIENCE)
    return str(window.findChild(AccessDialog).findChild(QLabel, "accessHeadline").text())


def test_the_menu_of_sources_leads_to_it(refused: MainWindow, qtbot: QtBot) -> None:
    refused.top_bar.findChild(QAction, "accessAction").trigger()
    assert headline(refused, qtbot).startswith("Since the last sync otherwise than before: Demographics")


def test_the_line_of_the_district_leads_to_it_by_the_keyboard(refused: MainWindow, qtbot: QtBot) -> None:
    view = refused.navigation
    district = view.tree.index(0, 0)
    view.setCurrentIndex(district)
    at = view.visualRect(district).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: view.findChild(QAction, "accessOfLineAction") is not None, timeout=PATIENCE)
    view.findChild(QAction, "accessOfLineAction").trigger()
    view.findChild(QMenu, "recordMenu").close()
    assert "Demographics" in headline(refused, qtbot)
