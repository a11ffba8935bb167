"""OAuth 1.0a at the demo service: signatures made by another implementation, and all that a signature must not be."""

import time
from urllib.parse import quote

import httpx
import oauthlib.oauth1
import pytest

from rosterdesk.demo.oauth1 import Signatures, base_string
from rosterdesk.demo.service import Live

URL = "https://sis.example.org/ims/oneroster/v1p1/users?limit=2&offset=0&filter=role%3D%27student%27"
CONSUMER = ("demo-key", "demo-secret")
THEN = 1_700_000_000.0
GIVEN = {
    "oauth_consumer_key": "demo-key",
    "oauth_nonce": "abc123",
    "oauth_signature_method": "HMAC-SHA256",
    "oauth_timestamp": "1700000000",
    "oauth_version": "1.0",
}
RIGHT = "JZzVPs4HVKlrLU1bgO6mekl+BupaGdHOuM3htXMeAAw="
NO_VERSION = {"oauth_version": None}
SHA1 = {"oauth_signature_method": "HMAC-SHA1"}


def header(signature: str = RIGHT, **changes: str | None) -> str:
    given = GIVEN | {"oauth_signature": signature} | changes
    return "OAuth " + ", ".join(
        f'{name}="{quote(value, safe="~")}"' for name, value in given.items() if value is not None
    )


@pytest.mark.parametrize(
    ("changes", "signature"),
    [
        ({}, RIGHT),
        (NO_VERSION, "gMzWuvn7vq863VBVbksG4XIZfH0e4YsXbd3RKegE9NE="),
        (SHA1, "BA1hVTSV1KSSNSUb0BvUrPEE03k="),
        (SHA1 | NO_VERSION, "T2kYNz4Wm81CQ2WBK88sVGZ7FBM="),
    ],
)
def test_published_signatures_are_right(changes: dict[str, str | None], signature: str) -> None:
    assert Signatures().refusal("GET", URL, header(signature, **changes), CONSUMER, THEN) == ""


def test_the_base_string_is_the_published_one() -> None:
    assert base_string("GET", URL, GIVEN) == (
        "GET&https%3A%2F%2Fsis.example.org%2Fims%2Foneroster%2Fv1p1%2Fusers&filter%3Drole%253D%2527student%2527"
        "%26limit%3D2%26oauth_consumer_key%3Ddemo-key%26oauth_nonce%3Dabc123"
        "%26oauth_signature_method%3DHMAC-SHA256%26oauth_timestamp%3D1700000000%26oauth_version%3D1.0%26offset%3D0"
    )


@pytest.mark.parametrize(
    ("authorization", "url", "now", "why"),
    [
        (header("AAAA" + RIGHT[4:]), URL, THEN, "signature"),
        (header(), URL.replace("limit=2", "limit=3"), THEN, "signature"),
        (header(), URL.replace("sis.", "sys."), THEN, "signature"),
        (header(oauth_consumer_key="somebody"), URL, THEN, "consumer"),
        (header(oauth_signature_method="PLAINTEXT"), URL, THEN, "method"),
        (header(oauth_version="2.0"), URL, THEN, "version"),
        (header(oauth_nonce=""), URL, THEN, "nonce"),
        (header(oauth_nonce="another"), URL, THEN, "signature"),
        (header(oauth_timestamp="now"), URL, THEN, "timestamp"),
        (header(), URL, THEN + 301, "timestamp"),
        (header(), URL, THEN - 301, "timestamp"),
        ("OAuth", URL, THEN, "consumer"),
    ],
)
def test_anything_else_is_refused(authorization: str, url: str, now: float, why: str) -> None:
    assert why in Signatures().refusal("GET", url, authorization, CONSUMER, now)


@pytest.mark.parametrize("drift", [-299.0, 299.0])
def test_clocks_may_be_five_minutes_apart(drift: float) -> None:
    assert Signatures().refusal("GET", URL, header(), CONSUMER, THEN + drift) == ""


def test_a_nonce_counts_once_for_as_long_as_its_timestamp_would() -> None:
    signatures = Signatures()

    assert signatures.refusal("GET", URL, header(), CONSUMER, THEN - 299) == ""
    assert "before" in signatures.refusal("GET", URL, header(), CONSUMER, THEN + 299)


@pytest.mark.parametrize("method", [oauthlib.oauth1.SIGNATURE_HMAC_SHA256, oauthlib.oauth1.SIGNATURE_HMAC_SHA1])
@pytest.mark.parametrize("path", ["/users?filter=familyName~%27O%20B%27&limit=2", "/users/no%2Fbody", "/orgs"])
def test_a_request_that_another_library_signed_is_answered(
    live: Live, anybody: httpx.Client, method: str, path: str
) -> None:
    client = oauthlib.oauth1.Client(live.client_id, live.client_secret, signature_method=method)
    url, headers, _ = client.sign(f"{live.url}{path}")

    assert anybody.get(url, headers=headers).status_code == (404 if "no%2Fbody" in path else 200)
    assert anybody.get(url, headers=headers).status_code == 401  # the nonce is used up


def test_an_old_signature_is_refused_over_the_wire(live: Live, anybody: httpx.Client) -> None:
    client = oauthlib.oauth1.Client(
        live.client_id, live.client_secret, timestamp=str(int(time.time()) - 900), signature_method="HMAC-SHA256"
    )
    url, headers, _ = client.sign(f"{live.url}/orgs")
    answer = anybody.get(url, headers=headers)

    assert answer.status_code == 401
    assert "timestamp" in answer.json()["statusInfoSet"][0]["imsx_description"]
