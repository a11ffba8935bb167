"""Small drawings of counts, in the theme's colours."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rosterdesk.ui import style
from rosterdesk.ui.plain import shown
from rosterdesk.ui.style import GAP

_HEIGHT = 80
_WIDEST_BAR = 32


class BarChart(QWidget):
    """Upright bars side by side, each with its label below and its count above."""

    def __init__(self, bars: Sequence[tuple[str, int]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = [(shown(text, 6), count) for text, count in bars]
        self.setAccessibleName(name)
        self.setAccessibleDescription(", ".join(f"{text}: {count}" for text, count in self._bars))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, _HEIGHT + 2 * self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(count for _, count in self._bars) or 1
        step = min(self.width() / len(self._bars), _WIDEST_BAR + 3 * GAP)
        width = min(step - GAP / 2, _WIDEST_BAR)
        words = self.fontMetrics().height()
        room = self.height() - 2 * words - GAP / 2
        painter.setFont(style.size(0.9))
        for place, (text, count) in enumerate(self._bars):
            left = place * step
            tall = max(room * count / most, 2)
            bar = QRectF(left + (step - width) / 2, words + room - tall, width, tall)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.color("accent"))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(style.color("secondary"))
            painter.drawText(QRectF(left, bar.top() - words, step, words), Qt.AlignmentFlag.AlignCenter, f"{count:,}")
            below = QRectF(left, self.height() - words, step, words)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


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
