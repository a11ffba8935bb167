"""A class: who is in it on a day, who is to come, and who has left."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from rosterdesk.model.rows import Link
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.pane import DetailPane
from tests import stores
from tests.ui.details import rosters
from tests.ui.details.reading import Open, choose_tab, record, settle, show, words


@pytest.fixture
def changing(tmp_path: Path) -> Path:
    return rosters.write(tmp_path / "store.db", rosters.changing())


def figures(pane: DetailPane) -> set[str]:
    return {label.accessibleName() for label in pane.findChildren(QLabel) if label.isVisible()}


def rows(pane: DetailPane) -> list[str]:
    view = pane.findChild(QListView, "relatedList")
    return [
        view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(view.model().rowCount())
    ]


def test_a_class_counts_each_person_once(pane: DetailPane, opened: Open, changing: Path) -> None:
    reader = opened(changing)
    show(pane, reader, record(reader, "classes", "class"))
    assert {"students today: 4", "incoming: 1", "dropped: 2"} <= figures(pane)
    assert "Primary" in words(pane)


def test_the_roster_is_split_by_the_day(pane: DetailPane, opened: Open, changing: Path, qtbot: QtBot) -> None:
    reader = opened(changing)
    show(pane, reader, record(reader, "classes", "class"))
    choose_tab(pane, "Students", qtbot)
    assert [row.partition(" ·")[0] for row in rows(pane)] == [
        "Current, 4",
        "Plain, Ann, Grade 9",
        "Plain, Ann2, Grade 9",
        "Plain, Ben, since 2026-10-05",
        "Plain, Fay, since 2026-11-01",
        "Incoming, 1",
        "Plain, Cyd, from 2027-01-11",
        "Dropped, 2",
        "Plain, Dan, left 2026-10-01",
        "Plain, Eve, To be deleted",
    ]


@pytest.mark.parametrize(
    ("day", "headings"),
    [
        (date(2026, 9, 30), ["Current, 3", "Incoming, 3", "Dropped, 1"]),
        (date(2026, 10, 1), ["Current, 2", "Incoming, 3", "Dropped, 2"]),  # Dan’s first day out of it
        (date(2026, 8, 16), ["Incoming, 6", "Dropped, 1"]),
        (date(2027, 6, 12), ["Dropped, 7"]),
    ],
)
def test_the_roster_is_that_of_the_chosen_day(
    day: date, headings: list[str], pane: DetailPane, changing: Path, qtbot: QtBot
) -> None:
    with Reader(changing, stores.KEY, today=lambda: day) as reader:
        pane.show_record(reader, record(reader, "classes", "class"), reader.tally(), day=day)
        current = headings[0].removeprefix("Current, ") if headings[0].startswith("Current") else "0"
        assert f"students on {day:%b} {day.day}, {day.year}: {current}" in figures(pane)
        choose_tab(pane, "Students 7", qtbot)
        assert [row for row in rows(pane) if not row.startswith("Plain")] == headings
        pane.show_nothing()
        settle()


def test_the_arrow_keys_pass_over_the_headings(pane: DetailPane, opened: Open, changing: Path, qtbot: QtBot) -> None:
    reader = opened(changing)
    show(pane, reader, record(reader, "classes", "class"))
    choose_tab(pane, "Students", qtbot)
    view = pane.findChild(QListView, "relatedList")
    view.setCurrentIndex(view.model().index(4, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 6
    with qtbot.waitSignal(pane.link_followed) as followed:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert followed.args == [Link("users", "cyd", "Plain, Cyd")]
