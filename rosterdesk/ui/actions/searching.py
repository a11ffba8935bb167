"""Takes what is typed in the search field to the store, and what is chosen of the hits to where it leads."""

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.model.rows import Found
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.open_store import FOUND
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame


class Searching(QObject):
    """Finds as the user types; what was chosen lately while nothing is typed."""

    beside_wanted = Signal(object)  # Found: in a window of its own

    def __init__(self, browser: Browser, desk: Desk, tasks: Tasks, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._browser = browser
        self._desk = desk
        self._recents = desk.session.recents
        self._frame = frame
        self._search = frame.top_bar.search
        self._search.text_wanted.connect(lambda text: tasks.start(self._find(text)))
        self._search.hit_chosen.connect(self._follow)
        self._search.beside_wanted.connect(self._follow_beside)
        self._search.more_wanted.connect(self._show_all)

    async def _find(self, text: str) -> None:
        if text:
            found = await self._browser.find(text, self._browser.school)
        else:
            found = await self._browser.found(self._recents.of(self._desk.source))
        if found is not None:
            self._search.show_hits(text, found, cut=len(found) >= FOUND)

    def _follow(self, hit: Found) -> None:
        self._remember(hit)
        self._browser.follow(hit)
        self._frame.roster.setFocus()

    def _follow_beside(self, hit: Found) -> None:
        self._remember(hit)
        self.beside_wanted.emit(hit)

    def _remember(self, hit: Found) -> None:
        if self._desk.source is not None:
            self._recents.add(self._desk.source, hit)

    def _show_all(self, text: str) -> None:
        """All people whom the text names, as rows."""
        self._browser.visit(Place(msgspec.structs.replace(places.listing("users"), text=text)))
        self._frame.roster.setFocus()
