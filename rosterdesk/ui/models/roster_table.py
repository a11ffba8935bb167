"""The rows of a query as a table model: all keys at once, the values by windows of rows, when they are painted."""

from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import Collection, collection
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.browsing.browser import WINDOW
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import sentences

Index = QModelIndex | QPersistentModelIndex

_KEPT = 24
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Cell(NamedTuple):
    """What is painted of a value: its text, the token of its colour, and whether it stands at the right."""

    text: str
    colour: str
    right: bool


class RosterTable(QAbstractTableModel):
    """Takes a reader and the answer to a query, and knows no view. `ValueRole` gives the typed value of a cell."""

    ValueRole = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: MaskedReader | None = None
        self._collection: Collection = collection("students")
        self._fields: tuple[Field, ...] = ()
        self._keys: array[int] = array("q")
        self._awaited: frozenset[str] = frozenset()
        self._cells: dict[int, list[Cell]] = {}
        self._windows: dict[int, list[tuple[Value, ...]]] = {}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the columns, in order."""
        return self._fields

    def show(
        self,
        reader: MaskedReader | None,
        name: str,
        columns: tuple[str, ...],
        keys: "array[int]",
        start: int = 0,
        first: Sequence[tuple[Value, ...]] = (),
        awaited: frozenset[str] = frozenset(),
    ) -> None:
        """Show these rows of the collection; `first` are the values of the window of rows that begins at `start`, and
        nothing is known yet of the fields that are `awaited`.

        Where those of before are the first of them, the view keeps its place.
        """
        fields = tuple(collection(name).field(column) for column in columns)
        known = len(self._keys)
        stay = reader is self._reader and fields == self._fields and keys[:known] == self._keys
        if not stay:
            self.beginResetModel()
        elif len(keys) > known:
            self.beginInsertRows(QModelIndex(), known, len(keys) - 1)
        self._reader, self._collection, self._fields, self._keys = reader, collection(name), fields, keys
        self._awaited = awaited
        self._cells.clear()
        self._windows.clear()
        if first:
            self._windows[start] = list(first)
        if not stay:
            self.endResetModel()
            return
        if len(keys) > known:
            self.endInsertRows()
        if known:
            self.dataChanged.emit(self.index(0, 0), self.index(known - 1, len(fields) - 1))

    def read_anew(self) -> None:
        """Forget the values of these rows: they are read again as they are painted."""
        self._cells.clear()
        self._windows.clear()
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self._fields) - 1))

    def key(self, row: int) -> int | None:
        """The key of the row's record, or `None` past the end."""
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def keys(self, top: int, bottom: int) -> "array[int]":
        """The keys of these rows, both included; of what is past the end, nothing."""
        return self._keys[max(top, 0) : bottom + 1]

    def row_of(self, key: int) -> int | None:
        """The row that shows the record, or `None`."""
        try:
            return self._keys.index(key)
        except ValueError:
            return None

    def values(self, row: int) -> tuple[Value, ...]:
        """The values of a row, in the order of `fields`."""
        start = row - row % WINDOW
        window = self._windows.get(start)
        if window is None:
            window = self._read(start)
        return window[row - start]

    def cells(self, row: int) -> list[Cell]:
        """What to paint of a row. Made once for each row that is on the screen."""
        cells = self._cells.get(row)
        if cells is None:
            if len(self._cells) > 4 * WINDOW:
                self._cells.clear()
            values = zip(self.values(row), self._fields, strict=True)
            cells = self._cells[row] = [
                _cell(value, field, first=not at, awaited=field.name in self._awaited)
                for at, (value, field) in enumerate(values)
            ]
        return cells

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._fields)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        # A paint asks a thousand times: answer the roles that are not served at once.
        if role == Qt.ItemDataRole.DisplayRole:
            return words.value(self.values(index.row())[index.column()], self._fields[index.column()].kind)
        if role == self.ValueRole:
            return self.values(index.row())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and self._fields[index.column()].kind is Kind.NUMBER:
            return _RIGHT
        return self._spoken(index) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return sentences(self._fields[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self._fields[section].kind is Kind.NUMBER
            return _RIGHT if right else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def link(self, row: int, column: int) -> Link | None:
        """The record that a cell refers to, where it is one."""
        value = self.values(row)[column]
        return value if isinstance(value, Link) else None

    def _spoken(self, index: Index) -> str:
        """The cell for who hears it: what it says, of what, and where in the table that is."""
        words = index.data() or self.tr("empty")
        title = self.headerData(index.column(), Qt.Orientation.Horizontal)
        return self.tr("{0}, {1}, row {2} of {3}").format(words, title, index.row() + 1, len(self._keys))

    def _read(self, start: int) -> list[tuple[Value, ...]]:
        if self._reader is None:
            return []
        if len(self._windows) >= _KEPT:
            self._windows.pop(next(iter(self._windows)))
        keys = self._keys[start : start + WINDOW]
        window = self._reader.listed(self._collection.name, keys, [field.name for field in self._fields])
        self._windows[start] = window
        return window


def _cell(value: Value, field: Field, *, first: bool, awaited: bool) -> Cell:
    if awaited and not value:
        return Cell("…", "faint", field.kind is Kind.NUMBER)
    amber = value == "tobedeleted" or (isinstance(value, Link) and not value.present)
    said = words.value(value, field.kind)
    colour = "warning" if amber else "text" if said or first else "faint"
    return Cell(said or "—", colour, field.kind is Kind.NUMBER)
