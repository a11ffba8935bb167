"""A picture of the window with what lies above it."""

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QMenu

from rosterdesk.ui.main_window import MainWindow


def grab(window: MainWindow) -> QPixmap:
    """The window with the dialogs and menus above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            place = (window.rect().center() - dialog.rect().center()) * picture.devicePixelRatio()
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
            painter.drawPixmap(place, dialog.grab())
    for menu in window.findChildren(QMenu):
        if menu.isVisible():
            painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
    painter.end()
    return picture
