"""The lock beside a store: whoever holds it is the only one to change the store, or to remove it."""

import contextlib
import os
from pathlib import Path

import filelock

from rosterdesk.errors import StoreBusyError, StoreError
from rosterdesk.store.file import owners


def taken(path: Path) -> filelock.BaseFileLock:
    """The lock of this store, taken: for the caller to release. Raises `StoreBusyError` where another holds it."""
    if not path.parent.is_dir():  # the lock would make it, for everybody to read
        raise StoreError("The local copy cannot be written: its folder is missing.", "Check the data folder.")
    lock = filelock.FileLock(f"{path}.lock", timeout=0, mode=0o600)
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


def end(lock: filelock.BaseFileLock) -> None:
    """Release the lock, and leave no file of it behind."""
    name = Path(lock.lock_file)
    if os.name == "nt":  # a file that is open, here or elsewhere, cannot be removed
        lock.release()
        with contextlib.suppress(OSError):
            name.unlink()
    else:  # removed while it is held: who opened it meanwhile sees, once it is free, that it is the lock no more
        with contextlib.suppress(OSError):
            name.unlink()
        lock.release()
