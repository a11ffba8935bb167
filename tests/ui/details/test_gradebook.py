"""Gradebook and resources in the pane: they hang together, and say nothing where there are none."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from rosterdesk.model.fields import OPTIONAL
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.pane import DetailPane
from tests.ui.details import rosters
from tests.ui.details.reading import Open, choose_tab, links, record, show, tabs, words


@pytest.mark.parametrize(
    ("name", "sourced_id", "wanted"),
    [
        ("classes", "class", {"Line items 1", "Results 1", "Assessments 1", "Score scales 1", "Resources 1"}),
        ("users", "student", {"Results 1", "Assessments 1"}),
        ("categories", "category", {"Line items 1"}),
        ("lineItems", "item", {"Results 1"}),
        ("scoreScales", "scale", {"Line items 1"}),
        ("assessmentLineItems", "assessment", {"Results 1"}),
        ("resources", "resource", {"Classes 1"}),
    ],
)
def test_the_gradebook_and_the_resources_hang_together(
    name: str, sourced_id: str, wanted: set[str], pane: DetailPane, plain: Reader
) -> None:
    show(pane, plain, record(plain, name, sourced_id))
    assert wanted <= set(tabs(pane))


def test_without_a_gradebook_no_tab_speaks_of_one(pane: DetailPane, opened: Open, tmp_path: Path) -> None:
    roster = {name: rows for name, rows in rosters.hostile("Plain").items() if name not in OPTIONAL}
    reader = opened(rosters.write(tmp_path / "store.db", roster))
    for name, sourced_id in (("classes", "class"), ("users", "student"), ("courses", "course")):
        show(pane, reader, record(reader, name, sourced_id))
        said = " ".join(tabs(pane))
        assert not any(word in said for word in ("Line items", "Results", "Assessments", "Resources", "Score scales"))


def test_a_result_says_whose_for_what_and_how_much(pane: DetailPane, plain: Reader) -> None:
    show(pane, plain, record(plain, "results", "result"))
    assert pane.findChild(QLabel, "detailName").text() == "Plain Plain: Plain"
    said = words(pane)
    assert "8.5" in said
    assert "score" in said
    assert {"student", "item"} <= set(links(pane))


def test_a_line_item_says_its_range_and_a_scale_its_scores(pane: DetailPane, plain: Reader) -> None:
    show(pane, plain, record(plain, "lineItems", "item"))
    assert "0 to 10" in words(pane)
    assert {"class", "category", "term", "scale"} <= set(links(pane))
    show(pane, plain, record(plain, "scoreScales", "scale"))
    assert "Scores" in words(pane)


def test_the_results_of_a_student_do_not_repeat_the_student(pane: DetailPane, plain: Reader, qtbot: QtBot) -> None:
    show(pane, plain, record(plain, "users", "student"))
    choose_tab(pane, "Results", qtbot)
    index = pane.findChild(QListView, "relatedList").model().index(0, 0)
    assert index.data() == "Plain"
    detail = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "score 8.5" in detail
    assert "Plain Plain" not in detail
