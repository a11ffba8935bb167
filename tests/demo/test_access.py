"""Who gets a token, and what a token opens."""

import base64
from urllib.parse import quote

import httpx
import pytest

from rosterdesk.demo.access import CORE, DEMOGRAPHICS, GRADEBOOK, RESOURCE, ROSTER
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live, running
from tests.demo.conftest import bearer


@pytest.mark.parametrize("authorization", [None, "Bearer nonsense", "Basic eDp5", "Bearer"])
def test_without_a_token_there_is_no_answer(live: Live, anybody: httpx.Client, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = anybody.get(f"{live.url}/orgs", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["statusInfoSet"][0]["imsx_codeMinor"] == "unauthorized"


def test_the_client_may_stand_in_the_header_or_in_the_form(live: Live, anybody: httpx.Client) -> None:
    form = {"grant_type": "client_credentials", "scope": f"{CORE} {ROSTER}"}
    credentials = {"client_id": live.client_id, "client_secret": live.client_secret}
    for answer in (
        anybody.post(live.token_url, data=form, auth=(live.client_id, live.client_secret)),
        anybody.post(live.token_url, data=form | credentials),
    ):
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["token_type"] == "bearer"
        assert answer.json()["expires_in"] == 3600
        assert answer.json()["scope"] == f"{CORE} {ROSTER}"


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "somebody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"scope": "everything"}, 400, "invalid_scope"),
    ],
)
def test_a_token_is_refused_as_oauth_says(
    live: Live, anybody: httpx.Client, change: dict[str, str | None], status: int, error: str
) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": live.client_id,
        "client_secret": live.client_secret,
    } | change
    answer = anybody.post(live.token_url, data={name: value for name, value in form.items() if value is not None})

    assert answer.status_code == status
    assert answer.json()["error"] == error


@pytest.mark.parametrize("header", ["Basic ???", f"Basic {base64.b64encode(bytes([255, 254])).decode()}", "Basic"])
def test_a_header_that_cannot_be_read_is_a_wrong_client(live: Live, anybody: httpx.Client, header: str) -> None:
    answer = anybody.post(live.token_url, data={"grant_type": "client_credentials"}, headers={"Authorization": header})

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        (CORE, "/users", 200),
        (CORE, "/schools/{school}/classes", 403),
        (CORE, "/demographics", 403),
        (ROSTER, "/users", 200),
        (ROSTER, "/schools/{school}/classes", 200),
        (ROSTER, "/demographics", 403),
        (DEMOGRAPHICS, "/users", 403),
        (DEMOGRAPHICS, "/demographics", 200),
        (ROSTER, "/resources", 403),
        (RESOURCE, "/resources", 200),
        (RESOURCE, "/users", 403),
        (ROSTER, "/results", 403),
        (GRADEBOOK, "/results", 200),
        (GRADEBOOK, "/classes", 403),
    ],
)
def test_a_token_opens_what_its_scopes_cover(
    live: Live, anybody: httpx.Client, district: District, scope: str, path: str, status: int
) -> None:
    school = next(org for org in district.collections["orgs"] if org["type"] == "school")
    url = live.url + path.format(school=quote(school["sourcedId"], safe=""))

    assert anybody.get(url, headers=bearer(live, anybody, scope)).status_code == status


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("roster-core.readonly", "/rostering/v1p2/users", 200),
        ("roster-core.readonly", "/rostering/v1p2/schools/{school}/classes", 403),
        ("roster.readonly", "/rostering/v1p2/schools/{school}/classes", 200),
        ("roster.readonly", "/rostering/v1p2/demographics", 403),
        ("roster-demographics.readonly", "/rostering/v1p2/demographics", 200),
        ("resource-core.readonly", "/resources/v1p2/resources", 200),
        ("resource-core.readonly", "/rostering/v1p2/orgs", 403),
        ("gradebook-core.readonly", "/gradebook/v1p2/results", 200),
        ("gradebook-core.readonly", "/gradebook/v1p2/schools/{school}/scoreScales", 403),
        ("gradebook.readonly", "/gradebook/v1p2/schools/{school}/scoreScales", 200),
        ("gradebook.readonly", "/gradebook/v1p2/assessmentResults", 403),
        ("assessment.readonly", "/gradebook/v1p2/assessmentResults", 200),
        ("assessment.readonly", "/gradebook/v1p2/results", 403),
    ],
)
def test_scopes_of_1p2_open_what_they_cover(
    live: Live, anybody: httpx.Client, district: District, scope: str, path: str, status: int
) -> None:
    school = next(org for org in district.collections["orgs"] if org["type"] == "school")
    headers = bearer(live, anybody, f"https://purl.imsglobal.org/spec/or/v1p2/scope/{scope}")
    answer = anybody.get(live.url_1p2 + path.format(school=quote(school["sourcedId"], safe="")), headers=headers)

    assert answer.status_code == status
    if status == 403:
        assert "forbidden" in answer.text


def test_scopes_of_one_version_open_nothing_of_the_other(live: Live, anybody: httpx.Client) -> None:
    newer = bearer(live, anybody, "https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly")

    assert anybody.get(f"{live.url_1p2}/rostering/v1p2/orgs", headers=bearer(live, anybody, ROSTER)).status_code == 403
    assert anybody.get(f"{live.url}/orgs", headers=newer).status_code == 403


@pytest.mark.parametrize("path", ["/v1p1/demographics", "/rostering/v1p2/orgs", "/gradebook/v1p2/assessmentResults"])
def test_the_token_that_never_ends_opens_everything(live: Live, anybody: httpx.Client, path: str) -> None:
    headers = {"Authorization": f"Bearer {live.bearer_token}"}

    assert anybody.get(live.url_1p2 + path, headers=headers).status_code == 200


def test_a_client_gets_no_more_scopes_than_it_may_have(district: District, anybody: httpx.Client) -> None:
    with running(district, scopes=[CORE]) as live:
        form = {"grant_type": "client_credentials", "scope": f"{CORE} {DEMOGRAPHICS}"}
        refused = anybody.post(live.token_url, data=form, auth=(live.client_id, live.client_secret))
        granted = anybody.post(live.token_url, data={**form, "scope": ""}, auth=(live.client_id, live.client_secret))

    assert refused.json()["error"] == "invalid_scope"
    assert granted.json()["scope"] == CORE


def test_a_revoked_token_is_worthless(district: District, anybody: httpx.Client) -> None:
    with running(district) as live:
        headers = bearer(live, anybody)
        live.service.access.revoke()
        assert anybody.get(f"{live.url}/orgs", headers=headers).status_code == 401
