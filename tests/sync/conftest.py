"""The service and the store of each test."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from tests.sync.interference import Interference
from tests.sync.services import MADE


@pytest.fixture
def roster() -> District:
    """A district of this test's own, to change as it likes."""
    return deepcopy(MADE)


@pytest.fixture
def between() -> Interference:
    return Interference()


@pytest.fixture
def live(roster: District, between: Interference) -> Iterator[Live]:
    with running(roster, wrap=between.around) as service:
        yield service


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"
