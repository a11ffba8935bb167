"""Small drawings of counts, in the theme's colours."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.look.style import GAP

_HEIGHT = 80
_WIDEST_BAR = 32
_WIDEST_STEP = _WIDEST_BAR + 3 * GAP


class Bar(QAbstractButton):
    """One upright bar with its count above and its label below: a button, so that it can be followed."""

    def __init__(self, text: str, count: int, most: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._label, self._count, self._share = shown(text, 6), count, count / (most or 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_WIDEST_STEP)

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST_STEP, _HEIGHT + 2 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(GAP, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.size(0.9))
        words = self.fontMetrics().height()
        room = self.height() - 2 * words - GAP / 2
        wide = min(self.width() - GAP / 2, _WIDEST_BAR)
        tall = max(room * self._share, 2)
        bar = QRectF((self.width() - wide) / 2, words + room - tall, wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.color("accent_hover" if self.underMouse() else "accent"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(style.color("secondary"))
        above = QRectF(0, bar.top() - words, self.width(), words)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{self._count:,}")
        below = QRectF(0, self.height() - words, self.width(), words)
        painter.setPen(style.color("link"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._label)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(style.color("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


class BarChart(QWidget):
    """Upright bars side by side; each leads to what it counts."""

    chosen = Signal(str)  # the label of a bar

    def __init__(self, bars: Sequence[tuple[str, int, str]], name: str, parent: QWidget | None = None) -> None:
        """`bars` are labels and counts, and what each says to those who do not see it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.bars: list[Bar] = []
        most = max((count for _, count, _ in bars), default=0)
        for text, count, said in bars:
            bar = Bar(text, count, most, self)
            bar.setAccessibleName(said)
            bar.setToolTip(tooltip(said))
            bar.clicked.connect(lambda _checked=False, text=text: self.chosen.emit(text))
            line.addWidget(bar)
            self.bars.append(bar)
        line.addStretch(1)


class Share(QWidget):
    """One lying bar: so much of the most."""

    def __init__(self, count: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = count / most if most else 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, 2 * GAP)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, self.height() / 2 - 3, self.width(), 6)
        painter.setBrush(style.color("hover"))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(style.color("accent"))
        painter.drawRoundedRect(QRectF(track.x(), track.y(), max(track.width() * self._share, 4), 6), 3, 3)
        painter.end()
