"""What the window asks of the copy that is open: a sync that was held, a copy that is older than it may become."""

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from rosterdesk.errors import StoreHeldError
from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.settings import Source
from rosterdesk.store.file import connection, drives
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
    desk.window.desk.open(SOURCE)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    return desk.window


def asked(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(window.messages.isVisible, timeout=PATIENCE)
    return str(window.messages.text())


def test_a_sync_that_is_held_is_asked_about_when_the_window_opens(held: MainWindow, qtbot: QtBot) -> None:
    said = asked(held, qtbot)
    assert re.fullmatch(
        r"The last sync \(today \d\d:\d\d\) would remove \d+ of \d+ .+ \(.+ %\)\."
        r" Nothing was changed yet\. Should these changes be made\?",
        said,
    )
    make, keep = (find(held, name, QPushButton) for name in ("messageAction", "messageAction2"))
    assert (make.text(), keep.text()) == ("Make these changes", "Keep what is here")
    assert "The service is not asked again." in make.toolTip()
    assert "You go on with the earlier copy." in keep.toolTip()
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


@pytest.mark.parametrize("answer", ["messageAction2", "messageClose"])
def test_who_keeps_the_earlier_copy_is_not_asked_again(held: MainWindow, answer: str, qtbot: QtBot) -> None:
    asked(held, qtbot)
    qtbot.mouseClick(find(held, answer), LEFT)
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
    old.window.desk.open(SOURCE)
    dialog = question(qtbot)
    assert dialog.windowTitle() == "The copy of “Lakeside” is 40 days old"
    assert old.window.roster.table.rowCount() == 0
    qtbot.mouseClick(dialog.findChild(QPushButton, "dismissButton"), LEFT)
    qtbot.waitUntil(lambda: old.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    opened(old, qtbot)  # and it is not asked again


def test_an_old_copy_is_wiped_where_the_user_wants_it(old: Desk, qtbot: QtBot) -> None:
    old.window.desk.open(SOURCE)
    with qtbot.waitSignal(old.window.desk.opened, timeout=PATIENCE):
        qtbot.mouseClick(question(qtbot).findChild(QPushButton, "actionButton"), LEFT)
    assert not old.session.data_dir.store(SOURCE).exists()
    assert find(old.window, "welcomeFirst").isVisible()
    assert [source.name for source in old.session.sources()] == ["Lakeside"]


def test_an_old_copy_is_synced_where_the_user_wants_that(old: Desk, qtbot: QtBot) -> None:
    old.window.desk.open(SOURCE)
    with qtbot.waitSignal(old.window.desk.jobs.syncing.began, timeout=PATIENCE):
        qtbot.mouseClick(question(qtbot).findChild(QPushButton, "insteadButton"), LEFT)


OTHER = Source(name="Riverside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
WIPED = "the copy was wiped. Your administrator has copies kept for 10 days. Sync to read it again."


def test_each_source_is_asked_about_before_anything_of_it_is_shown(old: Desk, store: Path, qtbot: QtBot) -> None:
    old.add(OTHER, store)
    window = opened_other(old, qtbot)
    old.session.data_dir.synced(OTHER, datetime.now(UTC) - timedelta(days=50))
    window.desk.open(SOURCE)
    assert question(qtbot).windowTitle() == "The copy of “Lakeside” is 40 days old"
    assert window.roster.table.rowCount() == 0
    qtbot.mouseClick(question(qtbot).findChild(QPushButton, "dismissButton"), LEFT)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    window.desk.open(OTHER)
    assert question(qtbot).windowTitle() == "The copy of “Riverside” is 50 days old"
    assert window.roster.table.rowCount() == 0
    qtbot.mouseClick(question(qtbot).findChild(QPushButton, "dismissButton"), LEFT)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)


def opened_other(desk: Desk, qtbot: QtBot) -> MainWindow:
    desk.session.data_dir.synced(OTHER, datetime.now(UTC))
    desk.window.desk.open(OTHER)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    return desk.window


@pytest.mark.parametrize("by_whom", ["policy", "user"])
def test_what_was_set_aside_too_long_ago_goes_when_a_source_is_shown(
    desk: Desk, store: Path, policy_file: Path, qtbot: QtBot, by_whom: str
) -> None:
    desk.add(SOURCE, store)
    data = desk.session.data_dir
    (policy_file if by_whom == "policy" else data.path / "settings.json").write_text('{"retention_days": 10}')
    path = data.store(SOURCE)
    path.rename(f"{path}.corrupt-20260101T000000.000000Z")
    with qtbot.waitSignal(desk.window.desk.opened, timeout=PATIENCE):
        desk.window.desk.open(SOURCE)
    assert not list(path.parent.glob("*.corrupt-*"))


def test_where_the_administrator_set_the_limit_nobody_is_asked(old: Desk, policy_file: Path, qtbot: QtBot) -> None:
    policy_file.write_text('{"retention_days": 10}')
    old.window.desk.open(SOURCE)
    assert asked(old.window, qtbot) == f"“Lakeside”: {WIPED}"
    assert not old.session.data_dir.store(SOURCE).exists()
    assert find(old.window, "welcomeFirst").isVisible()


def test_what_the_administrator_limits_goes_when_another_source_is_shown(
    old: Desk, store: Path, policy_file: Path, qtbot: QtBot
) -> None:
    old.add(OTHER, store)
    window = opened_other(old, qtbot)
    policy_file.write_text('{"retention_days": 10}')
    old.session.data_dir.synced(OTHER, datetime.now(UTC) - timedelta(days=11))
    window.desk.open(SOURCE)
    assert asked(window, qtbot) == f"“Lakeside”, “Riverside”: {WIPED}"


def test_what_becomes_too_old_in_an_open_window_goes_too(
    desk: Desk, store: Path, policy_file: Path, qtbot: QtBot
) -> None:
    desk.add(SOURCE, store)
    window = opened(desk, qtbot)
    policy_file.write_text('{"retention_days": 10}')
    done = desk.tasks.start(window.desk.enforce_policy())
    qtbot.waitUntil(done.done, timeout=PATIENCE)
    assert (window.roster.table.rowCount(), window.messages.isVisible()) == (STUDENTS, False)
    desk.session.data_dir.synced(SOURCE, datetime.now(UTC) - timedelta(days=11))
    desk.tasks.start(window.desk.enforce_policy())
    assert asked(window, qtbot) == f"“Lakeside”: {WIPED}"
    assert not desk.session.data_dir.store(SOURCE).exists()
    assert find(window, "welcomeFirst").isVisible()


def test_by_a_clock_that_jumped_ahead_nothing_is_wiped(old: Desk, policy_file: Path, qtbot: QtBot) -> None:
    policy_file.write_text('{"retention_days": 10}')
    assert not old.session.data_dir.is_doubtful(datetime.now(UTC) - timedelta(days=700))
    window = opened(old, qtbot)
    assert asked(window, qtbot) == (
        "By this computer's clock, RosterDesk was not used for more than a year. If the clock is wrong, set it right;"
        " if not, “Lakeside”: the copy is wiped in a day."
    )


@pytest.mark.parametrize("answer", ["messageAction2", "messageClose"])
def test_what_was_wiped_is_said_once_the_held_question_is_answered(
    desk: Desk, store: Path, policy_file: Path, answer: str, qtbot: QtBot
) -> None:
    for source, days in ((SOURCE, 0), (OTHER, 40)):
        desk.add(source, store)
        desk.session.data_dir.synced(source, datetime.now(UTC) - timedelta(days=days))
    hold(desk.session.data_dir.store(SOURCE), datetime.now(UTC))
    policy_file.write_text('{"retention_days": 10}')
    window = opened(desk, qtbot)
    assert not desk.session.data_dir.store(OTHER).exists()
    assert "Should these changes be made?" in asked(window, qtbot)
    qtbot.mouseClick(find(window, answer), LEFT)
    assert asked(window, qtbot) == f"“Riverside”: {WIPED}"
    qtbot.mouseClick(find(window, "messageClose"), LEFT)
    assert not window.messages.isVisible()


def test_while_a_commit_keeps_readers_out_the_window_waits_for_nothing_and_looks_again(
    desk: Desk, store: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "is_network", lambda _path: True)
    desk.add(SOURCE, store)
    path = desk.session.data_dir.store(SOURCE)
    with Writer(path, stores.KEY):
        pass  # from now on it is written as on the drive of another computer
    window = opened(desk, qtbot)
    qtbot.waitUntil(lambda: bool(window.browser.counts), timeout=PATIENCE)
    busy = connection.open_writer(path, stores.KEY)
    try:
        busy.execute("BEGIN EXCLUSIVE")
        found = desk.tasks.start(window.browser.find("a"))
        qtbot.wait(1000)  # longer than between two looks at the store
        assert not found.done()
        busy.execute("ROLLBACK")
        qtbot.waitUntil(found.done, timeout=PATIENCE)
        assert found.result()
        busy.execute("BEGIN EXCLUSIVE")
        left = desk.tasks.start(window.browser.find("a"))
        qtbot.wait(100)
        window.browser.close()  # which waits for nobody
        busy.execute("ROLLBACK")
        qtbot.waitUntil(left.done, timeout=PATIENCE)
        assert left.result() is None
    finally:
        busy.close()
    window.desk.open(SOURCE)
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    assert not window.messages.isVisible(), window.messages.text()
    hold(path, datetime.now(UTC))
    assert "would remove" in asked(window, qtbot)
