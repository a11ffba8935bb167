"""The lock beside a store: whoever holds it is the only one to change the store, or to remove it."""

from pathlib import Path
from typing import TYPE_CHECKING

from rosterdesk.errors import StoreBusyError, StoreError
from rosterdesk.store.file import owners

if TYPE_CHECKING:
    import filelock


def taken(path: Path, patience: float = 0) -> "filelock.BaseFileLock":
    """The lock of this store, taken: for the caller to release. Raises `StoreBusyError` where another holds it, and
    goes on to for so many seconds.

    Its empty file is never removed: who had opened it before could then hold it, and who makes it anew as well.
    """
    import filelock  # noqa: PLC0415 - tens of milliseconds, and who only reads needs none

    if not path.parent.is_dir():  # the lock would make it, for everybody to read
        raise StoreError("The local copy cannot be written: its folder is missing.", "Check the data folder.")
    lock = filelock.FileLock(f"{path}.lock", timeout=patience, mode=0o600)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise StoreBusyError(
            "Another RosterDesk is writing this store.", "Wait until it is done, then try again."
        ) from error
    except OSError as error:
        complaint = owners.complaint(Path(lock.lock_file), path, path.parent)
        raise complaint or StoreError(
            f"The local copy cannot be written: {error.strerror}.", "Check the data folder, or choose another."
        ) from error
    return lock
