"""`selftest`: whether everything that RosterDesk stands on is there and works."""

import argparse
import asyncio
import contextlib
import platform
import secrets
import ssl
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from rosterdesk import log
from rosterdesk.commands.context import Context
from rosterdesk.errors import CredentialsError, ExportError, RosterDeskError, StoreError
from rosterdesk.export import parquet, xlsx
from rosterdesk.export.table import Table
from rosterdesk.model.attributes import Kind
from rosterdesk.model.entities import Item, User
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Value
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.settings.kept import unwritable
from rosterdesk.store.file import ciphers, connection, journaling
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer

_SCRATCH = "selftest"


def run(context: Context, _arguments: argparse.Namespace) -> None:
    """Print a line for each part; raises the error of the first that is not sound."""
    print(f"RosterDesk  {log.version('rosterdesk')}")
    print(f"Python      {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"Window      PySide6 {log.version('PySide6-Essentials')}")
    print(f"SQLite      {journaling.SQLITE}, cipher {ciphers.preferred()[0]}")
    checks: tuple[tuple[str, Callable[[Context], str]], ...] = (
        ("TLS", _tls),
        ("Secrets", _secrets),
        ("Store", _store),
        ("Files", _files),
    )
    failed: RosterDeskError | None = None
    for name, check in checks:
        try:
            print(f"{name:<11} {check(context)}")
        except RosterDeskError as error:
            print(f"{name:<11} FAILED: {error}")
            failed = failed or error
    if failed:
        raise failed


def _tls(_context: Context) -> str:
    async def open_client() -> None:
        async with Client(Source(name=_SCRATCH, url="https://localhost", auth="none"), ""):
            pass

    asyncio.run(open_client())
    return f"{ssl.OPENSSL_VERSION}, certificates of this system"


def _secrets(context: Context) -> str:
    """Where secrets would go; that a machine has no keyring is no fault, for it may use a passphrase file."""
    value = secrets.token_hex()
    try:
        context.vault.set(f"{_SCRATCH}/secret", value)
        kept = context.vault.get(f"{_SCRATCH}/secret")
        context.vault.delete(f"{_SCRATCH}/secret")
    except CredentialsError as error:
        return f"not kept: {error}"
    if kept != value:
        raise CredentialsError(f"{context.vault.label} gave back another secret than it was given.".capitalize())
    return f"kept in {context.vault.label}"


def _store(context: Context) -> str:
    """A store is written and read again, in the data folder, so that its disk is the one that is tried."""
    with _scratch(context) as folder:
        return f"written, encrypted, read and found; journal {_tried(folder / 'scratch.db')}"


def _files(context: Context) -> str:
    """The libraries that write files are there, and write."""
    with _scratch(context) as folder:
        for form, write in (("workbook", xlsx.write), ("Parquet", parquet.write)):
            rows: list[tuple[Value, ...]] = [("Ada",)]
            write(Table("users", ("name",), (Kind.TEXT,), (14,), iter(rows), len(rows)), folder / form)
            if not (folder / form).stat().st_size:
                raise ExportError(f"The {form} that was written is empty.", "Report this.")
    return "workbook and Parquet written"


@contextlib.contextmanager
def _scratch(context: Context) -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(dir=context.data_dir.path, prefix=f"{_SCRATCH}-") as folder:
            yield Path(folder)
    except OSError as error:
        raise unwritable(context.data_dir.path, error) from error


def _tried(path: Path) -> str:
    """The journal of a store that was written there, and read; raises where it is not as it should be."""
    key = secrets.token_bytes(32)
    user = Item(User(sourced_id="u", given_name="Ada", family_name="Lovelace"), b'{"sourcedId":"u"}')
    with Writer(path, key) as writer:
        writer.begin({"users": "full"}, started=datetime.now(UTC))
        writer.put("users", [user], received=1, total=1)
        writer.end_collection("users", complete=True)
        writer.end()
    with Reader(path, key) as reader:
        if reader.count(Query(collection="users")) != 1 or not reader.find("love"):
            raise StoreError("What was written to a scratch store cannot be read back.", "Report this.")
    if b"Lovelace" in path.read_bytes():
        raise StoreError("The scratch store is not encrypted.", "Report this.")
    journal, wanted = _journal(path, key), journaling.mode(path)
    if journal != wanted:
        raise StoreError(f"The scratch store has the journal {journal}, not {wanted}.", "Report this.")
    return journal


def _journal(path: Path, key: bytes) -> str:
    opened = connection.open_reader(path, key)
    try:
        return str(opened.pragma("journal_mode"))
    finally:
        opened.close()
