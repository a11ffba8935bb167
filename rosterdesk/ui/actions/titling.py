"""The window's title: the place and the source, so that windows are told apart where the system lists them."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.look.plain import shown

_LONGEST = 120
_PROGRAM = "RosterDesk"


class Titling(QObject):
    """Names people no more than the window itself does, and nothing once its source is put away."""

    def __init__(self, browser: Browser, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._browser = browser
        self._desk = desk
        self._window = window
        for changed in (browser.place_changed, browser.data_changed, desk.source_changed):
            changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        source = self._desk.source
        parts = [title for title, _ in self._browser.path()] if source is not None else []
        self._window.setWindowTitle(shown(" – ".join([*parts, source.name if source else _PROGRAM]), _LONGEST))
