"""The whole road through the real window: a service over loopback HTTP, a worker process, the store, a file."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.demo import district, service
from rosterdesk.settings import Source
from rosterdesk.store.file import ciphers
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.dialogs.writing import State
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
    assert find(window, "messageAction", QPushButton).text() == "Edit this source…"
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
    target = dialog.path
    click(qtbot, dialog, "confirmExportButton")
    qtbot.waitUntil(lambda: dialog.state in {State.WRITTEN, State.FAILED}, timeout=PATIENCE)
    assert dialog.state is State.WRITTEN
    rows = list(openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True))
    shown_titles = [field.title for field in synced.roster.table.fields]
    assert [title for title in rows[0] if title in shown_titles] == shown_titles
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


def damaged(path: Path, _desk: Desk) -> str:
    content = bytearray(path.read_bytes())
    content[100:4000] = bytes(3900)
    path.write_bytes(content)
    return "damaged"


def cut(path: Path, _desk: Desk) -> str:
    path.write_bytes(path.read_bytes()[:1000])
    return "damaged"


def keyless(path: Path, desk: Desk) -> str:
    desk.vault.delete(credentials.account(path.stem, credentials.STORE_KEY))
    return "The key of the local copy is missing"


def other_key(path: Path, desk: Desk) -> str:
    desk.vault.set(credentials.account(path.stem, credentials.STORE_KEY), base64.b64encode(bytes(32)).decode())
    return "its key is another one"


@pytest.mark.parametrize("spoil", [damaged, cut, keyless, other_key])
def test_a_copy_that_nobody_can_read_is_said_and_rebuilt(
    spoil: Callable[[Path, Desk], str], desk: Desk, served: service.Live, store: Path, qtbot: QtBot
) -> None:
    source = Source(name="Lakeside", url=served.url, token_url=served.token_url, client_id=served.client_id)
    desk.add(source, store, served.client_secret)
    words = spoil(desk.session.data_dir.store(source), desk)
    window = desk.window
    window.desk.open(source)
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    assert words in window.messages.text()
    assert window.messages.text().endswith("A rebuild reads everything anew.")
    assert find(window, "statusText").text() == "The local copy cannot be opened"
    assert find(window, "messageAction", QPushButton).text() == "Rebuild the local copy"
    click(qtbot, window, "messageAction")
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == 120, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: find(window, "statusText").text().endswith("complete"), timeout=PATIENCE)
    key = base64.b64decode(desk.vault.get(credentials.account(source.uid, credentials.STORE_KEY)))
    with Reader(desk.session.data_dir.store(source), key) as reader:
        assert reader.runs()[0].complete


def test_a_rebuild_that_reaches_nobody_gives_up_no_copy(desk: Desk, store: Path, qtbot: QtBot) -> None:
    source = Source(name="Lakeside", url="https://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, store)
    path, window = desk.session.data_dir.store(source), desk.window
    damaged(path, desk)
    before = path.read_bytes()
    window.desk.open(source)
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(window.desk.jobs.syncing.began, timeout=PATIENCE):
        click(qtbot, window, "messageAction")
    with qtbot.waitSignal(window.desk.jobs.syncing.ended, timeout=PATIENCE):
        window.desk.cancel_sync()
    qtbot.waitUntil(lambda: find(window, "statusText").text() == "The local copy cannot be opened", timeout=PATIENCE)
    assert path.read_bytes() == before


def test_damage_that_a_sync_finds_is_said_and_mended_by_itself(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    source = synced.desk.source
    assert source is not None
    path = desk.session.data_dir.store(source)
    with path.open("r+b") as file:  # in its midst, while the window has read what it shows
        file.seek(path.stat().st_size // 2)
        file.write(bytes(20_000))
    with qtbot.waitSignal(synced.desk.jobs.syncing.ended, timeout=PATIENCE):
        qtbot.keyClick(synced, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: find(synced, "statusText").text().endswith("complete"), timeout=PATIENCE)
    assert "was set aside" in synced.messages.text()
    assert synced.messages.isVisible()
    qtbot.waitUntil(lambda: synced.roster.table.rowCount() == 120, timeout=PATIENCE)
    assert len(list(path.parent.glob(f"{path.name}.corrupt-*"))) >= 1


def newer(path: Path) -> None:
    """As a later version of RosterDesk leaves it."""
    with Writer(path, stores.KEY):
        pass
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", ciphers.preferred()[0])
    connection.pragma("key", f"raw:{stores.KEY.hex()}")
    connection.pragma("user_version", 99)
    connection.close()


def test_a_copy_of_a_newer_version_is_left_alone_until_the_user_says_otherwise(
    desk: Desk, served: service.Live, store: Path, qtbot: QtBot
) -> None:
    source = Source(name="Lakeside", url=served.url, token_url=served.token_url, client_id=served.client_id)
    desk.add(source, store, served.client_secret)
    path, window = desk.session.data_dir.store(source), desk.window
    newer(path)
    before = path.read_bytes()
    window.desk.open(source)
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    assert "made by a newer RosterDesk" in window.messages.text()
    assert "rosterdesk sync" not in window.messages.text()
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not window.desk.syncing and window.messages.isVisible(), timeout=PATIENCE)
    assert path.read_bytes() == before
    click(qtbot, window, "messageAction")
    click(qtbot, question(qtbot), "actionButton")
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == 120, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.desk.syncing, timeout=PATIENCE)


def test_a_copy_that_another_program_rebuilds_is_shown_as_it_is_now(
    synced: MainWindow, desk: Desk, store: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    source = synced.desk.source
    assert source is not None
    path = desk.session.data_dir.store(source)
    stores.fill(tmp_path / "other.db", students=30)
    path.rename(tmp_path / "aside.db")
    (tmp_path / "other.db").rename(path)
    qtbot.waitUntil(lambda: synced.roster.table.rowCount() == 30, timeout=PATIENCE)


def question(qtbot: QtBot) -> QWidget:
    def shown() -> list[QWidget]:
        return [w for w in QApplication.topLevelWidgets() if w.objectName() == "questionDialog" and w.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def test_removing_a_source_asks_and_destroys_everything(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    source = synced.desk.source
    assert source is not None
    menu = find(synced, "sourceButton", QToolButton).menu()
    next(action for action in menu.actions() if action.text().startswith("Remove")).trigger()
    click(qtbot, question(qtbot), "actionButton")
    qtbot.waitUntil(lambda: desk.session.data_dir.sources() == [], timeout=PATIENCE)
    assert not desk.session.data_dir.store(source).exists()
    assert find(synced, "welcomeFirst").isVisible()
