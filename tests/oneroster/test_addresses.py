"""Which addresses may be used, and how requests' addresses are made."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosterdesk.errors import UsageError
from rosterdesk.oneroster import addresses
from rosterdesk.settings import services

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
    url = addresses.request(base, ["users", sourced_id])
    sent = httpx.URL(url).raw_path.decode()
    assert urlsplit(url).netloc == "sis.example.org"
    assert [unquote(part) for part in sent.split("/")[4:]] == ["users", sourced_id]


def test_blanks_in_values_are_percent_encoded() -> None:
    base = addresses.base("https://sis.example.org/x")
    url = addresses.request(base, ["users"], [("limit", "5"), ("filter", "a='b c' AND d='e+f&g'")])
    assert url == "https://sis.example.org/x/users?limit=5&filter=a%3D%27b%20c%27%20AND%20d%3D%27e%2Bf%26g%27"
    assert str(httpx.URL(url)) == url


ROOT = "https://sis.example.org"
OF_1_2 = [
    # the base of one service: the others are beside it
    (f"{ROOT}/ims/oneroster/rostering/v1p2", f"{ROOT}/ims/oneroster/{{service}}/v1p2"),
    (f"{ROOT}/ims/oneroster/rostering/v1p2/", f"{ROOT}/ims/oneroster/{{service}}/v1p2"),
    (f"{ROOT}/ims/oneroster/gradebook/v1p2", f"{ROOT}/ims/oneroster/{{service}}/v1p2"),
    (f"{ROOT}/rostering/1.0", f"{ROOT}/{{service}}/1.0"),
    (f"{ROOT}/api/rostering", f"{ROOT}/api/{{service}}"),
    (f"{ROOT}/rostering/ims/oneroster/rostering/v1p2", f"{ROOT}/rostering/ims/oneroster/{{service}}/v1p2"),
    # the root of all three
    (f"{ROOT}/ims/oneroster", f"{ROOT}/ims/oneroster/{{service}}/v1p2"),
    (f"{ROOT}/x/IMS/OneRoster/", f"{ROOT}/x/IMS/OneRoster/{{service}}/v1p2"),
    (f"{ROOT}/proxy/v1p0/a%2Fb/ims/oneroster", f"{ROOT}/proxy/v1p0/a%2Fb/ims/oneroster/{{service}}/v1p2"),
    # a host, or a place on it
    (ROOT, f"{ROOT}/ims/oneroster/{{service}}/v1p2"),
    (f"{ROOT}:8443/campus/api", f"{ROOT}:8443/campus/api/ims/oneroster/{{service}}/v1p2"),
    ("https://rostering", "https://rostering/ims/oneroster/{service}/v1p2"),
    ("https://rostering/v1p2", "https://rostering/v1p2"),
    # a full address that names no service
    (f"{ROOT}/ims/oneroster/v1p1", f"{ROOT}/ims/oneroster/v1p1"),
    (f"{ROOT}/afe-rostr/ims/oneroster/v1p2/", f"{ROOT}/afe-rostr/ims/oneroster/v1p2"),
]


@pytest.mark.parametrize(("root", "expected"), OF_1_2)
def test_the_addresses_of_the_three_services_are_derived(root: str, expected: str) -> None:
    assert services.bases(root, "1.2") == {
        service: expected.format(service=service) for service in ("rostering", "resources", "gradebook")
    }


def test_a_service_of_1_1_has_one_address() -> None:
    assert set(services.bases(f"{ROOT}/ims/oneroster/v1p1/", "1.1").values()) == {f"{ROOT}/ims/oneroster/v1p1"}


@pytest.mark.parametrize("root", [root for root, _ in OF_1_2])
def test_derived_addresses_stay_as_they_are(root: str) -> None:
    for text in services.bases(root, "1.2").values():
        assert services.bases(text, "1.2") == services.bases(root, "1.2")
        assert urlsplit(text).netloc == urlsplit(root).netloc


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 31, 12, 0, tzinfo=UTC),
        datetime(2026, 1, 31, 12, 0),  # noqa: DTZ001
        datetime(2026, 1, 31, 7, 0, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_changes_are_asked_for_by_a_moment_in_utc(moment: datetime) -> None:
    assert addresses.since(moment) == "dateLastModified>'2026-01-31T12:00:00.000Z'"


def test_a_slash_is_put_behind_the_path_or_taken_away() -> None:
    assert addresses.slashed("https://sis.example.org/x/orgs?a=b/") == "https://sis.example.org/x/orgs/?a=b/"
    assert addresses.slashed("https://sis.example.org/x/orgs/") == "https://sis.example.org/x/orgs"
