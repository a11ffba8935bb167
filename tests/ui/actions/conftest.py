"""Windows for several actions: on a district with planted faults, and on a day of the school year."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.actions.found import PATIENCE, SOURCE, findings, line
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a district in which faults are planted; not to be written."""
    path = tmp_path_factory.mktemp("faulty") / "store.db"
    stores.fill(path, students=300, faulty=True)
    return path


@pytest.fixture
def opened(desk: Desk, faulty: Path, qtbot: QtBot) -> MainWindow:
    """The window on the faulty district."""
    desk.add(SOURCE, faulty)
    desk.window.desk.open(SOURCE)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0, timeout=PATIENCE)
    return desk.window


@pytest.fixture
def checked(opened: MainWindow, qtbot: QtBot) -> MainWindow:
    """The same, its findings shown."""
    click_row(qtbot, opened.navigation, line(opened, Findings))
    qtbot.waitUntil(lambda: findings(opened).rowCount() > 0, timeout=PATIENCE)
    return opened


@pytest.fixture
def dated(window: MainWindow) -> MainWindow:
    """The window on a day on which classes run, whatever day this is."""
    window.browser.day.choose(stores.TODAY)
    return window
