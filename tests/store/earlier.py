"""Stores of earlier versions, see `tests/data/stores`: as they were, and as the bringing up to date left them."""

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import apsw

from rosterdesk.store.file import ciphers, schema
from rosterdesk.store.writer import Writer
from tests.store import disk
from tests.store.roster import KEY

ROOT = Path(__file__).parents[2]
STORES = ROOT / "tests" / "data" / "stores"
VERSIONS = range(schema.OLDEST, schema.VERSION)

_VICTIM = """
import sys
from pathlib import Path
from rosterdesk.store.writer import Writer
from tests.store import disk
from tests.store.roster import KEY
with disk.under_the_store(disk.Accident(int(sys.argv[2]), disk.killed)):
    Writer(Path(sys.argv[1]), KEY).close()
"""


def store(path: Path, version: int) -> Path:
    """The store of that version, at this path."""
    shutil.copy(STORES / f"schema-{version}.db", path)
    return path


def raw(path: Path) -> apsw.Connection:
    """The file as it is, by nobody's rules."""
    for cipher in ciphers.preferred():
        found = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        found.pragma("cipher", cipher)
        found.pragma("key", f"raw:{KEY.hex()}")
        try:
            found.pragma("user_version")
        except apsw.NotADBError:
            found.close()
            continue
        return found
    raise AssertionError


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of each table; what the index of words is made of is its own business."""
    names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words%' AND name NOT LIKE 'sqlite%'"
    opened = raw(path)
    found = {
        table: sorted(name for (name,) in opened.execute("SELECT name FROM pragma_table_info(?)", (table,)))
        for (table,) in opened.execute(names)
    }
    opened.close()
    return found


def content(path: Path, tables: dict[str, list[str]]) -> dict[str, set[tuple[Any, ...]]]:
    """The rows of these columns of these tables."""
    opened = raw(path)
    found = {
        table: set(opened.execute(f'SELECT {", ".join(f"[{name}]" for name in names)} FROM "{table}"'))
        for table, names in tables.items()
    }
    opened.close()
    return found


def deeds(path: Path) -> int:
    """How often a file is changed when a copy of the store is brought up to date."""
    copy = shutil.copy(path, path.with_name("counted.db"))
    counted = disk.Accident()
    with disk.under_the_store(counted):
        Writer(copy, KEY).close()
    return counted.deeds


def killed_at_any_deed(path: Path, chance: Random, of: int) -> str:
    """Kill who brings the store up to date in the midst of it; says of which version it is then.

    Raises `AssertionError` unless it is whole, of the one version or the other, and comes to the newer one after all.
    """
    tables = columns(path)
    before = content(path, tables)
    victim = [sys.executable, "-c", _VICTIM, str(path), str(chance.randint(1, of))]
    done = subprocess.run(victim, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    is_old = columns(path) == tables
    if is_old:
        assert content(path, tables) == before
    with Writer(path, KEY) as writer:
        writer.check()
    after = content(path, tables)
    assert before.pop("meta") <= after.pop("meta")
    assert after == before
    return "of the old version" if is_old else "of the new version"
