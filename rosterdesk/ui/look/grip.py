"""Taking something out of the window by the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Grip(QObject):
    """Hears the mouse before the widget does: `dragged` where it was pressed on what the widget `holds`, and moved.

    A press there that moves nowhere is the widget's, once the button is let go.
    """

    dragged = Signal()

    def __init__(self, widget: QWidget, *, holds: Callable[[QPoint], bool]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._holds = holds
        self._press: QMouseEvent | None = None
        self._carried = False  # and the button is held still, for all that the widget knows
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._carried = False
                return self._take(event)
            case QEvent.Type.MouseMove | QEvent.Type.MouseButtonRelease if self._carried:
                self._carried = event.buttons() != Qt.MouseButton.NoButton
                return True
            case QEvent.Type.MouseMove if self._press is not None:
                self._move(event.position().toPoint())
                return True
            case QEvent.Type.MouseButtonRelease if self._press is not None:
                press, self._press = self._press, None
                self._widget.removeEventFilter(self)
                QApplication.sendEvent(self._widget, press)
                self._widget.installEventFilter(self)
        return super().eventFilter(watched, event)

    def _take(self, event: QMouseEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() is not Qt.MouseButton.LeftButton or not plain:
            return False
        self._press = event.clone() if self._holds(event.position().toPoint()) else None
        return self._press is not None

    def _move(self, to: QPoint) -> None:
        assert self._press is not None
        way = to - self._press.position().toPoint()
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._press, self._carried = None, True
            self.dragged.emit()


def carry(source: QWidget, text: str) -> None:
    """Have the mouse carry the text to wherever it is let go; returns then."""
    data = QMimeData()
    data.setText(text)
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.exec(Qt.DropAction.CopyAction)
