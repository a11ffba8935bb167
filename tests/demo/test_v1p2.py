"""The same district as OneRoster 1.2, over loopback: three services, other shapes, other words for what is wrong."""

from collections import Counter
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest

from rosterdesk.demo.district import District, make
from rosterdesk.demo.service import Live, running
from rosterdesk.model.fields import COLLECTIONS as MODEL
from rosterdesk.wire import records
from tests.demo.conftest import TODAY

ROSTERING, RESOURCES, GRADEBOOK = "/rostering/v1p2", "/resources/v1p2", "/gradebook/v1p2"
COLLECTIONS = {
    f"{ROSTERING}/academicSessions": ("academicSessions", "academicSession"),
    f"{ROSTERING}/terms": ("academicSessions", "academicSession"),
    f"{ROSTERING}/gradingPeriods": ("academicSessions", "academicSession"),
    f"{ROSTERING}/orgs": ("orgs", "org"),
    f"{ROSTERING}/schools": ("orgs", "org"),
    f"{ROSTERING}/courses": ("courses", "course"),
    f"{ROSTERING}/classes": ("classes", "class"),
    f"{ROSTERING}/users": ("users", "user"),
    f"{ROSTERING}/students": ("users", "user"),
    f"{ROSTERING}/teachers": ("users", "user"),
    f"{ROSTERING}/enrollments": ("enrollments", "enrollment"),
    f"{ROSTERING}/demographics": ("demographics", "demographics"),
    f"{RESOURCES}/resources": ("resources", "resource"),
    f"{GRADEBOOK}/categories": ("categories", "category"),
    f"{GRADEBOOK}/scoreScales": ("scoreScales", "scoreScale"),
    f"{GRADEBOOK}/lineItems": ("lineItems", "lineItem"),
    f"{GRADEBOOK}/results": ("results", "result"),
    f"{GRADEBOOK}/assessmentLineItems": ("assessmentLineItems", "assessmentLineItem"),
    f"{GRADEBOOK}/assessmentResults": ("assessmentResults", "assessmentResult"),
}
NESTED = [
    (ROSTERING, "schools", "courses", "courses"),
    (ROSTERING, "schools", "classes", "classes"),
    (ROSTERING, "schools", "enrollments", "enrollments"),
    (ROSTERING, "schools", "students", "users"),
    (ROSTERING, "schools", "teachers", "users"),
    (ROSTERING, "schools", "terms", "academicSessions"),
    (ROSTERING, "terms", "classes", "classes"),
    (ROSTERING, "terms", "gradingPeriods", "academicSessions"),
    (ROSTERING, "courses", "classes", "classes"),
    (ROSTERING, "students", "classes", "classes"),
    (ROSTERING, "teachers", "classes", "classes"),
    (ROSTERING, "users", "classes", "classes"),
    (ROSTERING, "classes", "students", "users"),
    (ROSTERING, "classes", "teachers", "users"),
    (RESOURCES, "courses", "resources", "resources"),
    (RESOURCES, "classes", "resources", "resources"),
    (RESOURCES, "users", "resources", "resources"),
    (GRADEBOOK, "classes", "categories", "categories"),
    (GRADEBOOK, "classes", "lineItems", "lineItems"),
    (GRADEBOOK, "classes", "results", "results"),
    (GRADEBOOK, "classes", "scoreScales", "scoreScales"),
    (GRADEBOOK, "schools", "scoreScales", "scoreScales"),
]


def get(client: httpx.Client, live: Live, path: str, **query: str) -> httpx.Response:
    tail = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    return client.get(f"{live.url_1p2}{path}" + (f"?{tail}" if tail else ""))


def everything(client: httpx.Client, live: Live, path: str) -> list[dict[str, Any]]:
    return next(iter(get(client, live, path, limit="10000").json().values()))


def segment(record: dict[str, Any]) -> str:
    return quote(str(record["sourcedId"]), safe="")


@pytest.mark.parametrize(("path", "envelopes"), COLLECTIONS.items())
def test_every_collection_and_its_records_are_there(
    client: httpx.Client, live: Live, district: District, path: str, envelopes: tuple[str, str]
) -> None:
    many, one = envelopes
    listed = get(client, live, path, limit="10000")
    record = listed.json()[many][-1]
    older = {each["sourcedId"] for each in district.collections[many]}

    assert get(client, live, f"{path}/{segment(record)}").json() == {one: record}
    assert {each["sourcedId"] for each in listed.json()[many]} <= older
    if path.endswith(f"/{many}"):
        assert int(listed.headers["x-total-count"]) == len(older)


@pytest.mark.parametrize(("base", "parent", "name", "envelope"), NESTED)
def test_every_nested_list_is_there(
    client: httpx.Client, live: Live, district: District, base: str, parent: str, name: str, envelope: str
) -> None:
    parents = everything(client, live, f"{ROSTERING}/{parent}")
    parents.sort(key=lambda above: "resources" not in above)  # few have any
    listed = (get(client, live, f"{base}/{parent}/{segment(above)}/{name}") for above in parents)

    assert next(answer.json()[envelope] for answer in listed if answer.json()[envelope])
    assert get(client, live, f"{base}/{parent}/nobody/{name}").status_code == 404


def test_deeper_lists_are_there(client: httpx.Client, live: Live) -> None:
    result = everything(client, live, f"{GRADEBOOK}/results")[0]
    klass = everything(client, live, f"{ROSTERING}/classes")[0]
    in_school = f"{ROSTERING}/schools/{segment(klass['school'])}/classes/{segment(klass)}"
    in_class = f"{GRADEBOOK}/classes/{segment(result['class'])}"

    for name, envelope in (("enrollments", "enrollments"), ("students", "users"), ("teachers", "users")):
        assert get(client, live, f"{in_school}/{name}").json()[envelope]
    for path in (f"lineItems/{segment(result['lineItem'])}", f"students/{segment(result['student'])}"):
        assert result in get(client, live, f"{in_class}/{path}/results").json()["results"]


@pytest.mark.parametrize(
    "path",
    [
        *(f"{RESOURCES}/users", f"{ROSTERING}/resources", f"{ROSTERING}/results", f"{GRADEBOOK}/orgs"),
        *("/v1p2/users", "/rostering/users", f"{ROSTERING}/users/nobody", f"{ROSTERING}/sis/classes/x/categories"),
    ],
)
def test_what_a_service_does_not_have_is_an_unknown_object(client: httpx.Client, live: Live, path: str) -> None:
    assert get(client, live, path).status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "status", "minor"),
    [
        ("/users/nobody", {}, 404, "unknownobject"),
        ("/users", {"limit": "0"}, 400, "invaliddata"),
        ("/users", {"filter": "role='student'"}, 400, "invalid_filter_field"),
        ("/users", {"fields": "shoeSize"}, 400, "invalid_selection_field"),
        ("/users", {"fields": ""}, 400, "invalid_selection_field"),
    ],
)
def test_errors_are_worded_as_1p2_words_them(
    client: httpx.Client, live: Live, path: str, query: dict[str, str], status: int, minor: str
) -> None:
    answer = get(client, live, ROSTERING + path, **query)
    body = answer.json()

    assert answer.status_code == status
    assert (body["imsx_codeMajor"], body["imsx_severity"]) == ("failure", "error")
    (field,) = body["imsx_CodeMinor"]["imsx_codeMinorField"]
    assert field["imsx_codeMinorFieldValue"] == minor


def test_without_a_token_1p2_says_so_in_its_own_words(anybody: httpx.Client, live: Live) -> None:
    answer = anybody.get(f"{live.url_1p2}{ROSTERING}/orgs")

    assert answer.status_code == 401
    (field,) = answer.json()["imsx_CodeMinor"]["imsx_codeMinorField"]
    assert field["imsx_codeMinorFieldValue"] == "unauthorisedrequest"


def test_a_sort_that_1p2_does_not_know_is_passed_over(client: httpx.Client, live: Live) -> None:
    assert (
        get(client, live, f"{ROSTERING}/orgs", sort="shoeSize").json() == get(client, live, f"{ROSTERING}/orgs").json()
    )


def test_users_have_roles_in_place_of_a_role_and_orgs(client: httpx.Client, live: Live, district: District) -> None:
    older = {each["sourcedId"]: each for each in district.collections["users"]}
    kinds = {each["sourcedId"]: each["type"] for each in district.collections["orgs"]}
    split = {"district": "districtAdministrator", "school": "siteAdministrator"}

    for user in everything(client, live, f"{ROSTERING}/users"):
        before = older[user["sourcedId"]]
        assert not {"role", "orgs"} & set(user)
        assert {role["roleType"] for role in user["roles"]} == {"primary"}
        assert [role["org"]["sourcedId"] for role in user["roles"]] == [org["sourcedId"] for org in before["orgs"]]
        assert user["primaryOrg"] == user["roles"][0]["org"]
        for role in user["roles"]:
            expected = split[kinds[role["org"]["sourcedId"]]] if before["role"] == "administrator" else before["role"]
            assert role["role"] == expected
        profiles = [profile["profileId"] for profile in user.get("userProfiles", [])]
        assert [role["userProfile"] for role in user["roles"] if "userProfile" in role] == profiles
        assert bool(profiles) is (before["role"] == "teacher")


def test_what_1p2_changed_nothing_in_is_the_same_but_for_its_addresses(
    client: httpx.Client, live: Live, district: District
) -> None:
    for name in ("orgs", "academicSessions", "courses", "classes", "enrollments", "demographics"):
        newer = everything(client, live, f"{ROSTERING}/{name}")
        assert [without_addresses(each) for each in newer] == [
            without_addresses(each) for each in district.collections[name][: len(newer)]
        ]


def without_addresses(value: Any) -> Any:
    match value:
        case dict():
            return {name: without_addresses(each) for name, each in value.items() if name != "href"}
        case list():
            return [without_addresses(each) for each in value]
        case _:
            return value


def test_a_faulty_district_is_served_as_1p2_too() -> None:
    made = make(students=60, today=TODAY, faulty=True)
    del made.collections["classes"][::2]
    made.collections["users"][0]["orgs"] = []
    with running(made) as live, httpx.Client(headers={"Authorization": f"Bearer {live.bearer_token}"}) as client:
        for path, (name, _) in COLLECTIONS.items():
            assert get(client, live, path).status_code == 200, name
        for each in made.planted:
            if each.collection != "classes":
                path = f"{ROSTERING}/{each.collection}/{quote(each.sourced_id, safe='')}"
                assert get(client, live, path).status_code == 200


def test_every_record_is_one_that_the_model_reads(client: httpx.Client, live: Live, district: District) -> None:
    bent: Counter[str] = Counter()
    for path, (name, _) in COLLECTIONS.items():
        rows = msgspec.json.decode(get(client, live, path, limit="10000").content, type=dict[str, list[msgspec.Raw]])[
            name
        ]
        assert len(records.items(rows, MODEL[name].entity, bent, secretive=False)) == len(rows)

    assert not +bent


def test_references_point_to_the_service_that_has_the_record(client: httpx.Client, live: Live) -> None:
    item = everything(client, live, f"{GRADEBOOK}/lineItems")[0]

    for field, base in (
        ("class", ROSTERING),
        ("school", ROSTERING),
        ("category", GRADEBOOK),
        ("scoreScale", GRADEBOOK),
    ):
        assert f"/ims/oneroster{base}/" in item[field]["href"]


def test_results_have_their_class_and_flags_as_strings(client: httpx.Client, live: Live) -> None:
    items = {each["sourcedId"]: each for each in everything(client, live, f"{GRADEBOOK}/lineItems")}

    for result in everything(client, live, f"{GRADEBOOK}/results"):
        assert result["class"] == items[result["lineItem"]["sourcedId"]]["class"]
        assert {result[flag] for flag in ("inProgress", "incomplete", "late")} == {"false"}
        assert result["missing"] == ("true" if result["scoreStatus"] == "not submitted" else "false")
