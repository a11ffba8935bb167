"""The keys that work everywhere in the window, and the page that names them all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.dialogs.shortcuts import OR, ShortcutsDialog

Shortcut = tuple[str, str, Callable[[], object]]
"""What it does, its keys (several with `OR` between them), and the doing."""


class Keyboard(QObject):
    """Sets up shortcuts; F1 shows them."""

    def __init__(self, shortcuts: Sequence[Shortcut], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts = [*shortcuts, (self.tr("All shortcuts"), "F1", self.show_all)]
        for _, keys, action in self._shortcuts:
            for each in keys.split(OR):
                QShortcut(QKeySequence(each), window, action)

    def show_all(self) -> None:
        """Show what each key does, also those that mean something in one place alone."""
        everywhere = [(words, keys) for words, keys, _ in self._shortcuts]
        here_and_there = [
            (self.tr("Table: copy the chosen rows"), "Ctrl+C"),
            (self.tr("Table: copy them with titles"), "Ctrl+Shift+C"),
            (self.tr("Table: choose all rows"), "Ctrl+A"),
            (self.tr("Table, tree, links: go there"), "Enter"),
            (self.tr("Search: open in a window beside this one"), "Ctrl+Enter"),
            (self.tr("Filters: take the chosen one away"), "Del"),
            (self.tr("Values and columns: tick"), "Space"),
            (self.tr("Columns: move up or down"), "Alt+Up / Alt+Down"),
            (self.tr("What a right click opens"), "Menu / Shift+F10"),
            (self.tr("Close a panel or a dialog"), "Esc"),
        ]
        ShortcutsDialog([*everywhere, *here_and_there], self._window).open()
