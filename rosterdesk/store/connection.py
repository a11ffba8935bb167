"""Connections to a store: how its file is made, opened with its key, read, and destroyed.

A connection belongs to one thread at a time; only `interrupt` may be called from another.
"""

import contextlib
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import apsw
import msgspec

from rosterdesk.errors import (
    NothingStoredError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreNewerError,
)
from rosterdesk.store import lock, schema

SIDE_FILES = ("-wal", "-shm", "-journal")
_BUSY_MS = 5_000
_READER_CACHE_KIB = 24_576
_SMALLEST = 512  # bytes of a page
_WRITER_CACHE_KIB = 98_304
_CHECKPOINT_PAGES = 20_000
# The WAL-reset bug was in 3.7.0 … 3.51.2; these older lines have the fix too (https://sqlite.org/wal.html).
_WAL_SAFE = (3_051_003, ((3_050_007, 3_051_000), (3_044_006, 3_045_000)))
_WRITE_FAILURES = {apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_SHMSIZE, apsw.SQLITE_IOERR_TRUNCATE}

_DAMAGED = "The local copy cannot be read: the file is damaged, is not ours, or its key is another one."
_NOTHING = "Nothing is stored of this source yet.", "Sync it first."
_REBUILD = "Forget the local data of this source, then sync again."


class Memory(msgspec.Struct, frozen=True):
    """A store in this process's memory, see `memory`. It has no key, no lock and no file."""

    uri: str


Location: TypeAlias = Path | Memory


class Interrupted(Exception):  # noqa: N818
    """The call was ended by `interrupt`; not an error of anybody's."""


def wal_is_safe(version: int) -> bool:
    """Whether this SQLite (as `apsw.SQLITE_VERSION_NUMBER` counts) is free of the bug that corrupts in WAL mode."""
    newest, backports = _WAL_SAFE
    return version >= newest or any(first <= version < end for first, end in backports)


def ciphers() -> tuple[str, str]:
    """Both ciphers that a store may have, first the one to make it with: AEGIS where the processor has AES."""
    fast = ("aegis", "chacha20")
    return fast if _has_aes() else (fast[1], fast[0])


def _has_aes() -> bool:
    try:
        information = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return platform.machine().lower() in {"arm64", "aarch64", "amd64", "x86_64"}
    return any(
        " aes " in f"{line} ".replace("\t", " ")
        for line in information.splitlines()
        if line.lower().startswith(("flags", "features"))
    )


def open_writer(path: Location, key: bytes) -> apsw.Connection:
    """The store for writing, made where it is missing; raises a `StoreError`."""
    if isinstance(path, Memory):
        connection = in_memory(path)
        schema.bring_up_to_date(connection)
        return connection
    try:
        with contextlib.suppress(FileExistsError):  # the mode of the side files follows the file's
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(
            f"The local copy cannot be written: {error.strerror}.", "Check the data folder, or choose another."
        ) from error
    with translated():
        connection = _unlock(path, key, apsw.SQLITE_OPEN_READWRITE, size)
        try:
            _prepare_writing(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def open_reader(path: Location, key: bytes) -> apsw.Connection:
    """The store for reading only; raises `NothingStoredError` where there is none, else a `StoreError`."""
    if isinstance(path, Memory):
        return _for_reading(in_memory(path))
    size = path.stat().st_size if path.exists() else 0
    if size == 0:
        raise NothingStoredError(*_NOTHING)
    with translated():
        return _for_reading(_unlock(path, key, apsw.SQLITE_OPEN_READONLY, size))


def in_memory(location: Memory) -> apsw.Connection:
    """A connection to a store in memory, which is there as long as one of them."""
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(location.uri, flags=flags)
    _guard(connection)
    return connection


def destroy(path: Path) -> None:
    """Remove the store and all files beside it; what is not there is fine.

    Raises `StoreBusyError` while another writes it, else `StoreError`.
    """
    if not path.parent.is_dir():
        return
    held = lock.taken(path)
    try:
        for name in (str(path), *(f"{path}{ending}" for ending in SIDE_FILES)):
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"The local copy cannot be removed: {error.strerror}.", "Close other RosterDesk windows, then try again."
        ) from error
    finally:
        lock.end(held)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """What SQLite raises, as an error that a person can act on."""
    try:
        yield
    except apsw.InterruptError as error:
        raise Interrupted from error
    except (apsw.NotADBError, apsw.CorruptError, apsw.FormatError) as error:
        raise StoreDamagedError(_DAMAGED, _REBUILD) from error
    except apsw.FullError as error:
        raise _full() from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise _busy() from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise StoreError(
            "The local copy cannot be opened: its folder or file may not be written.", "Check who may write there."
        ) from error
    except apsw.IOError as error:
        if getattr(error, "extendedresult", None) in _WRITE_FAILURES:
            raise _full() from error
        raise StoreDamagedError("The disk failed to read or write the local copy.", _REBUILD) from error


def _for_reading(connection: apsw.Connection) -> apsw.Connection:
    if connection.pragma("user_version") == 0:  # killed before its first commit
        connection.close()
        raise NothingStoredError(*_NOTHING)
    connection.pragma("query_only", True)
    connection.pragma("cache_size", -_READER_CACHE_KIB)
    return connection


def _full() -> StoreFullError:
    return StoreFullError(
        "There is no room left for the local copy; what was stored before is whole.", "Free some space."
    )


def _busy() -> StoreBusyError:
    return StoreBusyError("Another RosterDesk is writing this store.", "Wait until it is done, then try again.")


def _unlock(path: Path, key: bytes, flags: int, size: int) -> apsw.Connection:
    """A connection that has read the file with this key; tries the other cipher for a file from another machine."""
    names, new = ciphers(), size == 0
    if 0 < size < _SMALLEST:  # SQLite would take it for empty, and write over it
        raise StoreDamagedError(_DAMAGED, _REBUILD)
    for name in names[:1] if new else names:
        connection = apsw.Connection(str(path), flags=flags)
        try:
            _set_up(connection, name, key)
            if not new:
                _recognise(connection)
        except apsw.NotADBError:
            connection.close()
            if new or name == names[-1]:
                raise
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise AssertionError


def _set_up(connection: apsw.Connection, cipher: str, key: bytes) -> None:
    connection.pragma("cipher", cipher)
    connection.pragma("key", f"raw:{key.hex()}")
    _guard(connection)


def _guard(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(_BUSY_MS)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.pragma("cell_size_check", True)
    connection.pragma("temp_store", 2)  # memory


def _recognise(connection: apsw.Connection) -> None:
    """Raise unless the file is a store that this program understands."""
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").get
    if tables == 0:  # made and keyed, then killed before the first commit
        return
    if connection.pragma("application_id") != schema.APPLICATION_ID:
        raise StoreDamagedError(
            "The file is a database, but not one of RosterDesk's.", "Move it away, then sync again."
        )
    version = connection.pragma("user_version")
    if 0 < version < schema.OLDEST:
        raise StoreDamagedError(
            "The local copy was made by an earlier trial version of RosterDesk, which this one does not read.",
            "Forget the local copy (rosterdesk source forget NAME) and sync again; nothing is lost at the service.",
        )
    if version > schema.VERSION:
        raise StoreNewerError(
            "The local copy was made by a newer RosterDesk.", "Update RosterDesk; nothing was changed."
        )


def _prepare_writing(connection: apsw.Connection) -> None:
    if wal_is_safe(apsw.SQLITE_VERSION_NUMBER):
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", 1)  # NORMAL: whole after a power cut, at most the last page is lost
        connection.wal_autocheckpoint(_CHECKPOINT_PAGES)
    else:
        connection.pragma("journal_mode", "delete")
        connection.pragma("synchronous", 3)  # EXTRA
    connection.pragma("secure_delete", True)
    connection.pragma("cache_size", -_WRITER_CACHE_KIB)
    if connection.pragma("user_version") < schema.VERSION:
        schema.bring_up_to_date(connection)
