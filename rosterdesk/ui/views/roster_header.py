"""The header of the table: the columns' titles, their order and their widths."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.ui.look import style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.views.painting import draw_text

_UP, _DOWN = " ↑", " ↓"
_WEIGHT = QFont.Weight.DemiBold
_OF_DIGITS = {Kind.ID, Kind.DATE, Kind.MOMENT, Kind.NUMBER}
"""Values of these are mostly digits, which are wider than the usual letter."""


class RosterHeader(QHeaderView):
    """A header that paints itself, and keeps the widths that the user gave to the columns of each collection.

    Qt's own asks every row whether its column is chosen, for each section and paint: with a million rows chosen
    that is seconds. What is shown here needs no answer to that.
    """

    columns_moved = Signal(object)  # tuple of field names in their new order
    widths_changed = Signal(object)  # all widths, as `show_widths` takes them

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setMinimumHeight(34)
        self.setStretchLastSection(True)
        self._collection = ""
        self._fields: Sequence[Field] = ()
        self._widths: dict[str, dict[str, int]] = {}
        self._showing = False
        self.sectionResized.connect(self._keep_width)
        self.sectionMoved.connect(self._moved)

    def show_widths(self, widths: dict[str, dict[str, int]]) -> None:
        """Make the columns as wide as this says, in pixels by collection and field, from the next time on."""
        self._widths = widths

    def show_columns(self, collection: str, fields: Sequence[Field]) -> None:
        """Put the columns in their order, each as wide as it was, or as its values usually need."""
        self._showing = True
        self._collection, self._fields = collection, fields
        for column in range(self.count()):
            self.moveSection(self.visualIndex(column), column)
        widths = self._widths.get(collection, {})
        metrics = QFontMetrics(self.font())
        letter, digit = 0.9 * metrics.averageCharWidth(), metrics.horizontalAdvance("0")
        bold = QFont(self.font())
        bold.setWeight(_WEIGHT)
        titles = QFontMetrics(bold)
        for column, field in enumerate(fields):
            values = int(field.width * (digit if field.kind in _OF_DIGITS else letter)) + 22
            usual = max(values, titles.horizontalAdvance(f"{sentences(field.title)}{_UP}") + 22)
            self.resizeSection(column, widths.get(field.name, usual))
        self._showing = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.count():
            self.show_columns(self._collection, self._fields)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803
        """Nothing: what Qt would add here is what takes the seconds."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        painter.fillRect(rect, style.color("base"))
        painter.setPen(style.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        font = painter.font()
        font.setWeight(_WEIGHT)
        painter.setFont(font)
        place = rect.adjusted(10, 0, -8, 0)
        title = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or ""
        alignment = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            arrow = _UP if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder else _DOWN
            room = max(0, place.width() - painter.fontMetrics().horizontalAdvance(arrow))
            title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room) + arrow
        draw_text(painter, place, title, "secondary", Qt.AlignmentFlag(alignment))
        painter.restore()

    def _keep_width(self, column: int, _old: int, new: int) -> None:
        is_last = self.visualIndex(column) == self.count() - 1  # as wide as there is room
        if not self._showing and not is_last and column < len(self._fields):
            widths = self._widths.get(self._collection, {}) | {self._fields[column].name: new}
            self._widths = self._widths | {self._collection: widths}
            self.widths_changed.emit(self._widths)

    def _moved(self, _column: int, _old: int, _new: int) -> None:
        if not self._showing:
            self.columns_moved.emit(tuple(self._fields[self.logicalIndex(at)].name for at in range(self.count())))
