"""Files that are not a store, not ours, damaged, newer, or in the wrong hands; and where a store's files are."""

import hashlib
import os
import random
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from rosterdesk.errors import (
    NothingStoredError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreNewerError,
)
from rosterdesk.model.entities import User
from rosterdesk.model.query import Query, Sort
from rosterdesk.store.file import ciphers, connection, journaling, schema
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import KEY, STARTED, items

CANARY = "Qanarybird"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return roster.store(tmp_path / "a.db")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_without_a_file_there_is_nothing_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(NothingStoredError):
        Reader(tmp_path / "none.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_nothing_to_read_and_may_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch(mode=0o600)
    with pytest.raises(NothingStoredError):
        Reader(path, KEY)
    roster.store(path)
    with roster.reader(path) as reader:
        assert len(reader.keys(Query(collection="users"))) == 8


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_file_that_is_gone_though_it_was_synced_is_no_store_that_never_was(tmp_path: Path, is_empty: bool) -> None:
    path = tmp_path / "a.db"
    path.with_name("a.db.synced").touch()
    if is_empty:
        path.touch()
    with pytest.raises(StoreDamagedError, match=r"is gone.* Sync again"):
        Reader(path, KEY)


def other_database(path: Path) -> None:
    """An encrypted database of another program, under our key."""
    other = apsw.Connection(str(path))
    other.pragma("cipher", ciphers.preferred()[0])
    other.pragma("key", f"raw:{KEY.hex()}")
    other.execute("CREATE TABLE user (id)")
    other.close()


def plain_database(path: Path) -> None:
    """A database without a key."""
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE user (id)")
    other.close()


@pytest.mark.parametrize(
    "make",
    [
        other_database,
        plain_database,
        lambda path: path.write_text("This is a letter to the school board.\n" * 300),
        lambda path: path.write_bytes(random.Random(5).randbytes(40_000)),
        lambda path: path.write_bytes(b"\x00"),
    ],
    ids=["other", "plain", "text", "noise", "one byte"],
)
def test_a_foreign_file_is_recognised_and_left_alone(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = digest(path)
    for opening in (Reader, Writer):
        with pytest.raises(StoreDamagedError):
            opening(path, KEY)
        assert digest(path) == before


def test_the_wrong_key_opens_nothing_and_changes_nothing(path: Path) -> None:
    before = digest(path)
    for opening in (Reader, Writer):
        with pytest.raises(StoreDamagedError):
            opening(path, bytes(32))
    assert digest(path) == before
    with roster.reader(path) as reader:
        assert len(reader.keys(Query(collection="users"))) == 8


def test_a_newer_store_is_left_alone(path: Path) -> None:
    newer = connection.open_writer(path, KEY)
    newer.pragma("user_version", schema.VERSION + 1)
    newer.close()
    before = digest(path)
    for opening in (Reader, Writer):
        with pytest.raises(StoreNewerError):
            opening(path, KEY)
        assert digest(path) == before


def test_a_store_of_a_trial_is_not_understood_and_says_what_to_do(path: Path) -> None:
    older = connection.open_writer(path, KEY)
    older.pragma("user_version", 1)
    older.close()
    before = digest(path)
    for opening in (Reader, Writer):
        with pytest.raises(StoreDamagedError, match=r"earlier trial version.* Sync again"):
            opening(path, KEY)
        assert digest(path) == before


def test_either_cipher_is_read_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    names = ciphers.preferred()
    monkeypatch.setattr(ciphers, "preferred", lambda: names[::-1])  # a machine without AES made it
    roster.store(path)
    monkeypatch.undo()
    with roster.reader(path) as reader:
        assert len(reader.keys(Query(collection="users"))) == 8
    roster.store(path)


def read_all(path: Path) -> None:
    with roster.reader(path) as reader:
        for collection in roster.ROSTER:
            keys = reader.keys(Query(collection=collection))
            reader.sent(collection, keys)
            for key in keys:
                reader.record(collection, key)
        reader.find("lopez")
        reader.tally()
        reader.runs()
    opened = connection.open_reader(path, KEY)
    with connection.translated():
        for (table,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            opened.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall()
        answer = opened.pragma("integrity_check")
    opened.close()
    if answer != "ok":
        raise StoreDamagedError(str(answer))


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_all_files_are_the_users_own_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "a.db"
        with Writer(path, KEY) as writer:
            writer.begin({"users": "full"}, started=STARTED)
            writer.put("users", items(roster.ROSTER["users"]), received=8, total=8)
            names = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert {"a.db", "a.db-wal", "a.db-shm", "a.db.lock"} <= set(names)
    assert set(names.values()) == {0o600}


def test_no_name_stands_in_clear_in_any_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    person = User(sourced_id=CANARY, given_name=CANARY, family_name=CANARY, email=f"{CANARY}@example.org")
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        for number in range(5):
            page = [person] + [User(sourced_id=f"{number}-{n}", given_name=CANARY) for n in range(200)]
            writer.put("users", items(page), received=len(page), total=None)
        with roster.reader(path) as reader:
            assert reader.find(CANARY)
            files = [each.read_bytes() for each in tmp_path.iterdir()]
        writer.end()
    files += [each.read_bytes() for each in tmp_path.iterdir()]
    assert len(files) >= 5
    for spelling in (CANARY, CANARY.lower(), CANARY.upper()):
        assert not any(spelling.encode() in content for content in files)
        assert not any(spelling.encode("utf-16-le") in content for content in files)


@pytest.mark.parametrize(
    ("opening", "settings"),
    [
        (
            connection.open_writer,
            {"journal_mode": "wal", "synchronous": 1, "secure_delete": 1, "temp_store": 2, "trusted_schema": 0},
        ),
        (connection.open_reader, {"query_only": 1, "temp_store": 2, "trusted_schema": 0, "cell_size_check": 1}),
    ],
)
def test_connections_are_set_up_to_leave_no_traces_and_trust_nothing(
    path: Path, opening: Callable[[Path, bytes], apsw.Connection], settings: dict[str, object]
) -> None:
    opened = opening(path, KEY)
    assert {name: opened.pragma(name) for name in settings} == settings
    opened.close()


def test_a_folder_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Writer(tmp_path / "nowhere" / "a.db", KEY)


def test_a_reader_cannot_write(path: Path) -> None:
    opened = connection.open_reader(path, KEY)
    with pytest.raises(StoreError), connection.translated():
        opened.execute("DELETE FROM user")
    opened.close()


def test_another_process_that_writes_keeps_us_out(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with child("import sys; writer = Writer(path, KEY); print('open', flush=True); sys.stdin.read()", path) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreBusyError, match="Another RosterDesk"):
            Writer(path, KEY)
        other.stdin.close()
        other.wait()
    with Writer(path, KEY):
        pass


def child(program: str, path: Path) -> "subprocess.Popen[bytes]":
    """A process that runs the program; `path`, `KEY`, `Writer`, `roster` are at hand."""
    head = (
        "from pathlib import Path; from rosterdesk.store.writer import Writer; from tests.store import roster;"
        f" KEY = roster.KEY; path = Path({str(path)!r})\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


FILL_UP = """
import resource
from rosterdesk.errors import StoreFullError
from rosterdesk.model.entities import User
resource.setrlimit(resource.RLIMIT_FSIZE, (MOST, MOST))
try:
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=roster.STARTED)
        for number in range(200):
            page = roster.items(User(sourced_id=f"{number}-{n}", given_name=f"Name {n * number}") for n in range(500))
            writer.put("users", page, received=500, total=None)
except StoreFullError as error:
    print(error.kind)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
@pytest.mark.parametrize("limit", [300_000, 700_000, 1_300_000])
def test_a_full_disk_is_said_and_what_was_stored_is_whole(path: Path, limit: int) -> None:
    with child(FILL_UP.replace("MOST", str(limit)), path) as process:
        answer, problem = process.communicate()
    assert (answer, problem) == (b"store-full\n", b"")
    read_all(path)
    with roster.reader(path) as reader:
        assert len(reader.keys(Query(collection="enrollments"))) == 7
        assert len(reader.keys(Query(collection="users"))) == 8
    roster.store(path)  # there is room again


def test_a_query_that_is_overtaken_ends_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    people = [User(sourced_id=str(n), given_name=f"Name {n}", pronouns=str(n % 7)) for n in range(20_000)]
    with Writer(path, KEY) as writer:
        roster.sync(writer, {"users": people})
    with roster.reader(path) as reader:
        over = threading.Event()

        def overtake() -> None:
            while not over.wait(0.001):
                reader.interrupt()

        thread = threading.Thread(target=overtake)
        thread.start()
        try:
            with pytest.raises(connection.Interrupted):
                ask_again_and_again(reader)
        finally:
            over.set()
            thread.join()
        assert len(reader.keys(Query(collection="users"))) == 20_000


def ask_again_and_again(reader: Reader) -> None:
    for _ in range(1000):
        reader.keys(Query(collection="users", sort=(Sort("pronouns"), Sort("givenName", descending=True))))


def test_a_copy_opens_elsewhere(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    read_all(copy)


@pytest.mark.parametrize(
    ("version", "journal"),
    [("3.54.0", "wal"), ("3.51.3", "wal"), ("3.51.2", "delete"), ("3.50.7", "wal"), ("3.40.1", "delete")],
)
def test_a_sqlite_with_the_bug_that_corrupts_in_wal_mode_is_not_let_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, journal: str
) -> None:
    monkeypatch.setattr(journaling, "SQLITE", version)
    path = roster.store(tmp_path / "a.db")
    opened = connection.open_writer(path, KEY)
    assert (opened.pragma("journal_mode"), opened.pragma("synchronous")) == (journal, 1 if journal == "wal" else 3)
    opened.close()
    with roster.reader(path) as reader:
        assert len(reader.find("lopez")) == 3


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (apsw.NotADBError, "store-damaged"),
        (apsw.CorruptError, "store-damaged"),
        (apsw.FormatError, "store-damaged"),
        (apsw.FullError, "store-full"),
        (apsw.BusyError, "store-busy"),
        (apsw.LockedError, "store-busy"),
        (apsw.CantOpenError, "store"),
        (apsw.ReadOnlyError, "store"),
        (apsw.PermissionsError, "store"),
        (PermissionError, "store"),
        (apsw.IOError, "store"),  # a drive that fails, or is away, does not make a file worthless
    ],
)
def test_what_sqlite_raises_is_said_as_what_it_means(raised: type[Exception], kind: str) -> None:
    with pytest.raises(StoreError) as said, connection.translated():
        raise raised
    assert said.value.kind == kind
    assert said.value.action


def test_a_writer_that_closes_gives_the_room_of_the_wal_back_though_others_read(path: Path) -> None:
    with roster.reader(path) as reader:
        assert reader.find("lopez")
        with Writer(path, KEY) as writer:
            writer.begin({"users": "full"}, started=STARTED)
            for page in range(10):
                people = [User(sourced_id=f"{page}-{number}", given_name="Name") for number in range(100)]
                writer.put("users", items(people), received=100, total=None)
                writer.flush()
            assert path.with_name("a.db-wal").stat().st_size > 100_000
        assert path.with_name("a.db-wal").stat().st_size == 0
        assert len(reader.keys(Query(collection="users"))) == 8
