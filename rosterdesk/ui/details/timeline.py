"""Spans of days drawn below each other on one scale, with a line for the day that it is about."""

from collections.abc import Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rosterdesk.model.rows import Value
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.look.style import GAP

_BAR = 8


class Span(msgspec.Struct, frozen=True):
    """A stretch of days, `ends` excluded. `chosen` is the one that it is all about."""

    title: str
    begins: date
    ends: date
    chosen: bool = False


class Timeline(QWidget):
    """The spans on a common scale; their titles stand above their bars."""

    def __init__(self, spans: Sequence[Span], day: date, word: str, name: str, parent: QWidget | None = None) -> None:
        """`word` is what the day is called at its line."""
        super().__init__(parent)
        self._spans = spans
        self._day = day
        self._word = word
        self._first = min(span.begins for span in spans)
        self._last = max(*(span.ends for span in spans), date.fromordinal(self._first.toordinal() + 1))
        self.setAccessibleName(name)
        said = self.tr("{0}: {1} to {2}")
        self.setAccessibleDescription("; ".join(said.format(span.title, span.begins, span.ends) for span in spans))
        self.setFont(style.size(0.9))
        words = self.fontMetrics().height()
        self._line = words + 2 + _BAR
        self._scale = words + GAP
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, self._scale + len(self._spans) * (self._line + GAP // 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        self._draw_scale(painter)
        for place, span in enumerate(self._spans):
            self._draw(painter, span, place * (self._line + GAP // 2))
        painter.end()

    def _draw(self, painter: QPainter, span: Span, top: int) -> None:
        left, right = self._x(span.begins), self._x(span.ends)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(shown(span.title, 80), Qt.TextElideMode.ElideRight, self.width())
        wide = metrics.horizontalAdvance(title)
        painter.setPen(style.color("text" if span.chosen else "secondary"))
        words = QRectF(max(min(left, self.width() - wide), 0), top, wide + 1, self._line - _BAR)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.color("accent" if span.chosen else "line"))
        painter.drawRoundedRect(QRectF(left, top + self._line - _BAR, max(right - left, 4), _BAR), 4, 4)

    def _draw_scale(self, painter: QPainter) -> None:
        """The ends of the scale, and the day, which is written over them where it is near."""
        bottom, height = self.height() - self._scale, self._scale
        metrics = painter.fontMetrics()
        taken = QRectF()
        if self._first <= self._day < self._last:
            x, wide = self._x(self._day), metrics.horizontalAdvance(self._word) + 1
            painter.setPen(QPen(style.color("scroll"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom + GAP / 2))
            taken = QRectF(min(max(x - wide / 2, 0), self.width() - wide), bottom, wide, height)
            painter.setPen(style.color("text"))
            painter.drawText(taken, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._word)
        painter.setPen(style.color("secondary"))
        for text, at_end in ((f"{self._first:%Y-%m-%d}", False), (f"{self._last:%Y-%m-%d}", True)):
            wide = metrics.horizontalAdvance(text) + 1
            place = QRectF(self.width() - wide if at_end else 0, bottom, wide, height)
            if not place.adjusted(-GAP, 0, GAP, 0).intersects(taken):
                painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)

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
