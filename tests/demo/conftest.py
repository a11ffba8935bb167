"""Two districts and a service for all these tests: nobody changes them."""

from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from rosterdesk.demo.district import District, make
from rosterdesk.demo.service import Live, running

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def district() -> District:
    return make(students=1200, seed=7, today=TODAY)


@pytest.fixture(scope="session")
def lakeside() -> District:
    """The district as everybody sees it first."""
    return make(today=TODAY)


@pytest.fixture(scope="session")
def live(district: District) -> Iterator[Live]:
    with running(district) as live:
        yield live


@pytest.fixture(scope="session")
def anybody() -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client() as client:
        yield client


@pytest.fixture(scope="session")
def client(live: Live, anybody: httpx.Client) -> Iterator[httpx.Client]:
    """A client that may see everything."""
    with httpx.Client(headers=bearer(live, anybody)) as client:
        yield client


def bearer(live: Live, client: httpx.Client, scope: str = "") -> dict[str, str]:
    """The header with a new token of that scope."""
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    answer = client.post(live.token_url, data=form, auth=(live.client_id, live.client_secret))
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
