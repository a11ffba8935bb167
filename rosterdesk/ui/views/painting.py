"""How a line of a tree, a table or a list is painted: one look for all, fast, and always plain text."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from rosterdesk.ui.look import icons, style

Index = QModelIndex | QPersistentModelIndex

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ICON = 18
_SIGN = 14
_LONG = 500
_KEPT = 8000
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
HOVERED = QStyle.StateFlag.State_MouseOver.value


def row_height(widget: QWidget) -> int:
    """The height of a row: 30 pixels at the usual text size, more for larger text, less where rows are compact."""
    return max(style.LINE, QFontMetrics(widget.font()).height()) + style.air(12)


def one_line(text: str) -> str:
    """The text without line breaks and control characters, and not endless."""
    if text.isprintable() and len(text) <= _LONG:
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text[:_LONG])


def draw_text(painter: QPainter, place: QRect, text: str, colour: str, alignment: Qt.AlignmentFlag = LEFT) -> None:
    """One line of text, elided at its end."""
    painter.setPen(style.color(colour))
    elided = painter.fontMetrics().elidedText(one_line(text), Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, alignment, elided)


class Lines:
    """Lines of text, measured once and painted often: a screen of a table has hundreds, and scrolling repeats them.

    Drawn at a point: laying a text out beforehand costs four times what drawing it costs.
    """

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetrics(font)
        self._font = font
        self._base = (self._metrics.ascent() - self._metrics.descent()) // 2
        self._measured: dict[tuple[str, int], tuple[str, int]] = {}

    def draw(self, painter: QPainter, place: QRect, text: str, *, right: bool = False) -> None:
        """One line of text in the painter's pen, elided at its end."""
        self.draw_at(painter, place.left(), place.top() + place.height() // 2, place.width(), text, right=right)

    def draw_at(self, painter: QPainter, left: int, middle: int, width: int, text: str, *, right: bool) -> None:
        """The same, in so many pixels from `left` on, around `middle`."""
        line, room = self._measured.get((text, width)) or self._measure(text, width)
        painter.drawText(left + width - room if right else left, middle + self._base, line)

    def use(self, painter: QPainter) -> None:
        """Draw in this font from now on."""
        painter.setFont(self._font)

    def _measure(self, text: str, width: int) -> tuple[str, int]:
        if len(self._measured) > _KEPT:
            self._measured.clear()
        line = one_line(text)
        room = self._metrics.horizontalAdvance(line)
        if room > width:
            line = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            room = width
        self._measured[text, width] = line, room
        return line, room


class RowDelegate(QStyledItemDelegate):
    """Paints the ground of a row: the chosen one, the one under the pointer; and keeps its lines of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: Lines | None = None
        self._bold_lines: Lines | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), row_height(option.widget))

    def lines(self, option: QStyleOptionViewItem) -> Lines:
        """Lines in the font of the view."""
        if self._lines is None:
            self._lines = Lines(QFont(option.font))
        return self._lines

    def bold_lines(self, option: QStyleOptionViewItem) -> Lines:
        """Lines in the bold font of the view."""
        if self._bold_lines is None:
            font = QFont(option.font)
            font.setWeight(font.Weight.DemiBold)
            self._bold_lines = Lines(font)
        return self._bold_lines

    def forget_font(self) -> None:
        """The font is another one now."""
        self._lines = self._bold_lines = None

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Fill the row's ground where it is anything but plain."""
        state = option.state.value  # as a number: Python's flags cost microseconds each, and a paint has hundreds
        if state & _SELECTED:
            painter.fillRect(option.rect, style.color("selected"))
        elif state & HOVERED:
            painter.fillRect(option.rect, style.color("hover"))


class NavigationDelegate(RowDelegate):
    """A line of the tree: icon, title, and at the right its number in grey, or the sign of why there is none."""

    def __init__(self, node_role: int, count_role: int, sign_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._node_role = node_role
        self._count_role = count_role
        self._sign_role = sign_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = index.data(self._node_role)
        count = index.data(self._count_role)
        rect, width = option.rect, _width(option)
        state = option.state.value
        chosen, focused = bool(state & _SELECTED), bool(state & _FOCUSED)
        if chosen or focused or state & HOVERED:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(style.color("selected" if chosen else "hover"))
            painter.setPen(style.color("accent") if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect.adjusted(-2, 1, width - rect.right() - 6, -1), 6, 6)
            painter.restore()
        left, right = rect.left() + 4, width - 14
        if node.icon:
            tint = "link" if chosen else "secondary"
            painter.drawPixmap(left, rect.top() + (rect.height() - _ICON) // 2, icons.pixmap(node.icon, _ICON, tint))
            left += _ICON + 8
        if sign := index.data(self._sign_role):
            count, right = None, right - _SIGN
            middle = rect.top() + (rect.height() - _SIGN) // 2
            painter.drawPixmap(right, middle, icons.pixmap(sign, _SIGN, "warning"))
        number = "" if count is None else f"{count:,}"
        room = painter.fontMetrics().horizontalAdvance(number)
        usual = self.lines(option)
        painter.setPen(style.color("text"))
        title = QRect(left, rect.top(), right - room - 10 - left, rect.height())
        lines = self.bold_lines(option) if node.bold else usual
        lines.use(painter)
        lines.draw(painter, title, node.title)
        usual.use(painter)
        painter.setPen(style.color(node.tint))
        usual.draw(painter, QRect(right - room - 4, rect.top(), room + 4, rect.height()), number, right=True)


def _width(option: QStyleOptionViewItem) -> int:
    view = option.widget
    return view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.right()
