"""The values of a field, with how many rows have each: to choose several from."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal

from rosterdesk.model.attributes import Field
from rosterdesk.store.records.folding import fold
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.models.roster_table import Index

MOST = 2000
"""Lines that are shown at once: of more, nobody finds one without typing."""
_ANY = Field(name="", title="")


class ValueList(QAbstractListModel):
    """Values in the order in which they are offered, narrowed by a text. `CountRole` gives the number of rows."""

    chosen_changed = Signal()

    CountRole = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, int] = {}
        self._lines: list[str] = []
        self._text = ""
        self._chosen: dict[str, None] = {}
        self.field = _ANY
        """Whose values they are."""
        self.left_out = 0
        """How many more there are than can be shown."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are ticked, in the order in which they are offered."""
        return tuple(value for value in self._counts if value in self._chosen)

    def choose(self, values: tuple[str, ...]) -> None:
        """Tick these and no others, without saying so; one that no row has any more is offered all the same."""
        self._chosen = dict.fromkeys(values)
        self._counts |= {value: 0 for value in values if value not in self._counts}
        self._show()

    def offer(self, values: list[tuple[str, int]]) -> None:
        """These are all there are."""
        self._counts = dict(values) | {value: 0 for value in self._chosen if value not in dict(values)}
        self._show()

    def narrow(self, text: str) -> None:
        """Show only those in which every word is."""
        self._text = text
        self._show()

    def toggle(self, row: int) -> None:
        """Tick this one, or no longer."""
        value = self._lines[row]
        if value in self._chosen:
            del self._chosen[value]
        else:
            self._chosen[value] = None
        self._said()

    def choose_only(self, row: int) -> None:
        """Tick this one and no other."""
        self._chosen = {self._lines[row]: None}
        self._said()

    def clear(self) -> None:
        """Tick none."""
        self._chosen = {}
        self._said()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        value = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return filters.shown(value, self.field)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if value in self._chosen else Qt.CheckState.Unchecked
        if role == self.CountRole:
            return self._counts[value]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{filters.shown(value, self.field)}, {self._counts[value]:,}"
        return None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:  # noqa: ARG002
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(index.row())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    def _show(self) -> None:
        self.beginResetModel()
        words = fold(self._text).split()
        folded = {value: fold(filters.shown(value, self.field)) for value in self._counts}
        found = [value for value, text in folded.items() if all(word in text for word in words)]
        self._lines, self.left_out = found[:MOST], max(0, len(found) - MOST)
        self.endResetModel()

    def _said(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))
        self.chosen_changed.emit()
