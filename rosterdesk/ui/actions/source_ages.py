"""Says in the menu of sources how old the copy of each is."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject

from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.standing import standing
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.look.plain import caption, shown
from rosterdesk.ui.views.top_bar import TopBar

_OLD = timedelta(days=7)
_LONGEST = 60


class SourceAges(QObject):
    """Looks when the menu is opened: other windows and programs sync too. Of the copy that is shown it says the same
    as the button of the menu.
    """

    def __init__(self, browser: Browser, desk: Desk, bar: TopBar, parent: QObject) -> None:
        super().__init__(parent)
        self._browser = browser
        self._desk = desk
        self._session = desk.session
        self._bar = bar
        bar.menu_opened.connect(self._show)

    def _show(self) -> None:
        now = datetime.now().astimezone()
        for source in self._session.sources():
            self._bar.show_age(source, *self._age(source, now))

    def _age(self, source: Source, now: datetime) -> tuple[str, str]:
        """The token of its dot's colour, and words."""
        if self._session.syncs.running(source):
            return "accent", self.tr("syncing…")
        if source == self._desk.source and (state := standing(self._browser, self._desk)).dot != "good":
            return state.dot, caption(shown(state.text, _LONGEST))
        at = self._session.data_dir.synced_at(source, now)
        if at is None:
            return "faint", self.tr("nothing synced yet")
        return "warning" if now - at > _OLD else "good", moment(at, now)
