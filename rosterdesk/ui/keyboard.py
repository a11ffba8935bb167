"""The keys that work everywhere in the window, and the page that names them all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.dialogs.shortcuts import ShortcutsDialog

Shortcut = tuple[str, str, Callable[[], object]]
"""What it does, its keys, and the doing."""


class Keyboard(QObject):
    """Sets up shortcuts; F1 shows them."""

    def __init__(self, shortcuts: Sequence[Shortcut], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts = [*shortcuts, (self.tr("All shortcuts"), "F1", self.show_all)]
        for _, keys, action in self._shortcuts:
            QShortcut(QKeySequence(keys), window, action)

    def show_all(self) -> None:
        """Show what each key does, those of the table too."""
        pairs = [(words, keys) for words, keys, _ in self._shortcuts]
        pairs += [
            (self.tr("Copy the chosen rows"), "Ctrl+C"),
            (self.tr("Copy them with titles"), "Ctrl+Shift+C"),
            (self.tr("Go where a cell leads"), "Enter"),
        ]
        ShortcutsDialog(pairs, self._window).open()
