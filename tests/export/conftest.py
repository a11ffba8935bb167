"""Stores that the tests of this folder only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterdesk.store.reader import Reader
from tests.store import roster


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small roster."""
    return roster.store(tmp_path_factory.mktemp("kept") / "roster.db")


@pytest.fixture
def reader(kept: Path) -> Iterator[Reader]:
    with roster.reader(kept) as reader:
        yield reader
