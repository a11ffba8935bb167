"""A clock that is wrong: told where it may be why a request was refused."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from rosterdesk.errors import ServiceRefusedError
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from tests.oneroster.fake_service import (
    BASE,
    SECRET,
    Answer,
    Reply,
    Request,
    as_json,
    asking,
    orgs,
    reply,
    rows_of,
    serving,
    token,
)

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMING = Timing(now=lambda: NOW)
GRANT = {"access_token": "t", "token_type": "bearer"}
WAYS: list[dict[str, Any]] = [{"auth": "oauth1"}, {"auth": "bearer"}, {"auth": "none"}, {"auth": "oauth2"}]


def dated(minutes: float, status: int = 401) -> Answer:
    """Refusals by a service whose clock is so many minutes ahead of ours; that of its tokens is right."""
    date = format_datetime(NOW + timedelta(minutes=minutes), usegmt=True)
    return lambda request: token() if request.path == "/token" else as_json({}, status, date=date)


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


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"])
async def test_a_service_that_does_not_say_its_time_is_not_measured(date: str) -> None:
    async with asking(lambda request: rows_of(request, orgs(1)), auth="none") as (_service, client):
        await client.probe("orgs")
        assert (client.clock, client.skew) == (None, None)
    async with asking(lambda request: as_json({}, 401, date=date), auth="none") as (_service, client):
        with pytest.raises(ServiceRefusedError) as caught:
            await client.probe("orgs")
        assert client.skew is None
    assert "clock" not in str(caught.value)


WHERE = {"1.1": BASE, "1.2": "/ims/oneroster/rostering/v1p2"}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["auth"])
@pytest.mark.parametrize("edition", WHERE)
async def test_the_clock_is_that_of_the_rostering_service_alone(way: dict[str, Any], edition: str) -> None:
    def answer(request: Request) -> Reply:
        minutes = 1 if request.target.startswith(WHERE[edition]) else 2
        date = format_datetime(NOW + timedelta(minutes=minutes), usegmt=True)
        return reply(json.dumps(GRANT if request.path == "/token" else {"orgs": [], "results": []}), date=date)

    async with serving(answer) as service:
        source = service.source(url=service.url.replace(BASE, WHERE[edition]), oneroster=edition, **way)
        async with Client(source, SECRET, timing=TIMING) as client:
            await client.authorize()
            assert client.clock is None
            await client.probe("orgs")
            assert client.clock == NOW + timedelta(minutes=1)
            await client.probe("results")
            assert client.clock == NOW + timedelta(minutes=1)
