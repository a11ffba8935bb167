"""The table of rows: chosen by row, sorted by a click on a header, wide enough for what its fields hold."""

from array import array

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from rosterdesk.model.query import Query, Sort
from rosterdesk.store.reader import Reader
from rosterdesk.ui import style
from rosterdesk.ui.browser import Rows
from rosterdesk.ui.history import Place
from rosterdesk.ui.models.roster_table import RosterTable
from rosterdesk.ui.views import copied
from rosterdesk.ui.views.painting import Lines, row_height
from rosterdesk.ui.views.roster_header import RosterHeader

_COPY_WITH_TITLES = QKeySequence("Ctrl+Shift+C")
_KEPT = 500  # chosen rows that stay chosen when the rows change
_COPIED = 20_000
"""Rows that are copied at once at the most: more is what the export is for."""


class RosterView(QTableView):
    """Shows a `RosterTable`. Says which row was chosen, which was asked to be opened, and by what to sort."""

    row_chosen = Signal(object, object)  # the query that is shown, key
    cell_followed = Signal(object)  # Link
    sort_chosen = Signal(object)  # Sort
    scrolled = Signal(int)  # the first row on the screen
    column_hidden = Signal(str)  # field name
    columns_moved = Signal(object)  # tuple of field names in their new order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rosterTable")
        self.setAccessibleName(self.tr("Records"))
        self.table = RosterTable(self)
        self.setModel(self.table)
        self._lines: Lines | None = None
        self._hovered = -1
        header = RosterHeader(self)
        self._header = header
        self.setHorizontalHeader(header)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._collection = ""
        self.query: Query | None = None  # of the rows that are shown
        self._showing = False
        header.sectionClicked.connect(self._sort)
        header.columns_moved.connect(self.columns_moved)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda point: self._header_menu(header.logicalIndexAt(point)))
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.activated.connect(self._activated)
        self.verticalScrollBar().valueChanged.connect(
            lambda value: None if self._showing else self.scrolled.emit(value)
        )

    def show_rows(self, place: Place, reader: Reader | None, rows: Rows) -> None:
        """Show the rows of a place as it was left: the same order mark, chosen row and first row on the screen."""
        self._showing = True
        current = self.table.key(self.currentIndex().row())
        same_list = self.query is not None and _list_of(self.query) == _list_of(rows.query)
        chosen = set(self.chosen_keys()) if same_list and self.chosen_count() <= _KEPT else set()
        self.query = rows.query
        self._collection = place.query.collection
        self.table.show(reader, self._collection, rows.columns, rows.keys, rows.start, rows.first)
        self.verticalHeader().setDefaultSectionSize(row_height(self))
        self._header.show_columns(self._collection, self.table.fields)
        self._mark_order(place)
        row = self.table.row_of(current) if current is not None and same_list else None
        if row is not None and row != self.currentIndex().row():
            self._choose(row)
        if len(chosen) > 1 and set(self.chosen_keys()) != chosen:
            self._choose_all(chosen)
        self.verticalScrollBar().setValue(place.top)
        self._showing = False

    def show_nothing(self) -> None:
        """Let go of the store."""
        self.query = None
        self.table.show(None, self._collection or "students", (), array("q"))

    def choose_key(self, key: int) -> None:
        """Choose the record's row, where it is shown, and bring it onto the screen, without saying so."""
        row = self.table.row_of(key)
        if row is None or row == self.currentIndex().row():
            return
        self._showing = True
        self._choose(row)
        self.scrollTo(self.table.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        self._showing = False

    def chosen_count(self) -> int:
        """How many rows are chosen."""
        return sum(ranged.height() for ranged in self.selectionModel().selection().toList())

    def chosen_rows(self) -> list[int]:
        """The numbers of the chosen rows, from the top."""
        ranges = self.selectionModel().selection().toList()
        return sorted(row for ranged in ranges for row in range(ranged.top(), ranged.bottom() + 1))

    def chosen_keys(self) -> "array[int]":
        """The keys of the chosen rows, in the order shown."""
        return array("q", (key for row in self.chosen_rows() if (key := self.table.key(row)) is not None))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lines = None
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows on the screen in one go: cell by cell, through a delegate, takes Qt three times as long."""
        area, height = event.rect(), self.verticalHeader().defaultSectionSize()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        if self._lines is None:
            self._lines = Lines(self.font())
        columns = [
            (left + 10, width - 18, column)
            for column in range(self.table.columnCount())
            if (left := self.columnViewportPosition(column)) <= area.right()
            and left + (width := self.columnWidth(column)) >= area.left()
        ]
        painter = QPainter(self.viewport())
        try:
            self._lines.use(painter)
            for row in range(first, (self.table.rowCount() - 1 if last < 0 else last) + 1):
                self._paint_row(painter, row, height, columns, self._lines)
        finally:
            painter.end()

    def _paint_row(
        self, painter: QPainter, row: int, height: int, columns: list[tuple[int, int, int]], lines: Lines
    ) -> None:
        top = self.rowViewportPosition(row)
        chosen = self.selectionModel().isRowSelected(row, QModelIndex())
        if chosen or row == self._hovered:
            ground = style.color("selected" if chosen else "hover")
            painter.fillRect(0, top, self.viewport().width(), height, ground)
        middle, cells, pen = top + height // 2, self.table.cells(row), ""
        for left, width, column in columns:
            words, colour, right = cells[column]
            if colour != pen:
                painter.setPen(style.color(colour))
                pen = colour
            lines.draw_at(painter, left, middle, width, words, right=right)
        current = self.currentIndex()
        if row == current.row() and self.hasFocus():
            left, width = self.columnViewportPosition(current.column()), self.columnWidth(current.column())
            painter.setPen(style.color("accent"))
            painter.drawRect(left, top, width - 1, height - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row == self._hovered:
            return
        rows, self._hovered = (self._hovered, row), row
        for each in rows:
            self.viewport().update(0, self.rowViewportPosition(each), self.viewport().width(), self.rowHeight(each))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        if QKeySequence(event.keyCombination()) == _COPY_WITH_TITLES:
            self._copy(titles=True)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy as a table"), QKeySequence(QKeySequence.StandardKey.Copy), self._copy)
        menu.addAction(self.tr("Copy with titles"), _COPY_WITH_TITLES, lambda: self._copy(titles=True))
        link = self.table.link(index.row(), index.column())
        if link is not None and link.present:
            menu.addAction(
                self.tr("Go to {0}").format(link.title).replace("&", "&&"), lambda: self.cell_followed.emit(link)
            )
        menu.addSeparator()
        self._add_column_actions(menu, index.column())
        menu.popup(at)

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

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = self.table.key(current.row())
        if key is not None and not self._showing:
            self.row_chosen.emit(self.query, key)

    def _activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if not index.isValid():
            return
        link = self.table.link(index.row(), index.column())
        if link is not None and link.present:
            self.cell_followed.emit(link)

    def _copy(self, *, titles: bool = False) -> None:
        """The chosen rows, in the order shown."""
        header = self.horizontalHeader()
        columns = [header.logicalIndex(place) for place in range(self.table.columnCount())]
        rows = self.chosen_rows()[:_COPIED]
        QGuiApplication.clipboard().setText(copied.as_text(self.table, rows, columns, titles=titles))

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

    def _header_menu(self, column: int) -> None:
        if not 0 <= column < len(self.table.fields):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_column_actions(menu, column)
        menu.popup(self.cursor().pos())

    def _add_column_actions(self, menu: QMenu, column: int) -> None:
        field = self.table.fields[column]
        title = field.title.replace("&", "&&")
        menu.addAction(
            self.tr("Sort by {0}, first to last").format(title), lambda: self.sort_chosen.emit(Sort(field.name))
        )
        menu.addAction(
            self.tr("Sort by {0}, last to first").format(title),
            lambda: self.sort_chosen.emit(Sort(field.name, descending=True)),
        )
        hide = menu.addAction(self.tr("Hide {0}").format(title), lambda: self.column_hidden.emit(field.name))
        hide.setEnabled(len(self.table.fields) > 1)


def _list_of(query: Query) -> tuple[object, ...]:
    """What makes two queries the same list to a person: filtered and ordered otherwise, it still is."""
    return query.collection, query.scopes
