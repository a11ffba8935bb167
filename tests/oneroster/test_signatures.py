"""OAuth 1.0a: signatures that an independent implementation agrees with, and a new one for each attempt."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosterdesk.errors import ServiceRefusedError, UsageError
from rosterdesk.oneroster import addresses
from rosterdesk.oneroster.client import Client
from rosterdesk.oneroster.patience import Timing
from rosterdesk.oneroster.signatures import Signer
from tests.oneroster.fake_service import SECRET, Reply, Request, as_json, asking, orgs, reply, rows_of, serving

pytestmark = pytest.mark.anyio

HASHES: dict[str, Callable[..., "hashlib._Hash"]] = {"HMAC-SHA256": hashlib.sha256, "HMAC-SHA1": hashlib.sha1}
NOW = datetime.fromtimestamp(1_700_000_000, UTC)
URL = "https://sis.example.org/ims/oneroster/v1p1/users?limit=2&offset=0&filter=role%3D%27student%27"
BASE_STRING = (
    "GET&https%3A%2F%2Fsis.example.org%2Fims%2Foneroster%2Fv1p1%2Fusers&filter%3Drole%253D%2527student%2527%26limit"
    "%3D2%26oauth_consumer_key%3Ddemo-key%26oauth_nonce%3Dabc123%26oauth_signature_method%3DHMAC-SHA256%26"
    "oauth_timestamp%3D1700000000%26oauth_version%3D1.0%26offset%3D0"
)
VECTORS = [
    ("HMAC-SHA256", "1.0", "JZzVPs4HVKlrLU1bgO6mekl+BupaGdHOuM3htXMeAAw="),
    ("HMAC-SHA256", None, "gMzWuvn7vq863VBVbksG4XIZfH0e4YsXbd3RKegE9NE="),
    ("HMAC-SHA1", "1.0", "BA1hVTSV1KSSNSUb0BvUrPEE03k="),
    ("HMAC-SHA1", None, "T2kYNz4Wm81CQ2WBK88sVGZ7FBM="),
]


def escaped(text: str) -> str:
    return quote(text, safe="~")


def base_string(method: str, url: str, oauth: dict[str, str]) -> str:
    """RFC 5849 section 3.4.1, written down a second time."""
    parts = urlsplit(url)
    port = {"https": ":443", "http": ":80"}[parts.scheme]
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), *oauth.items()]
    encoded = sorted((escaped(name), escaped(value)) for name, value in pairs if name != "oauth_signature")
    place = f"{parts.scheme}://{parts.netloc.lower().removesuffix(port)}{parts.path}"
    return "&".join([method, escaped(place), escaped("&".join(f"{name}={value}" for name, value in encoded))])


def signature(base: str, secret: str, method: str) -> str:
    return base64.b64encode(hmac.new(f"{escaped(secret)}&".encode(), base.encode(), HASHES[method]).digest()).decode()


def said(header: str) -> dict[str, str]:
    """The members of the header, each once."""
    assert header.startswith("OAuth ")
    pairs = re.findall(r'([a-z_]+)="([^"]*)"', header)
    assert len(dict(pairs)) == len(pairs)
    return {name: unquote(value) for name, value in pairs}


def is_valid(request: Request, url: str, key: str, secret: str) -> bool:
    """Whether a service that follows the RFC would take the request."""
    oauth = said(request.headers["authorization"])
    base = base_string(request.method, url, oauth)
    return oauth["oauth_consumer_key"] == key and oauth["oauth_signature"] == signature(
        base, secret, oauth["oauth_signature_method"]
    )


@pytest.mark.parametrize(("method", "version", "expected"), VECTORS)
async def test_the_published_vectors_come_out(method: str, version: str | None, expected: str) -> None:
    oauth = {
        "oauth_consumer_key": "demo-key",
        "oauth_nonce": "abc123",
        "oauth_signature_method": method,
        "oauth_timestamp": "1700000000",
    } | ({"oauth_version": version} if version else {})
    assert signature(base_string("GET", URL, oauth), "demo-secret", method) == expected
    if version:  # what we send names its version
        kind = method.removeprefix("HMAC-").lower()
        signer = Signer("demo-key", "demo-secret", kind, now=lambda: NOW, nonce=lambda: "abc123")
        sent = said(await signer.header("GET", URL))
        assert sent == oauth | {"oauth_signature": expected}
        if kind == "sha256":
            assert base_string("GET", URL, sent) == BASE_STRING


@given(
    sourced_id=st.text(st.characters(codec="utf-8"), min_size=1),
    value=st.text(st.characters(codec="utf-8")),
    secret=st.text(st.characters(codec="utf-8"), min_size=1),
    port=st.sampled_from(["", ":443", ":8443"]),
    method=st.sampled_from(["sha256", "sha1"]),
)
@example("a/b|c", "dateLastModified>'2026-01-31T12:00:00.000Z'", "p&s=%+é ", ":443", "sha256")
@example("é+%2F", "a+b%é='O''Neil' AND c~'~'", "s", ":8443", "sha1")
async def test_a_second_implementation_agrees_on_any_address(
    sourced_id: str, value: str, secret: str, port: str, method: str
) -> None:
    base = addresses.base(f"https://sis.example.org{port}/ims/oneroster/v1p1")
    url = addresses.request(base, ["users", sourced_id], [("limit", "5"), ("filter", value), ("a", "")])
    oauth = said(await Signer("key", secret, method, now=lambda: NOW).header("GET", url))
    assert oauth["oauth_signature"] == signature(
        base_string("GET", url, oauth), secret, oauth["oauth_signature_method"]
    )


@pytest.mark.parametrize("method", ["sha256", "sha1"])
async def test_a_whole_list_is_read_with_a_signature_on_every_attempt(method: str) -> None:
    rows, nonces, failed = orgs(450), set[str](), set[int]()

    def answer(request: Request) -> Reply:
        url = "http://" + request.headers["host"] + request.target
        nonce = said(request.headers["authorization"])["oauth_nonce"]
        if not is_valid(request, url, "key", SECRET) or nonce in nonces:
            return as_json({}, 401)
        nonces.add(nonce)
        if request.offset not in failed:  # asked again, a request is signed anew
            failed.add(request.offset)
            return reply("", 503, retry_after="0")
        return rows_of(request, rows)

    async def pause(seconds: float) -> None:
        return None

    async with asking(answer, auth="oauth1", oauth1_signature=method, timing=Timing(pause=pause)) as (service, client):
        assert await client.authorize() == ()
        pages = client.pages("orgs")
        assert sum([page.received async for page in pages]) == 450
    assert pages.complete
    assert len(nonces) == len(service.requests)
    assert len(service.asked("/token")) == 0


async def test_nonces_do_not_come_again() -> None:
    signer = Signer("key", SECRET, "sha256", now=lambda: NOW)
    nonces = {said(await signer.header("GET", "https://sis.example.org/x"))["oauth_nonce"] for _ in range(500)}
    assert len(nonces) == 500


async def test_a_rejected_signature_is_not_tried_again_and_its_secret_is_in_no_message() -> None:
    async with asking(lambda request: as_json({"message": f"bad {SECRET}"}, 401), auth="oauth1") as (service, client):
        with pytest.raises(ServiceRefusedError, match="credentials") as caught:
            await client.probe("orgs")
    assert len(service.requests) == 1
    assert SECRET[:8] not in str(caught.value)


async def test_a_source_without_a_key_is_refused_before_anything_is_sent() -> None:
    async with serving(lambda request: as_json({})) as service:
        with pytest.raises(UsageError, match="key"):
            Client(service.source(auth="oauth1", client_id=""), SECRET)
