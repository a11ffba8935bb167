"""What the program remembers while it runs, and from one run to the next."""

import json
import os
from pathlib import Path

import pytest
import qasync
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from rosterdesk.credentials import MemoryVault
from rosterdesk.errors import StoreError, UsageError
from rosterdesk.model.query import Query
from rosterdesk.settings import DataDir, Preferences, SavedView
from rosterdesk.settings.preferences import merged, readable
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.preferences import Remembered
from tests.ui.conftest import Desk


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "data")


def test_what_is_chosen_holds_at_once_and_is_written_soon_by_itself(data: DataDir, qtbot: QtBot) -> None:
    remembered = Remembered(data)
    with qtbot.waitSignal(remembered.settings_changed):
        remembered.choose(theme="dark")
    assert remembered.settings.theme == "dark"
    qtbot.waitUntil(lambda: data.settings().theme == "dark")
    remembered.close()


def test_what_was_left_is_there_the_next_time_with_all_that_was_left_before(data: DataDir, qtbot: QtBot) -> None:
    data.remember(Preferences(), Preferences(source="Lakeside"))
    remembered = Remembered(data)
    with qtbot.waitSignal(remembered.preferences_changed):
        remembered.remember(columns={"students": ("name", "email")})
    remembered.remember(geometry="here")
    remembered.close()
    again = Remembered(data)
    assert again.preferences == remembered.preferences
    assert (again.preferences.source, again.preferences.columns) == ("Lakeside", {"students": ("name", "email")})
    again.close()


def test_two_programs_on_one_folder_undo_nothing_of_each_other(data: DataDir) -> None:
    one, other = Remembered(data), Remembered(data)
    one.choose(theme="dark")
    one.remember(source="Lakeside")
    one.close()
    other.choose(density="compact")
    other.remember(geometry="here")
    other.close()
    assert (data.settings().theme, data.settings().density) == ("dark", "compact")
    assert (data.preferences().source, data.preferences().geometry) == ("Lakeside", "here")


def view(name: str) -> SavedView:
    return SavedView(name, Query(collection="students"))


def test_two_programs_keep_views_and_columns_beside_each_other(data: DataDir) -> None:
    data.remember(Preferences(), Preferences(views={"lakeside": (view("ours"), view("old"))}))
    one, other = Remembered(data), Remembered(data)
    one.remember(views={"lakeside": (view("mine"), view("ours"), view("old"))}, columns={"students": ("name",)})
    one.close()
    other.remember(views={"lakeside": (view("ours"), view("yours")), "harbor": (view("far"),)})
    other.remember(columns={"teachers": ("name",)}, widths={"students": {"name": 200}})
    other.close()
    kept = data.preferences()
    assert {uid: {each.name for each in views} for uid, views in kept.views.items()} == {
        "lakeside": {"ours", "mine", "yours"},
        "harbor": {"far"},
    }
    assert kept.columns == {"students": ("name",), "teachers": ("name",)}
    assert kept.widths == {"students": {"name": 200}}


def test_what_another_version_keeps_is_neither_read_nor_lost(data: DataDir) -> None:
    newer = {"name": "newer", "query": {"collection": "students", "scopes": [{"relation": "new", "sourced_id": "1"}]}}
    ours = {"name": "ours", "query": {"collection": "students"}}
    data.path.mkdir()
    file = data.path / "preferences.json"
    file.write_text(json.dumps({"views": {"lakeside": [newer, ours]}, "widths": {"students": 3}, "later": [1]}))
    remembered = Remembered(data)
    assert [each.name for each in remembered.preferences.views["lakeside"]] == ["ours"]
    remembered.remember(geometry="here", views={"lakeside": (view("mine"),)})
    remembered.close()
    kept = json.loads(file.read_text())
    assert [each["name"] for each in kept["views"]["lakeside"]] == ["newer", "mine"]
    assert (kept["geometry"], kept["widths"], kept["later"]) == ("here", {"students": 3}, [1])


def test_a_file_that_nobody_can_read_is_set_aside(data: DataDir) -> None:
    data.path.mkdir()
    (data.path / "preferences.json").write_text('{"views": {"lake')
    remembered = Remembered(data)
    assert remembered.preferences == Preferences()
    remembered.remember(geometry="here")
    remembered.close()
    assert data.preferences().geometry == "here"
    assert (data.path / "preferences.damaged").read_text() == '{"views": {"lake'


@given(*[st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from(["name", "email"])).map(tuple))] * 2)
def test_alone_a_program_finds_again_what_it_has_left(
    before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]
) -> None:
    one, other = Preferences(columns=before), Preferences(columns=after)
    assert readable(merged(merged({}, Preferences(), one), one, other)) == other


def test_nothing_is_written_where_nothing_is_different(data: DataDir, qtbot: QtBot) -> None:
    remembered = Remembered(data)
    with qtbot.assertNotEmitted(remembered.settings_changed), qtbot.assertNotEmitted(remembered.preferences_changed):
        remembered.choose(theme="system")
        remembered.remember(source="")
    remembered.close()
    assert not data.path.exists()


def test_what_an_administrator_made_stays_and_what_is_wrong_is_refused(data: DataDir, policy_file: Path) -> None:
    policy_file.write_text('{"demographics": false}')
    remembered = Remembered(data)
    assert (remembered.settings.demographics, remembered.fixed) == (False, {"demographics"})
    remembered.choose(demographics=True, density="compact")
    assert (remembered.settings.demographics, remembered.settings.density) == (False, "compact")
    with pytest.raises(UsageError, match="theme cannot be “pink”"):
        remembered.choose(theme="pink")
    remembered.close()


def test_stores_are_read_anew_only_where_they_answer_otherwise(data: DataDir, qtbot: QtBot) -> None:
    remembered = Remembered(data)
    with qtbot.assertNotEmitted(remembered.reading_changed):
        remembered.choose(theme="dark", sync_every=15)
    for chosen in ({"names": "given-first"}, {"demographics": False}):
        with qtbot.waitSignal(remembered.reading_changed):
            remembered.choose(**chosen)
    remembered.close()


def test_settings_that_cannot_be_read_are_the_usual_ones_until_they_are_mended(data: DataDir, qtbot: QtBot) -> None:
    data.choose_settings({"theme": "dark"})
    (data.path / "settings.json").write_text('{"theme": "pink"}')
    remembered = Remembered(data)
    assert remembered.settings.theme == "system"
    with qtbot.waitSignal(remembered.failed) as failed:
        remembered.choose(theme="light")
        remembered.remember(source="Lakeside")
    assert isinstance(failed.args[0], StoreError)
    assert "It may be system, light or dark." in str(failed.args[0])
    remembered.close()
    assert data.preferences().source == "Lakeside", "what can be written is"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_said(data: DataDir, qtbot: QtBot) -> None:
    data.path.mkdir(mode=0o500)
    remembered = Remembered(data)
    with qtbot.waitSignal(remembered.failed):
        remembered.choose(theme="light")
    remembered.close()


def test_columns_and_widths_are_at_the_next_start_as_they_were_left(
    window: MainWindow, desk: Desk, vault: MemoryVault, loop: qasync.QEventLoop, qtbot: QtBot
) -> None:
    window.browser.choose_columns("students", ("name", "email"))
    qtbot.waitUntil(lambda: window.roster.table.columnCount() == 2)
    window.roster.header.resizeSection(0, 333)
    qtbot.waitUntil(lambda: bool(desk.session.data_dir.preferences().widths))
    again = Desk(desk.session.data_dir, vault)
    again.window.show()
    again.window.desk.open(again.session.sources()[0])
    qtbot.waitUntil(lambda: again.window.roster.table.rowCount() > 0, timeout=10_000)
    assert [field.name for field in again.window.roster.table.fields] == ["name", "email"]
    assert again.window.roster.columnWidth(0) == 333
    again.window.browser.close()
    ended = loop.create_task(again.tasks.close())
    qtbot.waitUntil(ended.done, timeout=10_000)
    again.window.close()
    again.window.deleteLater()
