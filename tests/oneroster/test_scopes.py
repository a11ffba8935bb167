"""Which scopes are asked for, and for which a service is asked again."""

from typing import Any

import pytest

from rosterdesk.errors import ServiceRefusedError
from rosterdesk.oneroster.client import Client
from tests.oneroster.fake_service import Reply, Request, as_json, asking, token

pytestmark = pytest.mark.anyio


async def read(client: Client) -> int:
    return sum([page.received async for page in client.pages("orgs")])


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"also": ("demographics",)}, []),
        ({"also": ("resources",)}, ["v1p1/scope/resource.readonly"]),
        ({"also": ("results", "lineItems")}, ["v1p1/scope/gradebook.readonly"]),
        ({"wanted": ("results", "users")}, ["v1p1/scope/gradebook.readonly"]),
        (
            {"also": ("resources",), "wanted": ("results",)},
            ["v1p1/scope/resource.readonly", "v1p1/scope/gradebook.readonly"],
        ),
        ({"also": ("assessmentResults",)}, []),
        ({"also": ("assessmentResults",), "oneroster": "1.2"}, ["v1p2/scope/assessment.readonly"]),
        (
            {"also": ("resources", "scoreScales"), "oneroster": "1.2"},
            ["v1p2/scope/resource.readonly", "v1p2/scope/gradebook.readonly"],
        ),
    ],
)
async def test_scopes_are_asked_for_what_the_source_wants_also_and_what_is_wanted_this_time(
    changes: dict[str, Any], more: list[str]
) -> None:
    async with asking(lambda request: token(), **changes) as (_service, client):
        scopes = await client.authorize()
    assert len(scopes) == 3 + len(more)
    assert [scope.removeprefix("https://purl.imsglobal.org/spec/or/") for scope in scopes[3:]] == more


async def test_what_is_wanted_also_is_given_up_before_the_roster_is() -> None:
    asked: list[list[str]] = []

    def answer(request: Request) -> Reply:
        asked.append([scope.rpartition("/")[2].partition(".")[0] for scope in request.form.get("scope", "").split()])
        return as_json({"error": "invalid_scope"}, 400) if len(asked) < 6 else token()

    async with asking(answer, also=("resources",)) as (_service, client):
        await client.authorize()
    assert asked == [
        ["roster-core", "roster", "roster-demographics", "resource"],
        ["roster-core", "roster", "resource"],
        ["roster-core", "roster", "roster-demographics"],
        ["roster-core", "roster"],
        ["roster-core"],
        [],
    ]


async def test_the_scopes_that_worked_are_asked_for_again() -> None:
    asked: list[str | None] = []

    def answer(request: Request) -> Reply:
        if request.path != "/token":
            return as_json({}, 401)
        asked.append(request.form.get("scope"))
        return as_json({"error": "invalid_scope"}, 400) if len(asked) == 1 else token()

    async with asking(answer) as (_service, client):
        with pytest.raises(ServiceRefusedError):
            await read(client)
    assert len(asked) == 3
    assert asked[1] == asked[2]


async def test_granted_scopes_are_told() -> None:
    async with asking(lambda request: token(scope="one two")) as (_service, client):
        assert await client.authorize() == ("one", "two")


@pytest.mark.parametrize(("rejected", "rungs"), [(1, 2), (2, 3), (3, 4)])
async def test_fewer_scopes_are_asked_for_where_the_service_knows_fewer(rejected: int, rungs: int) -> None:
    asked: list[str | None] = []

    def answer(request: Request) -> Reply:
        asked.append(request.form.get("scope"))
        return as_json({"error": "invalid_scope"}, 400) if len(asked) <= rejected else token()

    async with asking(answer) as (_service, client):
        await client.authorize()
    assert len(asked) == rungs
    assert (asked[-1] is None) == (rungs == 4)


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_rejected_scope_is_no_reason_to_send_the_secret_in_another_way(status: int) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Reply:
        asked.append(request)
        return as_json({"error": "invalid_scope"}, status) if len(asked) == 1 else token()

    async with asking(answer) as (_service, client):
        await client.authorize()
    assert [("authorization" in request.headers, "client_secret" in request.form) for request in asked] == [
        (True, False),
        (True, False),
    ]


async def test_a_service_that_rejects_any_scope_gets_none() -> None:
    def answer(request: Request) -> Reply:
        return as_json({"error": "invalid_request"}, 400) if "scope" in request.form else token()

    async with asking(answer) as (service, client):
        assert await client.authorize() == ()
    assert len(service.requests) == 2
