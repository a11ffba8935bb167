"""The whole road through the real window: a service over loopback HTTP, a worker process, the store, a file."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.demo import district, service
from rosterdesk.settings import Source
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.conftest import Desk
from tests.ui.test_main_window import find, titles

PATIENCE = 60_000


@pytest.fixture(scope="module")
def served() -> Iterator[service.Live]:
    """A small district on loopback."""
    with service.running(district.make(students=120, today=stores.TODAY)) as live:
        yield live


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the same district in it; not to be written."""
    path = tmp_path_factory.mktemp("store") / "store.db"
    stores.fill(path, students=120)
    return path


def shown(kind: type[QDialog]) -> QDialog | None:
    return next(
        (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()), None
    )


def wait_for(qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    qtbot.waitUntil(lambda: shown(kind) is not None, timeout=PATIENCE)
    dialog = shown(kind)
    assert dialog is not None
    return dialog


def click(qtbot: QtBot, widget: QWidget, name: str) -> None:
    button = widget.findChild(QWidget, name)
    assert button is not None, name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def write(qtbot: QtBot, widget: QWidget, name: str, text: str) -> None:
    field = widget.findChild(QLineEdit, name)
    assert field is not None, name
    field.clear()
    qtbot.keyClicks(field, text)


def fill_in(qtbot: QtBot, dialog: QDialog, served: service.Live, secret: str) -> None:
    preset = dialog.findChild(QComboBox, "presetField")
    assert preset is not None
    preset.setCurrentIndex(preset.count() - 1)
    write(qtbot, dialog, "nameField", "Lakeside")
    write(qtbot, dialog, "urlField", served.url)
    write(qtbot, dialog, "token_urlField", served.token_url)
    write(qtbot, dialog, "client_idField", served.client_id)
    write(qtbot, dialog, "secretField", secret)


def test_a_source_is_added_tried_out_synced_and_browsed(desk: Desk, served: service.Live, qtbot: QtBot) -> None:
    window = desk.window
    click(qtbot, window, "welcomeFirst")
    dialog = wait_for(qtbot, SourceDialog)
    fill_in(qtbot, dialog, served, served.client_secret)
    click(qtbot, dialog, "testButton")
    words = dialog.findChild(QWidget, "testWords")
    qtbot.waitUntil(lambda: words.text().startswith("All is well"), timeout=PATIENCE)
    click(qtbot, dialog, "addButton")
    qtbot.waitUntil(lambda: window.desk.syncing, timeout=PATIENCE)
    assert find(window, "cancelButton").isVisible()
    qtbot.waitUntil(lambda: not window.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == 120, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "complete" in find(window, "statusText").text())
    assert not window.messages.isVisible()
    assert served.client_secret not in "".join(
        path.read_text(errors="replace") for path in desk.session.data_dir.path.rglob("*") if path.is_file()
    )


def test_a_wrong_secret_is_one_sentence_with_a_way_on(desk: Desk, served: service.Live, qtbot: QtBot) -> None:
    window = desk.window
    click(qtbot, window, "welcomeFirst")
    dialog = wait_for(qtbot, SourceDialog)
    fill_in(qtbot, dialog, served, "not the secret")
    click(qtbot, dialog, "addButton")
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    assert "secret" in window.messages.text().lower()
    assert "not the secret" not in window.messages.text()
    assert find(window, "messageAction", QPushButton).text() == "Try again"
    qtbot.waitUntil(lambda: find(window, "syncButton").isVisible())


@pytest.fixture
def synced(desk: Desk, served: service.Live, store: Path, qtbot: QtBot) -> MainWindow:
    """The window on the served district, synced before."""
    source = Source(name="Lakeside", url=served.url, token_url=served.token_url, client_id=served.client_id)
    desk.add(source, store, served.client_secret)
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == 120, timeout=PATIENCE)
    return desk.window


def test_what_is_shown_is_what_is_written(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(find(synced, "filterField", QLineEdit), "a")
    qtbot.waitUntil(lambda: 0 < synced.roster.table.rowCount() < 120)
    names = titles(synced.roster)
    click(qtbot, synced, "exportButton")
    dialog = wait_for(qtbot, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.set_folder(str(desk.session.data_dir.path))
    target = dialog.choice().path
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: synced.messages.text().startswith("Written"), timeout=PATIENCE)
    rows = list(openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert list(rows[0]) == [field.title for field in synced.roster.table.fields]
    assert [row[0] for row in rows[1:]] == names


def test_a_sync_that_is_cancelled_leaves_a_window_that_goes_on(synced: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(synced, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: synced.desk.syncing, timeout=PATIENCE)
    click(qtbot, synced, "cancelButton")
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    assert synced.roster.table.rowCount() == 120
    qtbot.keyClick(synced, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: synced.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "complete" in find(synced, "statusText").text())


def test_a_damaged_copy_is_recognised_and_rebuilt(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    source = synced.desk.source
    assert source is not None
    synced.browser.close()
    path = desk.session.data_dir.store(source)
    content = bytearray(path.read_bytes())
    content[100:4000] = bytes(3900)
    path.write_bytes(content)
    synced.desk.open(source)
    qtbot.waitUntil(synced.messages.isVisible, timeout=PATIENCE)
    assert find(synced, "messageAction", QPushButton).text() == "Rebuild the local copy"
    click(qtbot, synced, "messageAction")
    qtbot.waitUntil(lambda: synced.roster.table.rowCount() == 120, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)


def test_removing_a_source_asks_and_destroys_everything(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    source = synced.desk.source
    assert source is not None
    menu = find(synced, "sourceButton", QToolButton).menu()
    next(action for action in menu.actions() if action.text().startswith("Remove")).trigger()
    qtbot.waitUntil(lambda: any(w.objectName() == "questionDialog" for w in QApplication.topLevelWidgets()))
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "questionDialog" and w.isVisible())
    click(qtbot, dialog, "actionButton")
    qtbot.waitUntil(lambda: desk.session.data_dir.sources() == [], timeout=PATIENCE)
    assert not desk.session.data_dir.store(source).exists()
    assert find(synced, "welcomeFirst").isVisible()
