"""How a line with a box to tick is painted: the box, its words, and at the right a note."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.views.painting import Index, RowDelegate

MARGIN = 10
_BOX, _TICK = 16, 12


class TickDelegate(RowDelegate):
    """The list ticks its lines itself, wherever they are clicked."""

    def note(self, option: QStyleOptionViewItem, index: Index) -> tuple[str, str]:  # noqa: ARG002
        """What stands at the right, and the token of its colour."""
        return "", "faint"

    def editorEvent(
        self,
        event: QEvent,  # noqa: ARG002
        model: QAbstractItemModel,  # noqa: ARG002
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,  # noqa: ARG002
    ) -> bool:
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.ground(painter, option)
        line, lines = option.rect, self.lines(option)
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        _draw_box(painter, QRect(line.left() + MARGIN, line.center().y() - _BOX // 2 + 1, _BOX, _BOX), ticked=ticked)
        note, colour = self.note(option, index)
        left = line.left() + 2 * MARGIN + _BOX
        right = line.right() - MARGIN
        room = option.fontMetrics.horizontalAdvance(note) + MARGIN if note else 0
        lines.use(painter)
        painter.setPen(style.color("text"))
        lines.draw(painter, QRect(left, line.top(), right - room - left, line.height()), index.data() or "")
        painter.setPen(style.color(colour))
        lines.draw(painter, QRect(left, line.top(), right - left, line.height()), note, right=True)
        painter.restore()


def _draw_box(painter: QPainter, box: QRect, *, ticked: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(style.color("accent" if ticked else "secondary"))
    painter.setBrush(style.color("accent" if ticked else "base"))
    painter.drawRoundedRect(box, 4, 4)
    if ticked:
        inset = (_BOX - _TICK) // 2
        painter.drawPixmap(box.left() + inset, box.top() + inset, icons.pixmap("check", _TICK, "on_accent"))
    painter.restore()
