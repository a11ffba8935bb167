"""What only the user can decide of the copy that is open, asked in words that say what follows."""

from datetime import datetime

from PySide6.QtCore import QObject

from rosterdesk.model.rows import Run
from rosterdesk.settings import Source
from rosterdesk.store.records.runs import recent
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.browsing.proposal import proposal
from rosterdesk.ui.views.message_bar import MessageBar


class Decisions(QObject):
    """Asks when a copy is opened whose last sync is held, and when a sync comes to be held.

    Who keeps what is here, or closes the question, is not asked again of that sync in this window.
    """

    def __init__(self, desk: Desk, browser: Browser, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._browser = browser
        self._messages = messages
        self._left: set[tuple[Source, int]] = set()  # the held runs that the user wants none of now
        desk.opened.connect(self._ask_of_held)
        desk.held.connect(self._ask_of_held)
        browser.data_changed.connect(self._ask_of_held)  # another RosterDesk may have synced

    def _ask_of_held(self) -> None:
        source, run, now = self._desk.source, self._held(), datetime.now().astimezone()
        if source is None or run is None or self._desk.syncing or (source, run.run) in self._left:
            return
        if not recent(run.begun, now):
            return  # what it brought is of another day: the status line says that it was held, and Sync begins anew
        words = self.tr("The last sync ({0}) {1}. Nothing was changed yet. Should these changes be made?")

        def keep() -> None:
            self._left.add((source, run.run))

        self._messages.say(
            "warning",
            words.format(moment(datetime.fromisoformat(run.begun), now), proposal(run)),
            (self.tr("Make these changes"), self._desk.accept),
            (self.tr("Keep what is here"), keep),
            hints=(
                self.tr("Shows what this sync brought. The service is not asked again."),
                self.tr("You go on with the earlier copy. The next sync reads anew, and asks again if it is still so."),
            ),
            closed=keep,
        )

    def _held(self) -> Run | None:
        """The last sync, where it is held."""
        runs = self._browser.reader.runs() if self._browser.reader else []
        return runs[0] if runs and runs[0].held else None
