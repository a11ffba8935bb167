"""How the cells of a plain table are painted: their text below the title of the column."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from rosterdesk.ui.look import style
from rosterdesk.ui.views.painting import Index, RowDelegate

_ROOM = 10  # pixels, as in the header


class CellDelegate(RowDelegate):
    """One line of text, where the model says so at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.ground(painter, option)
        painter.setPen(style.color("text"))
        lines, right = self.lines(option), index.data(Qt.ItemDataRole.TextAlignmentRole) or 0
        lines.use(painter)
        place = option.rect.adjusted(_ROOM, 0, -_ROOM, 0)
        lines.draw(painter, place, index.data() or "", right=bool(right & Qt.AlignmentFlag.AlignRight.value))
        painter.restore()
