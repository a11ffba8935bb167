"""The header of the table: widths that hold what the columns usually do, and an arrow that is always seen."""

from unittest.mock import patch

import pytest
from PySide6.QtGui import QFontMetrics, QPixmap
from pytestqt.qtbot import QtBot

from rosterdesk.model.fields import COLLECTIONS, Collection
from rosterdesk.model.query import Query, Sort
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views import roster_header
from rosterdesk.ui.views.roster_header import RosterHeader
from tests.ui.test_main_window import find


@pytest.mark.parametrize("name", ["academicSessions", "orgs", "users", "enrollments"])
def test_dates_and_words_of_the_standard_are_whole_in_columns_of_the_usual_width(name: str, window: MainWindow) -> None:
    described: Collection = COLLECTIONS[name]
    header, letters = window.roster.header, QFontMetrics(window.roster.font())
    header.show_widths({})
    window.roster.table.show(
        None, name, tuple(field.name for field in described.fields), window.roster.table.keys(0, -1)
    )
    header.show_columns(name, window.roster.table.fields)
    held = {"beginDate": "2026-08-28", "startDate": "2026-08-28", "type": "Grading period", "role": "Administrator"}
    for column, field in enumerate(described.fields):
        if field.name in held and (field.name, name) != ("type", "orgs"):
            assert header.sectionSize(column) >= letters.horizontalAdvance(held[field.name]) + 18, field.name


def test_the_arrow_of_the_order_is_painted_in_the_narrowest_column(window: MainWindow, qtbot: QtBot) -> None:
    window.browser.refine(Query(collection="students", sort=(Sort("identifier", descending=True),)))
    header = find(window, "rosterTable").findChild(RosterHeader)
    qtbot.waitUntil(
        lambda: (
            header.sortIndicatorSection() == [field.name for field in window.roster.table.fields].index("identifier")
        )
    )
    column = header.sortIndicatorSection()
    header.resizeSection(column, header.minimumSectionSize())
    with patch.object(roster_header, "draw_text", wraps=roster_header.draw_text) as drawn:
        header.viewport().render(QPixmap(header.size()))
    (said,) = [call.args[2] for call in drawn.call_args_list if call.args[2].endswith(" ↓")]
    assert said != "Student ID ↓"
