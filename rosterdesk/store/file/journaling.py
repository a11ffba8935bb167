"""How commits are made safe, by what this SQLite and the drive are fit for."""

from pathlib import Path

import apsw

from rosterdesk.store.file import drives

SQLITE = apsw.sqlite_lib_version()
"""The version of the SQLite that runs, whichever this was built with: 3.54.0."""

# The WAL-reset bug was in 3.7.0 … 3.51.2; these older lines have the fix too (https://sqlite.org/wal.html).
_WAL_SAFE = (3_051_003, ((3_050_007, 3_051_000), (3_044_006, 3_045_000)))


def mode(path: Path) -> str:
    """The journal to use there: `wal`, where this SQLite is safe with it and the drive is local, else `delete`."""
    major, minor, patch = map(int, SQLITE.split(".")[:3])
    is_safe = wal_is_safe(major * 1_000_000 + minor * 1_000 + patch)
    return "wal" if is_safe and not drives.is_network(path) else "delete"


def wal_is_safe(version: int) -> bool:
    """Whether this SQLite (as `apsw.SQLITE_VERSION_NUMBER` counts) is free of the bug that corrupts in WAL mode."""
    newest, backports = _WAL_SAFE
    return version >= newest or any(first <= version < end for first, end in backports)
