"""What the pane asks in a thread: it is filled in when it comes, and never shows beside another record."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLabel
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.charts import Bar
from rosterdesk.ui.details.pane import DetailPane
from tests.ui.details.reading import Open, choose_tab, first, links, settle, show, tabs, words


class Slow:
    """Answers when it is told to; who asks overtakes what was asked before."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._answer: Callable[[], None] | None = None

    def ask(self, question: Callable[[Reader], Any], answered: Callable[[Any], None], /) -> None:
        self._answer = lambda: answered(question(self._reader))

    def answer(self) -> None:
        """What was asked last."""
        answer, self._answer = self._answer, None
        assert answer is not None
        answer()
        settle()

    @property
    def asked(self) -> bool:
        return self._answer is not None


@pytest.fixture
def slow(pane: DetailPane, district: Reader) -> Slow:
    slow = Slow(district)
    pane.answer_by(slow.ask)
    return slow


def name(pane: DetailPane) -> str:
    return pane.findChild(QLabel, "detailName").text()


def test_a_record_is_shown_once_it_is_known_what_belongs_to_it(pane: DetailPane, slow: Slow, district: Reader) -> None:
    one, other = (first(district, Query(collection=each)) for each in ("students", "teachers"))
    show(pane, district, one)
    slow.answer()
    assert name(pane) == one.title
    show(pane, district, other)
    assert name(pane) == one.title
    slow.answer()
    assert name(pane) == other.title


def test_a_tab_of_the_record_before_does_not_overtake_the_record_that_was_chosen(
    pane: DetailPane, slow: Slow, district: Reader, qtbot: QtBot
) -> None:
    one, other = (first(district, Query(collection=each)) for each in ("students", "teachers"))
    show(pane, district, one)
    slow.answer()
    show(pane, district, other)
    choose_tab(pane, "Changes", qtbot)
    slow.answer()
    assert name(pane) == other.title


def test_an_answer_for_what_is_not_to_be_shown_any_more_shows_nothing(
    pane: DetailPane, slow: Slow, district: Reader
) -> None:
    show(pane, district, first(district, Query(collection="students")))
    pane.show_nothing()
    slow.answer()
    assert "".join(words(pane)) == "Choose a row to see everything about it here."


@pytest.mark.parametrize("listed", ["students", "teachers", "users", "classes", "courses"])
def test_what_an_overview_tells_besides_its_record_is_read_by_who_answers(
    listed: str, pane: DetailPane, slow: Slow, district: Reader, opened: Open, filled: Path
) -> None:
    shown, tally = first(district, Query(collection=listed)), district.tally()
    closed = opened(filled)
    closed.close()
    pane.show_record(closed, shown, tally)
    slow.answer()
    assert name(pane) == shown.title
    assert len(words(pane)) > len(tabs(pane))


def test_the_numbers_of_a_school_come_when_they_are_counted(pane: DetailPane, slow: Slow, district: Reader) -> None:
    show(pane, district, first(district, Query(collection="schools")))
    slow.answer()
    assert "Students by grade" not in words(pane)
    slow.answer()
    assert "Students by grade" in words(pane)
    assert pane.findChildren(Bar)


def test_what_is_late_says_that_it_is_on_its_way(pane: DetailPane, slow: Slow, district: Reader, qtbot: QtBot) -> None:
    show(pane, district, first(district, Query(collection="schools")))
    slow.answer()
    assert "Reading…" not in words(pane)
    qtbot.waitUntil(lambda: "Reading…" in words(pane))
    slow.answer()
    assert "Reading…" not in words(pane)


def test_an_overview_that_was_overtaken_is_written_when_it_is_shown_again(
    pane: DetailPane, slow: Slow, district: Reader, qtbot: QtBot
) -> None:
    show(pane, district, first(district, Query(collection="schools")))
    slow.answer()
    choose_tab(pane, "Classes", qtbot)
    slow.answer()
    choose_tab(pane, "Overview", qtbot)
    slow.answer()
    assert "Students by grade" in words(pane)


def test_the_rows_of_one_list_never_stand_in_another(
    pane: DetailPane, slow: Slow, district: Reader, qtbot: QtBot
) -> None:
    def rows() -> list[str]:
        model = pane.findChild(QAbstractItemView, "relatedList").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    show(pane, district, first(district, Query(collection="schools")))
    slow.answer()
    choose_tab(pane, "Classes", qtbot)
    slow.answer()
    classes = rows()
    assert classes
    choose_tab(pane, "Teachers", qtbot)
    assert rows() == []
    slow.answer()
    assert rows() != classes
    show(pane, district, first(district, Query(collection="schools")))
    teachers = rows()
    slow.answer()
    assert rows() == teachers, "the same list of the same record stays until it is known anew"


def test_the_changes_of_a_record_come_when_they_are_read(
    pane: DetailPane, slow: Slow, district: Reader, qtbot: QtBot
) -> None:
    show(pane, district, first(district, Query(collection="students")))
    slow.answer()
    choose_tab(pane, "Changes", qtbot)
    assert slow.asked
    slow.answer()
    assert any("Sync" in text or "No sync" in text for text in words(pane))


@pytest.mark.parametrize("again", [True, False])
def test_who_stands_on_a_link_stays_there_when_the_same_record_is_shown_again(
    again: bool, pane: DetailPane, district: Reader, qtbot: QtBot
) -> None:
    keys = district.keys(Query(collection="students"))
    one, other = (district.record("users", key) for key in keys[:2])
    show(pane, district, one)
    pane.activateWindow()
    link = list(links(pane).values())[1]
    link.setFocus()
    qtbot.waitUntil(link.hasFocus)
    text = link.text()
    show(pane, district, one if again else other)
    if again:
        assert [each.text() for each in links(pane).values() if each.hasFocus()] == [text]
    else:
        assert pane.findChild(QAbstractScrollArea, "overviewScroll").hasFocus()
    assert "Overview" in tabs(pane)
