"""The file of a store: opened, which may take a while, and told apart from one that has come in its place."""

from collections.abc import Callable
from pathlib import Path

from rosterdesk.errors import NothingStoredError
from rosterdesk.store.file.aside import identity
from rosterdesk.ui.browsing.masked_reader import MaskedReader


class StoreFile:
    """The file that is at this path now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = identity(path)

    @property
    def replaced(self) -> bool:
        """Whether another one is there by now, or none: the one that is open never changes again."""
        return identity(self._path) != self._seen


def opened(reading: Callable[[], MaskedReader]) -> tuple[MaskedReader, int] | None:
    """A reader, and the version of what it reads; nothing where nothing was synced. Raises `StoreError`."""
    try:
        reader = reading()
    except NothingStoredError:
        return None
    try:
        return reader, reader.data_version()
    except BaseException:
        reader.close()
        raise
