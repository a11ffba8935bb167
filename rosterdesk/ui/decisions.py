"""What only the user can decide of the copy that is open, asked in words that say what follows."""

from datetime import datetime

from PySide6.QtCore import QObject

from rosterdesk.model.rows import Run
from rosterdesk.settings import Source
from rosterdesk.store.records.runs import RECENT
from rosterdesk.ui.browser import Browser
from rosterdesk.ui.desk import Desk
from rosterdesk.ui.freshness import moment
from rosterdesk.ui.views.message_bar import MessageBar


class Decisions(QObject):
    """Asks when a copy is opened whose last sync is held, and when a sync comes to be held; not again once answered."""

    def __init__(self, desk: Desk, browser: Browser, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._browser = browser
        self._messages = messages
        self._left: set[tuple[Source, int]] = set()  # the held runs that the user wants none of
        desk.opened.connect(self._ask_of_held)
        desk.held.connect(self._ask_of_held)
        browser.data_changed.connect(self._ask_of_held)  # another RosterDesk may have synced

    def _ask_of_held(self) -> None:
        source, run, now = self._desk.source, self._held(), datetime.now().astimezone()
        if source is None or run is None or self._desk.syncing or (source, run.run) in self._left:
            return
        began = datetime.fromisoformat(run.started)
        if abs(now - began) >= RECENT:
            return  # what it brought is of another day: the status line says that it was held, and Sync begins anew
        self._messages.say(
            "warning",
            self.tr("The sync of {0} is held. {1} Is that right?").format(moment(began, now), run.held),
            (self.tr("Take it over"), self._desk.accept),
            (self.tr("Keep the earlier copy"), lambda: self._left.add((source, run.run))),
        )

    def _held(self) -> Run | None:
        """The last sync, where it is held."""
        runs = self._browser.reader.runs() if self._browser.reader else []
        return runs[0] if runs and runs[0].held else None
