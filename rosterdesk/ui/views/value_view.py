"""A list of values to tick: with the pointer, or with Space; Ctrl+Space ticks one alone."""

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from rosterdesk.ui.look.language import tr
from rosterdesk.ui.models.value_list import ValueList
from rosterdesk.ui.views.painting import HOVERED, Index
from rosterdesk.ui.views.tick_list import MARGIN, TickDelegate


class ValueView(QListView):
    """Shows a `ValueList`. A line under the pointer offers “Only” in the place of its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = ValueList(self)
        self.setModel(self.values)
        self._delegate = _Line(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def place_of_only(self, index: QModelIndex) -> QRect:
        """Where the line says “Only” under the pointer."""
        line, room = self.visualRect(index), self.fontMetrics().horizontalAdvance(tr("Only")) + 2 * MARGIN
        return line.adjusted(line.width() - room, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._delegate.forget_font()
        super().changeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self._tick(index, alone=self.place_of_only(index).contains(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self._tick(index, alone=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def _tick(self, index: QModelIndex, *, alone: bool) -> None:
        if alone:
            self.values.choose_only(index.row())
        else:
            self.values.toggle(index.row())


class _Line(TickDelegate):
    def note(self, option: QStyleOptionViewItem, index: Index) -> tuple[str, str]:
        if option.state.value & HOVERED:
            return tr("Only"), "link"
        return f"{index.data(ValueList.CountRole):,}", "faint"
