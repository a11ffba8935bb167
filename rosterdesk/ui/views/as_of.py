"""The control for the day that the window is about: an icon while that is today, else the day and a way back."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.plain import tooltip

if TYPE_CHECKING:
    from rosterdesk.ui.views.day_choice import DayChoice, Term


class AsOf(QWidget):
    """Says which day is chosen, and asks for another one."""

    choice_wanted = Signal()  # answered by `offer`
    day_chosen = Signal(object)  # datetime.date, or None for today

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = QToolButton(self)
        self._button.setObjectName("asOfDate")
        self._button.clicked.connect(self.choice_wanted)
        self._today = QToolButton(self)
        self._today.setObjectName("asOfToday")
        self._today.setIcon(icons.icon("close", "on_chip"))
        self._today.setAccessibleName(self.tr("Back to today"))
        self._today.setToolTip(tooltip(self.tr("Back to today")))
        self._today.clicked.connect(lambda: self.day_chosen.emit(None))
        style.set_look(self._today, "chip")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(1)
        line.addWidget(self._button)
        line.addWidget(self._today)
        self.show_day(None)

    @cached_property
    def _choice(self) -> "DayChoice":
        from rosterdesk.ui.views.day_choice import DayChoice

        choice = DayChoice(self)
        choice.chosen.connect(self.day_chosen)
        return choice

    def show_day(self, day: date | None) -> None:
        """Say that this day is shown; `None`: today."""
        had_focus = self._today.hasFocus()
        self._today.setVisible(day is not None)
        if day is None:
            text = ""
            name = self.tr("Look at another day (Ctrl+D)")
        else:
            text = self.tr("As of {0}").format(spoken(day))
            name = self.tr("Everything is shown as of {0}. Choose another day (Ctrl+D)").format(spoken(day))
        style.set_look(self._button, "chip" if text else "")
        self._button.setIcon(icons.icon("calendar", "on_chip" if text else "text"))
        both = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self._button.setToolButtonStyle(both if text else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._button.setText(text)
        self._button.setAccessibleName(name)
        self._button.setToolTip(tooltip(name))
        if had_focus and day is None:
            self._button.setFocus()

    def offer(self, day: date, today: date, terms: "Sequence[Term]") -> None:
        """Open the calendar below the button, at this day, with these terms beside it."""
        self._choice.offer(day, today, terms)
        self._choice.open_below(self._button)
