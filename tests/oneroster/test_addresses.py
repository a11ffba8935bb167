"""Which addresses may be used, and how requests' addresses are made."""

from urllib.parse import unquote, urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosterdesk.errors import UsageError
from rosterdesk.oneroster import addresses

GOOD = [
    ("https://sis.example.org/ims/oneroster/v1p1", "https://sis.example.org/ims/oneroster/v1p1"),
    ("  HTTPS://SIS.example.org/ims/oneroster/v1p1/ ", "https://sis.example.org/ims/oneroster/v1p1"),
    ("https://sis.example.org:8443/x", "https://sis.example.org:8443/x"),
    ("https://sis.example.org./x", "https://sis.example.org/x"),
    ("https://schüle.example/x", "https://xn--schle-mva.example/x"),
    ("https://p.example/proxy/v1p0/a%2Fb%3D/ims", "https://p.example/proxy/v1p0/a%2Fb%3D/ims"),
    ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
    ("http://127.8.9.1/x", "http://127.8.9.1/x"),
    ("http://localhost/x", "http://localhost/x"),
    ("http://[::1]:8000/x", "http://[::1]:8000/x"),
]
BAD = [
    "",
    "sis.example.org",
    "ftp://sis.example.org/x",
    "file:///etc/passwd",
    "https://",
    "https:///x",
    "https://user:pw@sis.example.org/x",
    "https://user@sis.example.org/x",
    "https://@sis.example.org/x",
    "https://good.example@evil.example/x",
    "http://127.0.0.1@evil.example/x",
    "http://127.0.0.1.evil.example/x",
    "http://localhost.evil.example/x",
    "http://evil.example/127.0.0.1",
    "http://sis.example.org/x",
    "HTTP://sis.example.org/x",
    "http://10.0.0.7/x",
    "http://sis/x",
    "https://sis.example.org/x?a=b",
    "https://sis.example.org/x#a",
    "https://sis.example.org\\@evil.example/x",
    "https://sis.example.org/a b",
    "https://sis.example.org/a\r\nX: y",
    "https://sis.example.org:port/x",
    "https://sis.example.org:99999/x",
    "https://sis.example.org:0/x",
    "https://[::1/x",
    "https://a..b/\x00",
]


@pytest.mark.parametrize(("text", "expected"), GOOD)
def test_a_good_address_is_put_in_its_plain_form(text: str, expected: str) -> None:
    assert addresses.base(text).text == expected


@pytest.mark.parametrize("text", BAD)
def test_a_bad_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        addresses.base(text)


@pytest.mark.parametrize("host", ["10.0.0.7", "192.168.1.2", "sis", "sis.local", "sis.district.internal", "[fd00::1]"])
def test_plain_http_can_be_allowed_on_a_private_host(host: str) -> None:
    assert addresses.base(f"http://{host}/x", allow_http=True).host


@pytest.mark.parametrize("host", ["sis.example.org", "8.8.8.8", "10.0.0.7.example.org", "[2001:4860::1]"])
def test_plain_http_is_never_allowed_on_a_public_host(host: str) -> None:
    with pytest.raises(UsageError):
        addresses.base(f"http://{host}/x", allow_http=True)


@pytest.mark.parametrize(
    ("text", "loopback"), [("https://127.0.0.1/", True), ("https://localhost/", True), ("https://127.example/", False)]
)
def test_loopback_is_known(text: str, loopback: bool) -> None:
    assert addresses.base(text).loopback is loopback


def test_the_query_of_a_token_address_is_kept() -> None:
    text = "https://sis.example.org/campus/oauth2/token?appName=a%20b&x="
    assert addresses.token(text).text == text


@given(st.text(st.characters(codec="utf-8"), min_size=1))
@example(".")
@example("..")
@example("a/../b")
@example("a|b c%2Fd{e}")
def test_an_id_is_one_segment_of_the_path_whatever_it_holds(sourced_id: str) -> None:
    base = addresses.base("https://sis.example.org/ims/oneroster/v1p1")
    url = addresses.request(base, addresses.path("users", sourced_id))
    sent = httpx.URL(url).raw_path.decode()
    assert urlsplit(url).netloc == "sis.example.org"
    assert [unquote(part) for part in sent.split("/")[4:]] == ["users", sourced_id]


def test_blanks_in_values_are_percent_encoded() -> None:
    base = addresses.base("https://sis.example.org/x")
    url = addresses.request(base, "/users", [("limit", "5"), ("filter", "a='b c' AND d='e+f&g'")])
    assert url == "https://sis.example.org/x/users?limit=5&filter=a%3D%27b%20c%27%20AND%20d%3D%27e%2Bf%26g%27"
    assert str(httpx.URL(url)) == url
