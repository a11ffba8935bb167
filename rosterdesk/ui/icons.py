"""Our icons: single-colour drawings from `resources/icons`, tinted with the theme's colours."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rosterdesk.ui import resources, style


def icon(name: str, tint: str = "secondary") -> QIcon:
    """The icon of that name in a colour of the theme (the name of a token)."""
    return QIcon(pixmap(name, 20, tint))


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
