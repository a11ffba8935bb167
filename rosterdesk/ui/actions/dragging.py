"""Dragging the chosen rows out of the window, as text for any program that takes text."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.look.grip import Grip, carry
from rosterdesk.ui.views import copied
from rosterdesk.ui.views.message_bar import MessageBar
from rosterdesk.ui.views.roster_view import RosterView

MOST = 500
"""Rows at the most: they are read while the mouse is held, and the window waits."""


class Dragging(QObject):
    """The same text as a copy has, masked as the screen is. A row can be dragged once it is chosen: from one that is
    not, the mouse goes on choosing.
    """

    def __init__(self, browser: Browser, table: RosterView, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._browser = browser
        self._table = table
        self._messages = messages
        grip = Grip(table.viewport(), holds=lambda at: table.is_chosen(table.indexAt(at)))
        grip.dragged.connect(self._drag)

    def _drag(self) -> None:
        query, keys, fields = self._table.query, self._table.chosen_keys(), self._table.table.fields
        reader = self._browser.reader
        if query is None or reader is None or not keys:
            return
        if len(keys) > MOST:
            words = self.tr("{0} rows are too many to be dragged. Copy them, or export them to a file.")
            self._messages.say("info", words.format(f"{len(keys):,}"))
            return
        rows = reader.listed(query.collection, keys, tuple(field.name for field in fields))
        carry(self._table, "\n".join(copied.lines(fields, rows)))
