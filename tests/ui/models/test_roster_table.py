"""The model of the table: rows that come after the first ones, and values that change behind the same keys."""

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import WINDOW
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.models.roster_table import RosterTable
from rosterdesk.ui.program.privacy import Privacy
from tests import stores

COLUMNS = ("name", "grades")


@pytest.fixture
def privacy() -> Privacy:
    return Privacy()


@pytest.fixture
def reader(filled: Path, privacy: Privacy) -> Iterator[MaskedReader]:
    with MaskedReader(filled, stores.KEY, privacy) as reader:
        yield reader


@pytest.fixture
def table(qapp: QApplication, reader: MaskedReader) -> Iterator[RosterTable]:
    """Shows nothing any more once its reader is closed."""
    table = RosterTable()
    yield table
    table.show(None, "students", (), array("q"))


def test_the_rows_after_the_first_come_without_moving_them(
    reader: MaskedReader, table: RosterTable, qtbot: QtBot
) -> None:
    keys = reader.keys(places.group("students"))
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning, table)
    first = reader.listed("students", keys[:WINDOW], COLUMNS)
    table.show(reader, "students", COLUMNS, keys[:WINDOW], 0, first)
    with qtbot.assertNotEmitted(table.modelReset), qtbot.waitSignal(table.rowsInserted):
        table.show(reader, "students", COLUMNS, keys, 0, first)
    assert table.keys(0, len(keys)) == keys
    with qtbot.waitSignal(table.modelReset):
        table.show(reader, "students", COLUMNS, keys[::-1])


def test_no_cell_outlives_what_it_shows(reader: MaskedReader, table: RosterTable, privacy: Privacy) -> None:
    keys = reader.keys(places.group("students"))
    first = reader.listed("students", keys[:WINDOW], ("grades",))
    table.show(reader, "students", ("name",), keys, 0, first)
    named = table.cells(WINDOW + 1)[0].text
    privacy.switch()
    table.show(reader, "students", ("name",), keys, 0, first)  # the first window is as it was
    assert table.cells(WINDOW + 1)[0].text != named
