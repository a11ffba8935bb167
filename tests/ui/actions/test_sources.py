"""Several sources: never one's data under another's name."""

import base64
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.settings import Source
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.conftest import Desk
from tests.ui.test_main_window import find


def add(desk: Desk, name: str, students: int, seed: int) -> Source:
    """A source with a district of its own, synced before."""
    source = Source(name=name, url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.session.data_dir.add(source)
    account = credentials.account(source.uid, credentials.STORE_KEY)
    desk.vault.set(account, base64.b64encode(stores.KEY).decode())
    stores.fill(desk.session.data_dir.store(source), students=students, seed=seed)
    return source


@pytest.fixture
def sources(desk: Desk) -> list[Source]:
    return [add(desk, "Lakeside", 60, 1), add(desk, "Hillside", 90, 2)]


def rows(window: MainWindow) -> int:
    return window.roster.table.rowCount()


def test_the_source_chosen_last_is_the_one_that_is_shown(desk: Desk, sources: list[Source], qtbot: QtBot) -> None:
    for source in (*sources, sources[0], sources[1]):
        desk.window.desk.open(source)
    qtbot.waitUntil(lambda: rows(desk.window) == 90, timeout=10_000)
    assert desk.window.desk.source == sources[1]
    assert find(desk.window, "sourceButton").text().startswith("Hillside")


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4000] = bytes(3900)
    path.write_bytes(content)


def test_a_message_about_one_source_is_gone_with_it(desk: Desk, sources: list[Source], qtbot: QtBot) -> None:
    damage(desk.session.data_dir.store(sources[0]))
    desk.window.desk.open(sources[0])
    qtbot.waitUntil(desk.window.messages.isVisible, timeout=10_000)
    desk.window.desk.open(sources[1])
    qtbot.waitUntil(lambda: rows(desk.window) == 90, timeout=10_000)
    assert not desk.window.messages.isVisible()


def test_a_source_without_its_key_leaves_nothing_of_the_one_before(
    desk: Desk, sources: list[Source], qtbot: QtBot
) -> None:
    desk.window.desk.open(sources[0])
    qtbot.waitUntil(lambda: rows(desk.window) == 60, timeout=10_000)
    desk.vault.delete(credentials.account(sources[1].uid, credentials.STORE_KEY))
    desk.window.desk.open(sources[1])
    qtbot.waitUntil(desk.window.messages.isVisible, timeout=10_000)
    assert rows(desk.window) == 0
    assert not find(desk.window, "exportButton").isEnabled()
    assert find(desk.window, "sourceButton").text().startswith("Hillside")


def test_the_pane_follows_what_a_sync_writes(desk: Desk, sources: list[Source], qtbot: QtBot) -> None:
    window = desk.window
    window.desk.open(sources[0])
    qtbot.waitUntil(lambda: rows(window) == 60, timeout=10_000)
    window.roster.selectRow(0)
    qtbot.waitUntil(lambda: window.browser.place.record is not None)
    here = window.browser.place.record
    stores.rename(desk.session.data_dir.store(sources[0]), here.sourced_id, "Changed")
    qtbot.waitUntil(lambda: find(window, "detailName").text().startswith("Changed"), timeout=10_000)


def test_the_menu_says_how_old_each_copy_is(desk: Desk, sources: list[Source], qtbot: QtBot) -> None:
    desk.session.data_dir.add(Source(name="Bayside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none"))
    desk.window.desk.open(sources[0])
    qtbot.waitUntil(lambda: rows(desk.window) == 60, timeout=10_000)
    menu = find(desk.window, "sourceButton").menu()
    menu.aboutToShow.emit()
    said = dict(action.text().split("\t") for action in menu.actions() if "\t" in action.text())
    assert said["Lakeside"].startswith("today ")
    assert said["Bayside"] == "nothing synced yet"


def test_the_menu_says_of_the_copy_that_is_shown_what_its_button_says(
    desk: Desk, sources: list[Source], qtbot: QtBot
) -> None:
    desk.window.desk.open(sources[0])
    qtbot.waitUntil(lambda: rows(desk.window) == 60, timeout=10_000)
    with qtbot.waitSignal(desk.window.desk.jobs.syncing.ended, timeout=60_000):
        desk.window.desk.sync()  # nobody answers there
    menu = find(desk.window, "sourceButton").menu()
    menu.aboutToShow.emit()
    said = dict(action.text().split("\t") for action in menu.actions() if "\t" in action.text())
    assert said["Lakeside"].startswith("Offline")
