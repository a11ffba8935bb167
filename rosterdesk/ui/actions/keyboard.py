"""The keys that work everywhere in the window, and the page that names them all."""

from collections.abc import Callable, Container, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from rosterdesk.ui.look.words import OR

Shortcut = tuple[str, str, Callable[[], object]]
"""What it does, its keys (several with `OR` between them), and the doing."""
_OVER_ALL = "overAll"


class Keyboard(QObject):
    """Sets up shortcuts; F1 shows them. Those with `over_all` work above a menu or a panel too, which they close, and
    while a dialog is open.

    Enter presses the button that has the focus, as Space does. In a dialog it is left to Qt: there it presses the
    default button.
    """

    def __init__(self, shortcuts: Sequence[Shortcut], window: QWidget, *, over_all: Container[str] = ()) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts = [*shortcuts, (self.tr("All shortcuts"), "F1", self.show_all)]
        single = [(each, action) for _, keys, action in self._shortcuts for each in keys.split(OR)]
        self._over_all = {keys: action for keys, action in single if keys in over_all}
        for keys, action in single:
            if keys not in over_all:
                QShortcut(QKeySequence(keys), window, action)
        self._set_up_over_all(window)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)

    def _set_up_over_all(self, window: QWidget) -> None:
        """In this window or dialog of ours; once."""
        if window.findChild(QShortcut, _OVER_ALL, Qt.FindChildOption.FindDirectChildrenOnly) is not None:
            return
        for keys in self._over_all:
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setObjectName(_OVER_ALL)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            for pressed in (shortcut.activated, shortcut.activatedAmbiguously):  # several have it: one of them is told
                pressed.connect(partial(self._press_over_all, keys))

    def _press_over_all(self, keys: str) -> None:
        """Do it in the window that is used, whichever was told, above nothing that is open there."""
        used = QApplication.activeWindow()
        while used is not None and used.parentWidget() is not None:
            used = used.parentWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        keyboard = used.findChild(Keyboard) if used is not None else None
        (keyboard or self).press(keys)

    def press(self, keys: str) -> None:
        """Do what these keys do above everything."""
        self._over_all[keys]()

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        dialog = now.window() if now is not None else None
        if isinstance(dialog, QDialog):
            if self._is_ours(dialog):
                self._set_up_over_all(dialog)  # it keeps all keys from the window below it
        elif isinstance(now, QAbstractButton):
            now.installEventFilter(self)  # again, where it is already: Qt has it once

    def _is_ours(self, dialog: QWidget) -> bool:
        above = dialog.parentWidget()
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            space = QKeyEvent(event.type(), Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", event.isAutoRepeat())
            QApplication.sendEvent(watched, space)
            return True
        return super().eventFilter(watched, event)

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
        from rosterdesk.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog([*everywhere, *here_and_there], self._window).open()
