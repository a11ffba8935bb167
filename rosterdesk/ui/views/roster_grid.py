"""The table's rows, painted: which are chosen, which has the pointer, which cell has the keyboard."""

from PySide6.QtCore import QEvent, QModelIndex
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rosterdesk.ui.look import style
from rosterdesk.ui.models.roster_table import RosterTable
from rosterdesk.ui.views.painting import Lines, row_height
from rosterdesk.ui.views.roster_header import RosterHeader


class RosterGrid(QTableView):
    """Shows a `RosterTable`, chosen by row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RosterTable(self)
        self.setModel(self.table)
        self.header = RosterHeader(self)
        self.setHorizontalHeader(self.header)
        self._lines: Lines | None = None
        self._hovered = -1
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHintForColumn(self, column: int) -> int:
        """As wide as what is on the screen of it."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        rows = range(max(first, 0), (self.table.rowCount() - 1 if last < 0 else last) + 1)
        measure = self.fontMetrics().horizontalAdvance
        return max((measure(self.table.cells(row)[column].text) for row in rows), default=0) + 20

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lines = None
            self.verticalHeader().setDefaultSectionSize(row_height(self))
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
