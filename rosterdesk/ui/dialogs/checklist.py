"""Steps with a mark before each: done, under way, failed."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rosterdesk.ui import icons
from rosterdesk.ui.plain import label, shown
from rosterdesk.ui.style import GAP

State = Literal["running", "good", "warning", "danger", "plain"]

_ICONS: dict[State, str] = {
    "running": "refresh",
    "good": "ok",
    "warning": "warning",
    "danger": "error",
    "plain": "info",
}
_TINTS: dict[State, str] = {"running": "secondary", "plain": "secondary"}
_ICON = 16


class Checklist(QWidget):
    """Steps by name, in the order in which they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checklist")
        self.setAccessibleName(self.tr("Steps of the test"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnMinimumWidth(1, 120)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._steps: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        self._states: dict[str, State] = {}

    @staticmethod
    def mark(state: State) -> tuple[str, str]:
        """The icon of a state and its tint."""
        return _ICONS[state], _TINTS.get(state, state)

    @property
    def states(self) -> dict[str, State]:
        """How each step stands."""
        return dict(self._states)

    def clear(self) -> None:
        for widgets in self._steps.values():
            for widget in widgets:
                self._grid.removeWidget(widget)
                widget.deleteLater()
        self._steps = {}
        self._states = {}

    def put(self, name: str, text: str, state: State, detail: str = "") -> None:
        """Say how the step stands; a new name is a new step."""
        if name not in self._steps:
            row = len(self._steps)
            widgets = (label(""), label(""), label("", "secondary", wrap=True))
            for column, widget in enumerate(widgets):
                self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop)
            self._steps[name] = widgets
        mark, words, more = self._steps[name]
        icon, tint = self.mark(state)
        mark.setPixmap(icons.pixmap(icon, _ICON, tint))
        mark.setAccessibleName(state)
        words.setText(shown(text, 80))
        more.setText(shown(detail, 300))
        self._states[name] = state
