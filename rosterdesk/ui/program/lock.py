"""Whether the program is locked, for all its windows at once; and the watch that locks it when nobody is there."""

import asyncio

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from rosterdesk.credentials import Padlock
from rosterdesk.ui.program.preferences import Remembered

MINUTE = 60_000  # milliseconds
_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.TouchBegin,
    QEvent.Type.Wheel,
}


class Lock(QObject):
    """Locked by `close`, or when nobody has touched the program for as many minutes as the settings say.

    Without a passphrase it cannot be locked. It stays locked when the program is ended and started again.
    """

    closed = Signal()
    opened = Signal()

    def __init__(self, padlock: Padlock, remembered: Remembered, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._padlock = padlock
        self._remembered = remembered
        self._watching: QApplication | None = None
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.close)
        self.is_closed = padlock.is_locked
        remembered.settings_changed.connect(self._watch)
        self._watch()

    @property
    def has_passphrase(self) -> bool:
        return self._padlock.is_set

    @property
    def wait(self) -> int:
        """For how many seconds the next guess has to wait."""
        return self._padlock.wait

    def close(self) -> None:
        """Lock the program."""
        if not self.is_closed and self._padlock.is_set:
            self._padlock.lock()
            self.is_closed = True
            self._watch()
            self.closed.emit()

    async def try_passphrase(self, passphrase: str) -> bool:
        """Unlock the program with it; whether it was the right one. Takes about half a second."""
        if not await asyncio.to_thread(self._padlock.opens, passphrase):
            return False
        if self.is_closed:
            self.is_closed = False
            self._watch()
            self.opened.emit()
        return True

    async def set_passphrase(self, passphrase: str) -> None:
        """Lock with this passphrase from now on; with none where it is empty."""
        if passphrase:
            await asyncio.to_thread(self._padlock.set, passphrase)
        else:
            await asyncio.to_thread(self._padlock.remove)
        self._watch()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin to count anew when somebody is there."""
        if event.type() in _SIGNS_OF_LIFE:
            self._idle.start()
        return False

    def _watch(self) -> None:
        """Watch only while there is something to lock: each event of the program comes by here."""
        minutes, application = self._remembered.settings.lock_after, QApplication.instance()
        wanted = bool(minutes) and self._padlock.is_set and not self.is_closed
        if wanted and self._watching is None and isinstance(application, QApplication):
            application.installEventFilter(self)
            self._watching = application
        elif not wanted and self._watching is not None:
            self._watching.removeEventFilter(self)
            self._watching = None
        self._idle.setInterval(minutes * MINUTE)
        if wanted:
            self._idle.start()
        else:
            self._idle.stop()
