"""One district for all these tests: nobody changes it."""

from datetime import date

import pytest

from rosterdesk.demo.district import District, make

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def district() -> District:
    return make(students=1200, seed=7, today=TODAY)
