"""What judging found when, and what is right although it was found: a file beside the store, under its key."""

import contextlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw
import msgspec

from rosterdesk.errors import StoreNewerError
from rosterdesk.model.judged import Absence, Exemption, FindingKey, Judging
from rosterdesk.store.file import ciphers, connection
from rosterdesk.store.records.runs import text

_SUFFIX = "-findings"  # what is named after a store is destroyed with it
_VERSION = 1
_GONE_DAYS = 90
_ASKED_DAYS = 7
_JUDGINGS = 200
_TABLES = f"""
CREATE TABLE known (
    rule TEXT NOT NULL, collection TEXT NOT NULL, sourced_id TEXT NOT NULL, field TEXT NOT NULL,
    first TEXT NOT NULL,  -- when it was found first, since when it was found every time
    gone TEXT,            -- when it was found no more
    PRIMARY KEY (rule, collection, sourced_id, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE judging (
    at TEXT PRIMARY KEY, day TEXT NOT NULL, run INTEGER NOT NULL, rules TEXT NOT NULL, new INTEGER, gone INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE exemption (
    rule TEXT NOT NULL, collection TEXT NOT NULL, sourced_id TEXT NOT NULL, said TEXT NOT NULL,
    PRIMARY KEY (rule, collection, sourced_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE asked (
    collection TEXT NOT NULL, sourced_id TEXT NOT NULL, absence TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (collection, sourced_id)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


class Judgements:
    """The memory of judging one source. It outlives the store's being made anew, and is destroyed with what is stored.

    Any number of processes may use it at once: each change waits for the one before. Raises a `StoreError`.
    """

    def __init__(self, store: Path, key: bytes) -> None:
        path = Path(f"{store}{_SUFFIX}")
        with connection.translated(path):
            try:
                self._connection = _opened(path, key)
            except (apsw.NotADBError, apsw.CorruptError):  # of a key that is lost: nobody can ever read it
                path.replace(f"{path}.corrupt")
                self._connection = _opened(path, key)

    @staticmethod
    def exist(store: Path) -> bool:
        """Whether anything is remembered; who only reads need not make it."""
        return Path(f"{store}{_SUFFIX}").exists()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def remember(
        self,
        at: datetime,
        rules: Collection[str],
        found: Iterable[FindingKey],
        unasked: Collection[tuple[str, str]] = (),
    ) -> None:
        """Keep what was found at that moment. Gone is only what these rules find no more, and not of collections
        about which they were `unasked`: (rule, collection).
        """
        moment = text(at)
        with self._changing():
            self._connection.execute(
                "CREATE TEMP TABLE found (rule, collection, sourced_id, field,"
                " PRIMARY KEY (rule, collection, sourced_id, field)) WITHOUT ROWID"
            )
            self._connection.executemany("INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?)", found)
            self._connection.execute(
                "UPDATE known SET gone = ? WHERE gone IS NULL AND rule IN (SELECT value FROM json_each(?))"
                " AND (rule, collection) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
                " AND (rule, collection, sourced_id, field) NOT IN (SELECT * FROM found)",
                (moment, *(msgspec.json.encode(list(each)).decode() for each in (rules, unasked))),
            )
            self._connection.execute(
                "INSERT INTO known SELECT rule, collection, sourced_id, field, :at, NULL FROM found WHERE TRUE"
                " ON CONFLICT DO UPDATE SET first = :at, gone = NULL WHERE gone IS NOT NULL",
                {"at": moment},
            )
            self._connection.execute("DROP TABLE found")
            self._connection.execute("DELETE FROM known WHERE gone < ?", (text(at - timedelta(days=_GONE_DAYS)),))

    def count(self, at: datetime, run: int, rules: Mapping[str, Mapping[str, int]]) -> None:
        """Keep how much a judging of everything found, once that is remembered: of a run and a day the last."""
        moment, day = text(at), at.astimezone().date().isoformat()
        with self._changing():
            self._connection.execute("DELETE FROM judging WHERE run = ? AND day = ?", (run, day))
            before = self._connection.execute("SELECT max(at) FROM judging").get
            new, gone = (
                self._connection.execute(
                    "SELECT count(*) FILTER (WHERE first > :before AND gone IS NULL), count(*) FILTER"
                    " (WHERE gone > :before AND first <= :before) FROM known",
                    {"before": before},
                ).get
                if before
                else (None, None)
            )
            said = msgspec.json.encode(rules).decode()
            self._connection.execute(
                "INSERT INTO judging VALUES (?, ?, ?, ?, ?, ?)", (moment, day, run, said, new, gone)
            )
            self._connection.execute(
                "DELETE FROM judging WHERE at NOT IN (SELECT at FROM judging ORDER BY at DESC LIMIT ?)", (_JUDGINGS,)
            )

    def since(self) -> dict[FindingKey, str]:
        """Of all that is still found, when it was found first."""
        with connection.translated():
            rows = self._connection.execute(
                "SELECT rule, collection, sourced_id, field, first FROM known WHERE gone IS NULL"
            )
            return {(rule, name, sourced_id, field): first for rule, name, sourced_id, field, first in rows}

    def judgings(self, limit: int) -> list[Judging]:
        """The last of them, oldest first."""
        with connection.translated():
            rows: list[Any] = self._connection.execute(
                "SELECT at, run, rules, new, gone FROM judging ORDER BY at DESC LIMIT ?", (limit,)
            ).fetchall()
        return [_judging(*row) for row in rows][::-1]

    def answered(self, at: datetime, absences: Mapping[tuple[str, str], Absence]) -> None:
        """Keep what the service said of records that are not here, by (base collection, sourcedId)."""
        moment = text(at)
        with self._changing():
            rows = ((*record, absence, moment) for record, absence in absences.items())
            self._connection.executemany("INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?)", rows)
            self._connection.execute("DELETE FROM asked WHERE at < ?", (text(at - timedelta(days=_ASKED_DAYS)),))

    def absences(self, now: datetime) -> dict[tuple[str, str], Absence]:
        """What the service said, as long as that is believed."""
        oldest = text(now - timedelta(days=_ASKED_DAYS))
        with connection.translated():
            rows: list[Any] = self._connection.execute(
                "SELECT collection, sourced_id, absence FROM asked WHERE at >= ?", (oldest,)
            ).fetchall()
        return {(name, sourced_id): absence for name, sourced_id, absence in rows}

    def exemptions(self) -> list[Exemption]:
        """All that were made, also those that hold no more."""
        with connection.translated():
            rows = self._connection.execute("SELECT said FROM exemption ORDER BY rule, collection, sourced_id")
            return [msgspec.json.decode(said, type=Exemption) for (said,) in rows]

    def exempt(self, exemption: Exemption) -> None:
        """Keep it, in place of an earlier one about the same."""
        said = msgspec.json.encode(exemption).decode()
        with self._changing():
            self._connection.execute("INSERT OR REPLACE INTO exemption VALUES (?, ?, ?, ?)", (*exemption.about, said))

    def admit(self, about: tuple[str, str, str]) -> bool:
        """Take back what was said about a rule and a record; whether anything was."""
        with self._changing():
            self._connection.execute("DELETE FROM exemption WHERE (rule, collection, sourced_id) = (?, ?, ?)", about)
            return self._connection.changes() > 0

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        with connection.translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _judging(at: str, run: int, rules: str, new: int | None, gone: int | None) -> Judging:
    return Judging(at, run, msgspec.json.decode(rules, type=dict[str, dict[str, int]]), new, gone)


def _opened(path: Path, key: bytes) -> apsw.Connection:
    """The file, made where it is missing; tries the other cipher for one from another machine."""
    with contextlib.suppress(FileExistsError):  # the mode of the side files follows the file's
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    first, second = ciphers.preferred()
    try:
        return _unlocked(path, key, first)
    except (apsw.NotADBError, apsw.CorruptError):
        return _unlocked(path, key, second)


def _unlocked(path: Path, key: bytes, cipher: str) -> apsw.Connection:
    opened = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.set_up(opened, cipher, key)
        opened.set_busy_timeout(round(connection.COMMIT_SECONDS * 1000))
        opened.pragma("secure_delete", True)
        _make(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def _make(opened: apsw.Connection) -> None:
    """Make the tables where there are none yet."""
    if opened.pragma("user_version") == 0:
        opened.execute("BEGIN IMMEDIATE")
        if opened.pragma("user_version") == 0:  # still
            opened.execute(_TABLES).fetchall()
        opened.execute("COMMIT")
    if opened.pragma("user_version") > _VERSION:
        raise StoreNewerError("A newer RosterDesk has judged this source; nothing was changed.", "Update RosterDesk.")
