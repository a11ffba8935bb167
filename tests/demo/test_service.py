"""The service over real loopback HTTP."""

from urllib.parse import quote

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from rosterdesk.demo.district import District, make
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import UsageError
from tests.demo.conftest import TODAY, bearer


def get(client: httpx.Client, live: Live, path: str, **query: str) -> httpx.Response:
    tail = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    return client.get(f"{live.url}{path}" + (f"?{tail}" if tail else ""))


def segment(record: dict[str, object]) -> str:
    return quote(str(record["sourcedId"]), safe="")


COLLECTIONS = {
    "academicSessions": ("academicSessions", "academicSession"),
    "terms": ("academicSessions", "academicSession"),
    "gradingPeriods": ("academicSessions", "academicSession"),
    "orgs": ("orgs", "org"),
    "schools": ("orgs", "org"),
    "courses": ("courses", "course"),
    "classes": ("classes", "class"),
    "users": ("users", "user"),
    "students": ("users", "user"),
    "teachers": ("users", "user"),
    "enrollments": ("enrollments", "enrollment"),
    "demographics": ("demographics", "demographics"),
    "resources": ("resources", "resource"),
    "categories": ("categories", "category"),
    "lineItems": ("lineItems", "lineItem"),
    "results": ("results", "result"),
}


@pytest.mark.parametrize(("name", "envelopes"), COLLECTIONS.items())
def test_every_collection_and_its_records_are_there(
    client: httpx.Client, live: Live, district: District, name: str, envelopes: tuple[str, str]
) -> None:
    many, one = envelopes
    listed = get(client, live, f"/{name}", limit="10000")
    record = listed.json()[many][-1]
    single = get(client, live, f"/{name}/{segment(record)}")

    assert listed.status_code == single.status_code == 200
    assert listed.headers["x-total-count"] == str(
        len(district.collections[many]) if name == many else len(listed.json()[many])
    )
    assert single.json() == {one: record}


@pytest.mark.parametrize("mark", list("|:/ "))
def test_a_record_is_found_whatever_stands_in_its_id(
    client: httpx.Client, live: Live, district: District, mark: str
) -> None:
    user = next(each for each in district.collections["users"] if mark in each["sourcedId"])

    assert get(client, live, f"/users/{segment(user)}").json() == {"user": user}


@pytest.mark.parametrize(
    ("parent", "name", "envelope"),
    [
        ("schools", "courses", "courses"),
        ("schools", "classes", "classes"),
        ("schools", "enrollments", "enrollments"),
        ("schools", "students", "users"),
        ("schools", "teachers", "users"),
        ("schools", "terms", "academicSessions"),
        ("terms", "classes", "classes"),
        ("terms", "gradingPeriods", "academicSessions"),
        ("courses", "classes", "classes"),
        ("students", "classes", "classes"),
        ("teachers", "classes", "classes"),
        ("users", "classes", "classes"),
        ("classes", "students", "users"),
        ("classes", "teachers", "users"),
        ("courses", "resources", "resources"),
        ("classes", "resources", "resources"),
        ("classes", "lineItems", "lineItems"),
        ("classes", "results", "results"),
    ],
)
def test_every_nested_list_is_there(client: httpx.Client, live: Live, parent: str, name: str, envelope: str) -> None:
    query = {"filter": "role='teacher'"} if parent == "users" else {}
    parents = get(client, live, f"/{parent}", **query).json()
    above = next(iter(parents.values()))[0]

    listed = get(client, live, f"/{parent}/{segment(above)}/{name}")
    unknown = get(client, live, f"/{parent}/nobody/{name}")

    assert listed.json()[envelope]
    assert int(listed.headers["x-total-count"]) >= len(listed.json()[envelope])
    assert unknown.status_code == 404


def test_nested_lists_hold_what_belongs_to_their_parent(client: httpx.Client, live: Live, district: District) -> None:
    klass = district.collections["classes"][0]
    school = klass["school"]["sourcedId"]
    seats = [each for each in district.collections["enrollments"] if each["class"]["sourcedId"] == klass["sourcedId"]]
    base = f"/schools/{quote(school, safe='')}/classes/{segment(klass)}"

    assert get(client, live, f"{base}/enrollments").json() == {"enrollments": seats}
    for name, role in (("students", "student"), ("teachers", "teacher")):
        users = get(client, live, f"{base}/{name}").json()["users"]
        assert [user["sourcedId"] for user in users] == [
            each["user"]["sourcedId"] for each in seats if each["role"] == role
        ]
        assert get(client, live, f"/classes/{segment(klass)}/{name}").json() == {"users": users}
    other = next(org for org in district.collections["orgs"] if org["type"] == "school" and org["sourcedId"] != school)
    assert get(client, live, f"/schools/{segment(other)}/classes/{segment(klass)}/students").status_code == 404


def test_instructures_own_list_has_the_categories_of_a_class(
    client: httpx.Client, live: Live, district: District
) -> None:
    item = district.collections["lineItems"][0]
    listed = get(client, live, f"/sis/classes/{segment(item['class'])}/categories").json()["categories"]

    assert item["category"]["sourcedId"] in [each["sourcedId"] for each in listed]


def test_results_are_listed_by_line_item_and_by_student(client: httpx.Client, live: Live, district: District) -> None:
    result = district.collections["results"][0]
    item = next(
        each for each in district.collections["lineItems"] if each["sourcedId"] == result["lineItem"]["sourcedId"]
    )
    klass = f"/classes/{segment(item['class'])}"
    by_item = get(client, live, f"{klass}/lineItems/{segment(item)}/results").json()["results"]
    by_student = get(client, live, f"{klass}/students/{segment(result['student'])}/results").json()["results"]
    other = next(each for each in district.collections["lineItems"] if each["class"] != item["class"])

    assert result in by_item
    assert result in by_student
    assert all(each["lineItem"] == result["lineItem"] for each in by_item)
    assert all(each["student"] == result["student"] for each in by_student)
    assert get(client, live, f"{klass}/lineItems/{segment(other)}/results").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/shoes",
        "/users/nobody",
        "/students/{teacher}",
        "/users/x/demographics",
        "/a/b/c/d",
        "/scoreScales",
        "/sis/x",
        "/",
        "",
    ],
)
def test_what_is_not_there_is_an_unknown_object(
    client: httpx.Client, live: Live, district: District, path: str
) -> None:
    teacher = next(user for user in district.collections["users"] if user["role"] == "teacher")
    answer = get(client, live, path.format(teacher=segment(teacher)))

    assert answer.status_code == 404
    (status,) = answer.json()["statusInfoSet"]
    assert status["imsx_codeMajor"] == "failure"
    assert status["imsx_severity"] == "error"
    assert status["imsx_codeMinor"] == "unknown object"


@pytest.mark.parametrize("limit", ["70", "100", "3000"])
def test_following_next_gives_every_record_once_in_order(
    client: httpx.Client, live: Live, district: District, limit: str
) -> None:
    answer = get(client, live, "/classes", limit=limit)
    found = answer.json()["classes"]
    while "next" in answer.links:
        answer = client.get(answer.links["next"]["url"])
        found += answer.json()["classes"]

    assert found == district.collections["classes"]
    assert answer.links["first"]["url"].endswith("offset=0")
    assert client.get(answer.links["last"]["url"]).json() == answer.json()
    assert ("prev" in answer.links) is (int(limit) < len(found))


def test_a_page_is_a_hundred_records_unless_asked_otherwise(client: httpx.Client, live: Live) -> None:
    assert len(get(client, live, "/users").json()["users"]) == 100
    assert get(client, live, "/users", offset="999999").json() == {"users": []}


def test_links_keep_the_whole_question(client: httpx.Client, live: Live) -> None:
    question = {
        "filter": "role='student' AND familyName~'a'",
        "sort": "familyName",
        "orderBy": "desc",
        "fields": "role",
    }
    answer = get(client, live, "/users", limit="2", **question)

    url = httpx.URL(answer.links["next"]["url"])
    assert dict(url.params) == {"limit": "2", "offset": "2", **question}
    assert client.get(url).json() == {"users": [{"role": "student"}] * 2}


@pytest.mark.parametrize(("order", "reverse"), [({}, False), ({"orderBy": "asc"}, False), ({"orderBy": "desc"}, True)])
def test_sorting_goes_by_the_text_without_case(
    client: httpx.Client, live: Live, order: dict[str, str], reverse: bool
) -> None:
    found = get(client, live, "/users", limit="10000", sort="familyName", **order).json()["users"]
    names = [user["familyName"].casefold() for user in found]

    assert names == sorted(names, reverse=reverse)


def test_what_has_no_value_comes_last_either_way(client: httpx.Client, live: Live) -> None:
    for order in ("asc", "desc"):
        found = get(client, live, "/users", limit="10000", sort="identifier", orderBy=order).json()["users"]
        assert "identifier" in found[0]
        assert "identifier" not in found[-1]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/users", "role='teacher'"),
        ("/students", "grades='09'"),
        ("/enrollments", "role='teacher' AND primary='false'"),
        ("/academicSessions", "type='term' OR type='semester'"),
    ],
)
def test_a_filter_narrows_the_list_and_the_count(client: httpx.Client, live: Live, path: str, text: str) -> None:
    everything = get(client, live, path, limit="1")
    some = get(client, live, path, filter=text, limit="5")

    assert 0 < int(some.headers["x-total-count"]) < int(everything.headers["x-total-count"])


def test_a_delta_brings_what_was_modified_since(client: httpx.Client, live: Live, district: District) -> None:
    since = "2026-11-01T00:00:00Z"
    found = get(client, live, "/courses", filter=f"dateLastModified>'{since}'", limit="10000").json()["courses"]

    assert found == [each for each in district.collections["courses"] if each["dateLastModified"] > since]


def test_selected_fields_are_all_that_comes(client: httpx.Client, live: Live, district: District) -> None:
    org = district.collections["orgs"][0]

    assert get(client, live, f"/orgs/{segment(org)}", fields="name,type").json() == {
        "org": {"name": org["name"], "type": org["type"]}
    }


@pytest.mark.parametrize(
    ("query", "minor"),
    [({"sort": "shoeSize"}, "invalid_sort_field"), ({"fields": "name,shoeSize"}, "invalid_selection_field")],
)
def test_an_unknown_field_gives_everything_and_a_warning(
    client: httpx.Client, live: Live, district: District, query: dict[str, str], minor: str
) -> None:
    answer = get(client, live, "/orgs", **query)

    assert answer.status_code == 200
    assert answer.json()["orgs"] == district.collections["orgs"]
    (status,) = answer.json()["statusInfoSet"]
    assert (status["imsx_severity"], status["imsx_codeMinor"]) == ("warning", minor)


@pytest.mark.parametrize(
    ("query", "minor"),
    [
        ({"filter": "shoeSize='9'"}, "invalid_filter_field"),
        ({"filter": "nonsense"}, "invalid_filter_field"),
        ({"fields": ""}, "invalid_blank_selection_field"),
        ({"fields": "name,,type"}, "invalid_blank_selection_field"),
        ({"limit": "0"}, "invalid data"),
        ({"limit": "-5"}, "invalid data"),
        ({"limit": "ten"}, "invalid data"),
        ({"limit": "²"}, "invalid data"),
        ({"offset": "-1"}, "invalid data"),
        ({"offset": "1.5"}, "invalid data"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    client: httpx.Client, live: Live, query: dict[str, str], minor: str
) -> None:
    answer = get(client, live, "/orgs", **query)

    assert answer.status_code == 400
    assert answer.json()["statusInfoSet"][0]["imsx_codeMinor"] == minor


def test_large_answers_are_compressed_where_the_client_can(client: httpx.Client, live: Live) -> None:
    packed = get(client, live, "/users")
    plain = client.get(f"{live.url}/users", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_a_changed_district_is_answered_once_the_service_forgets(anybody: httpx.Client) -> None:
    district = make(students=20, today=TODAY)
    with running(district) as live, httpx.Client(headers=bearer(live, anybody)) as client:
        before = get(client, live, "/schools", filter="name~'school'").json()["orgs"]
        district.collections["orgs"].append(before[0] | {"sourcedId": "new", "name": "New School"})
        live.service.forget()

        assert get(client, live, "/schools/new").status_code == 200
        assert len(get(client, live, "/schools", filter="name~'school'").json()["orgs"]) == len(before) + 1


def test_a_wrapping_application_stands_before_the_service(district: District, anybody: httpx.Client) -> None:
    def teapot(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if not scope["path"].endswith("/users"):
                await app(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": 418, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        return answer

    with running(district, wrap=teapot) as live:
        headers = bearer(live, anybody)
        assert anybody.get(f"{live.url}/users", headers=headers).status_code == 418
        assert anybody.get(f"{live.url}/orgs", headers=headers).status_code == 200


def test_a_faulty_district_is_served_too(anybody: httpx.Client) -> None:
    district = make(students=60, today=TODAY, faulty=True)
    with running(district) as live, httpx.Client(headers=bearer(live, anybody)) as client:
        for each in district.planted:
            path = f"/{each.collection}/{quote(each.sourced_id, safe='')}"
            assert get(client, live, path).status_code == 200
            nested = {"classes": ["students", "teachers"], "users": ["classes"]}.get(each.collection, [])
            assert all(get(client, live, f"{path}/{name}").status_code == 200 for name in nested)


def test_a_port_that_is_taken_says_so(district: District, live: Live) -> None:
    port = httpx.URL(live.url).port
    assert port is not None
    with pytest.raises(UsageError, match=f"Port {port} cannot be used"), running(district, port=port):
        pass
