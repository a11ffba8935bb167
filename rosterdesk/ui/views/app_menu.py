"""The menu of the program itself, at the end of the top bar."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rosterdesk.ui.look import icons


class AppMenu(QToolButton):
    """A button with what is neither of a source nor of a place: windows, settings, help, the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("menuButton")
        self.setIcon(icons.icon("menu", "text"))
        self.setAccessibleName(self.tr("Menu"))
        self.setToolTip(self.tr("Menu (F10)"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("appMenu")
        self.setMenu(menu)

    def add(self, icon: str, title: str, keys: str, called: Callable[[], object]) -> QAction:
        """Add an entry; its `keys` are only shown, for `Keyboard` listens to them. Both may be empty."""
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action = QAction(f"{title}\t{native}" if native else title, self.menu())
        if icon:
            action.setIcon(icons.icon(icon))
        action.triggered.connect(lambda _checked=False: called())
        self.menu().addAction(action)
        return action

    def open(self) -> None:
        """Show the menu, as a click does."""
        right = self.mapToGlobal(self.rect().bottomRight())
        self.menu().popup(right - QPoint(self.menu().sizeHint().width(), 0))

    def add_line(self) -> None:
        """Begin another group of entries."""
        self.menu().addSeparator()
