"""What the chosen rows come to: sums and averages of numbers, and how many different values the column has."""

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.rows import Value
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.roster_view import RosterView
from rosterdesk.ui.views.status_bar import StatusBar

_MOST = 10_000
"""Rows that are summed up at the most: of more, only their number is told."""
_PAUSE = 150  # milliseconds in which no other row is chosen


class Sums(QObject):
    """Reads in a thread what is chosen, and tells the status bar."""

    def __init__(self, browser: Browser, table: RosterView, status: StatusBar, tasks: Tasks) -> None:
        super().__init__(table)
        self._browser = browser
        self._table = table
        self._status = status
        self._tasks = tasks
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._sum)
        chosen = table.selectionModel()
        chosen.selectionChanged.connect(lambda *_: self._begin())
        chosen.currentColumnChanged.connect(lambda *_: self._begin())
        table.table.modelReset.connect(self._begin)

    def _begin(self) -> None:
        self._status.show_sums("")
        if self._table.query is not None:
            self._pause.start()
        else:
            self._pause.stop()  # the store was closed

    def _sum(self) -> None:
        """Begin, where there is something to sum up: mostly one row is chosen, or none."""
        query, count, fields = self._table.query, self._table.chosen_count(), self._table.fields_to_sum()
        if query is not None and fields and 1 < count <= _MOST:
            self._tasks.start(self._tell(query.collection, self._table.chosen_keys(), fields))

    async def _tell(self, name: str, keys: "array[int]", fields: Sequence[Field]) -> None:
        columns = tuple(field.name for field in fields)

        def made(rows: list[tuple[Value, ...]]) -> str:
            return summed(fields, rows)

        words = await self._browser.read("sums", name, keys, columns, made)
        if words is not None and not self._pause.isActive():
            self._status.show_sums(words)


def summed(fields: Sequence[Field], rows: Sequence[Sequence[Value]]) -> str:
    """The values of the first field counted, each once; then the numbers added up, a field each."""
    told = []
    for place, field in enumerate(fields):
        values = [row[place] for row in rows]
        title = sentences(field.title)
        if field.kind is Kind.NUMBER:
            numbers = [value for value in values if isinstance(value, int | float)]
            if numbers:
                total, average = sum(numbers), sum(numbers) / len(numbers)
                told.append(tr("{0}: sum {1}, average {2}").format(title, f"{total:,.10g}", f"{average:,.4g}"))
        elif not place:
            different = len({value for value in values if value not in (None, "", ())})
            told.append(tr("{0}: {1} different").format(title, f"{different:,}"))
    return " · ".join(told)
