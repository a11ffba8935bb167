"""A box to tick."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from rosterdesk.ui.look import icons

_TICK = 12


class Box(QCheckBox):
    """A check box with a tick in the theme's colour: a style sheet takes the style's own tick away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.drawPixmap(
            place.left() + (place.width() - _TICK) // 2,
            place.top() + (place.height() - _TICK) // 2,
            icons.pixmap("check", _TICK, "on_accent"),
        )
        painter.end()
