"""How the user narrows, orders and arranges the rows that are shown: each wish is another query."""

import msgspec
from PySide6.QtCore import QObject

from rosterdesk.model.query import Query, Sort
from rosterdesk.ui import places
from rosterdesk.ui.browser import Browser
from rosterdesk.ui.tasks import Tasks
from rosterdesk.ui.views.frame import Frame


class Narrowing(QObject):
    """Takes the wishes of the filter bar and the table to the browser."""

    def __init__(self, browser: Browser, frame: Frame, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._browser = browser
        self._frame = frame
        self._tasks = tasks
        bar, table = frame.filter_bar, frame.roster
        bar.query_refined.connect(browser.refine)
        bar.values_wanted.connect(lambda field: tasks.start(self._offer_values(field)))
        bar.columns_chosen.connect(self._choose_columns)
        table.sort_chosen.connect(self._sort)
        table.column_hidden.connect(self._hide_column)
        table.columns_moved.connect(self._choose_columns)
        frame.nothing.first_chosen.connect(self._clear_filters)

    @property
    def _query(self) -> Query | None:
        return self._browser.place.query if self._browser.place else None

    async def _offer_values(self, field: str) -> None:
        query = self._query
        values = await self._browser.facets(query, field) if query else None
        if values is not None and query == self._query:
            self._frame.filter_bar.offer_values(field, values)

    def _sort(self, sort: Sort) -> None:
        if (query := self._query) is not None:
            usual = places.listing(query.collection).sort  # equal ones stand as they usually do
            order = (sort, *(each for each in usual if each.field != sort.field))
            self._browser.refine(msgspec.structs.replace(query, sort=order))

    def _choose_columns(self, columns: tuple[str, ...]) -> None:
        if (query := self._query) is not None:
            self._browser.choose_columns(query.collection, columns)

    def _hide_column(self, name: str) -> None:
        if (query := self._query) is not None:
            columns = self._browser.columns(query.collection)
            self._choose_columns(tuple(column for column in columns if column != name))

    def _clear_filters(self) -> None:
        if (query := self._query) is not None:
            groups = tuple(where for where in query.where if places.is_group(where))
            self._browser.refine(msgspec.structs.replace(query, text="", where=groups))
