"""The client on the demo district: a well-kept service, all of it."""

from collections.abc import Iterator

import pytest

from rosterdesk.demo.district import District, make
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import ServiceRefusedError
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.oneroster import addresses
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def district() -> District:
    return make(students=150)


@pytest.fixture(scope="module")
def service(district: District) -> Iterator[Live]:
    with running(district) as live:
        yield live


def client(service: Live, *, page_size: int = 500) -> Client:
    source = Source(
        name="Demo", url=service.url, token_url=service.token_url, client_id=service.client_id, page_size=page_size
    )
    return Client(source, service.client_secret)


@pytest.mark.parametrize("collection", BASES)
async def test_every_collection_comes_whole_and_straight(service: Live, district: District, collection: str) -> None:
    sent = [row["sourcedId"] for row in district.collections[collection]]
    async with client(service) as one:
        pages = one.pages(collection)
        came = [page async for page in pages]
    assert sorted(item.entity.sourced_id for page in came for item in page.items) == sorted(sent)
    assert pages.complete
    assert pages.total == len(sent)
    assert [page.bent for page in came if page.bent] == []


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
async def test_every_record_comes_by_its_id(service: Live, collection: str) -> None:
    async with client(service, page_size=3) as one:
        async for page in one.pages(collection):
            for item in page.items:
                again = await one.one(collection, item.entity.sourced_id)
                assert again.entity == item.entity
            break


async def test_nested_lists_come_too(service: Live) -> None:
    async with client(service) as one:
        schools = [item async for page in one.pages("schools") for item in page.items]
        path = addresses.path("schools", schools[-1].entity.sourced_id, "classes")
        classes = one.pages_at(path, "classes")
        assert [item async for page in classes for item in page.items]
    assert classes.complete


async def test_a_probe_and_the_scopes_tell_what_the_key_may(service: Live) -> None:
    async with client(service) as one:
        assert len(await one.authorize()) == 3
        probe = await one.probe("users")
    assert (probe.rows, probe.total is not None) == (1, True)


async def test_a_wrong_secret_is_refused(service: Live) -> None:
    source = Source(name="Demo", url=service.url, token_url=service.token_url, client_id=service.client_id)
    async with Client(source, "wrong") as one:
        with pytest.raises(ServiceRefusedError, match="rejected the credentials") as caught:
            await one.probe("orgs")
    assert caught.value.status == 401
