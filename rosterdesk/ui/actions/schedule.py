"""Syncs that nobody asks for: at the start, and again and again, where the user wants that."""

from PySide6.QtCore import QObject, QTimer

from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.program.preferences import Remembered

_MINUTE = 60_000  # milliseconds


class Schedule(QObject):
    """Keeps what a window shows up to date, one sync after another. One that failed is not tried again before its turn.

    `first`: of the program's windows, so that what it shows first is synced at the start. `minute` is in milliseconds.
    """

    def __init__(
        self, desk: Desk, remembered: Remembered, parent: QObject, *, first: bool, minute: int = _MINUTE
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._remembered = remembered
        self._minute = minute
        self._starting = first
        self._turn = QTimer(self)
        self._turn.timeout.connect(desk.sync_unattended)
        desk.opened.connect(self._begin)
        desk.syncing_changed.connect(self._synced)
        remembered.settings_changed.connect(self._follow)
        self._follow()

    def _begin(self) -> None:
        if self._starting and self._remembered.settings.sync_on_start:
            self._desk.sync_unattended()
        self._starting = False

    def stop(self) -> None:
        """Begin nothing any more."""
        self._turn.stop()

    def _synced(self, syncing: bool) -> None:
        if not syncing:
            self._wait()

    def _follow(self) -> None:
        every = self._remembered.settings.sync_every * self._minute
        if every != self._turn.interval():
            self._turn.setInterval(every)
            self._wait()

    def _wait(self) -> None:
        if self._turn.interval():
            self._turn.start()
        else:
            self._turn.stop()
