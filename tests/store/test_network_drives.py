"""Stores on drives of other computers, where there is no WAL: a commit writes the file itself, and may be cut short."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rosterdesk.errors import StoreBusyError, StoreError
from rosterdesk.model.entities import User
from rosterdesk.model.query import Query
from rosterdesk.store.file import ciphers, connection, drives
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import disk, earlier, roster
from tests.store.roster import KEY, STARTED, items

OLD = [User(sourced_id=f"{number}", given_name="Old", family_name="Name") for number in range(200)]
NEW = [User(sourced_id=f"{number}", given_name="New", family_name="Name") for number in range(200)]

VICTIM = """
import sys
from pathlib import Path
from rosterdesk.store.file import drives
from rosterdesk.store.writer import Writer
from tests.store import disk, roster
from tests.store.test_network_drives import NEW
drives.is_network = lambda _path: True
path, at = Path(sys.argv[1]), int(sys.argv[2])
with disk.under_the_store(disk.Accident(at, disk.killed)), Writer(path, roster.KEY) as writer:
    roster.sync(writer, {"users": NEW}, accept=True)
"""


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder is of another computer."""
    monkeypatch.setattr(drives, "is_network", lambda _path: True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Writer(tmp_path / "a.db", KEY) as writer:
        roster.sync(writer, {"users": OLD})
    return tmp_path / "a.db"


def names(path: Path) -> set[object]:
    """The given names of all that are found and listed; fails unless there are all 200."""
    with roster.reader(path) as reader:
        keys = reader.keys(Query(collection="users"))
        seen = {name for (name,) in reader.rows("users", keys, ("givenName",))}
        assert len(keys) == 200
        assert {len(reader.find(f"{name} name", limit=300)) for name in seen} == {200}
        return seen


def killed_in_a_commit(path: Path) -> bytes:
    """A store whose writer was killed when half of what it wrote was in the file; says what is in its journal."""
    opened = connection.open_writer(path, KEY)
    opened.pragma("cache_size", 10)  # pages
    before = path.read_bytes()
    opened.execute("BEGIN IMMEDIATE; UPDATE user SET given_name = 'Torn', record = zeroblob(5000)").fetchall()
    torn, journal = path.read_bytes(), path.with_name("a.db-journal").read_bytes()
    assert torn != before
    opened.execute("ROLLBACK")
    opened.close()
    path.write_bytes(torn)
    path.with_name("a.db-journal").write_bytes(journal)
    return journal


def test_nothing_needs_shared_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Writer(path, KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        writer.put("users", items(roster.ROSTER["users"]), received=8, total=8)
        writer.flush()
        with roster.reader(path) as reader:
            assert len(reader.keys(Query(collection="users"))) == 8
        assert {each.name for each in tmp_path.iterdir()} <= {"a.db", "a.db.lock", "a.db-journal"}
        writer.end_collection("users", complete=True)
        writer.end()
    opened = connection.open_writer(path, KEY)
    assert (opened.pragma("journal_mode"), opened.pragma("synchronous")) == ("delete", 3)
    assert opened.pragma("busy_timeout") >= 60_000  # milliseconds: a check of a large store reads for long
    opened.close()


def test_a_store_moves_between_drives(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setattr(drives, "is_network", lambda _path: False)
        with Writer(path, KEY), Reader(path, KEY):
            assert path.with_name("a.db-wal").exists()
    with Writer(path, KEY):
        pass
    assert names(path) == {"Old"}
    assert not path.with_name("a.db-wal").exists()


def test_it_is_not_written_while_somebody_reads_it_as_on_a_drive_of_this_computer(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as here:
        here.setattr(drives, "is_network", lambda _path: False)
        with Writer(path, KEY):
            pass
    with roster.reader(path) as reader:
        assert reader.runs()
        with pytest.raises(StoreBusyError):
            Writer(path, KEY)


def test_what_a_killed_commit_half_wrote_is_undone_by_who_reads_first(path: Path) -> None:
    killed_in_a_commit(path)
    assert names(path) == {"Old"}
    assert not path.with_name("a.db-journal").exists()


def test_a_reader_that_was_open_before_the_kill_sees_nothing_of_it(path: Path) -> None:
    with roster.reader(path) as reader:
        assert reader.runs()
        killed_in_a_commit(path)
        keys = reader.keys(Query(collection="users"))
        assert set(reader.rows("users", keys, ("givenName",))) == {("Old",)}


def test_what_another_machine_left_half_written_is_undone_as_well(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_in_a_commit(path)
    names_of = ciphers.preferred()
    monkeypatch.setattr(ciphers, "preferred", lambda: names_of[::-1])
    assert names(path) == {"Old"}


def test_with_another_key_nothing_is_undone_nor_lost(path: Path) -> None:
    journal = killed_in_a_commit(path)
    with pytest.raises(StoreError):
        Reader(path, bytes(32))
    assert path.with_name("a.db-journal").read_bytes() == journal
    assert names(path) == {"Old"}


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_killed_at_any_deed_readers_see_the_old_roster_or_the_new_one(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    copy = tmp_path / "copy.db"
    copy.write_bytes(before)
    deeds = disk.Accident()
    with disk.under_the_store(deeds), Writer(copy, KEY) as writer:
        roster.sync(writer, {"users": NEW}, accept=True)
    half_written = 0
    seen = []
    for at in range(1, deeds.deeds, max(1, deeds.deeds // 10)):
        copy.write_bytes(before)
        copy.with_name("copy.db-journal").unlink(missing_ok=True)
        victim = [sys.executable, "-c", VICTIM, str(copy), str(at)]
        assert subprocess.run(victim, cwd=earlier.ROOT, check=False).returncode == -9
        half_written += copy.with_name("copy.db-journal").exists()
        seen.append(names(copy))
    assert half_written > 2
    assert all(each in ({"Old"}, {"New"}) for each in seen)


def test_who_reads_during_a_commit_waits_for_its_end(path: Path) -> None:
    opened = connection.open_writer(path, KEY)
    with roster.reader(path) as reader:
        opened.execute("BEGIN EXCLUSIVE")
        ends = threading.Timer(0.2, opened.execute, ["COMMIT"])
        ends.start()
        assert len(reader.keys(Query(collection="users"))) == 200
        ends.join()
    opened.close()


def test_who_will_not_wait_is_told_that_it_is_used(path: Path) -> None:
    opened = connection.open_writer(path, KEY)
    with Reader(path, KEY, patience=0) as reader:
        opened.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError, match=r"Another RosterDesk is using the local copy\. Wait"):
            reader.runs()
        opened.execute("COMMIT")
    opened.close()


def test_a_commit_waits_until_nobody_reads(path: Path) -> None:
    with Writer(path, KEY) as writer, roster.reader(path) as reader:
        reading, end = threading.Event(), threading.Event()

        def read() -> None:
            with reader.snapshot():
                assert reader.runs()
                reading.set()
                end.wait()

        thread = threading.Thread(target=read)
        thread.start()
        reading.wait()
        threading.Timer(0.2, end.set).start()
        roster.sync(writer, {"users": NEW}, accept=True)
        thread.join()
    assert names(path) == {"New"}
