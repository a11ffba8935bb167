"""What is found where a store is to be: nothing yet, one of ours, or what is none, and why.

A file that is not there was never made, or went missing: `DataDir.syncing` leaves a mark beside it, before anything is
read from the source, that tells one from the other.
"""

from pathlib import Path

import apsw

from rosterdesk.errors import NothingStoredError, StoreDamagedError, StoreNewerError
from rosterdesk.store.file import schema

MARK = ".synced"
"""What the name of that mark adds to the file's."""

_DAMAGED = "The local copy cannot be read: the file is damaged, is not ours, or its key is another one."
_REBUILD = "Sync again: it is set aside then, and everything is read anew."
_SMALLEST = 512  # bytes of a page


def is_lost(path: Path) -> bool:
    """Whether a store was here of which nothing is left."""
    return not _size(path) and Path(f"{path}{MARK}").exists()


def look(path: Path) -> None:
    """Raise unless there is something to read."""
    if is_lost(path):
        raise lost()
    if not _size(path):
        raise nothing()


def nothing() -> NothingStoredError:
    """The error for a store of which nothing is here yet."""
    return NothingStoredError("Nothing is stored of this source yet.", "Sync it first.")


def lost() -> StoreDamagedError:
    """The error for a store of which nothing is here any more."""
    return StoreDamagedError(
        "The local copy is gone: its file is missing or empty, though it was synced before.",
        "Sync again: everything is read anew.",
    )


def damaged() -> StoreDamagedError:
    """The error for a file that cannot be read as what it should be."""
    return StoreDamagedError(_DAMAGED, _REBUILD)


def is_new(path: Path) -> bool:
    """Whether nothing was written yet; raises for a folder, and for a few bytes, which SQLite would take for that, and
    write over.
    """
    if path.is_dir():
        raise StoreDamagedError("In place of the local copy is a folder, which is not one of RosterDesk's.", _REBUILD)
    size = path.stat().st_size
    if 0 < size < _SMALLEST:
        raise damaged()
    return size == 0


def recognise(connection: apsw.Connection) -> None:
    """Raise unless what was opened is a store that this program understands, or nothing: one whose maker was killed
    before the first commit.
    """
    version = connection.pragma("user_version")
    if not connection.execute("SELECT count(*) FROM sqlite_schema").get and not version:
        return
    if connection.pragma("application_id") != schema.APPLICATION_ID:
        raise StoreDamagedError(
            "The file in place of the local copy is a database, but not one of RosterDesk's.", _REBUILD
        )
    if version <= 0:  # tables and their version are written together
        raise damaged()
    if version < schema.OLDEST:
        raise StoreDamagedError(
            "The local copy was made by an earlier trial version of RosterDesk, which this one does not read.",
            f"{_REBUILD} Nothing is lost at the service.",
        )
    if version > schema.VERSION:
        raise StoreNewerError(
            "The local copy was made by a newer RosterDesk; nothing was changed.",
            "Update RosterDesk, or read everything anew: rosterdesk sync NAME --rebuild.",
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
