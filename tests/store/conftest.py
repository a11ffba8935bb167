"""The hand-made roster in a store of its own, shared by the tests that only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterdesk.store.reader import Reader
from tests.store import roster


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return roster.store(tmp_path_factory.mktemp("store") / "roster.db")


@pytest.fixture
def reader(stored: Path) -> Iterator[Reader]:
    with roster.reader(stored) as reader:
        yield reader
