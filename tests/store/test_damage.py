"""Files that were damaged, torn from their WAL, set aside, destroyed: what is wrong is noticed, and never used."""

import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rosterdesk.errors import NothingStoredError, StoreBusyError, StoreDamagedError
from rosterdesk.model.entities import User
from rosterdesk.model.query import Query
from rosterdesk.store.file import aside
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import KEY, STARTED, items

OTHER_KEY = bytes(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return roster.store(tmp_path / "a.db")


def files(folder: Path) -> set[Path]:
    """What is in it; locks are empty, and stay."""
    return {each for each in folder.iterdir() if each.suffix != ".lock" or each.stat().st_size}


def looked_through(path: Path) -> None:
    """What a sync does first."""
    with Writer(path, KEY) as writer:
        writer.check()


def people(path: Path) -> int:
    with roster.reader(path) as reader:
        return len(reader.keys(Query(collection="users")))


def read(path: Path) -> None:
    with roster.reader(path) as reader:
        for collection in roster.ROSTER:
            reader.sent(collection, reader.keys(Query(collection=collection)))
        reader.find("lopez")
        reader.runs()


def test_no_flipped_bit_goes_unnoticed(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    chance = random.Random(11)
    flipped = tmp_path / "flipped.db"
    for _ in range(400):
        place = chance.randrange(len(content))
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        flipped.write_bytes(damaged)
        with pytest.raises(StoreDamagedError):
            looked_through(flipped)
        aside.destroy(flipped)
    flipped.write_bytes(content)
    looked_through(flipped)


def test_a_truncated_file_is_damaged(path: Path) -> None:
    content = path.read_bytes()
    for share in range(1, 100, 5):
        path.write_bytes(content[: len(content) * share // 100])
        with pytest.raises(StoreDamagedError):
            looked_through(path)
        with pytest.raises(StoreDamagedError):
            read(path)


def test_an_empty_file_holds_nothing(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(NothingStoredError):
        Reader(path, KEY)
    looked_through(path)


def unclosed(folder: Path, key: bytes) -> Path:
    """A copy of a store and its WAL, as a process leaves them that is killed among the pages of its second sync."""
    made, copy = folder / "made.db", folder / f"{key[-1]}.db"
    with Writer(made, key) as writer:
        roster.sync(writer, roster.in_order())
        writer.begin({"users": "full"}, started=STARTED)
        for page in range(4):
            users = items(User(sourced_id=f"{page}-{number}", given_name=f"Name {number}") for number in range(50))
            writer.put("users", users, received=50, total=None)
            writer.flush()
        for ending in ("", "-wal"):
            shutil.copy(f"{made}{ending}", f"{copy}{ending}")
    aside.destroy(made)
    return copy


def test_what_was_not_closed_is_whole(tmp_path: Path) -> None:
    path = unclosed(tmp_path, KEY)
    looked_through(path)
    assert people(path) == 8
    with roster.reader(path) as reader:
        assert reader.runs()[0].collections["users"].rows == 200


def test_the_wal_of_another_store_is_not_taken_for_its_own(tmp_path: Path) -> None:
    path, other = unclosed(tmp_path, KEY), unclosed(tmp_path, OTHER_KEY)
    shutil.copy(f"{other}-wal", f"{path}-wal")
    with pytest.raises(StoreDamagedError):
        looked_through(path)


def test_without_its_wal_it_is_as_it_was_before(tmp_path: Path) -> None:
    path = unclosed(tmp_path, KEY)
    Path(f"{path}-wal").unlink()
    looked_through(path)
    assert people(path) == 8
    with roster.reader(path) as reader:
        assert [run.run for run in reader.runs()] == [1]


def test_a_flipped_bit_of_the_wal_loses_whole_pages_at_most(tmp_path: Path) -> None:
    path = unclosed(tmp_path, KEY)
    content, wal = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    chance = random.Random(5)
    seen = set()
    for number in range(30):
        copy = tmp_path / f"copy{number}.db"
        damaged = bytearray(wal)
        damaged[chance.randrange(len(wal))] ^= 1 << chance.randrange(8)
        copy.write_bytes(content)
        Path(f"{copy}-wal").write_bytes(damaged)
        looked_through(copy)
        assert people(copy) == 8
        with roster.reader(copy) as reader:
            (newest, *_) = reader.runs()
            seen.add(newest.collections["users"].rows if newest.run == 2 else -1)
    assert seen <= {-1, 0, 50, 100, 150, 200}
    assert len(seen) > 1


def test_what_is_set_aside_is_kept_whole_under_the_time(tmp_path: Path) -> None:
    path = unclosed(tmp_path, KEY)
    before = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    kept = aside.set_aside(path)
    assert kept is not None
    assert kept.name.startswith(f"{path.name}.corrupt-{datetime.now(UTC):%Y}")
    assert (kept.read_bytes(), Path(f"{kept}-wal").read_bytes()) == before
    assert files(tmp_path) == {kept, Path(f"{kept}-wal")}
    roster.store(path)
    assert people(path) == 8
    assert people(kept) == 8


def test_only_what_was_set_aside_last_is_kept(path: Path) -> None:
    first = aside.set_aside(path)
    second = aside.set_aside(roster.store(path))
    assert None not in {first, second}
    assert files(path.parent) == {second}


def test_what_was_made_anew_since_the_damage_was_seen_is_not_set_aside(path: Path) -> None:
    damaged = aside.identity(path)
    kept = aside.set_aside(path)
    roster.store(path)
    assert aside.set_aside(path, damaged) is None
    assert files(path.parent) == {path, kept}
    assert people(path) == 8


def test_where_there_is_no_store_nothing_is_set_aside_nor_lost_of_what_was(path: Path) -> None:
    kept = aside.set_aside(path)
    Path(f"{path}-wal").write_bytes(b"of a store that is gone")
    assert aside.set_aside(path) is None
    assert files(path.parent) == {kept}


def test_what_was_left_when_setting_aside_was_killed_is_not_taken_for_the_new_stores(tmp_path: Path) -> None:
    path = unclosed(tmp_path, OTHER_KEY)
    path.replace(tmp_path / "renamed already")
    roster.store(path)
    looked_through(path)
    assert people(path) == 8


@pytest.mark.parametrize("what", [aside.set_aside, aside.destroy])
def test_what_another_writes_is_left_where_it_is(path: Path, what: Callable[[Path], object]) -> None:
    with Writer(path, KEY) as writer:
        with pytest.raises(StoreBusyError):
            what(path)
        assert [run.run for run in writer.runs()] == [1]
    assert people(path) == 8


@pytest.mark.skipif(os.name != "posix", reason="on Windows no file is removed that another has open")
def test_the_file_of_the_lock_stays_for_those_who_wait_for_it(path: Path) -> None:
    before = aside.identity(path.with_name("a.db.lock"))
    aside.set_aside(path)
    aside.forget_aside(path, datetime.now(UTC) + timedelta(minutes=1))
    aside.destroy(path)
    assert aside.identity(path.with_name("a.db.lock")) == before is not None


def test_what_was_set_aside_goes_when_it_is_old(path: Path) -> None:
    kept = aside.set_aside(path)
    aside.forget_aside(path, datetime.now(UTC) - timedelta(minutes=1))
    assert files(path.parent) == {kept}
    aside.forget_aside(path, datetime.now(UTC) + timedelta(minutes=1))
    assert files(path.parent) == set()


def test_destroying_leaves_no_file_of_the_store_and_every_other(path: Path) -> None:
    other = roster.store(path.with_name("b.db"))
    aside.set_aside(path)
    roster.store(path)
    for ending in ("-wal", "-journal", ".synced"):
        Path(f"{path}{ending}").write_bytes(b"left by somebody")
    aside.destroy(path)
    assert files(path.parent) == {other}
    aside.destroy(path)
    assert people(other) == 8


def test_where_there_is_no_folder_there_is_nothing_to_destroy(tmp_path: Path) -> None:
    aside.destroy(tmp_path / "nowhere" / "a.db")
    assert list(tmp_path.iterdir()) == []
