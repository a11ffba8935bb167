"""One RosterDesk at a time: what a sync and a removal do while another one writes the same store."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import filelock
import pytest

from rosterdesk.demo import district
from rosterdesk.demo.service import Live, running
from rosterdesk.settings import DataDir
from tests.commands.desks import Desk


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with running(district.make(students=20, seed=3, today=date(2026, 11, 23))) as service:
        yield service


@pytest.fixture
def desk(live: Live, tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.add(live)
    return desk


def lock(desk: Desk) -> filelock.FileLock:
    """The lock that another RosterDesk would hold while it writes the store."""
    data = DataDir(desk.data)
    return filelock.FileLock(f"{data.store(data.source('Lakeside'))}.lock")


def test_a_first_sync_beside_another_one_makes_no_second_key(desk: Desk) -> None:
    kept = DataDir(desk.data).vault.read_bytes()
    with lock(desk):
        done = desk.run("sync", "Lakeside", "--progress", "json")
    assert (done.code, done.progress[-1]["error"]) == (5, "store-busy")
    assert DataDir(desk.data).vault.read_bytes() == kept
    assert desk.run("sync", "Lakeside").code == 0


@pytest.mark.parametrize("command", ["forget", "remove"])
def test_a_store_that_is_being_written_is_not_destroyed_and_keeps_its_key(desk: Desk, command: str) -> None:
    assert desk.run("sync", "Lakeside").code == 0
    with lock(desk):
        done = desk.run("source", command, "Lakeside", "--progress", "json")
        assert (done.code, done.progress[-1]["error"]) == (5, "store-busy")
        assert desk.run("list", "Lakeside", "users", "--limit", "1").code == 0
    assert desk.run("source", command, "Lakeside").code == 0
    assert {each.suffix for each in (desk.data / "stores").glob("*.db*")} == {".lock"}
