"""A field of a form for a day: a button that says it, and opens the calendar."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from rosterdesk.ui.look import icons
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.views.day_choice import DayChoice, Term


class DayField(QToolButton):
    """Shows a day, and lets another one be chosen."""

    changed = Signal()

    def __init__(self, day: date, today: date, terms: Sequence[Term], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = day
        self._today = today
        self._terms = terms
        self.setIcon(icons.icon("calendar", "text"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._choice = DayChoice(self)
        self._choice.chosen.connect(self._take)
        self.clicked.connect(self._open)
        self._say()

    def _open(self) -> None:
        self._choice.offer(self.day, self._today, self._terms)
        self._choice.open_below(self)

    def _take(self, day: date) -> None:
        if day != self.day:
            self.day = day
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        self.setText(spoken(self.day))
        self.setAccessibleDescription(spoken(self.day))
