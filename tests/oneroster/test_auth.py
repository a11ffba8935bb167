"""Tokens: fetched, kept, renewed, refused; and never shown."""

import asyncio
import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest

from rosterdesk.errors import NotOneRosterError, ServiceError, ServiceRefusedError, UsageError
from rosterdesk.oneroster import tokens
from rosterdesk.oneroster.auth import ClientCredentials, Credentials
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from rosterdesk.oneroster.transport import Answer
from tests.oneroster.fake_service import (
    SECRET,
    TOKEN,
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

V1P1 = "https://purl.imsglobal.org/spec/or/v1p1/scope/"


def granting(*tokens_: str, **more: Any) -> Callable[[Request], Reply]:
    """Answers to a token request: one token after the other, the last for ever."""
    left = list(tokens_)
    return lambda request: token(left.pop(0) if len(left) > 1 else left[0], **more)


async def read(client: Client) -> int:
    return sum([page.received async for page in client.pages("orgs")])


async def test_credentials_go_in_a_basic_header_and_the_scopes_in_the_form() -> None:
    async with asking(lambda request: token()) as (service, client):
        scopes = await client.authorize()
    [request] = service.requests
    assert base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode() == f"key:{SECRET}"
    assert request.form == {"grant_type": "client_credentials", "scope": " ".join(scopes)}
    assert scopes == tuple(
        V1P1 + name for name in ("roster-core.readonly", "roster.readonly", "roster-demographics.readonly")
    )
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


async def test_credentials_go_in_the_form_where_the_source_says_so() -> None:
    async with asking(lambda request: token(), token_auth="body", scopes=("a", "b"), secret="s p&c+%é") as (
        service,
        client,
    ):
        await client.authorize()
    [request] = service.requests
    assert "authorization" not in request.headers
    assert request.form == {
        "grant_type": "client_credentials",
        "scope": "a b",
        "client_id": "key",
        "client_secret": "s p&c+%é",
    }


@pytest.mark.parametrize("encoded", [True, False])
async def test_odd_secrets_reach_servers_that_decode_them_and_those_that_do_not(encoded: bool) -> None:
    secret = "s p:&+%é"
    pair = "key:" + (quote_plus(secret) if encoded else secret)

    def answer(request: Request) -> Reply:
        sent = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        return token() if sent == pair else as_json({"error": "invalid_client"}, 401)

    async with asking(answer, secret=secret) as (service, client):
        await client.authorize()
        assert len(service.requests) == (1 if encoded else 2)


def in_form_only(request: Request) -> Reply:
    """A token endpoint that reads credentials in the form alone, and says nothing of use about others."""
    if request.path != "/token":
        return rows_of(request, orgs(1))
    return token() if request.form.get("client_secret") == SECRET else as_json({"error": "invalid_client"}, 401)


async def test_credentials_that_a_header_does_not_carry_are_sent_in_the_form_and_then_always_so() -> None:
    async with asking(in_form_only) as (service, client):
        assert await read(client) == 1
        await client.authorize()
        assert len(service.asked("/token")) == 2
    grants: list[bool] = []

    def forgetful(request: Request) -> Reply:
        if request.path == "/token":
            grants.append("authorization" in request.headers)
            return in_form_only(request)
        return as_json({}, 401)

    async with asking(forgetful) as (_service, client):
        with pytest.raises(ServiceRefusedError):
            await read(client)
    assert grants == [True, False, False]  # the renewal knows where they have to be


async def test_a_rejection_of_the_chosen_way_is_the_one_that_is_told() -> None:
    def answer(request: Request) -> Reply:
        if "authorization" in request.headers:
            return as_json({"error": "invalid_client", "error_description": "wrong secret"}, 401)
        return as_json({"error": "invalid_request", "error_description": "no header"}, 400)

    async with asking(answer, scopes=("a",)) as (service, client):
        with pytest.raises(ServiceRefusedError, match="wrong secret"):
            await client.authorize()
    assert len(service.requests) == 2


def test_credentials_are_put_in_a_form_unasked_only_where_the_way_there_is_safe() -> None:
    plain = Credentials("key", SECRET)
    assert [way.in_body for way in plain.ways(safe=True)] == [False, True]
    assert [way.in_body for way in plain.ways(safe=False)] == [False]
    assert [way.in_body for way in Credentials("key", SECRET, in_body=True).ways(safe=False)] == [True]
    assert [way.plain for way in Credentials("key", "a b").ways(safe=False)] == [False, True]


async def test_a_cookie_that_came_with_a_token_goes_back_with_each_request() -> None:
    def answer(request: Request) -> Reply:
        if request.path == "/token":
            return as_json({"access_token": TOKEN}, set_cookie="session=abc; Path=/; HttpOnly")
        known = request.headers.get("cookie") == "session=abc"
        return rows_of(request, orgs(1)) if known else as_json({}, 401)

    async with asking(answer) as (service, client):
        assert await read(client) == 1
    assert len(service.asked("/token")) == 1


async def test_the_query_of_the_token_address_is_sent() -> None:
    async with serving(lambda request: token()) as service:
        source = service.source(token_url=service.token_url + "?appName=a%20b")
        async with Client(source, SECRET) as client:
            await client.authorize()
    assert service.requests[0].target == "/token?appName=a%20b"


async def test_a_token_rejected_in_the_middle_is_renewed_once() -> None:
    rows = orgs(1_000)
    grant = granting("first", "second")
    served = 0

    def answer(request: Request) -> Reply:
        nonlocal served
        if request.path == "/token":
            return grant(request)
        served += 1
        old = request.headers["authorization"] == "Bearer first"
        return as_json({}, 401) if old and served > 3 else rows_of(request, rows)

    async with asking(answer) as (service, client):
        assert await read(client) == 1_000
    assert len(service.asked("/token")) == 2


@pytest.mark.parametrize("body", [as_json({"message": "no"}, 401), reply("<html>no</html>", 401)])
async def test_a_service_that_rejects_every_token_is_asked_once_more(body: Reply) -> None:
    grant = granting("first", "second")
    async with asking(lambda request: grant(request) if request.path == "/token" else body) as (service, client):
        with pytest.raises(ServiceRefusedError, match="credentials") as caught:
            await read(client)
    assert caught.value.status == 401
    assert (len(service.asked("/token")), len(service.asked("/orgs"))) == (2, 2)


async def test_a_rejected_bearer_token_is_not_tried_again() -> None:
    async with asking(lambda request: as_json({}, 401), auth="bearer", secret=TOKEN) as (service, client):
        with pytest.raises(ServiceRefusedError):
            await read(client)
    assert [request.headers["authorization"] for request in service.requests] == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("given", [TOKEN, f" {TOKEN}\n", f"Bearer {TOKEN}", f"bearer  {TOKEN}"])
async def test_a_bearer_token_may_be_given_with_its_word(given: str) -> None:
    async with asking(lambda request: rows_of(request, orgs(1)), auth="bearer", secret=given) as (service, client):
        assert await read(client) == 1
    assert service.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


async def test_no_header_is_sent_where_the_source_wants_none() -> None:
    async with asking(lambda request: rows_of(request, orgs(1)), auth="none", secret="") as (service, client):
        assert await read(client) == 1
        assert await client.authorize() == ()
    assert "authorization" not in service.requests[0].headers


@pytest.mark.parametrize("bad", ["a b", "a\r\nX: y", "é", "a\x00"])
async def test_a_bearer_token_that_no_header_can_hold_is_refused(bad: str) -> None:
    async with serving(lambda request: as_json({})) as service:
        with pytest.raises(UsageError) as caught:
            Client(service.source(auth="bearer"), bad)
    assert bad not in str(caught.value)


class Endpoint:
    """A token endpoint as a function, and a clock."""

    def __init__(self, life: Any) -> None:
        self.life = life
        self.now = 1_000.0
        self.posts = 0
        self.at_once = 0
        self.most_at_once = 0

    async def post(self, headers: dict[str, str], form: bytes) -> Answer:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        self.posts += 1
        return Answer(200, {}, b'{"access_token": "t%d", "expires_in": %s}' % (self.posts, self.life.encode()))

    def authority(self) -> ClientCredentials:
        return ClientCredentials([Credentials("key", SECRET)], [()], self.post, lambda: self.now)


@pytest.mark.parametrize(
    ("life", "seconds", "posts"),
    [
        ("3600", 3_539, 1),
        ("3600", 3_541, 2),
        ('"3600"', 3_541, 2),
        ("1", 0.4, 1),
        ("1", 0.6, 2),
        ("null", 1e9, 1),
        ("0", 1e9, 1),
    ],
)
async def test_a_token_is_renewed_a_minute_before_its_end(life: str, seconds: float, posts: int) -> None:
    endpoint = Endpoint(life)
    authority = endpoint.authority()
    assert await authority.header("GET", "") == "Bearer t1"
    endpoint.now += seconds
    assert await authority.header("GET", "") == f"Bearer t{posts}"


async def test_one_token_request_is_in_flight_however_many_ask() -> None:
    endpoint = Endpoint("3600")
    authority = endpoint.authority()
    assert set(await asyncio.gather(*(authority.header("GET", "") for _ in range(8)))) == {"Bearer t1"}
    assert set(await asyncio.gather(*(authority.renewed("Bearer t1") for _ in range(8)))) == {"Bearer t2"}
    assert (endpoint.posts, endpoint.most_at_once) == (2, 1)


TOKENS: list[Reply] = [
    as_json({}),
    as_json([]),
    as_json(None),
    as_json("token"),
    as_json({"access_token": None}),
    as_json({"access_token": ""}),
    as_json({"access_token": 17}),
    as_json({"access_token": "a b"}),
    as_json({"access_token": "a\r\nX-Evil: 1"}),
    token(token_type="mac"),
    token(token_type=7),
    token(expires_in=-5),
    token(expires_in="abc"),
    token(expires_in=1e12),
    token(expires_in=True),
    token(expires_in=[1]),
    token(expires_in="NaN"),
    as_json({"error": "invalid_client"}),
    as_json({"error": "invalid_client", "error_description": "wrong secret"}, 401),
    as_json({"error": "unauthorized_client"}, 400),
    reply("<html>Sign in</html>", content_type="text/html"),
    reply("<html>Sign in</html>", 403, content_type="text/html"),
    reply("", 404),
    reply(""),
    reply("", 204),
    reply("", 302, location="https://elsewhere.example/login"),
    reply("[" * 100_000),
    reply("", 405),
]


@pytest.mark.parametrize("answer", TOKENS)
async def test_an_odd_token_answer_is_a_clear_error_after_two_requests_at_most(answer: Reply) -> None:
    async with asking(lambda request: answer) as (service, client):
        with pytest.raises(ServiceError) as caught:
            await client.authorize()
    assert caught.value.what.endswith((".", "…", "”"))
    assert caught.value.action
    assert len(service.requests) <= 2


@pytest.mark.parametrize("kind", ["bearer", "Bearer", "BEARER", None])
async def test_a_token_is_sent_as_bearer_however_the_service_spells_it(kind: str | None) -> None:
    def answer(request: Request) -> Reply:
        return token(token_type=kind) if request.path == "/token" else rows_of(request, orgs(1))

    async with asking(answer) as (service, client):
        assert await read(client) == 1
    assert service.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"


async def test_what_the_service_echoes_of_secrets_is_in_no_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    def echo(request: Request) -> Reply:
        sent = request.headers.get("authorization", "") + request.body.decode()
        return (
            token() if request.path == "/token" and "first" not in request.target else as_json({"message": sent}, 403)
        )

    async with serving(echo) as service:
        async with Client(service.source(), SECRET) as client:
            with pytest.raises(ServiceRefusedError) as at_lists:
                await read(client)
        for place in ("basic", "body"):
            source = service.source(token_url=service.token_url + "?first", token_auth=place)
            async with Client(source, SECRET) as client:
                with pytest.raises(ServiceRefusedError) as at_token:
                    await client.authorize()
            basic = base64.b64encode(f"key:{SECRET}".encode()).decode()
            for error in (at_lists.value, at_token.value):
                for canary in (SECRET, TOKEN, basic):
                    assert canary[:10] not in str(error) + repr(error) + caplog.text


def test_a_token_hides_itself() -> None:
    one = tokens.token(b'{"access_token": "canary"}')
    assert "canary" not in repr(one) + str(one)
    assert "canary" not in repr(Credentials("key", "canary"))


def test_a_token_answer_of_something_else_is_not_oneroster() -> None:
    with pytest.raises(NotOneRosterError):
        tokens.token(b"<html>")


def test_timing_is_the_machines_own_unless_told() -> None:
    assert Timing().clock() <= Timing().clock()
