"""Machines as they are: no room on the disk, two programs at once, a reader that takes its time."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import apsw
import msgspec
import pytest

from rosterdesk.errors import StoreFullError
from rosterdesk.model.entities import Entity
from rosterdesk.model.query import Query
from rosterdesk.store.writer import Writer
from tests.store import disk, picture, roster, scene
from tests.victims import Fate, Victims

posix = pytest.mark.skipif(os.name != "posix", reason="forks and their limits are POSIX")


def altered() -> dict[str, list[Entity]]:
    """The hand-made roster a day later: some people have another name, an enrollment is gone."""
    later = {name: list(entities) for name, entities in roster.ROSTER.items()}
    later["users"] = [
        msgspec.structs.replace(each, middle_name="Later") if each.sourced_id in {"bo", "cy", "t1"} else each
        for each in later["users"]
    ]
    later["enrollments"].pop()
    return later


def sync(path: Path, entities: Mapping[str, Sequence[Entity]]) -> None:
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, dict(entities))


def test_whenever_the_disk_is_full_the_old_roster_can_be_read_and_with_room_the_sync_completes(tmp_path: Path) -> None:
    stored = roster.store(tmp_path / "old.db")
    old = picture.of(stored)
    shutil.copy(stored, tmp_path / "new.db")
    with disk.under_the_store(counted := disk.Accident()):
        sync(tmp_path / "new.db", altered())
    new = picture.of(tmp_path / "new.db")
    for at in Random(4).sample(range(1, counted.deeds), 40):
        path = shutil.copy(stored, tmp_path / f"{at}.db")
        # What fails in a close SQLite keeps to itself; a disk in Python cannot.
        with disk.under_the_store(full := disk.Full(at)), contextlib.suppress(StoreFullError, apsw.FullError):
            sync(path, altered())
        assert full.deeds >= at
        picture.examine(path)
        assert picture.of(path) in (old, new)
        sync(path, altered())
        picture.examine(path)
        assert picture.of(path) == new


def test_a_reader_that_takes_its_time_sees_one_roster_and_holds_no_sync_up(tmp_path: Path) -> None:
    path = roster.store(tmp_path / "a.db")
    wal = Path(f"{path}-wal")
    with roster.reader(path) as reader:
        with reader.snapshot():
            before = reader.sent("users", reader.keys(Query(collection="users")))
            for number in range(20):
                sync(path, altered() if number % 2 else roster.in_order())
                assert reader.sent("users", reader.keys(Query(collection="users"))) == before
        assert wal.stat().st_size > 0
        sync(path, altered())
        assert wal.stat().st_size == 0
        assert reader.sent("users", reader.keys(Query(collection="users"))) != before


@posix
def test_two_processes_that_sync_one_store_at_once_are_safe_and_say_so(tmp_path: Path) -> None:
    with scene.set_up(tmp_path) as here, Victims() as one, Victims() as other:
        here.sync()
        for _ in range(8):
            here.turn(vanish=True)
            for each in (one, other):
                each.start(["sync", "Lakeside", "--full", "--progress", "json", *here.desk.options()])
            done = [one.done(), other.done()]
            assert sorted(each.code for each in done) in ([0, 0], [0, 5]), done
            assert all("store-busy" in each.said for each in done if each.code == 5)
            assert here.picture().sent["users"] == here.turnover.records["users"]


@posix
@pytest.mark.parametrize("room", [0, 4096, 60_000, 120_000, 200_000])
def test_where_no_file_may_grow_a_sync_says_so_and_the_old_roster_is_there(tmp_path: Path, room: int) -> None:
    with scene.set_up(tmp_path) as here:
        here.sync()
        before = here.picture()
        here.turn(vanish=True)
        done = here.sync("--full", "--progress", "json", fate=Fate(room=room))
        assert (done.code, "store-full" in done.said) in {(5, True), (0, False)}
        assert here.picture() == before or done.code == 0
        for _ in range(2):  # the first goes on where the other stopped, and is not sure of what is gone
            assert here.sync("--full").code == 0
        assert here.picture() == picture.fresh(here.turnover.records)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, which is soon full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_on_a_disk_that_is_full_all_that_is_there_can_be_read_and_each_command_says_what_to_do(
    small_disk: Path,
) -> None:
    list_, target = ["list", "Lakeside", "users", "--format", "json"], small_disk / "people.csv"
    with scene.set_up(small_disk) as here:
        run = here.desk.run
        assert here.sync().code == 0
        export = ["export", "Lakeside", "users", "--to", str(target)]
        assert run(*export).code == 0
        before, exported = run(*list_).out, target.read_bytes()
        here.turn(vanish=True)
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        full = [
            run(*command, "--progress", "json", "--verbose")
            for command in (["sync", "Lakeside", "--full"], export, ["settings", "journal_runs=40"])
        ]
        assert [done.code for done in full] == [5, 6, 5], full
        assert "Traceback" not in "".join(done.err for done in full)
        assert (run(*list_).out, target.read_bytes()) == (before, exported)
        filler.unlink()
        resumed = ["sync", "Lakeside", "--full"]  # which is not sure of what is gone
        assert [run(*command).code for command in (resumed, resumed, export)] == [0, 0, 0]
        assert here.picture() == picture.fresh(here.turnover.records)
