"""What a run made different, record by record, as a model; a record opens to its fields."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from rosterdesk.model.changes import Change, Kind
from rosterdesk.model.fields import collection
from rosterdesk.ui.details import change_words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.models.roster_table import Index


class ChangeList(QAbstractItemModel):
    """`KindRole` gives what became of the record of a line, `ChangeRole` all of it; the lines of its fields have both
    too. The internal id of a field's line is that of its record, counted from one.
    """

    KindRole = int(Qt.ItemDataRole.UserRole)
    ChangeRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes: Sequence[tuple[Kind, Change]] = ()

    def show(self, changes: Sequence[tuple[Kind, Change]]) -> None:
        """Show these; what is opened stays so where they are the same as before."""
        if changes == self._changes:
            return
        self.beginResetModel()
        self._changes = changes
        self.endResetModel()

    def row_of(self, record: tuple[str, str]) -> int:
        """The line of a record, (base collection, sourcedId); -1 where there is none."""
        found = (row for row, (_, each) in enumerate(self._changes) if (each.collection, each.sourced_id) == record)
        return next(found, -1)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not (0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount()):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        record = child.internalId() if child.isValid() else 0
        return self.createIndex(record - 1, 0, 0) if record else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._changes)
        return 0 if parent.internalId() or parent.column() else len(self._changes[parent.row()][1].fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Record"), self.tr("List"), self.tr("What is different"))[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        record = index.internalId()
        kind, change = self._changes[record - 1 if record else index.row()]
        if role in {self.KindRole, self.ChangeRole}:
            return kind if role == self.KindRole else change
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        texts = self._field(change, index.row()) if record else self._record(kind, change)
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(texts[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(filter(None, texts))
        return None

    def _record(self, kind: Kind, change: Change) -> tuple[str, str, str]:
        title = sentences(collection(change.collection).title)
        return shown(change.title, 120), title, self.said(kind, change)

    def said(self, kind: Kind, change: Change) -> str:
        """What is to be said of a record on one line."""
        return change_words.line(change) or change_words.kind(kind, change)

    def _field(self, change: Change, row: int) -> tuple[str, str, str]:
        title, was, became = list(change_words.fields(change))[row]
        return title, "", self.tr("{0} → {1}").format(was, became)
