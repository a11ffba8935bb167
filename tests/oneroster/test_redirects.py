"""Where a service sends us on to: nowhere, but for a slash."""

import msgspec
import pytest

from rosterdesk.errors import NotOneRosterError
from rosterdesk.oneroster.client import Client
from tests.oneroster.fake_service import (
    TOKEN,
    Reply,
    Request,
    also,
    as_json,
    asking,
    orgs,
    reply,
    rows_of,
    serving,
    token,
)

pytestmark = pytest.mark.anyio

ROWS = orgs(3)


async def read(client: Client) -> int:
    return sum([page.received async for page in client.pages("orgs")])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(status: int) -> None:
    async with serving(lambda request: rows_of(request, ROWS)) as other:
        away = reply("", status, location=f"{other.url}/orgs?token={TOKEN}")
        async with asking(also(lambda request: away)) as (_, client):
            with pytest.raises(NotOneRosterError, match=r"sends us on to 127\.0\.0\.1"):
                await read(client)
        assert other.connections == 0


@pytest.mark.parametrize("location", ["{path}/", "{path}/?{query}", "http://{host}{path}/?limit=1"])
async def test_a_slash_that_a_service_wants_behind_its_lists_is_put_there(location: str) -> None:
    rows = orgs(250)

    def answer(request: Request) -> Reply:
        path, _, query = request.target.partition("?")
        if path.endswith("/"):
            return rows_of(msgspec.structs.replace(request, target=f"{path[:-1]}?{query}"), rows)
        return reply("", 307, location=location.format(path=path, query=query, host=request.headers["host"]))

    async with asking(also(answer)) as (service, client):
        assert await read(client) == 250
    asked = [request.target.partition("?")[0].endswith("/") for request in service.requests if request.path != "/token"]
    assert asked == [False, True, True, True]  # once told, it is known


@pytest.mark.parametrize(
    "location", ["//elsewhere.example{path}/", "https://{host}{path}/", "{path}/x/", "/", "{path}"]
)
async def test_no_more_than_a_slash_is_followed(location: str) -> None:
    def answer(request: Request) -> Reply:
        path = request.target.partition("?")[0]
        return reply("", 308, location=location.format(path=path, host=request.headers["host"]))

    async with asking(answer, auth="none") as (service, client):
        with pytest.raises(NotOneRosterError, match="sends us on"):
            await client.probe("orgs")
    assert len(service.requests) == 1


async def test_a_service_that_sends_to_and_fro_is_left() -> None:
    def answer(request: Request) -> Reply:
        path = request.target.partition("?")[0]
        return reply("", 308, location=path[:-1] if path.endswith("/") else f"{path}/")

    async with asking(also(answer)) as (service, client):
        with pytest.raises(NotOneRosterError, match="sends us on"):
            await read(client)
    assert len(service.requests) == 3


@pytest.mark.parametrize("status", [302, 307, 308])
async def test_a_secret_is_never_carried_to_another_token_address(status: int) -> None:
    async with serving(lambda request: token()) as other:
        away = reply("", status, location=other.token_url.replace("127.0.0.1", "localhost"))
        async with asking(lambda request: away, token_auth="body") as (service, client):
            with pytest.raises(NotOneRosterError, match="localhost"):
                await client.authorize()
        assert other.connections == 0
        assert len(service.requests) == 1


async def test_links_and_references_to_other_hosts_are_never_followed() -> None:
    async with serving(lambda request: rows_of(request, ROWS)) as other:
        rows = [row | {"parent": {"href": f"{other.url}/orgs/x", "sourcedId": "x", "type": "org"}} for row in orgs(250)]

        def answer(request: Request) -> Reply:
            page = {"orgs": rows[request.offset : request.offset + request.limit]}
            return as_json(page, link=f'<{other.url}/orgs?offset=100>; rel="next"')

        async with asking(also(answer)) as (_, client):
            assert await read(client) == 250
        assert other.connections == 0
