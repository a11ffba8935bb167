"""Rows as text for other programs."""

from array import array

import pytest
from PySide6.QtWidgets import QApplication

from rosterdesk.ui.models.roster_table import RosterTable
from rosterdesk.ui.views import copied


def table(*names: str) -> RosterTable:
    """Students of these names, in grade 9."""
    shown = RosterTable()
    rows = [(name, "09") for name in names]
    shown.show(None, "students", ("name", "grades"), array("q", range(1, len(rows) + 1)), 0, rows)
    return shown


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Brown, Amara", "Brown, Amara"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("a\tb\r\nc", "a b  c"),
        ("\t=1+1", "' =1+1"),
    ],
)
def test_no_cell_begins_as_a_formula_or_becomes_several(name: str, cell: str, qapp: QApplication) -> None:
    assert copied.as_text(table(name), [0], [0, 1], titles=False) == f"{cell}\t09"


def test_rows_and_columns_come_as_asked_for_under_their_titles(qapp: QApplication) -> None:
    text = copied.as_text(table("A", "B", "C"), [2, 0], [1, 0], titles=True)
    assert text == "Grade\tName\n09\tC\n09\tA"
