"""What the window asks of the copy that is open: a sync that was held, a copy that is older than it may become."""

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.errors import StoreHeldError
from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.settings import Source, policy
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.conftest import STUDENTS, Desk
from tests.ui.test_main_window import find

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton
SOURCE = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")


def hold(path: Path, started: datetime) -> None:
    """Sync half of the people into the store: that is held."""
    with Reader(path, stores.KEY) as reader:
        keys = reader.keys(Query(collection="users"))
        kept = reader.sent("users", keys[: len(keys) // 2])
    page = answers.page(b'{"users": [' + b",".join(kept) + b"]}", "users", {})
    with Writer(path, stores.KEY) as writer:
        writer.begin({"users": "full"}, started=started)
        writer.put("users", page.items, received=page.received, total=page.received)
        writer.end_collection("users", complete=True)
        with contextlib.suppress(StoreHeldError):
            writer.end()


@pytest.fixture
def held(desk: Desk, store: Path, qtbot: QtBot) -> MainWindow:
    """The window on a copy whose last sync is held."""
    desk.add(SOURCE, store)
    hold(desk.session.data_dir.store(SOURCE), datetime.now(UTC))
    return opened(desk, qtbot)


def opened(desk: Desk, qtbot: QtBot) -> MainWindow:
    desk.window.desk.start(SOURCE)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    return desk.window


def asked(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    return str(window.messages.text())


def test_a_sync_that_is_held_is_asked_about_when_the_window_opens(held: MainWindow, qtbot: QtBot) -> None:
    said = asked(held, qtbot)
    assert said.startswith("The sync of today ")
    assert "would remove" in said
    assert "so the earlier copy is still shown. Is that right?" in said
    actions = [find(held, name, QPushButton).text() for name in ("messageAction", "messageAction2")]
    assert actions == ["Take it over", "Keep the earlier copy"]
    assert find(held, "statusText").text().startswith("The last sync is held back · last complete today")


def test_a_sync_of_another_program_that_is_held_is_asked_about_too(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    window = opened(desk, qtbot)
    assert not window.messages.isVisible(), window.messages.text()
    hold(desk.session.data_dir.store(SOURCE), datetime.now(UTC))
    assert "would remove" in asked(window, qtbot)
    assert window.roster.table.rowCount() == STUDENTS


def test_what_was_held_is_taken_over_without_asking_the_service(held: MainWindow, qtbot: QtBot) -> None:
    asked(held, qtbot)
    qtbot.mouseClick(find(held, "messageAction"), LEFT)
    qtbot.waitUntil(lambda: held.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not held.desk.syncing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: 0 < held.roster.table.rowCount() < STUDENTS, timeout=PATIENCE)
    qtbot.waitUntil(lambda: find(held, "statusText").text().endswith(" gone"), timeout=PATIENCE)
    assert not held.messages.isVisible(), held.messages.text()


def test_who_keeps_the_earlier_copy_is_not_asked_again(held: MainWindow, qtbot: QtBot) -> None:
    asked(held, qtbot)
    qtbot.mouseClick(find(held, "messageAction2"), LEFT)
    assert not held.messages.isVisible()
    with qtbot.waitSignal(held.desk.opened, timeout=PATIENCE):
        held.desk.open(SOURCE)
    assert not held.messages.isVisible()
    qtbot.waitUntil(lambda: held.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)


def test_what_was_held_another_day_can_only_be_synced_anew(desk: Desk, store: Path, qtbot: QtBot) -> None:
    desk.add(SOURCE, store)
    hold(desk.session.data_dir.store(SOURCE), datetime.now(UTC) - timedelta(days=2))
    window = opened(desk, qtbot)
    assert not window.messages.isVisible(), window.messages.text()
    assert find(window, "statusText").text().startswith("The last sync is held back")


@pytest.fixture
def old(desk: Desk, store: Path) -> Desk:
    """A desk that keeps copies for 30 days, and one that is 40 days old."""
    desk.add(SOURCE, store)
    desk.session.data_dir.synced(SOURCE, datetime.now(UTC) - timedelta(days=40))
    desk.session.data_dir.path.joinpath("settings.json").write_text('{"retention_days": 30}')
    return desk


def question(qtbot: QtBot) -> QDialog:
    def shown() -> list[QDialog]:
        found = (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "questionDialog")
        return [widget for widget in found if isinstance(widget, QDialog) and widget.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def test_before_an_old_copy_is_shown_the_user_is_asked(old: Desk, qtbot: QtBot) -> None:
    old.window.desk.start(SOURCE)
    dialog = question(qtbot)
    assert dialog.windowTitle() == "The copy of “Lakeside” is 40 days old"
    assert old.window.roster.table.rowCount() == 0
    qtbot.mouseClick(dialog.findChild(QPushButton, "dismissButton"), LEFT)
    qtbot.waitUntil(lambda: old.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    opened(old, qtbot)  # and it is not asked again


def test_an_old_copy_is_wiped_where_the_user_wants_it(old: Desk, qtbot: QtBot) -> None:
    old.window.desk.start(SOURCE)
    with qtbot.waitSignal(old.window.desk.opened, timeout=PATIENCE):
        qtbot.mouseClick(question(qtbot).findChild(QPushButton, "actionButton"), LEFT)
    assert not old.session.data_dir.store(SOURCE).exists()
    assert find(old.window, "welcomeFirst").isVisible()
    assert [source.name for source in old.session.sources()] == ["Lakeside"]


def test_an_old_copy_is_synced_where_the_user_wants_that(old: Desk, qtbot: QtBot) -> None:
    old.window.desk.start(SOURCE)
    with qtbot.waitSignal(old.window.desk.jobs.syncing.began, timeout=PATIENCE):
        qtbot.mouseClick(question(qtbot).findChild(QPushButton, "insteadButton"), LEFT)


def test_where_the_administrator_set_the_limit_nobody_is_asked(
    old: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "policy.json"
    path.write_text('{"retention_days": 10}')
    monkeypatch.setattr(policy, "PATH", path)
    old.window.desk.start(SOURCE)
    said = asked(old.window, qtbot)
    assert (
        said == "“Lakeside”: the copy was wiped. Your administrator has copies kept for 10 days. Sync to read it again."
    )
    assert not old.session.data_dir.store(SOURCE).exists()
    assert find(old.window, "welcomeFirst").isVisible()
