"""A picture of the window with what lies above it."""

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QMenu

from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.popup import Popup


def grab(window: MainWindow) -> QPixmap:
    """The window with the dialogs and menus above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            place = (window.rect().center() - dialog.rect().center()) * picture.devicePixelRatio()
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
            painter.drawPixmap(place, dialog.grab())
    for opened in (*window.findChildren(QMenu), *window.findChildren(Popup)):
        if opened.isVisible():
            painter.drawPixmap(window.mapFromGlobal(opened.pos()), opened.grab())
    painter.end()
    return picture
