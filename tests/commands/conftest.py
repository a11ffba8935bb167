"""One demo service for all, and desks that have and have not synced it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rosterdesk.demo import district
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from tests.commands import bundles
from tests.commands.desks import Desk


@pytest.fixture(scope="session")
def roster() -> District:
    return district.make(students=80, seed=3, today=date(2026, 11, 23))


@pytest.fixture(scope="session")
def live(roster: District) -> Iterator[Live]:
    with running(roster) as service:
        yield service


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with nothing on it."""
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def synced_once(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that has synced, for all: only to be read."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    assert desk.add(live).code == 0
    assert desk.run("sync", "Lakeside", "--collection", "demographics").code == 0
    assert desk.run("sync", "Lakeside").code == 0
    return desk


@pytest.fixture
def synced(synced_once: Desk, tmp_path: Path) -> Desk:
    """A desk that has synced, for this test alone; nothing was ever exported from it."""
    desk = Desk(tmp_path)
    others = shutil.ignore_patterns("exports.jsonl")
    shutil.copytree(synced_once.data, desk.data, dirs_exist_ok=True, ignore=others)
    return desk


@pytest.fixture
def spoilt(tmp_path: Path) -> str:
    """A bundle in which a class and a school are missing, an email and a flag are none, a username is there twice."""
    return str(bundles.written(tmp_path / "spoilt.zip", bundles.SPOILT))
