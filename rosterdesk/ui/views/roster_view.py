"""The table of rows: chosen by row, sorted by a click on a header, wide enough for what its fields hold."""

from array import array

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Sort
from rosterdesk.ui.browsing.browser import Rows
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.views.copied import Copy
from rosterdesk.ui.views.painting import row_height
from rosterdesk.ui.views.roster_grid import RosterGrid
from rosterdesk.ui.views.roster_menus import COPY_WITH_TITLES, CellMenu, ColumnMenu

_KEPT = 500  # chosen rows that stay chosen when the rows change
_BY_KEY = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}


class RosterView(RosterGrid):
    """Shows a `RosterTable`. Says which row was chosen, which was asked to be opened, and by what to sort."""

    row_chosen = Signal(object, object)  # the query that is shown, key
    rows_chosen = Signal(object, object)  # the query that is shown, the keys of several rows
    cell_followed = Signal(object)  # Link
    sort_chosen = Signal(object)  # Sort
    scrolled = Signal(int)  # the first row on the screen
    row_opened = Signal(object)  # key
    copy_wanted = Signal(object)  # Copy
    export_wanted = Signal()
    lists_wanted = Signal()  # class lists of the chosen rows
    print_wanted = Signal()
    value_chosen = Signal(str, object, bool)  # field name, its values as a filter takes them, whether to exclude them
    filter_wanted = Signal(str)  # field name
    columns_wanted = Signal()
    column_hidden = Signal(str)  # field name
    columns_moved = Signal(object)  # tuple of field names in their new order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rosterTable")
        self.setAccessibleName(self.tr("Records"))
        self._collection = ""
        self.query: Query | None = None  # of the rows that are shown
        self._showing = False
        header = self.header
        header.sectionClicked.connect(self._sort)
        header.columns_moved.connect(self.columns_moved)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.doubleClicked.connect(self.open_cell)
        self.verticalScrollBar().valueChanged.connect(
            lambda value: None if self._showing else self.scrolled.emit(value)
        )

    def show_rows(self, place: Place, reader: MaskedReader | None, rows: Rows) -> None:
        """Show the rows of a place as it was left: the same order mark, chosen row and first row on the screen."""
        self._showing = True
        current = self.table.key(self.currentIndex().row())
        same_list = self.query is not None and _list_of(self.query) == _list_of(rows.query)
        chosen = set(place.chosen)
        self.query = rows.query
        self._collection = place.query.collection
        self.table.show(reader, self._collection, rows.columns, rows.keys, rows.start, rows.first, rows.awaited)
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        self.header.show_columns(self._collection, self.table.fields)
        self._mark_order(place)
        row = self.table.row_of(current) if current is not None and same_list else None
        if row is not None and row != self.currentIndex().row():
            self._choose(row)
        if len(chosen) > 1 and set(self.chosen_keys()) != chosen:
            self._choose_all(chosen)
        self.executeDelayedItemsLayout()  # until then it can be scrolled as far as the list before
        self.verticalScrollBar().setValue(place.top)
        self._showing = False

    def show_nothing(self) -> None:
        """Let go of the store."""
        self.query = None
        self.table.show(None, self._collection or "students", (), array("q"))

    def choose_key(self, key: int) -> None:
        """Choose the record's row, where it is shown, without saying so, and beside the others that are chosen with it.

        It is brought onto the screen where nobody has scrolled.
        """
        row = self.table.row_of(key)
        if row is None or (row == self.currentIndex().row() and self.chosen_count()):
            return
        bar = self.verticalScrollBar()
        self._showing, index, top = True, self.table.index(row, 0), bar.value()
        if self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self._choose(row)
        if top:
            bar.setValue(top)  # whatever becomes the current row comes onto the screen by itself
        else:
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._showing = False
        if bar.value() != top:
            self.scrolled.emit(bar.value())  # the place is here from now on, also when its rows are read again

    def choose_nothing(self) -> None:
        """Choose no row, without saying so: what is shown beside them is none of them."""
        self._showing = True
        self.selectionModel().clear()
        self._showing = False

    def chosen_count(self) -> int:
        """How many rows are chosen."""
        return sum(ranged.height() for ranged in self.selectionModel().selection().toList())

    def chosen_keys(self) -> "array[int]":
        """The keys of the chosen rows, in the order shown."""
        ranges = sorted((ranged.top(), ranged.bottom()) for ranged in self.selectionModel().selection().toList())
        keys = array("q")
        for top, bottom in ranges:
            keys.extend(self.table.keys(top, bottom))
        return keys

    def is_chosen(self, index: QModelIndex) -> bool:
        """Whether this cell is of a chosen row."""
        return index.isValid() and self.selectionModel().isRowSelected(index.row(), QModelIndex())

    def current_keys(self) -> "array[int]":
        """The key of the row that has the keyboard, where there is one."""
        row = self.currentIndex().row()
        return self.table.keys(row, row)

    def fields_of(self, what: Copy) -> tuple[Field, ...]:
        """The fields that are copied then, in the order shown; none where that cannot be."""
        column = self.currentIndex().column()
        match what:
            case Copy.ROWS | Copy.TITLED:
                return self.table.fields
            case Copy.EMAILS:
                return tuple(field for field in collection(self._collection).fields if field.name == "email")
            case _:
                return self.table.fields[column : column + 1] if column >= 0 else ()

    def fields_to_sum(self) -> tuple[Field, ...]:
        """The field that has the keyboard, then the other numbers that are shown."""
        first = self.fields_of(Copy.CELL)
        return (*first, *(field for field in self.table.fields if field.kind is Kind.NUMBER and field not in first))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, where no row is chosen, the first one is: by itself the table would make its first cell the current
        one, and choose no row.
        """
        had_row, self._showing = self.currentIndex().isValid(), True
        super().focusInEvent(event)
        if not had_row:
            self.selectionModel().clearCurrentIndex()
        self._showing = False
        if event.reason() in _BY_KEY and self.table.rowCount() and not self.chosen_count():
            self._choose(max(self.currentIndex().row(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit(Copy.ROWS)
        elif QKeySequence(event.keyCombination()) == COPY_WITH_TITLES:
            self.copy_wanted.emit(Copy.TITLED)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_cell(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos()
            self.cell_menu(index).popup(at)

    def cell_menu(self, index: QModelIndex) -> CellMenu:
        """What can be done with the chosen rows, and with this value."""
        value, field = self.table.values(index.row())[index.column()], self.table.fields[index.column()]
        copies = {what for what in Copy if self.fields_of(what)}
        menu = CellMenu(field, value, copies, self, lists=self._collection == "classes")
        menu.opened.connect(lambda: self.open_cell(index))
        menu.copy_wanted.connect(self.copy_wanted)
        menu.export_wanted.connect(self.export_wanted)
        menu.lists_wanted.connect(self.lists_wanted)
        menu.print_wanted.connect(self.print_wanted)
        menu.value_chosen.connect(self.value_chosen)
        menu.filter_wanted.connect(self.filter_wanted)
        return menu

    def column_menu(self, column: int) -> ColumnMenu:
        """What can be done with a column."""
        menu = ColumnMenu(self.table.fields[column], self, is_last=len(self.table.fields) == 1)
        menu.sort_chosen.connect(self.sort_chosen)
        menu.filter_wanted.connect(self.filter_wanted)
        menu.fit_wanted.connect(lambda: self.resizeColumnToContents(column))
        menu.hidden.connect(self.column_hidden)
        menu.columns_wanted.connect(self.columns_wanted)
        return menu

    def open_cell(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Go to the record that the cell refers to, else to the row's own."""
        if not index.isValid():
            return
        link = self.table.link(index.row(), index.column())
        if link is not None and link.present:
            self.cell_followed.emit(link)
        else:
            self.row_opened.emit(self.table.key(index.row()))

    def _choose_all(self, keys: set[int]) -> None:
        chosen = QItemSelection()
        for key in keys:
            if (row := self.table.row_of(key)) is not None:
                chosen.select(self.table.index(row, 0), self.table.index(row, 0))
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().select(chosen, flags)

    def _choose(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.table.index(row, 0), flags)

    def _selection_changed(self) -> None:
        if not self._showing and self.query is not None:
            several = 1 < self.chosen_count() <= _KEPT
            self.rows_chosen.emit(self.query, tuple(self.chosen_keys()) if several else ())

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = self.table.key(current.row())
        if key is not None and not self._showing:
            self.row_chosen.emit(self.query, key)

    def _sort(self, column: int) -> None:
        field = self.table.fields[column].name
        header = self.horizontalHeader()
        same = header.isSortIndicatorShown() and self._sorted_by == field
        self.sort_chosen.emit(Sort(field, descending=same and not self._descending))

    def _mark_order(self, place: Place) -> None:
        first = place.query.sort[0] if place.query.sort else None
        self._sorted_by = first.field if first else ""
        self._descending = bool(first and first.descending)
        names = [field.name for field in self.table.fields]
        header = self.horizontalHeader()
        header.setSortIndicatorShown(self._sorted_by in names)
        if self._sorted_by in names:
            order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(names.index(self._sorted_by), order)

    def _header_menu(self, point: QPoint) -> None:
        column = self.header.logicalIndexAt(point)
        if 0 <= column < len(self.table.fields):
            self.column_menu(column).popup(self.header.viewport().mapToGlobal(point))


def _list_of(query: Query) -> tuple[object, ...]:
    """What makes two queries the same list to a person: filtered and ordered otherwise, it still is."""
    return query.collection, query.scopes
