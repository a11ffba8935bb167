"""Spans of days drawn below each other on one scale, with a line for today."""

from collections.abc import Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rosterdesk.model.rows import Value
from rosterdesk.ui import style
from rosterdesk.ui.plain import shown
from rosterdesk.ui.style import GAP

_LINE = 26
_BAR = 8
_SCALE = 22


class Span(msgspec.Struct, frozen=True):
    """A stretch of days, `ends` excluded. `chosen` is the one that it is all about."""

    title: str
    begins: date
    ends: date
    chosen: bool = False


class Timeline(QWidget):
    """The spans on a common scale; their titles stand above their bars."""

    def __init__(self, spans: Sequence[Span], today: date, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans = spans
        self._today = today
        self._first = min(span.begins for span in spans)
        self._last = max(*(span.ends for span in spans), date.fromordinal(self._first.toordinal() + 1))
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(f"{span.title}: {span.begins} to {span.ends}" for span in spans))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, _SCALE + len(self._spans) * (_LINE + GAP // 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        self._draw_scale(painter)
        for place, span in enumerate(self._spans):
            self._draw(painter, span, place * (_LINE + GAP // 2))
        painter.end()

    def _draw(self, painter: QPainter, span: Span, top: int) -> None:
        left, right = self._x(span.begins), self._x(span.ends)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(shown(span.title, 80), Qt.TextElideMode.ElideRight, self.width())
        wide = metrics.horizontalAdvance(title)
        painter.setPen(style.color("text" if span.chosen else "secondary"))
        words = QRectF(max(min(left, self.width() - wide), 0), top, wide + 1, _LINE - _BAR)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.color("accent" if span.chosen else "line"))
        painter.drawRoundedRect(QRectF(left, top + _LINE - _BAR, max(right - left, 4), _BAR), 4, 4)

    def _draw_scale(self, painter: QPainter) -> None:
        bottom = self.height() - _SCALE
        painter.setPen(style.color("secondary"))
        words = QRectF(0, bottom + 2, self.width(), _SCALE - 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, f"{self._first:%Y-%m-%d}")
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, f"{self._last:%Y-%m-%d}")
        if not self._first <= self._today < self._last:
            return
        x = self._x(self._today)
        painter.setPen(QPen(style.color("scroll"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom + 4))
        wide = painter.fontMetrics().horizontalAdvance("today")
        end_words = painter.fontMetrics().horizontalAdvance("2026-12-30") + GAP
        if end_words < x - wide / 2 and x + wide / 2 < self.width() - end_words:
            painter.setPen(style.color("text"))
            place = QRectF(x - wide, bottom + 2, 2 * wide, _SCALE - 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, "today")

    def _x(self, day: date) -> float:
        whole = (self._last - self._first).days
        return self.width() * min(max((day - self._first).days, 0), whole) / whole


def span(title: str, begins: Value, ends: Value, *, chosen: bool = False) -> Span | None:
    """The span between two ISO dates; `None` where one is missing, no date, or they are the wrong way round."""
    try:
        first, last = date.fromisoformat(str(begins)), date.fromisoformat(str(ends))
    except ValueError:
        return None
    return Span(title, first, last, chosen) if first <= last else None
