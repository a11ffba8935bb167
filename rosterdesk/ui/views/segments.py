"""A row of buttons of which one is down: a choice that is seen whole."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import caption

_FRAME = 20
"""Pixels of a button that are none of its text. One that is down is in bold letters, which Qt leaves no room for."""


class Segments(QWidget):
    """Choices by name. Says which one the user wants; arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(style.GAP // 2)

    def show_choices(self, choices: Sequence[tuple[str, str]], current: str) -> None:
        """Show these, as (name, title), and which one is chosen; what is left out is hidden."""
        titles = dict(choices)
        for name, title in choices:
            button = self._button(name)
            button.setText(caption(title))
            bold = QFont(button.font())
            bold.setWeight(QFont.Weight.DemiBold)
            button.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(title) + _FRAME)
        for name, button in self._buttons.items():
            button.setVisible(name in titles)
            button.setChecked(name == current)

    def _button(self, name: str) -> QPushButton:
        if name not in self._buttons:
            button = QPushButton(self)
            button.setObjectName(f"{self.objectName()}-{name or 'all'}")
            button.setCheckable(True)
            style.set_look(button, "segment")
            button.clicked.connect(lambda: self.chosen.emit(name))
            self._group.addButton(button)
            self._line.addWidget(button)
            self._buttons[name] = button
        return self._buttons[name]
