"""The day that a window is about: today, unless its user looks at another."""

from collections.abc import Callable
from datetime import date

import msgspec
from PySide6.QtCore import QObject, Signal

from rosterdesk.model.query import Query


class Day(QObject):
    """One for the whole window: places, and Back and Forward between them, leave it alone."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.today = today
        self._chosen: date | None = None

    @property
    def chosen(self) -> date | None:
        """The other day; `None` while it is today."""
        return self._chosen

    def shown(self) -> date:
        """What "current" means now. May be asked by any thread."""
        return self._chosen or self.today()

    def choose(self, day: date | None) -> None:
        """Look at this day; at today where it is that, or none."""
        chosen = None if day == self.today() else day
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()

    def dated(self, query: Query) -> Query:
        """The query as of the chosen day: it keeps what is current then. Today keeps what is over and to come too."""
        return msgspec.structs.replace(query, as_of=self._chosen.isoformat() if self._chosen else None)
