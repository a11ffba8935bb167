"""The stores that are put on paper: a hand-made roster, and a made district."""

from collections.abc import Iterator

import pytest

from rosterdesk.store.reader import Reader
from tests import stores
from tests.store import roster


@pytest.fixture(scope="module")
def handmade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with roster.reader(roster.store(tmp_path_factory.mktemp("paper") / "roster.db")) as reader:
        yield reader


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("paper") / "district.db"
    stores.fill(path, students=80)
    with Reader(path, stores.KEY, today=lambda: stores.TODAY) as reader:
        yield reader
