"""How much was found from one judging to the next: a small line, and what is different since the one before."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rosterdesk.model.judged import Judging
from rosterdesk.ui.look import style
from rosterdesk.ui.look.dates import ago
from rosterdesk.ui.look.plain import label, tooltip

_LINE = QSize(72, 18)
_DOT = 2.5


class Trend(QWidget):
    """Shows nothing until there are two judgings to compare."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingTrend")
        self._line = _TrendLine()
        self._words = label("", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.GAP)
        row.addWidget(self._words)
        row.addWidget(self._line)
        self.hide()

    def show_judgings(self, judgings: Sequence[Judging]) -> None:
        """Show these, the oldest first."""
        last = judgings[-1] if judgings else None
        self.setVisible(len(judgings) > 1)
        if last is None or last.new is None or len(judgings) < 2:
            return
        when = ago(datetime.fromisoformat(judgings[-2].at).astimezone().date(), date.today())  # noqa: DTZ011
        text = self.tr("Since the check before ({0}): {1} new, {2} gone").format(
            when, f"{last.new:,}", f"{last.gone:,}"
        )
        self._words.setText(f"+{last.new:,} −{last.gone:,}")
        self.setAccessibleName(text)
        self.setToolTip(tooltip(text))
        self._line.show_counts([each.count for each in judgings])


class _TrendLine(QWidget):
    """The counts as a line that ends in a dot."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_LINE)
        self._counts: list[int] = []

    def show_counts(self, counts: list[int]) -> None:
        self._counts = counts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if len(self._counts) < 2:
            return
        room = QRectF(self.rect()).adjusted(_DOT, _DOT, -_DOT - 1, -_DOT - 1)
        least, most = min(self._counts), max(self._counts)
        points = [
            QPointF(
                room.left() + room.width() * place / (len(self._counts) - 1),
                room.bottom() - room.height() * ((count - least) / (most - least) if most > least else 0.5),
            )
            for place, count in enumerate(self._counts)
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.color("secondary"), 1.5))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.color("link"))
        painter.drawEllipse(points[-1], _DOT, _DOT)
        painter.end()
