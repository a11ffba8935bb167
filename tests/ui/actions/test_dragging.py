"""Dragging rows and cards out of the window: what another program gets, and that choosing by mouse is as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.settings import Source
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.details import rosters
from tests.ui.test_main_window import find

LEFT = Qt.MouseButton.LeftButton
FAR = QPoint(0, 80)


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[list[str], str]]]:
    """What Qt was asked to carry: its formats, and its text."""
    found: list[tuple[list[str], str]] = []
    monkeypatch.setattr(
        QDrag, "exec", lambda self, *_: found.append((self.mimeData().formats(), self.mimeData().text()))
    )
    return found


def drag(widget: QWidget, at: QPoint, to: QPoint) -> None:
    QTest.mousePress(widget, LEFT, pos=at)
    for part in (at + (to - at) / 2, to):
        QTest.mouseMove(widget, part)
        QApplication.processEvents()
    QTest.mouseRelease(widget, LEFT, pos=to)


def row(window: MainWindow, number: int) -> QPoint:
    return window.roster.visualRect(window.roster.table.index(number, 0)).center()


def choose(window: MainWindow, first: int, last: int) -> None:
    QTest.mouseClick(window.roster.viewport(), LEFT, pos=row(window, first))
    QTest.mouseClick(window.roster.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, row(window, last))


def test_chosen_rows_are_carried_as_plain_text(window: MainWindow, carried: list[tuple[list[str], str]]) -> None:
    choose(window, 1, 3)
    drag(window.roster.viewport(), row(window, 2), row(window, 2) + FAR)
    ((formats, text),) = carried
    assert formats == ["text/plain"]
    table = window.roster.table
    assert text.split("\n") == [
        "\t".join(table.index(number, column).data() for column in range(table.columnCount())) for number in (1, 2, 3)
    ]
    assert list(window.roster.chosen_keys()) == list(table.keys(1, 3))


def test_from_a_row_that_is_not_chosen_the_mouse_goes_on_choosing(
    window: MainWindow, carried: list[tuple[list[str], str]]
) -> None:
    choose(window, 6, 7)
    drag(window.roster.viewport(), row(window, 1), row(window, 4))
    assert carried == []
    assert list(window.roster.chosen_keys()) == list(window.roster.table.keys(1, 4))


def test_a_click_on_one_of_several_chosen_rows_chooses_that_one(
    window: MainWindow, carried: list[tuple[list[str], str]]
) -> None:
    choose(window, 1, 3)
    QTest.mouseClick(window.roster.viewport(), LEFT, pos=row(window, 2))
    assert carried == []
    assert list(window.roster.chosen_keys()) == list(window.roster.table.keys(2, 2))
    assert window.roster.currentIndex().row() == 2


def test_a_double_click_on_a_chosen_row_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(window.roster.viewport(), LEFT, pos=row(window, 2))
    with qtbot.waitSignal(window.roster.row_opened):
        QTest.mouseClick(window.roster.viewport(), LEFT, pos=row(window, 2))
        QTest.mouseDClick(window.roster.viewport(), LEFT, pos=row(window, 2))


def test_too_many_rows_are_said(
    window: MainWindow, carried: list[tuple[list[str], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rosterdesk.ui.actions.dragging.MOST", 3)
    window.roster.selectAll()
    drag(window.roster.viewport(), row(window, 2), row(window, 2) + FAR)
    assert carried == []
    assert "too many to be dragged" in window.messages.text()


def head(window: MainWindow) -> QWidget:
    """The head of the details."""
    return find(window, "detailName").parentWidget()


def test_a_person_is_carried_as_a_card(window: MainWindow, carried: list[tuple[list[str], str]], qtbot: QtBot) -> None:
    window.roster.selectRow(2)
    name = find(window, "detailName")
    qtbot.waitUntil(lambda: name.isVisible() and window.browser.place.record is not None)
    qtbot.waitUntil(lambda: name.text() == window.browser.place.record.title)
    drag(head(window), QPoint(30, 30), QPoint(30, 90))
    ((formats, text),) = carried
    assert formats == ["text/plain"]
    lines = text.splitlines()
    assert lines[0] == name.text()
    assert any(line.startswith("School: ") for line in lines)


def test_what_is_no_person_has_no_card(window: MainWindow, carried: list[tuple[list[str], str]], qtbot: QtBot) -> None:
    window.browser.visit(Place(places.group("classes")))
    qtbot.waitUntil(lambda: window.roster.query is not None and window.roster.query.collection == "classes")
    window.roster.selectRow(0)
    name = find(window, "detailName")
    qtbot.waitUntil(lambda: name.isVisible() and bool(name.text()))
    drag(head(window), QPoint(30, 30), QPoint(30, 90))
    assert carried == []


def test_what_is_carried_while_people_are_masked_names_nobody(
    desk: Desk, carried: list[tuple[list[str], str]], qtbot: QtBot, tmp_path: Path
) -> None:
    canary = "Quillfeather"
    people, others = rosters.hostile(canary), rosters.hostile("Algebra")
    for person in people["users"]:
        person["grades"] = ["09"]
        person.pop("identifier", None)  # in its place the card has the sourcedId
    source = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, rosters.write(tmp_path / "store.db", others | {"users": people["users"]}))
    window = desk.window
    window.desk.open(desk.session.sources()[0])
    qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0, timeout=10_000)
    desk.session.privacy.switch()
    window.roster.selectRow(0)
    name = find(window, "detailName")
    qtbot.waitUntil(lambda: name.isVisible() and name.text().startswith("Student "))
    own_id = window.browser.place.record.sourced_id
    drag(window.roster.viewport(), row(window, 0), row(window, 0) + FAR)
    drag(head(window), QPoint(30, 30), QPoint(30, 90))
    assert len(carried) == 2
    for _formats, text in carried:
        assert canary not in text
        assert own_id not in text.split()
        assert "2010" not in text
