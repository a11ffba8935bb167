"""The model of the table: rows that come after the first ones, and values that change behind the same keys."""

from array import array
from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import WINDOW
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.models.roster_table import RosterTable
from rosterdesk.ui.program.privacy import Privacy
from tests import stores

COLUMNS = ("name", "grades")


def test_the_rows_after_the_first_come_without_moving_them(filled: Path, qtbot: QtBot) -> None:
    with MaskedReader(filled, stores.KEY, Privacy()) as reader:
        keys, table = reader.keys(places.group("students")), RosterTable()
        QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning, table)
        first = reader.listed("students", keys[:WINDOW], COLUMNS)
        table.show(reader, "students", COLUMNS, keys[:WINDOW], 0, first)
        with qtbot.assertNotEmitted(table.modelReset), qtbot.waitSignal(table.rowsInserted):
            table.show(reader, "students", COLUMNS, keys, 0, first)
        assert table.keys(0, len(keys)) == keys
        with qtbot.waitSignal(table.modelReset):
            table.show(reader, "students", COLUMNS, keys[::-1])
        table.show(None, "students", (), array("q"))


def test_no_cell_outlives_what_it_shows(filled: Path) -> None:
    privacy = Privacy()
    with MaskedReader(filled, stores.KEY, privacy) as reader:
        keys, table = reader.keys(places.group("students")), RosterTable()
        first = reader.listed("students", keys[:WINDOW], ("grades",))
        table.show(reader, "students", ("name",), keys, 0, first)
        named = table.cells(WINDOW + 1)[0].text
        privacy.switch()
        table.show(reader, "students", ("name",), keys, 0, first)  # the first window is as it was
        assert table.cells(WINDOW + 1)[0].text != named
        table.show(None, "students", (), array("q"))
