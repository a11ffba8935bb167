"""Privacy mode in the window: for a screen that others see."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QTabBar
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.settings import Source
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.open_store import About
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.jobs import failure_of
from tests.ui import spoken
from tests.ui.conftest import Desk
from tests.ui.details import rosters
from tests.ui.details.reading import settle
from tests.ui.test_journeys import shown, wait_for
from tests.ui.test_main_window import find

CANARY = "Quillfeather"
LISTS = (
    *("students", "teachers", places.STAFF_AND_GUARDIANS, "enrollments"),
    *("demographics", "results", "classes", "orgs"),
)


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster in which nearly every text of a person is the canary, and no other text is."""
    records = rosters.hostile("Algebra")
    people = rosters.hostile(CANARY)
    for person in people["users"]:
        person["grades"] = ["09"]
    records |= {name: people[name] for name in ("users", "enrollments")}
    return rosters.write(tmp_path_factory.mktemp("roster") / "store.db", records)


@pytest.fixture
def window(desk: Desk, roster: Path, qtbot: QtBot) -> MainWindow:
    source = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, roster)
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0, timeout=10_000)
    return desk.window


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, key, modifiers)


def mask(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not spoken.of(window.roster, CANARY))


def parts(qtbot: QtBot, window: MainWindow, name: str) -> Iterator[str]:
    """Each list, with its first record in the pane, and each part of that record."""
    window.browser.visit(Place(places.group(name)))
    place = window.browser.place
    assert place is not None
    qtbot.waitUntil(lambda: window.roster.query == place.query and window.roster.table.rowCount() > 0)
    window.roster.selectRow(0)
    tabs = find(window, "detailTabs", QTabBar)
    qtbot.waitUntil(tabs.isVisible)
    qtbot.waitUntil(lambda: window.browser.place.record is not None)
    settle()
    for tab in range(tabs.count()):
        tabs.setCurrentIndex(tab)
        yield f"{name}: {tabs.tabText(tab)}"


def test_nobody_is_named_wherever_one_goes(window: MainWindow, qtbot: QtBot) -> None:
    mask(qtbot, window)
    for name in LISTS:
        for where in parts(qtbot, window, name):
            assert not spoken.of(window, CANARY, "2010-01-02"), where


def test_what_is_on_the_screen_is_masked_at_once_and_named_again(window: MainWindow, qtbot: QtBot) -> None:
    for name in ("classes", "students"):
        for where in parts(qtbot, window, name):
            named = set(spoken.seen(window, CANARY))
            press(qtbot, window, Qt.Key.Key_P)
            qtbot.waitUntil(lambda: not spoken.seen(window, CANARY))
            press(qtbot, window, Qt.Key.Key_P)
            qtbot.waitUntil(lambda named=named: named <= set(spoken.seen(window, CANARY)))
            assert where


def test_the_status_bar_says_so_and_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    chip = find(window, "maskedChip")
    assert not chip.isVisible()
    mask(qtbot, window)
    assert chip.isVisible()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(spoken.of(window.roster, CANARY)))
    assert not chip.isVisible()


def test_a_search_finds_by_name_and_shows_none(window: MainWindow, qtbot: QtBot) -> None:
    mask(qtbot, window)
    window.top_bar.search.setFocus()
    qtbot.keyClicks(window.top_bar.search, "quill")
    results = find(window, "searchResults")
    qtbot.waitUntil(lambda: results.isVisible() and results.model().rowCount() > 0)
    assert not spoken.of(window, CANARY)


def test_a_copy_is_what_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    mask(qtbot, window)
    window.roster.selectAll()
    window.roster.setFocus()
    qtbot.keyClick(window.roster, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Student " in QGuiApplication.clipboard().text())
    assert CANARY not in QGuiApplication.clipboard().text()


def test_an_export_says_that_it_names_everybody(window: MainWindow, qtbot: QtBot) -> None:
    mask(qtbot, window)
    qtbot.mouseClick(find(window, "exportButton"), Qt.MouseButton.LeftButton)
    dialog = wait_for(qtbot, ExportDialog)
    assert "real names" in find(dialog, "exportMasked").text()
    assert find(dialog, "exportMasked").isVisible()
    assert not spoken.of(dialog, CANARY)
    qtbot.mouseClick(find(dialog, "dismissButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(ExportDialog) is None)


def test_the_table_names_nobody_while_another_question_is_answered(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    asked, answered = threading.Event(), threading.Event()
    desk.tasks.start(window.browser.ask(About.ROWS, lambda _reader: asked.set() or answered.wait()))
    qtbot.waitUntil(asked.is_set)
    assert spoken.of(window.roster, CANARY)
    press(qtbot, window, Qt.Key.Key_P)
    assert not spoken.of(window.roster, CANARY)
    assert "Student " in window.roster.table.cells(0)[0].text
    answered.set()


def test_what_the_table_is_filtered_by_is_not_read_from_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    field = find(window, "filterField", QLineEdit)
    qtbot.keyClicks(field, CANARY)
    press(qtbot, window, Qt.Key.Key_P)
    assert CANARY not in field.displayText()
    press(qtbot, window, Qt.Key.Key_P)
    assert field.displayText() == CANARY


def test_people_in_the_unfolded_tree_are_masked(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.expandAll()
    tree = window.navigation.tree
    schools = (tree.index(row, 0, tree.index(0, 0)) for row in range(tree.rowCount(tree.index(0, 0))))
    for group in (tree.index(row, 0, school) for school in schools for row in range(tree.rowCount(school))):
        tree.fetchMore(group)
    assert spoken.of(window.navigation, CANARY)
    press(qtbot, window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not spoken.of(window.navigation, CANARY))


def test_hidden_demographics_leave_the_table_at_once_and_are_not_exported(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window.browser.visit(Place(places.group("demographics")))
    qtbot.waitUntil(lambda: bool(spoken.of(window.roster, "2010")))
    export = find(window, "exportButton")
    assert export.isEnabled()
    desk.session.remembered.choose(demographics=False)
    assert not spoken.of(window.roster, "2010")
    assert not export.isEnabled()
    qtbot.waitUntil(lambda: window.roster.table.rowCount() == 0)
    desk.session.data_dir.choose_settings({"demographics": False})
    target, query = tmp_path / "dates.csv", Query(collection="demographics", columns=("birthDate",))
    written = window.desk.jobs.export(desk.session.sources()[0], query, target, "safe")
    qtbot.waitUntil(written.done, timeout=60_000)
    failure = failure_of(written.result())
    assert failure is not None
    assert "hidden" in failure.detail
    assert not target.exists()
