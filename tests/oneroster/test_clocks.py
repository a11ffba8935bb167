"""A clock that is wrong: told where it may be why a request was refused."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from rosterdesk.errors import ServiceRefusedError
from rosterdesk.oneroster.patience import Timing
from tests.oneroster.fake_service import SECRET, Answer, as_json, asking, orgs, rows_of, token

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMING = Timing(now=lambda: NOW)
WAYS: list[dict[str, Any]] = [{"auth": "oauth1"}, {"auth": "bearer"}, {"auth": "none"}, {"auth": "oauth2"}]


def dated(minutes: float, status: int = 401) -> Answer:
    """Refusals by a service whose clock is so many minutes ahead of ours."""
    date = format_datetime(NOW + timedelta(minutes=minutes), usegmt=True)
    return lambda request: token(date=date) if request.path == "/token" else as_json({}, status, date=date)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["auth"])
@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (20, "This computer's clock is 20 minutes behind the service's"),
        (-20, "This computer's clock is 20 minutes ahead of the service's"),
        (5.2, "is 5 minutes behind"),
        (119, "is 119 minutes behind"),
        (-180, "is 3 hours ahead of"),
        (60 * 24 * 365, "is 365 days behind"),
    ],
)
async def test_a_refusal_says_how_far_the_clocks_differ(way: dict[str, Any], minutes: float, words: str) -> None:
    async with asking(dated(minutes), secret=SECRET, timing=TIMING, **way) as (_service, client):
        with pytest.raises(ServiceRefusedError, match=words) as caught:
            await client.probe("orgs")
        assert client.skew == timedelta(minutes=minutes)
    assert caught.value.status == 401


async def test_a_token_that_is_refused_says_so_too() -> None:
    date = format_datetime(NOW + timedelta(hours=1), usegmt=True)
    async with asking(lambda request: as_json({}, 401, date=date), timing=TIMING) as (_service, client):
        with pytest.raises(ServiceRefusedError, match="60 minutes behind"):
            await client.authorize()


@pytest.mark.parametrize(("minutes", "status"), [(0, 401), (4.9, 401), (-5, 401), (20, 403), (20, 404)])
async def test_another_refusal_says_nothing_of_clocks(minutes: float, status: int) -> None:
    async with asking(dated(minutes, status), auth="oauth1", timing=TIMING) as (_service, client):
        with pytest.raises(ServiceRefusedError) as caught:
            await client.probe("orgs")
    assert "clock" not in str(caught.value)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026"])
async def test_a_service_that_does_not_say_its_time_is_not_measured(date: str) -> None:
    async with asking(lambda request: rows_of(request, orgs(1)), auth="none") as (_service, client):
        await client.probe("orgs")
        assert (client.clock, client.skew) == (None, None)
    async with asking(lambda request: as_json({}, 401, date=date), auth="none") as (_service, client):
        with pytest.raises(ServiceRefusedError) as caught:
            await client.probe("orgs")
        assert client.skew is None
    assert "clock" not in str(caught.value)
