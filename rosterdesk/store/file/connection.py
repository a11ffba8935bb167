"""Connections to a store: how its file is made, opened with its key, and read.

A connection belongs to one thread at a time; only `interrupt` may be called from another.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import apsw
import msgspec

from rosterdesk.errors import StoreBusyError, StoreError, StoreFullError
from rosterdesk.store.file import ciphers, journaling, lock, migrations, owners, recognition, schema

PATIENCE = 5.0
"""Seconds that a connection waits for another, unless it is told otherwise."""

COMMIT_SECONDS = 60.0
"""How long a commit may take where nobody can read meanwhile: who has the time waits so long."""

_READERS_END_MS = 600_000  # without a WAL a commit waits until nobody reads
_READER_CACHE_KIB = 24_576
_WRITER_CACHE_KIB = 65_536
_CHECKPOINT_PAGES = 20_000
_WRITE_FAILURES = {apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_SHMSIZE, apsw.SQLITE_IOERR_TRUNCATE}
_UNWRITABLE = (apsw.CantOpenError, apsw.FullError, apsw.IOError, apsw.PermissionsError, apsw.ReadOnlyError)

MIGRATION_SECONDS = 30.0
"""How long a reader waits for another that brings the store up to date."""


class Memory(msgspec.Struct, frozen=True):
    """A store in this process's memory, see `memory`. It has no key, no lock and no file."""

    uri: str


Location: TypeAlias = Path | Memory


class Interrupted(Exception):  # noqa: N818
    """The call was ended by `interrupt`; not an error of anybody's."""


def open_writer(path: Location, key: bytes) -> apsw.Connection:
    """The store for writing, made where it is missing; raises a `StoreError`."""
    if isinstance(path, Memory):
        connection = in_memory(path)
        migrations.bring_up_to_date(connection)
        return connection
    with translated(path):
        with contextlib.suppress(FileExistsError):  # the mode of the side files follows the file's
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = _unlock(path, key, apsw.SQLITE_OPEN_READWRITE)
        try:
            _prepare_writing(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def open_reader(path: Location, key: bytes, patience: float = PATIENCE) -> apsw.Connection:
    """The store for reading only; raises `NothingStoredError` where there was never one, else a `StoreError`.

    One that an earlier version wrote is brought up to date first, which has to be possible; else it may lie where
    nothing can be written.
    """
    if isinstance(path, Memory):
        return _for_reading(in_memory(path))
    with translated(path):
        recognition.look(path)
        connection = _reading(path, key, patience)
        if 0 < connection.pragma("user_version") < schema.VERSION:
            connection.close()
            _bring_up_to_date(path, key)
            connection = _reading(path, key, patience)
        return _for_reading(connection)


def check(connection: apsw.Connection) -> None:
    """Raise `StoreDamagedError` unless every page is as it was written and in its place: reads all of the file."""
    with translated():
        if connection.pragma("quick_check", 1) != "ok":
            raise recognition.damaged()


def shrink(connection: apsw.Connection) -> None:
    """Give back the room that the WAL takes, as far as no reader needs it; on a full disk, that may be all there is."""
    connection.set_busy_timeout(0)
    with contextlib.suppress(apsw.Error):
        connection.pragma("wal_checkpoint", "truncate")


def in_memory(location: Memory) -> apsw.Connection:
    """A connection to a store in memory, which is there as long as one of them."""
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(location.uri, flags=flags)
    _guard(connection)
    return connection


@contextlib.contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """What SQLite and the system raise, as an error that a person can act on; `path` is what is being opened."""
    try:
        yield
    except apsw.InterruptError as error:
        raise Interrupted from error
    except (apsw.NotADBError, apsw.CorruptError, apsw.FormatError) as error:
        raise recognition.damaged() from error
    except apsw.FullError as error:
        raise _full() from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise _busy() from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, PermissionError) as error:
        raise _refused(path) from error
    except apsw.IOError as error:
        if getattr(error, "extendedresult", None) in _WRITE_FAILURES:
            raise _full() from error
        raise StoreError(
            "The disk failed to read or write the local copy.", "Check it, or the network drive; then try again."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The local copy cannot be opened: {error.strerror}.", "Check the data folder, or choose another."
        ) from error


def _reading(path: Path, key: bytes, patience: float) -> apsw.Connection:
    """A connection that reads, also where not even the files can be made that readers of a WAL share.

    As nobody can write there either, the file is taken for one that never changes; not, though, where a journal holds
    what is not yet in the file, or what has to come back into it.
    """
    try:  # not READONLY: who reads first after a writer was killed has to undo what that one had half written
        return _unlock(path, key, apsw.SQLITE_OPEN_READWRITE, patience=patience)
    except _UNWRITABLE:
        for journal in (Path(f"{path}-wal"), Path(f"{path}-journal")):
            if journal.exists() and journal.stat().st_size:
                raise
        return _unlock(path, key, apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI, "?immutable=1")


def _bring_up_to_date(path: Path, key: bytes) -> None:
    try:
        held = lock.taken(path, MIGRATION_SECONDS)
        try:
            open_writer(path, key).close()
        finally:
            held.release()
    except StoreError as error:
        what = f"An earlier RosterDesk made the local copy, so it has to be brought up to date first. {error.what}"
        raise type(error)(what, error.action) from error


def _for_reading(connection: apsw.Connection) -> apsw.Connection:
    if connection.pragma("user_version") == 0:  # killed before its first commit
        connection.close()
        raise recognition.nothing()
    connection.pragma("query_only", True)
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)  # the WAL is for the writer to empty
    connection.pragma("cache_size", -_READER_CACHE_KIB)
    return connection


def _full() -> StoreFullError:
    return StoreFullError(
        "There is no room left for the local copy; what was stored before is whole.",
        "Free some space, then sync again: it goes on where it stopped.",
    )


def _refused(path: Path | None) -> StoreError:
    complaint = owners.complaint(path, path.parent) if path else None
    return complaint or StoreError(
        "The local copy cannot be opened: its folder or file may not be written.", "Check who may write there."
    )


def _busy() -> StoreBusyError:
    return StoreBusyError("Another RosterDesk is using the local copy.", "Wait until it is done, then try again.")


def _unlock(path: Path, key: bytes, flags: int, parameters: str = "", patience: float = PATIENCE) -> apsw.Connection:
    """A connection that has read the file with this key; tries the other cipher for a file from another machine."""
    names, new = ciphers.preferred(), recognition.is_new(path)
    location = f"{path.absolute().as_uri()}{parameters}" if parameters else str(path)
    for name in names[:1] if new else names:
        connection = apsw.Connection(location, flags=flags)
        try:
            set_up(connection, name, key)
            connection.set_busy_timeout(round(patience * 1000))
            if not new:
                recognition.recognise(connection)
        except (apsw.NotADBError, apsw.CorruptError):  # the latter of a journal that is not understood
            connection.close()
            if new or name == names[-1]:
                raise
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise AssertionError


def set_up(connection: apsw.Connection, cipher: str, key: bytes) -> None:
    """Let the connection read and write under this key; whether it is the right one, the first read tells."""
    connection.pragma("cipher", cipher)
    connection.pragma("key", f"raw:{key.hex()}")
    _guard(connection)


def _guard(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(round(PATIENCE * 1000))
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.pragma("cell_size_check", True)
    connection.pragma("temp_store", 2)  # memory


def _prepare_writing(connection: apsw.Connection, path: Path) -> None:
    if connection.readonly("main"):  # where the file may not be written, SQLite opens it to be read
        raise _refused(path)
    if connection.pragma("journal_mode", journaling.mode(path)) == "wal":
        connection.pragma("synchronous", 1)  # NORMAL: whole after a power cut, at most the last page is lost
        connection.wal_autocheckpoint(_CHECKPOINT_PAGES)
    else:
        connection.pragma("synchronous", 3)  # EXTRA
        connection.set_busy_timeout(_READERS_END_MS)
    connection.pragma("secure_delete", True)
    connection.pragma("cache_size", -_WRITER_CACHE_KIB)
    if connection.pragma("user_version") < schema.VERSION:
        migrations.bring_up_to_date(connection)
