"""The list of a report: lines that lead to records."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeView, QWidget

from rosterdesk.ui.views.painting import Index, RowDelegate


class ReportList(QTreeView):
    """Says which line is chosen; Enter and a double click go where it leads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.header().setSectionsMovable(False)
        self.doubleClicked.connect(lambda index: self._go(index.siblingAtColumn(0)))

    def mark(self, index: QModelIndex) -> None:
        """Choose this line, without saying so."""
        self.selectionModel().blockSignals(True)
        if index.parent().isValid():
            self.setExpanded(index.parent(), True)
        self.setCurrentIndex(index)
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        if index.isValid():
            self.scrollTo(index)

    def changeEvent(self, event: QEvent) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate) and event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            delegate.forget_font()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._go(self.currentIndex().siblingAtColumn(0))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._tell(self.currentIndex().siblingAtColumn(0))

    @abstractmethod
    def _tell(self, line: QModelIndex) -> None:
        """Say that this line is chosen."""

    @abstractmethod
    def _go(self, line: QModelIndex) -> None:
        """Go where this line leads."""
