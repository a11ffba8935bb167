"""Things with a mark before each: done, under way, failed."""

from typing import Literal

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP

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
_LONGEST = 300  # characters of a sentence


class Line(msgspec.Struct, frozen=True):
    """One thing, and how it stands; `number` is how many there are of it, `remarks` are further sentences."""

    name: str
    title: str
    state: State
    words: str = ""
    number: str = ""
    remarks: tuple[str, ...] = ()


class Checklist(QWidget):
    """Lines by name, in the order in which they came."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checklist")
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, GAP, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(3, 1)
        self._grid.setColumnMinimumWidth(1, 120)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._rows: dict[str, tuple[icons.Picture, QLabel, QLabel, QLabel]] = {}
        self._states: dict[str, State] = {}

    @property
    def states(self) -> dict[str, State]:
        """How each line stands."""
        return dict(self._states)

    def clear(self) -> None:
        for widgets in self._rows.values():
            for widget in widgets:
                self._grid.removeWidget(widget)
                widget.deleteLater()
        self._rows = {}
        self._states = {}

    def put(self, line: Line) -> None:
        """Say how it stands; a new name is a new line."""
        if line.name not in self._rows:
            self._rows[line.name] = self._added(len(self._rows))
        mark, title, number, words = self._rows[line.name]
        show_state(mark, line.state)
        title.setText(shown(line.title, 80))
        number.setText(line.number)
        words.setText("\n".join(shown(sentence, _LONGEST) for sentence in (line.words, *line.remarks) if sentence))
        style.set_look(words, line.state if line.state in {"warning", "danger"} else "secondary")
        self._states[line.name] = line.state

    def _added(self, row: int) -> tuple[icons.Picture, QLabel, QLabel, QLabel]:
        number = label("")
        words = label("", "secondary", selectable=True, wrap=True)
        widgets = (icons.Picture("info", _ICON), label(""), number, words)
        top = Qt.AlignmentFlag.AlignTop
        for column, widget in enumerate(widgets):
            self._grid.addWidget(widget, row, column, top)
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        return widgets


def show_state(mark: icons.Picture, state: State) -> None:
    """Have the picture say the state, to the eye and to a screen reader."""
    mark.show_icon(_ICONS[state], _TINTS.get(state, state))
    mark.setAccessibleName(_word(state))


def _word(state: State) -> str:
    match state:
        case "running":
            return tr("Under way")
        case "good":
            return tr("Good")
        case "warning":
            return tr("Warning")
        case "danger":
            return tr("Failed")
        case "plain":
            return tr("To know")
