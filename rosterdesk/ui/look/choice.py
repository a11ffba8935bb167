"""A list to choose one from."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from rosterdesk.ui.look import icons
from rosterdesk.ui.look.style import GAP

_ARROW = 14


class Choice(QComboBox):
    """A combo box with an arrow in the theme's colour: a style sheet takes the style's own arrow away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        left = self.width() - _ARROW - GAP
        painter.drawPixmap(left, (self.height() - _ARROW) // 2, icons.pixmap("chevron-down", _ARROW))
        painter.end()
