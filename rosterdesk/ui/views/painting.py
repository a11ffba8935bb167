"""How a line of a tree, a table or a list is painted: one look for all, fast, and always plain text."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rosterdesk.model.rows import Link
from rosterdesk.ui import icons, style

Index = QModelIndex | QPersistentModelIndex

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ICON = 18


def row_height(widget: QWidget) -> int:
    """The height of a row: 30 pixels at the usual text size, more for larger text."""
    return max(style.ROW, QFontMetrics(widget.font()).height() + 12)


def draw_text(painter: QPainter, place: QRect, text: str, colour: str, alignment: Qt.AlignmentFlag = LEFT) -> None:
    """One line of text, elided at its end, control characters and line breaks shown as blanks."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[:500])
    painter.setPen(style.color(colour))
    painter.drawText(
        place, alignment, painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, place.width())
    )


class RowDelegate(QStyledItemDelegate):
    """Paints the ground of a row: the chosen one, the one under the pointer, the one with the focus."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), row_height(option.widget))

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Fill the row's ground where it is anything but plain."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, style.color("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, style.color("hover"))


class CellDelegate(RowDelegate):
    """A cell of a table: text, and amber for a reference to what was never received."""

    def __init__(self, value_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._value_role = value_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.ground(painter, option)
        value = index.data(self._value_role)
        missing = isinstance(value, Link) and not value.present
        right = isinstance(value, int) and not isinstance(value, bool) and _is_right(index)
        place = option.rect.adjusted(10, 0, -8, 0)
        first = index.column() == 0
        colour = "warning" if missing or value == "tobedeleted" else "text" if first or value else "faint"
        draw_text(painter, place, index.data() or ("" if value else "—"), colour, RIGHT if right else LEFT)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(style.color("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))


class NavigationDelegate(RowDelegate):
    """A line of the tree: icon, title, and its number at the right in grey."""

    def __init__(self, node_role: int, count_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._node_role = node_role
        self._count_role = count_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = index.data(self._node_role)
        count = index.data(self._count_role)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        rect = option.rect
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(style.color("selected" if chosen else "hover"))
            painter.setPen(Qt.PenStyle.NoPen)
            whole = QRect(rect.left() - 2, rect.top() + 1, _width(option) - rect.left() - 4, rect.height() - 2)
            painter.drawRoundedRect(whole, 6, 6)
        tint = "link" if chosen else "secondary"
        top = rect.top() + (rect.height() - _ICON) // 2
        left = rect.left() + 4
        if node.icon:
            painter.drawPixmap(left, top, icons.pixmap(node.icon, _ICON, tint))
            left += _ICON + 8
        right = _width(option) - 14
        number = "" if count is None else f"{count:,}"
        width = painter.fontMetrics().horizontalAdvance(number)
        font = painter.font()
        font.setWeight(font.Weight.DemiBold if node.bold else font.Weight.Normal)
        painter.setFont(font)
        draw_text(painter, QRect(left, rect.top(), right - width - 10 - left, rect.height()), node.title, "text")
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        draw_text(painter, QRect(right - width - 4, rect.top(), width + 4, rect.height()), number, "faint", RIGHT)
        painter.restore()


class HitDelegate(RowDelegate):
    """A hit of the search: icon, title, and below it what tells it apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(200, QFontMetrics(option.widget.font()).height() * 2 + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.ground(painter, option)
        rect = option.rect
        name = index.data(Qt.ItemDataRole.UserRole + 1)
        painter.drawPixmap(rect.left() + 12, rect.center().y() - 9, icons.pixmap(name, _ICON, "secondary"))
        half = rect.height() // 2
        left = rect.left() + 42
        top = QRect(left, rect.top() + 4, rect.width() - 54, half - 2)
        draw_text(painter, top, index.data() or "", "text")
        below = QRect(left, rect.top() + half - 1, rect.width() - 54, half - 2)
        draw_text(painter, below, index.data(Qt.ItemDataRole.UserRole + 2) or "", "secondary")
        painter.restore()


def _width(option: QStyleOptionViewItem) -> int:
    view = option.widget
    return view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.right()


def _is_right(index: Index) -> bool:
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return alignment is not None
