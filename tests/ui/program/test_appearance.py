"""What the settings make of the window that is open."""

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.store.records.folding import fold
from rosterdesk.ui.look import style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.appearance import Appearance
from tests.ui.conftest import Desk
from tests.ui.test_main_window import click_row, find, titles

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def appearance(qapp: QApplication, desk: Desk) -> Iterator[Appearance]:
    appearance = Appearance(qapp, desk.session.remembered)
    yield appearance
    appearance.setParent(None)
    style.apply(qapp, "light")


@pytest.mark.usefixtures("appearance")
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_theme_holds_at_once(theme: str, window: MainWindow, desk: Desk) -> None:
    desk.session.remembered.choose(theme=theme)
    tokens = style.DARK if theme == "dark" else style.LIGHT
    assert style.color("base").name() == tokens.base.lower()
    assert window.palette().base().color().name() == tokens.base.lower()


def test_a_theme_of_this_run_goes_before_the_settings(qapp: QApplication, desk: Desk) -> None:
    appearance = Appearance(qapp, desk.session.remembered, "dark")
    desk.session.remembered.choose(theme="light")
    assert style.is_dark()
    appearance.setParent(None)
    style.apply(qapp, "light")


@pytest.mark.usefixtures("appearance")
def test_compact_rows_are_lower_in_every_list(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    def heights() -> tuple[int, int]:
        tree, table = window.navigation, window.roster
        return table.rowHeight(0), tree.visualRect(tree.model().index(0, 0)).height()

    comfortable = heights()
    desk.session.remembered.choose(density="compact")
    qtbot.waitUntil(lambda: all(low < high for low, high in zip(heights(), comfortable, strict=True)))
    desk.session.remembered.choose(density="comfortable")
    qtbot.waitUntil(lambda: heights() == comfortable)


@pytest.mark.usefixtures("appearance")
def test_text_grows_and_shrinks_by_keys_as_far_as_there_are_sizes(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    sizes, row = [], window.roster.rowHeight(0)
    for key in [Qt.Key.Key_Plus] * 5 + [Qt.Key.Key_0] + [Qt.Key.Key_Minus] * 2:
        qtbot.keyClick(window, key, CONTROL)
        sizes.append(desk.session.remembered.settings.text_size)
        if sizes[-1] == 150:
            assert window.roster.rowHeight(0) > row
            assert window.font().pointSizeF() == pytest.approx(1.5 * style.LEAST, abs=3)
    assert sizes == [115, 130, 150, 150, 150, 100, 90, 90]


@pytest.mark.parametrize(
    ("order", "in_the_table", "in_the_pane"),
    [("given-first", "{0} {1}", "{0} {1}"), ("family-first", "{1}, {0}", "{1}, {0}"), ("usual", "{1}, {0}", "{0} {1}")],
    ids=["given-first", "family-first", "usual"],
)
def test_people_are_called_in_the_order_of_the_users_choice(
    order: str, in_the_table: str, in_the_pane: str, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    click_row(qtbot, window.roster, window.roster.model().index(0, 0))
    record = window.browser.record(window.browser.place.record.collection, window.browser.place.record.sourced_id)
    names = str(record.values["givenName"]), str(record.values["familyName"])
    desk.session.remembered.choose(names=order)
    qtbot.waitUntil(lambda: in_the_table.format(*names) in titles(window.roster))
    qtbot.waitUntil(lambda: find(window, "detailName", QLabel).text() == in_the_pane.format(*names))


def test_a_list_of_given_names_is_sorted_by_them(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    desk.session.remembered.choose(names="given-first")

    def given() -> list[str]:
        return [fold(title).split()[0] for title in titles(window.roster)]

    qtbot.waitUntil(lambda: "," not in titles(window.roster)[0] and given() == sorted(given()))


def test_an_export_calls_people_as_the_window_does(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.session.remembered.choose(names="given-first")
    qtbot.waitUntil(lambda: "," not in titles(window.roster)[0])
    query, path = msgspec.structs.replace(window.browser.place.query, columns=("name",)), tmp_path / "people.csv"
    done = window.desk.jobs.export(window.desk.source, query, path, "exact")
    qtbot.waitUntil(done.done, timeout=60_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == titles(window.roster)


def test_hidden_demographics_are_nowhere(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    def said() -> str:
        tabs, sheet = find(window, "detailTabs"), find(window, "detailPane")
        seen = [widget for kind in (QLabel, QAbstractButton) for widget in sheet.findChildren(kind)]
        words = [widget.text() for widget in seen if widget.isVisible()]
        return " ".join([*words, *(tabs.tabText(at) for at in range(tabs.count()))])

    qtbot.waitUntil(lambda: ("demographics", "") in window.browser.counts)
    click_row(qtbot, window.roster, window.roster.model().index(0, 0))
    qtbot.waitUntil(lambda: "Demographics" in said())
    desk.session.remembered.choose(demographics=False)
    qtbot.waitUntil(lambda: "emographics" not in said())
    qtbot.waitUntil(lambda: ("demographics", "") not in window.browser.counts)
    student = window.browser.place.record.sourced_id
    assert window.browser.record("demographics", student) is None
