"""A filter that is in force: its words open it, its cross and Del take it away."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import caption, shown, tooltip

_LONGEST = 48  # characters
_CROSS = 20


class FilterChip(QPushButton):
    """Says what is filtered. `clicked` is the wish to change it."""

    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        style.set_look(self, "filter")
        self._cross = QToolButton(self)
        self._cross.setObjectName("removeFilterButton")
        self._cross.setIcon(icons.icon("close", "on_chip"))
        self._cross.setIconSize(QSize(12, 12))
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Del does it on the chip itself
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        style.set_look(self._cross, "cross")
        self._cross.clicked.connect(self.removed)

    def say(self, words: str) -> None:
        """Say this from now on."""
        self.setText(caption(shown(words, _LONGEST)))
        self.setToolTip(tooltip(words) if len(words) > _LONGEST else "")
        self.setAccessibleName(self.tr("Filter: {0}").format(words))
        self.setAccessibleDescription(self.tr("Enter changes it, Del removes it."))
        self._cross.setAccessibleName(self.tr("Remove the filter {0}").format(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cross.setGeometry(self.width() - _CROSS - 5, (self.height() - _CROSS) // 2, _CROSS, _CROSS)
