"""What a run made different, record by record, as a table model."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from rosterdesk.model.changes import Change, Kind
from rosterdesk.model.fields import collection
from rosterdesk.ui.details import change_words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.models.roster_table import Index


class ChangeList(QAbstractTableModel):
    """`KindRole` gives what became of the record of a line, `ChangeRole` all of it."""

    KindRole = int(Qt.ItemDataRole.UserRole)
    ChangeRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes: Sequence[tuple[Kind, Change]] = ()

    def show(self, changes: Sequence[tuple[Kind, Change]]) -> None:
        """Show these."""
        self.beginResetModel()
        self._changes = changes
        self.endResetModel()

    def row_of(self, record: tuple[str, str]) -> int:
        """The line of a record, (base collection, sourcedId); -1 where there is none."""
        found = (row for row, (_, each) in enumerate(self._changes) if (each.collection, each.sourced_id) == record)
        return next(found, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._changes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Record"), self.tr("List"), self.tr("What is different"))[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        kind, change = self._changes[index.row()]
        if role == self.KindRole:
            return kind
        if role == self.ChangeRole:
            return change
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(kind, change, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._text(kind, change, index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(self._text(kind, change, column) for column in range(3))
        return None

    def _text(self, kind: Kind, change: Change, column: int) -> str:
        match column:
            case 0:
                return shown(change.title, 120)
            case 1:
                return sentences(collection(change.collection).title)
            case _:
                return change_words.line(change) or change_words.kind(kind, change)
