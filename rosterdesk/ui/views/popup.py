"""A panel over the window that a button opens, and Esc or a click elsewhere closes."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rosterdesk.ui.look.style import GAP


class Popup(QFrame):
    """A column of widgets below the button that it was opened by; the keyboard goes back there."""

    def __init__(self, name: str, width: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(name)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)  # else the click that closes it opens it again
        self.setFixedWidth(width)
        self._anchor = parent
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GAP + 4, GAP + 4, GAP + 4, GAP + 4)
        self.column.setSpacing(GAP)

    def open_below(self, anchor: QWidget) -> None:
        """Show it below the anchor, on its screen, and not beyond the right edge of its window."""
        self._anchor = anchor
        self.adjustSize()
        screen = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        edge = anchor.window().mapToGlobal(anchor.window().rect().topRight()).x()
        left = min(place.x(), min(screen.right(), edge) - self.width() - GAP)
        top = min(place.y(), screen.bottom() - self.height() - GAP)
        self.move(max(left, screen.left()), max(top, screen.top()))
        self.show()

    def done(self) -> None:
        """Close it."""
        self.hide()
        self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)
