"""Writing what is shown to a file: asked for in a dialog, and done by a worker."""

from array import array
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import ExportError
from rosterdesk.model import standing
from rosterdesk.model.query import Query
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.report_exports import ReportExports
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser, Rows
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.offer import Offer, What
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.views.roster_view import RosterView

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.export import ExportDialog


class Exports(QObject):
    """What was chosen last is chosen again: format, folder, and by collection which rows."""

    def __init__(self, desk: Desk, browser: Browser, table: RosterView, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._table = table
        self._writing = writing
        self._window = window
        self._reports = ReportExports(desk, browser, writing, window)
        self._answer: Rows | None = None
        browser.rows_changed.connect(self._keep)

    def begin(self) -> None:
        """Ask how to write what is shown, a report or rows; nothing while the rows are on their way."""
        if self._browser.place is not None and self._browser.place.report is not None:
            self._reports.begin()
        else:
            self._ask()

    def begin_selected(self) -> None:
        """The same, beginning with the chosen rows."""
        self._ask("selected")

    def _ask(self, what: What | None = None) -> None:
        from rosterdesk.ui.dialogs.export import ExportDialog

        place, source, reader = self._browser.place, self._desk.source, self._browser.reader
        if place is None or source is None or reader is None or not self._browser.can_export:
            return
        if self._writing.busy:
            self._writing.show()
        elif self._browser.answered == place.query:
            runs, name = reader.runs(), place.query.collection
            offer, chosen = self._offer(place), self._table.chosen_keys()
            dialog = ExportDialog(
                offer,
                self._desk.session.remembered.preferences,
                self._window,
                what=what,
                partial=bool(standing.awaited(runs) or standing.lack(name, runs)),
            )
            self._writing.begin(dialog, lambda: self._write(source, dialog, offer, chosen))

    def _offer(self, place: Place) -> Offer:
        """What can be written of the rows of this place, which are shown."""
        browser, query = self._browser, place.query
        scoped = places.scope_record(query)
        record = browser.record(*scoped) if scoped else None
        answer = self._answer
        return Offer(
            query=msgspec.structs.replace(browser.day.dated(query), columns=browser.columns(query.collection)),
            rows=self._table.table.rowCount(),
            whole=answer.whole if answer is not None and answer.query == query else None,
            selected=self._table.chosen_count(),
            every=browser.counts.get((query.collection, "")),
            scope=record.title if record else "",
            title=" ".join(part for part, _ in browser.path()),
        )

    async def _write(
        self, source: Source, dialog: "ExportDialog", offer: Offer, chosen: "array[int]"
    ) -> Outcome | None:
        ids: tuple[str, ...] = ()
        if dialog.what == "selected":
            there = await self._browser.ids(offer.query.collection, chosen)
            if there is None:
                raise ExportError(
                    self.tr("The local copy was closed meanwhile."), self.tr("Open it, then export again.")
                )
            if not there:  # which would mean all
                return None
            ids = there
        query = offer.asked(dialog.what, ids)
        if dialog.format.in_full:
            query = msgspec.structs.replace(query, columns=())
        self._remember(query, dialog)
        return await self._desk.jobs.export(source, query, dialog.path, dialog.format.csv_mode)

    def _remember(self, query: Query, dialog: "ExportDialog") -> None:
        remembered = self._desk.session.remembered
        rows = remembered.preferences.export_rows | {query.collection: dialog.what}
        folder = str(dialog.path.parent)
        remembered.remember(export_folder=folder, export_format=dialog.format.name, export_rows=rows)

    def _keep(self, _place: Place, rows: Rows) -> None:
        self._answer = rows
