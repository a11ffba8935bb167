"""The client against services that fail in every way, over real sockets; time is the test's own."""

import gzip
import json
import logging
import resource
import zlib
from datetime import UTC, datetime

import pytest

from rosterdesk.errors import (
    NotOneRosterError,
    ServiceError,
    ServiceOverloadedError,
    ServiceUnreachableError,
)
from rosterdesk.oneroster.bodies import Caps
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from rosterdesk.progress import Message, Progress
from tests.oneroster.fake_service import (
    SECRET,
    TOKEN,
    Answer,
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
    token,
    zipped,
)

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
ROWS = orgs(3)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


class Watch:
    """A clock that moves only when somebody waits, and remembers each wait."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    @property
    def timing(self) -> Timing:
        return Timing(clock=lambda: sum(self.waits), now=lambda: NOW, pause=self.pause, random=lambda: 0.5)

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)


async def read(client: Client) -> int:
    return sum([page.received async for page in client.pages("orgs")])


def first(bad: list[Reply]) -> Answer:
    """Bad answers one after the other, then good ones."""
    left = list(bad)
    return also(lambda request: left.pop(0) if left else rows_of(request, ROWS))


async def test_a_busy_service_is_asked_again_when_it_says_so() -> None:
    watch, said = Watch(), list[Message]()
    busy = reply("<html>slow down</html>", 429, retry_after="3", content_type="text/html")
    async with asking(first([busy, busy]), timing=watch.timing, report=said.append) as (service, client):
        assert await read(client) == 3
    assert watch.waits == [3.0, 3.0]
    assert len(service.asked("/orgs")) == 3
    assert said == [Progress(phase="waiting 3 s because the service is busy", collection="orgs")] * 2


async def test_a_date_to_come_back_is_read_by_the_services_clock() -> None:
    watch = Watch()
    busy = reply("", 503, retry_after="Tue, 01 Jan 2030 00:00:05 GMT", date="Tue, 01 Jan 2030 00:00:00 GMT")
    async with asking(first([busy]), timing=watch.timing) as (_, client):
        assert await read(client) == 3
    assert watch.waits == [5.0]


async def test_a_pause_that_is_too_long_is_left_to_the_user() -> None:
    watch = Watch()
    busy = reply("", 429, retry_after="3600")
    async with asking(first([busy]), timing=watch.timing) as (service, client):
        with pytest.raises(ServiceOverloadedError, match=r"Try again after \d\d:\d\d"):
            await read(client)
    assert watch.waits == []
    assert len(service.asked("/orgs")) == 1


async def test_a_broken_service_that_recovers_costs_only_time() -> None:
    watch = Watch()
    async with asking(first([reply("", status) for status in (500, 502, 503)]), timing=watch.timing) as (_, client):
        assert await read(client) == 3
    assert watch.waits == [0.5, 0.5, 4.0]


@pytest.mark.parametrize(("status", "tries"), [(500, 4), (503, 8), (429, 8), (504, 5)])
async def test_a_service_that_stays_broken_is_given_up(status: int, tries: int) -> None:
    watch = Watch()
    async with asking(also(lambda request: reply("", status)), timing=watch.timing) as (service, client):
        with pytest.raises(ServiceOverloadedError, match=str(status)):
            await read(client)
    assert len(service.asked("/orgs")) == tries


async def test_a_token_address_that_is_busy_is_asked_again() -> None:
    watch = Watch()
    left = [reply("", 503), reply("", 429)]

    def answer(request: Request) -> Reply:
        if request.path == "/token":
            return left.pop() if left else token()
        return rows_of(request, ROWS)

    async with asking(answer, timing=watch.timing) as (service, client):
        assert await read(client) == 3
    assert len(service.asked("/token")) == 3


TOKENS = zipped({"access_token": TOKEN, "token_type": "bearer"})


@pytest.mark.parametrize(
    "bad",
    [
        reply(TOKENS[:-9], content_encoding="gzip"),
        reply(b"not gzip at all", content_encoding="gzip"),
        Reply([b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"], "close"),
        Reply([b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"], "close"),
    ],
)
async def test_a_token_that_is_cut_short_is_asked_for_twice_at_most(bad: Reply) -> None:
    watch = Watch()
    async with asking(lambda request: bad, timing=watch.timing) as (service, client):
        with pytest.raises(ServiceError) as caught:
            await read(client)
    assert caught.value.action
    assert len(service.requests) == 2


async def test_a_token_address_that_stays_dead_is_tried_no_more_often_than_any_other() -> None:
    watch = Watch()
    async with asking(lambda request: Reply([], "reset"), timing=watch.timing) as (service, client):
        with pytest.raises(ServiceUnreachableError):
            await read(client)
    assert len(service.requests) == 5


@pytest.mark.parametrize(("chance", "rows"), [(5, 2_000), (3, 700)])
async def test_a_service_that_fails_every_now_and_then_loses_no_row(chance: int, rows: int) -> None:
    watch, everything, number = Watch(), orgs(rows), 0

    def answer(request: Request) -> Reply:
        nonlocal number
        number += 1
        if number % chance == 0:
            return [reply("", 502), reply("", 504), Reply([], "reset"), Reply([HEAD], "close")][number // chance % 4]
        return rows_of(request, everything)

    async with asking(also(answer), timing=watch.timing) as (_, client):
        pages = client.pages("orgs")
        came = [item.entity.sourced_id async for page in pages for item in page.items]
    assert came == [row["sourcedId"] for row in everything]
    assert pages.complete


WHOLE = json.dumps({"orgs": ROWS}).encode()
PACKED = zipped({"orgs": ROWS})
CUT: list[Reply] = [
    Reply([HEAD + b"content-length: %d\r\n\r\n" % len(WHOLE) + WHOLE[:-9]], "close"),
    Reply([HEAD + b"transfer-encoding: chunked\r\n\r\n20\r\n" + WHOLE[:32] + b"\r\n"], "close"),
    Reply([HEAD + b"connection: close\r\n\r\n" + WHOLE[:-9]], "close"),
    reply(WHOLE[:-9]),
    reply(PACKED[:-9], content_encoding="gzip"),
    reply(PACKED[:-1], content_encoding="gzip"),
    reply(PACKED[:20] + b"\xff\xff\xff" + PACKED[23:], content_encoding="gzip"),
    reply(b"not gzip at all", content_encoding="gzip"),
    Reply([HEAD], "close"),
    Reply([HEAD], "reset"),
    Reply([], "close"),
    Reply([], "reset"),
]


@pytest.mark.parametrize("bad", CUT)
async def test_an_answer_cut_short_is_asked_for_again(bad: Reply) -> None:
    watch = Watch()
    async with asking(first([bad]), timing=watch.timing) as (service, client):
        assert await read(client) == 3
    assert len(service.asked("/orgs")) == 2


@pytest.mark.parametrize("bad", CUT)
async def test_an_answer_that_is_always_cut_short_is_never_taken_for_whole(bad: Reply) -> None:
    watch = Watch()
    async with asking(also(lambda request: bad), timing=watch.timing) as (service, client):
        with pytest.raises((NotOneRosterError, ServiceUnreachableError)) as caught:
            await read(client)
    assert caught.value.action
    assert 2 < len(service.asked("/orgs")) < 6


async def test_packed_answers_are_unpacked() -> None:
    members = gzip.compress(WHOLE[:40]) + gzip.compress(WHOLE[40:]) + b"\0\0"
    left = [reply(PACKED, content_encoding="gzip"), reply(members, content_encoding="GZIP"), reply(b"[]")]
    async with asking(also(lambda request: left.pop(0))) as (service, client):
        assert (await client.probe("orgs")).rows == 3
        assert (await client.probe("orgs")).rows == 3
    assert service.requests[-1].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "nonsense"])
async def test_another_packing_than_the_one_asked_for_is_refused(encoding: str) -> None:
    async with asking(also(lambda request: reply(zlib.compress(WHOLE), content_encoding=encoding))) as (_, client):
        with pytest.raises(NotOneRosterError, match="packs"):
            await read(client)


@pytest.mark.parametrize(
    "body", [b"[%s]" % b",".join([b'{"sourcedId":"x"}'] * 200_001), b"[%s1]" % (b"1," * 5_000_001)]
)
@pytest.mark.parametrize("envelope", [b"%s", b'{"orgs":%s}'])
async def test_more_rows_than_an_answer_may_have_are_refused(body: bytes, envelope: bytes) -> None:
    async with asking(also(lambda request: reply(envelope % body))) as (_, client):
        with pytest.raises(NotOneRosterError, match="more than 200,000 rows"):
            await client.probe("orgs")


async def test_an_answer_unfolds_to_64_mib_at_most() -> None:
    bomb = gzip.compress(b" " * ((64 << 20) + 1))
    async with asking(also(lambda request: reply(bomb, content_encoding="gzip"))) as (_, client):
        with pytest.raises(NotOneRosterError, match="more than 64 MiB"):
            await read(client)


@pytest.mark.parametrize(
    "bad",
    [Reply([], "reset"), Reply([HEAD + b"content-length: 9\r\n\r\n{"], "close"), Reply([b"SSH-2.0\r\n\r\n"], "close")],
)
async def test_an_error_shows_no_request_for_that_has_the_token(bad: Reply) -> None:
    async with asking(also(lambda request: bad), timing=Watch().timing) as (_, client):
        with pytest.raises(ServiceError) as caught:
            await read(client)
    shown: BaseException | None = caught.value
    while shown is not None:
        assert not type(shown).__module__.startswith(("httpx", "httpcore"))
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)


async def test_a_bomb_is_stopped_at_the_cap() -> None:
    bomb = gzip.compress(b" " * (32 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    caps = Caps(unfolded=2 << 20)
    async with asking(also(lambda request: reply(bomb, content_encoding="gzip")), caps=caps) as (_, client):
        with pytest.raises(NotOneRosterError, match="more than 2 MiB"):
            await read(client)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize("head", [b"content-length: 99999999999\r\n\r\n", b"\r\n"])
async def test_a_body_without_end_is_stopped_at_the_cap(head: bytes) -> None:
    endless = Reply([HEAD + head, *[b" " * (1 << 16)] * 64])
    async with asking(also(lambda request: endless), caps=Caps(wire=1 << 20)) as (_, client):
        with pytest.raises(NotOneRosterError, match="more than 1 MiB"):
            await read(client)


async def test_a_drip_is_stopped_at_the_deadline() -> None:
    watch = Watch()
    drip = Reply([HEAD + b"content-length: 1000\r\n\r\n", *[b" "] * 1_000], pause=0.02)
    async with asking(also(lambda request: drip), caps=Caps(seconds=0.2), timing=watch.timing) as (service, client):
        with pytest.raises(ServiceUnreachableError, match="did not finish"):
            await read(client)
    assert len(service.asked("/orgs")) == 2


NOT_ONEROSTER: list[Reply] = [
    reply("<!doctype html><title>Sign in</title>", content_type="text/html"),
    reply("<!doctype html><title>Sign in</title>"),
    reply("OK", content_type="text/plain"),
    reply(""),
    as_json({"imsx_codeMajor": "failure", "imsx_severity": "error"}),
    as_json({"people": []}),
    as_json("users"),
    reply("", 204),
    reply("", 302, location="https://login.example/?next=%2Fsecret"),
]


@pytest.mark.parametrize("bad", NOT_ONEROSTER)
async def test_what_is_not_oneroster_is_told_at_once(bad: Reply) -> None:
    async with asking(also(lambda request: bad)) as (service, client):
        with pytest.raises(NotOneRosterError) as caught:
            await read(client)
    assert len(service.asked("/orgs")) == 1
    assert "next" not in str(caught.value)


async def test_json_counts_whatever_its_type_is_called() -> None:
    async with asking(also(lambda request: reply(WHOLE, content_type="text/html"))) as (_, client):
        assert (await client.probe("orgs")).rows == 3


NO_HTTP: list[Reply] = [
    Reply([b"SSH-2.0-OpenSSH_9.2\r\n"], "close"),
    Reply([b"\x15\x03\x03\x00\x02\x02\x46"], "close"),
    Reply([b"HTTP/1.1 200 OK\r\n" + b"x-a: " + b"a" * 2_000_000], "close"),
    Reply([b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"], "close"),
    Reply([b"HTTP/9.9 999 No\r\n\r\n"], "close"),
    Reply([b"\r\n" * 100], "close"),
]


@pytest.mark.parametrize("bad", NO_HTTP)
async def test_what_is_no_http_is_a_clear_error(bad: Reply) -> None:
    watch = Watch()
    async with asking(also(lambda request: bad), timing=watch.timing) as (_, client):
        with pytest.raises(ServiceError) as caught:
            await read(client)
    assert caught.value.action


async def test_answers_before_the_answer_are_passed_over() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n"
    async with asking(also(lambda request: Reply([early, *rows_of(request, ROWS).parts]))) as (_, client):
        assert await read(client) == 3


async def test_a_connection_that_went_stale_is_replaced_at_once() -> None:
    watch, everything = Watch(), orgs(500)

    def answer(request: Request) -> Reply:
        said = rows_of(request, everything)
        return Reply(said.parts, "close")  # without saying so

    async with asking(also(answer), timing=watch.timing) as (_, client):
        assert await read(client) == 500
    assert set(watch.waits) <= {0.0, 0.5}


async def test_a_service_that_is_not_there_is_unreachable() -> None:
    watch = Watch()
    async with serving(lambda request: reply("")) as gone:
        source = gone.source()
    async with Client(source, SECRET, timing=watch.timing) as client:
        with pytest.raises(ServiceUnreachableError, match="accepts no connection"):
            await read(client)


async def test_a_host_that_does_not_exist_is_unreachable() -> None:
    watch = Watch()
    source = Service(url="https://no-such-host.invalid/x", token_url="https://no-such-host.invalid/t").source()
    async with Client(source, SECRET, timing=watch.timing) as client:
        with pytest.raises(ServiceUnreachableError, match=r"no-such-host\.invalid"):
            await read(client)


async def test_a_proxy_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(lambda request: reply("")) as gone:
        dead = gone.url.removesuffix("/ims/oneroster/v1p1")
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, dead)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    source = Service(url="https://sis.example/x", token_url="https://sis.example/t").source(auth="none")
    async with Client(source, "", timing=Watch().timing) as client:
        with pytest.raises(ServiceUnreachableError):
            await read(client)


async def test_a_proxy_that_wants_a_password_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(lambda request: reply("", 407)) as proxy:
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/ims/oneroster/v1p1"))
        source = Service(url="https://sis.example/x", token_url="https://sis.example/t").source()
        async with Client(source, SECRET, timing=Watch().timing) as client:
            with pytest.raises(ServiceUnreachableError, match="proxy"):
                await read(client)
    assert all(request.method == "CONNECT" and SECRET not in str(request.headers) for request in proxy.requests)


async def test_this_machine_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with asking(also(lambda request: rows_of(request, ROWS))) as (_, client):
        assert await read(client) == 3


def test_a_proxy_setting_that_cannot_be_used_is_a_readable_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    source = Service(url="https://sis.example/x", token_url="https://sis.example/t").source()
    with pytest.raises(ServiceUnreachableError, match="proxy"):
        Client(source, SECRET)


async def test_the_log_has_no_addresses_with_queries_and_no_tokens(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with asking(also(lambda request: rows_of(request, ROWS))) as (_, client):
        await read(client)
    for canary in (SECRET, TOKEN, "limit=", "Bearer", "School 1"):
        assert canary not in caplog.text
