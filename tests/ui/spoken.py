"""Every text of a window: what it shows, would show if pointed at, and says to a screen reader."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_ROWS = 60  # of a list: more say no more
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def texts(window: QWidget) -> set[str]:
    """All of them, those of hidden widgets too."""
    found = {text for widget in (window, *window.findChildren(QWidget)) for text in _of(widget)}
    found.update(part for action in window.findChildren(QAction) for part in (action.text(), action.toolTip()))
    return {text for text in found if text}


def of(window: QWidget, *words: str) -> list[str]:
    """Those in which one of the words is."""
    return [text for text in texts(window) if any(word in text for word in words)]


def seen(window: QWidget, *words: str) -> list[str]:
    """The same, of what is on the screen alone."""
    widgets = (widget for widget in (window, *window.findChildren(QWidget)) if widget.isVisible())
    return [text for widget in widgets for text in _of(widget) if any(word in text for word in words)]


def _of(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield from (widget.displayText(), widget.placeholderText())
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QComboBox():
            yield from (widget.itemText(index) for index in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(index) for index in range(widget.count()))
        case QAbstractItemView() if widget.model() is not None:
            yield from of_model(widget.model(), QModelIndex())


def of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    """What a model has for its view, as far as it was read."""
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (text for role in _ROLES if isinstance(text := model.data(index, role), str))
        if not isinstance(model, QAbstractListModel):
            yield from of_model(model, model.index(row, 0, parent))
