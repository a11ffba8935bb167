"""Every read of both versions of the standard can be asked for, at the address of its service."""

from urllib.parse import urlsplit

import pytest

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.oneroster.client import Client
from tests.oneroster.fake_service import BASE, SECRET, Reply, Request, as_json, asking, serving
from tests.oneroster.operations import BASES, READS, Read

pytestmark = pytest.mark.anyio

ROW = {"sourcedId": "a/b", "status": "active", "dateLastModified": "2026-01-31T12:34:56.789Z"}


def test_the_table_has_all_reads_of_both_versions() -> None:
    count = {version: sum(read.version == version for read in READS) for version in BASES}
    assert count == {"1.1": 41 + 4 + 10, "1.2": 41 + 5 + 19}
    assert len(set(READS)) == len(READS)


@pytest.mark.parametrize("read", READS, ids=lambda read: f"{read.version} {read.path}")
async def test_every_read_of_the_standard_can_be_asked_for(read: Read) -> None:
    wanted = BASES[read.version].format(service=read.service) + read.path.replace("{}", "a%2Fb")
    single = read.path.endswith("}")

    def answer(request: Request) -> Reply:
        if urlsplit(request.target).path != wanted:
            return as_json({"imsx_description": "no such place"}, 404)
        return as_json({read.envelope: ROW if single else [ROW]})

    *under, collection = [segment.replace("{}", "a/b") for segment in read.path.split("/")[1:]]
    async with serving(answer) as service:
        url = service.url if read.version == "1.1" else service.url.removesuffix(BASE)
        source = service.source(url=url, oneroster=read.version, auth="none")
        async with Client(source, SECRET) as client:
            if single:
                collection = under[-1]
                items = [await client.one(collection, "a/b")]
            else:
                items = [item async for page in client.pages(collection, under=under) for item in page.items]
            assert client.offers(collection)
    assert [item.entity.sourced_id for item in items] == ["a/b"]
    assert type(items[0].entity) is COLLECTIONS[collection].entity


async def test_the_one_list_that_a_vendor_keeps_elsewhere_can_be_asked_for() -> None:
    async with asking(lambda request: as_json({"categories": [ROW]}), auth="none") as (service, client):
        pages = client.pages("categories", under=("sis", "classes", "c 1"))
        assert [page.received async for page in pages] == [1]
    assert service.requests[0].target.startswith(f"{BASE}/sis/classes/c%201/categories?")


async def test_a_service_with_an_address_of_its_own_is_asked_there() -> None:
    async with serving(lambda request: as_json({request.path.rpartition("/")[2]: [ROW]})) as service:
        root = service.url.removesuffix(BASE)
        source = service.source(
            url=root, oneroster="1.2", auth="none", gradebook_url=f"{root}/marks", resources_url=f"{root}/things/"
        )
        async with Client(source, SECRET) as client:
            for collection in ("orgs", "results", "resources"):
                await client.probe(collection)
    assert [urlsplit(request.target).path for request in service.requests] == [
        "/ims/oneroster/rostering/v1p2/orgs",
        "/marks/results",
        "/things/resources",
    ]


@pytest.mark.parametrize(("version", "offered"), [("1.1", False), ("1.2", True)])
async def test_what_a_version_does_not_have_is_known(version: str, offered: bool) -> None:
    async with serving(lambda request: as_json({})) as service:
        client = Client(service.source(oneroster=version), SECRET)
        assert client.offers("assessmentResults") is offered
        assert client.offers("results")
