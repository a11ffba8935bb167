"""What the user chose and what the window remembers, for all of the program at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from rosterdesk.errors import RosterDeskError, StoreError
from rosterdesk.settings import DataDir, Preferences, Settings, changed

_SOON = 500  # milliseconds


class Remembered(QObject):
    """The settings and preferences that hold now. What is changed holds at once, and is written soon afterwards, by a
    thread, together with what else was changed meanwhile. What another program writes to the same files stays.

    Settings that cannot be read are the usual ones here: opening a source says what is wrong with them.
    """

    settings_changed = Signal()
    reading_changed = Signal()  # stores answer otherwise: in other names, or with less
    preferences_changed = Signal()
    failed = Signal(object)  # RosterDeskError: something could not be written
    _stuck = Signal(object)  # the same, said by the thread

    def __init__(self, data_dir: DataDir) -> None:
        super().__init__()
        self._data_dir = data_dir
        self.settings, self.fixed = _read(data_dir)
        self.preferences: Preferences = data_dir.preferences()
        self._chosen: dict[str, object] = {}
        self._kept = self.preferences  # as they were given to the thread
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="remembered")
        self._due = QTimer(self, singleShot=True, interval=_SOON)
        self._due.timeout.connect(self.write)
        self._stuck.connect(self.failed)  # on the thread of the window

    def choose(self, **chosen: object) -> None:
        """These settings, by name, hold from now on, but for those that the administrator made; raises `UsageError`."""
        chosen = {name: value for name, value in chosen.items() if name not in self.fixed}
        settings = changed(self.settings, chosen)
        if settings == self.settings:
            return
        before, self.settings = self.settings, settings
        self._chosen |= chosen
        self._due.start()
        self.settings_changed.emit()
        if (before.names, before.demographics) != (settings.names, settings.demographics):
            self.reading_changed.emit()

    def remember(self, **left: object) -> None:
        """The window was left so, by the names in `Preferences`."""
        preferences = msgspec.structs.replace(self.preferences, **left)
        if preferences == self.preferences:
            return
        self.preferences = preferences
        self._due.start()
        self.preferences_changed.emit()

    def write(self) -> None:
        """Begin to write what is not written yet."""
        self._due.stop()
        if self._chosen:
            self._thread.submit(self._try, partial(self._data_dir.choose_settings, self._chosen))
            self._chosen = {}
        if self._kept != self.preferences:
            self._thread.submit(self._try, partial(self._data_dir.remember, self._kept, self.preferences))
            self._kept = self.preferences

    def close(self) -> None:
        """Write what is not written yet, and end the thread."""
        self.write()
        self._thread.shutdown(wait=True)

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except RosterDeskError as error:
            self._stuck.emit(error)


def _read(data_dir: DataDir) -> tuple[Settings, frozenset[str]]:
    try:
        return data_dir.settings(), data_dir.fixed()
    except StoreError:
        return Settings(), frozenset()
