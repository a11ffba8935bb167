"""The client on the demo district: a well-kept service, all of it."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest

from rosterdesk.demo.district import District, make
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import ServiceRefusedError
from rosterdesk.model.entities import User
from rosterdesk.model.fields import BASES, COLLECTIONS, OPTIONAL
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.pages import Pages
from rosterdesk.settings import Source
from rosterdesk.wire.records import Page

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def district() -> District:
    return make(students=150)


@pytest.fixture(scope="module")
def service(district: District) -> Iterator[Live]:
    with running(district) as live:
        yield live


def client(service: Live, *, version: Literal["1.1", "1.2"] = "1.1", page_size: int = 500, **changes: Any) -> Client:
    """A client that asks for all that the version has, by any of its lists' services."""
    url = service.url if version == "1.1" else service.url_1p2
    about = {"client_id": service.client_id, "token_url": service.token_url, "also": OPTIONAL} | changes
    source = Source(name="Demo", url=url, oneroster=version, page_size=page_size, **about)
    return Client(source, service.client_secret)


async def everything(one: Client, collection: str) -> tuple[list[Page], Pages]:
    pages = one.pages(collection)
    return [page async for page in pages], pages


LISTS = [
    pytest.param(version, name, id=f"{version} {name}")
    for version in ("1.1", "1.2")
    for name, about in COLLECTIONS.items()
    if about.since <= version
]


@pytest.mark.parametrize(("version", "collection"), LISTS)
async def test_every_list_comes_whole_and_straight(
    service: Live, district: District, version: Literal["1.1", "1.2"], collection: str
) -> None:
    async with client(service, version=version) as one:
        came, pages = await everything(one, collection)
        again = await one.one(collection, came[0].items[0].entity.sourced_id)
    assert (pages.complete, pages.why, pages.repeated) == (True, "", 0)
    assert pages.total == sum(page.received for page in came)
    assert [page.bent for page in came if page.bent] == []
    assert again.entity == came[0].items[0].entity
    if collection in BASES:
        ids = [item.entity.sourced_id for page in came for item in page.items]
        assert sorted(ids) == sorted(row["sourcedId"] for row in district.collections[collection])


@pytest.mark.parametrize("way", [{"auth": "oauth1"}, {"auth": "oauth1", "oauth1_signature": "sha1"}])
async def test_a_signed_request_is_taken(service: Live, district: District, way: dict[str, Any]) -> None:
    async with client(service, page_size=7, **way) as one:
        _, pages = await everything(one, "courses")
    assert pages.complete
    assert pages.total == len(district.collections["courses"])


async def test_people_are_the_same_in_both_versions(service: Live) -> None:
    found = []
    for version in ("1.1", "1.2"):
        async with client(service, version=version) as one:
            came, _ = await everything(one, "users")
        users = [item.entity for page in came for item in page.items if isinstance(item.entity, User)]
        found.append({user.sourced_id: (user.given_name, len(user.memberships) > 0) for user in users})
    assert found[0] == found[1]


async def test_nested_lists_come_too(service: Live) -> None:
    async with client(service) as one:
        schools = [item async for page in one.pages("schools") for item in page.items]
        classes = one.pages("classes", under=("schools", schools[-1].entity.sourced_id))
        assert [item async for page in classes for item in page.items]
    assert classes.complete


async def test_a_probe_and_the_scopes_tell_what_the_key_may(service: Live) -> None:
    async with client(service) as one:
        assert {"roster.readonly", "gradebook.readonly"} <= {
            scope.rpartition("/")[2] for scope in await one.authorize()
        }
        probe = await one.probe("users")
    assert (probe.rows, probe.total is not None) == (1, True)


async def test_a_wrong_secret_is_refused(service: Live) -> None:
    source = Source(name="Demo", url=service.url, token_url=service.token_url, client_id=service.client_id)
    async with Client(source, "wrong") as one:
        with pytest.raises(ServiceRefusedError, match="rejected the credentials") as caught:
            await one.probe("orgs")
    assert caught.value.status == 401
