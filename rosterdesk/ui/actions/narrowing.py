"""How the user narrows, orders and arranges the rows that are shown: each wish is another query."""

import msgspec
from PySide6.QtCore import QObject

from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.program.preferences import Remembered
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame


class Narrowing(QObject):
    """Takes the wishes of the filter bar and the table to the browser."""

    def __init__(self, browser: Browser, frame: Frame, tasks: Tasks, remembered: Remembered, parent: QObject) -> None:
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
        table.value_chosen.connect(self._choose_value)
        table.filter_wanted.connect(bar.open_filter)
        table.columns_wanted.connect(bar.open_columns)
        self._remembered = remembered
        self._show_widths()
        remembered.preferences_changed.connect(self._show_widths)  # also by another window
        table.header.widths_changed.connect(lambda widths: remembered.remember(widths=widths))
        frame.nothing.filters_unwanted.connect(self._clear_filters)
        frame.nothing.district_wanted.connect(self._leave_scope)

    @property
    def _query(self) -> Query | None:
        return self._browser.place.query if self._browser.place else None

    async def _offer_values(self, field: str) -> None:
        query = self._query
        values = await self._browser.facets(query, field) if query else None
        if values is not None and query == self._query:
            self._frame.filter_bar.offer_values(field, values)

    def _show_widths(self) -> None:
        self._frame.roster.header.show_widths(self._remembered.preferences.widths)

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

    def _choose_value(self, field: str, values: tuple[str, ...], excluded: bool) -> None:
        if (query := self._query) is not None:
            wanted = (
                filters.excluding(query, field, values) if excluded else filters.filtered(query, Where(field, values))
            )
            self._browser.refine(wanted)

    def _clear_filters(self) -> None:
        if (query := self._query) is not None:
            self._browser.refine(filters.cleared(query))

    def _leave_scope(self) -> None:
        if (query := self._query) is not None:
            self._browser.visit(Place(msgspec.structs.replace(filters.cleared(query), scopes=(), phases=())))
