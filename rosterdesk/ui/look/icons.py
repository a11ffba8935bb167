"""Our icons: single-colour drawings from `resources/icons`, tinted with the colours of the theme in use."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from rosterdesk import resources
from rosterdesk.ui.look import style


class Symbol(QIconEngine):
    """Draws an icon in whatever theme there is when it is drawn, so that a button need not hear of a new one."""

    def __init__(self, name: str, tint: str) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        tint = "faint" if mode is QIcon.Mode.Disabled else self._tint
        painter.drawPixmap(rect, pixmap(self._name, min(rect.width(), rect.height()), tint))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QPixmap(size)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return image

    def clone(self) -> QIconEngine:
        return Symbol(self._name, self._tint)


class Picture(QLabel):
    """An icon by itself, which keeps to the theme."""

    def __init__(self, name: str, size: int, tint: str = "secondary", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.show_icon(name, tint)

    def show_icon(self, name: str, tint: str) -> None:
        """Show this one from now on."""
        self._name, self._tint = name, tint
        self.setPixmap(pixmap(name, self._size, tint))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_icon(self._name, self._tint)


def icon(name: str, tint: str = "secondary") -> QIcon:
    """The icon of that name in a colour of the theme (the name of a token)."""
    return QIcon(Symbol(name, tint))


def pixmap(name: str, size: int, tint: str = "secondary") -> QPixmap:
    """The icon of that name, `size` pixels square, sharp on this screen."""
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen is not None else 1.0
    return _drawn(name, size, style.color(tint).name(), ratio)


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    drawing = resources.text(f"icons/{name}.svg").replace("currentColor", colour)
    image = QPixmap(QSize(size, size) * ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
