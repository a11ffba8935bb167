"""Whether the program is locked, for all its windows at once; and the watch that locks it when nobody is there."""

import asyncio
import math
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from rosterdesk.credentials.padlock import Padlock
from rosterdesk.errors import CredentialsError
from rosterdesk.ui.program.preferences import Remembered

MINUTE = 60_000  # milliseconds
_LOOK_EVERY = 5_000  # milliseconds
_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.TouchBegin,
    QEvent.Type.Wheel,
}


class Lock(QObject):
    """Locked by `close`, or when nobody has touched the program for as many minutes as the settings say.

    Without a passphrase it cannot be locked. It stays locked when the program is ended and started again. `clock` tells
    seconds that pass also while the computer sleeps.
    """

    closed = Signal()
    opened = Signal()
    unkept = Signal(object)  # CredentialsError: it is locked, but not once the program is started again
    refused = Signal(int)  # it was another passphrase; for so many seconds no other one is looked at

    def __init__(
        self,
        padlock: Padlock,
        remembered: Remembered,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seen = clock()  # when somebody was there last
        self._trying = asyncio.Lock()
        self._refuses_until = time.monotonic() + padlock.wait
        self._padlock = padlock
        self._remembered = remembered
        self._watching: QApplication | None = None
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._look)
        self.is_closed = padlock.is_locked
        remembered.settings_changed.connect(self._watch)
        self._watch()

    @property
    def has_passphrase(self) -> bool:
        return self._padlock.is_set

    @property
    def wait(self) -> int:
        """For how many seconds the next guess has to wait."""
        return max(0, math.ceil(self._refuses_until - time.monotonic()))

    def close(self) -> None:
        """Lock the program."""
        if not self.is_closed and self._padlock.is_set:
            self.is_closed = True
            self._watch()
            self.closed.emit()
            try:
                self._padlock.lock()
            except CredentialsError as error:
                self.unkept.emit(error)

    async def try_passphrase(self, passphrase: str) -> bool:
        """Unlock the program with it; whether it was the right one. Takes about half a second.

        One is tried at a time, whichever window it was given to, and none before the `wait` is over.
        """
        async with self._trying:
            await asyncio.sleep(max(0.0, self._refuses_until - time.monotonic()))
            if not await self._opens(passphrase):
                self.refused.emit(self.wait)
                return False
        if self.is_closed:
            self.is_closed = False
            self._watch()
            self.opened.emit()
        return True

    async def _opens(self, passphrase: str) -> bool:
        opens = await asyncio.to_thread(self._padlock.opens, passphrase)
        self._refuses_until = time.monotonic() + self._padlock.wait
        return opens

    async def set_passphrase(self, passphrase: str) -> None:
        """Lock with this passphrase from now on; with none where it is empty."""
        if passphrase:
            await asyncio.to_thread(self._padlock.set, passphrase)
        else:
            await asyncio.to_thread(self._padlock.remove)
        self._watch()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin to count anew when somebody is there, unless that is too late."""
        if event.type() in _SIGNS_OF_LIFE:
            self._look()
            self._seen = self._clock()
        return False

    def _look(self) -> None:
        """Lock where nobody was there for too long; or nobody knows for how long, as the clock was set back."""
        if abs(self._clock() - self._seen) * 1000 >= self._remembered.settings.lock_after * MINUTE:
            self.close()

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
        self._idle.setInterval(min(minutes * MINUTE, _LOOK_EVERY))
        self._seen = self._clock()
        if wanted:
            self._idle.start()
        else:
            self._idle.stop()
