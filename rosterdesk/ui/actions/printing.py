"""Paper: of what the user looks at, asked for beside a preview, then printed, or written as a PDF by a worker."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.errors import RosterDeskError
from rosterdesk.model.rows import Link
from rosterdesk.settings import Source
from rosterdesk.ui.actions.dating import terms
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.message_bar import MessageBar
from rosterdesk.ui.views.roster_view import RosterView

if TYPE_CHECKING:
    from rosterdesk.export.paper.choice import Choice
    from rosterdesk.ui.actions.press import Press
    from rosterdesk.ui.browsing.paper_offers import PaperOffer
    from rosterdesk.ui.dialogs.print import PrintDialog

_SHOWN = 200
"""Pages that a preview has at the most: nobody turns more of them."""


class Printing(QObject):
    """One dialog at a time. The paper, the labels and the photos that were chosen last are chosen again."""

    def __init__(
        self,
        desk: Desk,
        browser: Browser,
        table: RosterView,
        writing: Writing,
        messages: MessageBar,
        tasks: Tasks,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._table = table
        self._writing = writing
        self._tasks = tasks
        self._window = window
        self._messages = messages
        self._dialog: PrintDialog | None = None

    @cached_property
    def _press(self) -> "Press":
        from rosterdesk.ui.actions.press import Press

        return Press(self._desk.session.data_dir, self._messages, self)

    def begin(self, of: Link | None = None) -> None:
        """Ask what to print of this record, or else of what is shown; nothing while something is being printed."""
        self._tasks.start(self._begin(of))

    async def _begin(self, of: Link | None) -> None:
        from rosterdesk.ui.dialogs.print import PrintDialog

        source, reader = self._desk.source, self._browser.reader
        if source is None or reader is None:
            return
        offers = await self._offers(of)
        if reader is not self._browser.reader or self._dialog is not None or self._press.running:
            return  # another source is shown by now, or the keys were pressed twice
        if self._writing.busy:
            self._writing.show()
            return
        day, last = self._browser.day, self._desk.session.remembered.preferences
        days = day.shown(), day.today(), terms(reader, day.today())
        self._dialog = dialog = PrintDialog(offers, last, days, self._window, masked=self._browser.masked)
        dialog.choice_changed.connect(lambda: self._show_pages(source, dialog))
        dialog.print_wanted.connect(lambda: self._tasks.start(self._print(source, dialog)))
        dialog.pdf_wanted.connect(lambda: self._save(source, dialog))
        dialog.finished.connect(self._forget)
        for changed in (self._browser.opened, self._browser.retold):
            changed.connect(dialog.reject)  # another source, or other names than those it shows
        dialog.open()
        self._show_pages(source, dialog)

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    async def _offers(self, of: Link | None) -> "list[PaperOffer]":
        """Of what there can be paper, that first which is most likely meant."""
        from rosterdesk.ui.browsing import paper_offers

        browser, place = self._browser, self._browser.place
        named = [(of.collection, of.sourced_id)] if of else []
        rows: list[PaperOffer | None] = []
        if place is not None and place.report is None:
            if self._table.chosen_count() > 1:
                rows.append(await self._chosen(place.query.collection))
            rows.append(paper_offers.shown(place.query))
        if place is not None and place.record is not None:
            named.append((place.record.collection, place.record.sourced_id))
        if place is not None and (scope := places.scope_record(place.query)) is not None:
            named.append(scope)
        records = [record for each in dict.fromkeys(named) if (record := browser.record(*each)) is not None]
        found = [paper_offers.of_record(record) for record in records]
        some_chosen = of is None and len(rows) > 1
        offers = [*rows, *found] if some_chosen else [*found, *rows]
        return [offer for offer in (*offers, paper_offers.everything()) if offer is not None]

    async def _chosen(self, collection: str) -> "PaperOffer | None":
        from rosterdesk.ui.browsing import paper_offers

        ids = await self._browser.ids(collection, self._table.chosen_keys()) or ()
        return paper_offers.of_rows(collection, ids) if ids else None

    def _show_pages(self, source: Source, dialog: "PrintDialog") -> None:
        """Show the pages of what is chosen now; none of them while the screen names nobody."""
        if self._browser.masked:
            dialog.preview.say(self.tr("While names are masked, the pages are not shown here."))
        else:
            self._tasks.start(self._preview(source, dialog))

    async def _preview(self, source: Source, dialog: "PrintDialog") -> None:
        from rosterdesk.ui.browsing.paper_pages import PaperPages

        choice, preview = dialog.choice, dialog.preview
        pages = PaperPages(self._browser, choice, source.name)
        shown = 0
        try:
            while shown < _SHOWN and (batch := await pages.more()):
                if not self._is_wanted(dialog, choice):
                    return
                preview.add(batch[: _SHOWN - shown], anew=shown == 0)
                shown += len(batch)
        except RosterDeskError as error:
            if self._is_wanted(dialog, choice):
                preview.say(str(error))
            return
        if batch is not None and self._is_wanted(dialog, choice):
            preview.end(complete=not batch)

    def _is_wanted(self, dialog: "PrintDialog", choice: "Choice") -> bool:
        return self._dialog is dialog and dialog.choice == choice

    async def _print(self, source: Source, dialog: "PrintDialog") -> None:
        printer = await self._press.ask(dialog)
        if printer is None or self._dialog is not dialog:
            return
        choice = dialog.choice
        self._remember(dialog)
        dialog.accept()
        await self._press.print(self._browser, choice, source, printer)

    def _save(self, source: Source, dialog: "PrintDialog") -> None:
        from rosterdesk.ui.dialogs.pdf import PdfDialog

        choice, title = dialog.choice, dialog.title
        self._remember(dialog)
        last = self._desk.session.remembered.preferences
        saving = PdfDialog(title, last, self._window)
        saving.confirmed.connect(dialog.accept)  # who thinks better of it before is back at the pages

        async def write() -> Outcome:
            self._desk.session.remembered.remember(export_folder=str(saving.path.parent))
            return await self._desk.jobs.print(source, choice, saving.path)

        self._writing.begin(saving, write)

    def _remember(self, dialog: "PrintDialog") -> None:
        choice = dialog.choice
        remember = self._desk.session.remembered.remember
        if choice.kind == "labels":
            remember(print_stock=choice.stock)
        else:
            remember(print_size=choice.paper.size)
        if choice.kind == "photos":
            remember(print_photos=choice.photos)
