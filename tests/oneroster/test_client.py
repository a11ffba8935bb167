"""The client on a service that keeps the standard, and on small departures from it."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from rosterdesk.errors import NotOneRosterError, ServiceError, ServiceRefusedError, UsageError
from rosterdesk.model import entities
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.pages import Pages
from rosterdesk.oneroster.paging import REFUSING
from tests.oneroster.fake_service import (
    SECRET,
    TOKEN,
    Gate,
    Reply,
    Request,
    Service,
    also,
    as_json,
    asking,
    orgs,
    reply,
    rows_of,
    serving,
)

pytestmark = pytest.mark.anyio

NESTED = [
    (("schools", "a/b|c", "students"), "/schools/a%2Fb%7Cc/students", "users"),
    (("schools", "x", "classes"), "/schools/x/classes", "classes"),
    (("terms", "..", "classes"), "/terms/%2E%2E/classes", "classes"),
    (("schools", "s", "classes", "c d", "enrollments"), "/schools/s/classes/c%20d/enrollments", "enrollments"),
]


async def ids(pages: Pages) -> list[str]:
    return [item.entity.sourced_id async for page in pages for item in page.items]


async def test_a_list_comes_whole_and_in_order() -> None:
    rows = orgs(950)
    async with asking(also(lambda request: rows_of(request, rows))) as (service, client):
        pages = client.pages("orgs")
        assert await ids(pages) == [row["sourcedId"] for row in rows]
    assert (pages.complete, pages.why, pages.total) == (True, "", 950)
    assert len(service.asked("/orgs")) == 10
    assert all(request.headers["authorization"] == f"Bearer {TOKEN}" for request in service.asked("/orgs"))
    assert len(service.asked("/token")) == 1


async def test_connections_are_kept() -> None:
    rows = orgs(3_000)
    async with asking(also(lambda request: rows_of(request, rows))) as (service, client):
        assert len(await ids(client.pages("orgs"))) == 3_000
    assert service.connections <= 4


async def test_exactly_four_requests_are_in_flight_however_many_lists_are_read() -> None:
    rows, gate = orgs(1_000), Gate(4)
    async with (
        serving(also(lambda request: rows_of(request, rows)), gate=gate) as service,
        Client(service.source(), SECRET) as client,
    ):
        lists = [ids(client.pages("orgs")) for _ in range(9)]
        with anyio.fail_after(20):
            assert [len(found) for found in await asyncio.gather(*lists)] == [1_000] * 9
    assert service.busiest == 4


async def test_a_clamped_list_without_a_total_comes_whole() -> None:
    rows = orgs(1_234)
    async with asking(also(lambda request: rows_of(request, rows, clamp=50, total=False)), page_size=5_000) as (
        service,
        client,
    ):
        pages = client.pages("orgs")
        assert await ids(pages) == [row["sourcedId"] for row in rows]
    assert pages.complete
    assert [request.offset for request in service.asked("/orgs")] == [*range(0, 1_234, 50), 1_234]


async def test_reading_goes_on_at_an_offset() -> None:
    rows = orgs(450)
    async with asking(also(lambda request: rows_of(request, rows))) as (_service, client):
        pages = client.pages("orgs", offset=300)
        assert await ids(pages) == [row["sourcedId"] for row in rows[300:]]
    assert pages.complete


async def test_a_service_that_ignores_the_offset_is_found_out() -> None:
    rows = orgs(300)
    async with asking(also(lambda request: as_json({"orgs": rows[: request.limit]}))) as (service, client):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == 100
    assert not pages.complete
    assert "same page" in pages.why
    assert [request.query["limit"] for request in service.asked("/orgs")] == ["100", "100"]


async def test_a_service_without_paging_gives_all_at_once() -> None:
    rows = orgs(103)
    async with asking(also(lambda request: as_json({"orgs": rows}))) as (service, client):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == 103
    assert (pages.complete, pages.why) == (True, "")
    assert len(service.asked("/orgs")) == 2


@pytest.mark.parametrize("status", [400, 404, 416, 422])
@pytest.mark.parametrize(("count", "complete"), [(300, True), (1_000, False)])
async def test_a_service_may_refuse_what_is_beyond_the_end_of_a_list(status: int, count: int, complete: bool) -> None:
    rows = orgs(count)

    def answer(request: Request) -> Reply:
        return as_json({}, status) if request.offset >= count else rows_of(request, rows)

    async with asking(also(answer)) as (_service, client):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == count
    assert pages.complete == complete
    assert pages.why == ("" if complete else "The service gives no more than 1,000 rows, so there may be more.")


async def test_a_key_that_is_refused_at_the_end_of_a_list_is_refused() -> None:
    def answer(request: Request) -> Reply:
        return as_json({}, 401) if request.offset else rows_of(request, orgs(100))

    async with asking(also(answer)) as (_service, client):
        with pytest.raises(ServiceRefusedError):
            await ids(client.pages("orgs"))


async def test_lists_may_want_a_slash_that_single_records_do_not_have() -> None:
    def answer(request: Request) -> Reply:
        if request.path.startswith("/orgs/org-"):
            return as_json({"org": orgs(1)[0]}) if request.path == "/orgs/org-0" else as_json({}, 404)
        if request.path.endswith("/"):
            return as_json({"orgs": orgs(250)[request.offset :][: request.limit]}, x_total_count="250")
        path, _, query = request.target.partition("?")
        return reply(b"", 308, location=f"{path}/?{query}")

    async with asking(also(answer)) as (service, client):
        for _ in range(2):
            assert len(await ids(client.pages("orgs"))) == 250
            assert (await client.one("orgs", "org-0")).entity.sourced_id == "org-0"
    assert len(service.asked("/orgs")) == 1


@pytest.mark.parametrize("changed", [0, 3])
async def test_a_total_that_ignores_the_filter_does_not_make_a_list_of_changes_incomplete(changed: int) -> None:
    rows = orgs(78)

    def answer(request: Request) -> Reply:
        found = rows[:changed] if "filter" in request.query else rows
        return as_json({"orgs": found[request.offset :]}, x_total_count="78")

    async with asking(also(answer)) as (_service, client):
        pages = client.pages("orgs", since=datetime(2026, 1, 31, 12, tzinfo=UTC))
        assert len(await ids(pages)) == changed
    assert (pages.complete, pages.why, pages.total) == (True, "", 78)


async def test_an_empty_list_that_was_announced_to_have_rows_is_not_complete() -> None:
    async with asking(also(lambda request: as_json({"orgs": []}, x_total_count="78"))) as (_service, client):
        pages = client.pages("orgs")
        assert await ids(pages) == []
    assert not pages.complete


async def test_an_empty_list_is_complete_after_one_request() -> None:
    async with asking(also(lambda request: as_json({"orgs": []}))) as (service, client):
        pages = client.pages("orgs")
        assert await ids(pages) == []
    assert pages.complete
    assert len(service.asked("/orgs")) == 1


async def test_a_list_that_is_left_early_is_not_complete() -> None:
    rows = orgs(1_000)
    async with asking(also(lambda request: rows_of(request, rows))) as (_service, client):
        pages = client.pages("orgs")
        async for _ in pages:
            break
    assert not pages.complete
    assert pages.why


async def test_only_limit_offset_and_filter_are_sent() -> None:
    async with asking(also(lambda request: as_json({"users": []}))) as (service, client):
        await ids(client.pages("students", since=datetime(2026, 1, 31, 12, tzinfo=UTC)))
    [request] = service.asked("/students")
    assert request.query == {
        "limit": "100",
        "offset": "0",
        "filter": "dateLastModified>'2026-01-31T12:00:00.000Z'",
    }
    assert "%3E%272026" in request.target


@pytest.mark.parametrize(("segments", "target", "collection"), NESTED)
async def test_nested_lists_keep_ids_in_one_segment(segments: tuple[str, ...], target: str, collection: str) -> None:
    async with asking(also(lambda request: as_json({collection: [{"sourcedId": "x"}]}, x_total_count="1"))) as (
        service,
        client,
    ):
        assert await ids(client.pages(segments[-1], under=segments[:-1])) == ["x"]
    assert service.requests[-1].target == f"/ims/oneroster/v1p1{target}?limit=100&offset=0"


async def test_a_record_comes_by_its_id() -> None:
    async with asking(also(lambda request: as_json({"user": {"sourcedId": "a/b c", "givenName": "Zoë"}}))) as (
        service,
        client,
    ):
        item = await client.one("students", "a/b c")
    assert isinstance(item.entity, entities.User)
    assert item.entity.given_name == "Zoë"
    assert service.requests[-1].target == "/ims/oneroster/v1p1/students/a%2Fb%20c"


async def test_a_probe_is_one_request_for_one_row() -> None:
    rows = orgs(12)
    async with asking(also(lambda request: rows_of(request, rows))) as (service, client):
        probe = await client.probe("orgs")
    assert (probe.rows, probe.total) == (1, 12)
    assert probe.latency >= 0
    assert [request.limit for request in service.asked("/orgs")] == [1]


async def test_a_service_that_refuses_the_page_size_is_asked_for_less() -> None:
    rows = orgs(250)

    def answer(request: Request) -> Reply:
        return as_json({"message": "limit too large"}, 400) if request.limit > 100 else rows_of(request, rows)

    async with asking(also(answer), page_size=5_000) as (_service, client):
        assert len(await ids(client.pages("orgs"))) == 250


REFUSALS: list[tuple[int, Any, str]] = [
    (400, {"imsx_description": "bad filter"}, "bad filter"),
    (401, {"statusInfoSet": [{"imsx_description": "who are you"}]}, "who are you"),
    (403, {"error": "insufficient_scope"}, "insufficient_scope"),
    (404, None, "HTTP 404"),
    (410, "gone", "HTTP 410"),
    (418, {"message": "teapot"}, "teapot"),
    (501, {}, "HTTP 501"),
]


@pytest.mark.parametrize(("status", "body", "words"), REFUSALS)
async def test_a_refusal_has_its_status_and_the_services_words(status: int, body: Any, words: str) -> None:
    async with asking(also(lambda request: as_json(body, status))) as (service, client):
        with pytest.raises(ServiceRefusedError, match=words) as caught:
            await ids(client.pages("orgs"))
    assert caught.value.status == status
    assert caught.value.action
    assert len(service.asked("/orgs")) == (2 if status == 401 else 1)


async def test_a_missing_record_is_a_404() -> None:
    async with asking(also(lambda request: as_json({"imsx_description": "unknown"}, 404))) as (_service, client):
        with pytest.raises(ServiceRefusedError) as caught:
            await client.one("users", "nobody")
    assert caught.value.status == 404


@pytest.mark.parametrize("status", [201, 202, 204, 206])
async def test_another_success_than_200_is_no_answer(status: int) -> None:
    async with asking(also(lambda request: as_json({"orgs": []}, status))) as (_service, client):
        with pytest.raises(NotOneRosterError):
            await ids(client.pages("orgs"))


async def test_a_list_under_a_name_of_its_own_comes_to_its_end() -> None:
    rows = orgs(120)
    async with asking(also(lambda request: as_json({"data": rows[request.offset :][: request.limit]}))) as (
        _service,
        client,
    ):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == 120
        assert (pages.complete, pages.why) == (True, "")
        nothing = client.pages("orgs", offset=120)  # of this reading nothing is known: no rows of what?
        assert await ids(nothing) == []
        assert not nothing.complete


BEYOND = {
    "400": as_json({"message": "offset out of range"}, 400),
    "404": as_json({"message": "no more"}, 404),
    "416": as_json({}, 416),
    "204": as_json({}, 204),
    "an empty object": as_json({}),
    "null": as_json(None),
}


@pytest.mark.parametrize("beyond", BEYOND)
@pytest.mark.parametrize("size", [4, 120])
async def test_a_list_beyond_whose_end_the_service_refuses_to_answer_ends_incomplete(beyond: str, size: int) -> None:
    rows = orgs(size)

    def answer(request: Request) -> Reply:
        page = rows[request.offset :][: min(request.limit, 50)]
        return as_json({"orgs": page}) if page else BEYOND[beyond]

    async with asking(also(answer), page_size=5_000) as (_service, client):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == size
        assert (pages.complete, pages.why) == (False, REFUSING)
        rows.clear()
        with pytest.raises(ServiceError):
            await ids(client.pages("orgs"))


DATE = "Mon, 23 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize("status", [200, 302, 401, 404])
async def test_a_service_is_reached_where_it_answers_anything_and_gets_no_credentials(status: int) -> None:
    async with asking(also(lambda request: as_json({}, status, date=DATE))) as (service, client):
        await client.reach()
        assert client.skew is not None
    (request,) = service.requests
    assert (request.method, request.path, "authorization" in request.headers) == ("GET", "/orgs", False)


@pytest.mark.parametrize(
    ("auth", "what", "action"),
    [
        ("oauth1", "rejected the credentials", "signature method"),
        ("bearer", "rejected the credentials", "bearer token"),
        ("none", "wants to know who asks", "how the source signs in"),
    ],
)
async def test_a_refusal_names_what_the_source_signs_in_with(auth: str, what: str, action: str) -> None:
    async with asking(also(lambda request: as_json({"message": "No."}, 401)), auth=auth, client_id="key") as (
        _,
        client,
    ):
        with pytest.raises(ServiceRefusedError) as caught:
            await ids(client.pages("orgs"))
    assert what in caught.value.what
    assert caught.value.what.endswith("(HTTP 401): “No”.")
    assert action in caught.value.action


async def test_what_changes_for_the_key_while_a_list_is_read_leaves_it_incomplete() -> None:
    rows = orgs(250)

    def answer(request: Request) -> Reply:
        page = rows[request.offset : request.offset + request.limit]
        return as_json({"orgs": page}, x_total_count="250", x_perm_rev="1" if request.offset < 200 else "2")

    async with asking(also(answer)) as (_service, client):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == 250
    assert not pages.complete
    assert "may see" in pages.why


async def test_rows_that_come_again_are_counted() -> None:
    rows = [*orgs(150), *orgs(20)]
    async with asking(also(lambda request: rows_of(request, rows))) as (_service, client):
        pages = client.pages("orgs")
        assert len(await ids(pages)) == 170
    assert (pages.repeated, pages.complete) == (20, False)
    assert pages.why == "The service announced 170 rows, 150 came, and 20 again."


async def test_an_unknown_collection_is_a_usage_error() -> None:
    async with asking(also(lambda request: as_json({}))) as (_service, client):
        with pytest.raises(UsageError):
            client.pages("pupils")


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "http://sis.example.org/x"},
        {"token_url": "http://sis.example.org/token"},
        {"token_url": ""},
        {"url": "https://me@sis.example.org"},
        {"ca_file": "/nowhere/ca.pem"},
    ],
)
def test_a_source_that_cannot_be_used_is_refused_before_anything_is_sent(changes: dict[str, str]) -> None:
    source = Service(url="https://sis.example.org/x", token_url="https://sis.example.org/token").source(**changes)
    with pytest.raises(UsageError):
        Client(source, SECRET)
