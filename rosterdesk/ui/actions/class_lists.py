"""Writing class lists: of what the user looks at, asked for in a dialog, and done by a worker."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rosterdesk.model import standing
from rosterdesk.model.rows import Link
from rosterdesk.settings import Source
from rosterdesk.ui.actions.dating import terms
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.browsing.open_store import About
from rosterdesk.ui.program.process import Outcome
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.roster_view import RosterView

if TYPE_CHECKING:
    from rosterdesk.ui.browsing.class_offers import ClassOffer
    from rosterdesk.ui.dialogs.class_lists import ClassListsDialog


class ClassLists(QObject):
    """What was chosen last is chosen again: columns, form and folder."""

    def __init__(
        self, desk: Desk, browser: Browser, table: RosterView, writing: Writing, tasks: Tasks, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._table = table
        self._writing = writing
        self._tasks = tasks
        self._window = window
        self._remembered = desk.session.remembered

    def begin(self, of: Link | None = None) -> None:
        """Ask how to write the lists of this record, or else of what is shown."""
        self._tasks.start(self._begin(of))

    def begin_selected(self) -> None:
        """The same of the classes whose rows are chosen in the table."""
        place = self._browser.place
        self.begin(place.record if place is not None and self._table.chosen_count() < 2 else None)

    async def _begin(self, of: Link | None) -> None:
        from rosterdesk.ui.dialogs.class_lists import ClassListsDialog

        source, reader = self._desk.source, self._browser.reader
        if source is None or reader is None:
            return
        offers = await self._offers(of)
        if reader is not self._browser.reader:
            return  # another source is shown by now
        if self._writing.busy:
            self._writing.show()
            return
        runs, day = reader.runs(), self._browser.day
        dialog = ClassListsDialog(
            offers,
            self._remembered.preferences,
            (day.shown(), day.today(), terms(reader, day.today())),
            self._window,
            partial=bool(standing.awaited(runs) or standing.lack("enrollments", runs)),
        )
        dialog.choice_changed.connect(lambda: self._tasks.start(self._count(dialog)))
        dialog.columns_wanted.connect(lambda: self._tasks.start(self._choose_columns(dialog)))
        self._writing.begin(dialog, lambda: self._write(source, dialog))
        await self._count(dialog)

    async def _offers(self, of: Link | None) -> "list[ClassOffer]":
        """Of which classes there can be lists, those first that are most likely meant."""
        from rosterdesk.ui.browsing import class_offers

        browser, place = self._browser, self._browser.place
        offers = []
        if place is not None and place.report is None and place.query.collection == "classes":
            ids = await browser.ids("classes", self._table.chosen_keys()) or ()
            if len(ids) > 1:
                offers.append(class_offers.of_rows(ids))
            offers.append(class_offers.shown(place.query))
        named = [(of.collection, of.sourced_id)] if of else []
        if place is not None and place.record is not None:
            named.append((place.record.collection, place.record.sourced_id))
        if place is not None and (scope := places.scope_record(place.query)) is not None:
            named.append(scope)
        records = [record for each in dict.fromkeys(named) if (record := browser.record(*each)) is not None]
        found = [offer for record in records if (offer := class_offers.of_record(record)) is not None]
        first = found[:1] if of else []
        return [*first, *offers, *found[len(first) :], class_offers.everything()]

    async def _count(self, dialog: "ClassListsDialog") -> None:
        from rosterdesk.export.class_lists import choosing

        if not isValid(dialog):
            return
        choice = dialog.choice

        def count(reader: MaskedReader) -> tuple[int, int]:
            return choosing.counted(reader, choice)

        counted = await self._browser.ask(About.LISTS, count)
        if counted is not None and isValid(dialog) and dialog.choice == choice:
            dialog.show_count(counted)

    async def _choose_columns(self, dialog: "ClassListsDialog") -> None:
        from rosterdesk.ui.dialogs.class_list_columns import ClassListColumnsDialog

        own = self._remembered.preferences.list_templates
        name = dialog.template if dialog.template in own else self.tr("My columns")
        answer = await ClassListColumnsDialog(name, dialog.choice.columns, own, dialog).ask()
        if answer is not None and isValid(dialog):
            title, columns = answer
            kept = {each: names for each, names in own.items() if each != title} | ({title: columns} if columns else {})
            self._remembered.remember(list_templates=kept, list_columns=columns)
            dialog.show_templates(kept, columns)

    async def _write(self, source: Source, dialog: "ClassListsDialog") -> Outcome:
        choice = dialog.choice
        self._remembered.remember(
            export_folder=str(dialog.path.parent), list_columns=choice.columns, list_form=dialog.suffix
        )
        return await self._desk.jobs.class_lists(source, choice, dialog.path, dialog.suffix)
