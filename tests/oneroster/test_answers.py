"""What services answer, made into pages and records."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.errors import NotOneRosterError
from rosterdesk.model import entities
from rosterdesk.model.entities import Ref
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.oneroster import answers
from rosterdesk.oneroster.answers import Page

USER: dict[str, Any] = {
    "sourcedId": "u|1",
    "status": "active",
    "dateLastModified": "2026-01-31T12:34:56.789Z",
    "enabledUser": "true",
    "username": "zoe",
    "givenName": "Zoë",
    "familyName": "O'Neil",
    "role": "student",
    "orgs": [{"href": "https://elsewhere.example/orgs/s1", "sourcedId": "s1", "type": "org"}],
    "grades": ["09"],
    "metadata": {"anything": [1, 2.5, None]},
}


def page(value: Any, collection: str = "users", **headers: str) -> Page:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return answers.page(body, collection, {name.replace("_", "-"): text for name, text in headers.items()})


def user(**changes: Any) -> tuple[entities.User, dict[str, int]]:
    """The one user of a page, with these members changed, and what was bent."""
    came = page({"users": [USER | changes]})
    entity = came.items[0].entity
    assert isinstance(entity, entities.User)
    return entity, came.bent


def test_a_record_of_the_standard_comes_as_it_is() -> None:
    came = page({"users": [USER]}, X_Total_Count="7")
    assert (came.received, came.total, came.bent, came.dropped, came.more) == (1, 7, {}, 0, None)
    item = came.items[0]
    assert json.loads(item.record) == USER
    assert item.entity == entities.User(
        sourced_id="u|1",
        date_last_modified=datetime(2026, 1, 31, 12, 34, 56, 789_000, tzinfo=UTC),
        enabled_user="true",
        username="zoe",
        given_name="Zoë",
        family_name="O'Neil",
        role="student",
        orgs=[Ref("s1")],
        grades=["09"],
    )


ENVELOPES: list[tuple[str, Any]] = [
    ("users", {"users": [USER]}),
    ("students", {"users": [USER]}),
    ("students", {"students": [USER]}),
    ("users", {"teachers": [USER]}),
    ("users", {"user": USER}),
    ("users", [USER]),
    ("users", {"people": [USER], "count": 1, "links": []}),
    ("users", {"statusInfoSet": [{"imsx_severity": "warning", "imsx_codeMajor": "success"}], "users": [USER]}),
    ("users", {"statusInfoSet": [{"imsx_severity": "error"}], "users": [USER]}),
    ("schools", {"orgs": [{"sourcedId": "u|1"}]}),
    ("schools", {"schools": [{"sourcedId": "u|1"}]}),
    ("terms", {"terms": [{"sourcedId": "u|1"}]}),
    ("gradingPeriods", {"academicSessions": [{"sourcedId": "u|1"}]}),
    ("demographics", {"demographics": [{"sourcedId": "u|1"}]}),
]


@pytest.mark.parametrize(("collection", "value"), ENVELOPES)
def test_rows_are_found_in_every_envelope_that_servers_use(collection: str, value: Any) -> None:
    assert [item.entity.sourced_id for item in page(value, collection).items] == ["u|1"]


@pytest.mark.parametrize("value", [{"users": []}, {"users": None}, {"total": 0, "users": None}, [], {"students": []}])
def test_an_empty_list_is_empty(value: Any) -> None:
    assert page(value).received == 0


NOT_A_LIST: list[Any] = [
    {},
    {"orgs": [{"sourcedId": "1"}], "terms": [{"sourcedId": "2"}]},
    {"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "no"},
    {"statusInfoSet": [{"imsx_codeMajor": "failure"}], "users": []},
    {"error": "invalid_token"},
    {"message": "Forbidden"},
    {"users": "none"},
    {"users": 7},
    {"count": 0},
    None,
    "users",
    17,
    True,
    b"",
    b" ",
    b"<!doctype html><title>Sign in</title>",
    b"\xef\xbb\xbf  <html>",
    b"OK",
    b"{",
    b'{"users": [{"sourcedId": "1"}',
    b'{"users": [{"sourcedId": "1"}]} trailing',
    b'{"users": ' + b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b"\x00\x01\x02",
    b"\xff\xfe",
]


@pytest.mark.parametrize("value", NOT_A_LIST)
def test_what_is_no_list_is_an_error_and_never_an_empty_list(value: Any) -> None:
    with pytest.raises(NotOneRosterError):
        page(value)


def test_the_services_own_words_are_in_the_error() -> None:
    with pytest.raises(NotOneRosterError, match="quota is used up"):
        page({"imsx_codeMajor": "failure", "imsx_description": "quota is used up"})


TOTALS: list[tuple[dict[str, str], Any, int | None]] = [
    ({"x-total-count": "12"}, {}, 12),
    ({"X-TOTAL-COUNT": " 12 "}, {}, 12),
    ({"x-total-count": "abc"}, {}, None),
    ({"x-total-count": "-1"}, {}, None),
    ({"x-total-count": "1e3"}, {}, None),
    ({"x-total-count": "9" * 50}, {}, None),
    ({"x-total-count": "٣"}, {}, None),
    ({}, {"totalCount": 12}, 12),
    ({}, {"totalCount": "12"}, 12),
    ({}, {"totalCount": None}, None),
    ({"x-total-count": "5"}, {"totalCount": 12}, 5),
    ({}, {}, None),
]


@pytest.mark.parametrize(("headers", "members", "total"), TOTALS)
def test_a_total_is_taken_where_it_makes_sense(headers: dict[str, str], members: Any, total: int | None) -> None:
    assert answers.page(json.dumps({"users": [USER]} | members).encode(), "users", headers).total == total


BENT: list[tuple[dict[str, Any], str, Any, dict[str, int]]] = [
    ({"enabledUser": True}, "enabled_user", True, {}),
    ({"enabledUser": "false"}, "enabled_user", "false", {}),
    ({"enabledUser": "True"}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": 0}, "enabled_user", False, {"booleans": 1}),
    ({"enabledUser": "1"}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": "Y"}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": "perhaps"}, "enabled_user", None, {"booleans": 1}),
    ({"enabledUser": [True]}, "enabled_user", None, {"booleans": 1}),
    ({"enabledUser": None}, "enabled_user", None, {}),
    ({"orgs": "s1"}, "orgs", [Ref("s1")], {"lists": 1, "references": 1}),
    ({"orgs": ["s1", "s|2"]}, "orgs", [Ref("s1"), Ref("s|2")], {"references": 2}),
    ({"orgs": {"sourcedId": "s1"}}, "orgs", [Ref("s1")], {"lists": 1}),
    ({"orgs": [{"sourcedId": 7}]}, "orgs", [Ref("7")], {"numbers": 1}),
    ({"orgs": [None, {"href": "x"}]}, "orgs", [], {"references": 1}),
    ({"orgs": None}, "orgs", [], {"nulls": 1}),
    ({"primaryOrg": "s1"}, "primary_org", Ref("s1"), {"references": 1}),
    ({"primaryOrg": [{"sourcedId": "s1"}]}, "primary_org", Ref("s1"), {"lists": 1}),
    ({"primaryOrg": ""}, "primary_org", None, {"references": 1}),
    ({"grades": "09;10"}, "grades", ["09", "10"], {"lists": 1}),
    ({"grades": "9|10, 11"}, "grades", ["9", "10", "11"], {"lists": 1}),
    ({"grades": ""}, "grades", [], {"lists": 1}),
    ({"grades": 9}, "grades", ["9"], {"lists": 1, "numbers": 1}),
    ({"grades": [9, 10]}, "grades", ["9", "10"], {"numbers": 2}),
    ({"grades": None}, "grades", [], {"nulls": 1}),
    ({"givenName": None}, "given_name", "", {"nulls": 1}),
    ({"email": None}, "email", None, {}),
    ({"identifier": 123}, "identifier", "123", {"numbers": 1}),
    ({"identifier": 123.0}, "identifier", "123", {"numbers": 1}),
    ({"identifier": 10**30}, "identifier", str(10**30), {"numbers": 1}),
    ({"identifier": {"x": 1}}, "identifier", None, {"texts": 1}),
    ({"status": None}, "status", "active", {"nulls": 1}),
    ({"status": "ToBeDeleted"}, "status", "tobedeleted", {"words": 1}),
    ({"status": "archived"}, "status", "archived", {}),
    ({"role": "Student"}, "role", "student", {"words": 1}),
    ({"role": "ext:tutor"}, "role", "ext:tutor", {}),
    ({"role": {"role": "teacher", "orgs": []}}, "role", "teacher", {"roles": 1}),
    ({"roles": [{"role": "STUDENT"}]}, "roles", [entities.Role(role="student")], {"words": 1}),
    ({"roles": ["teacher"]}, "roles", [entities.Role(role="teacher")], {"roles": 1}),
    ({"roles": [{"role": "aide", "beginDate": "soon"}]}, "roles", [entities.Role(role="aide")], {"dates": 1}),
    ({"roles": [{"org": "s1"}]}, "roles", [], {"roles": 1}),
    ({"sourcedId": 17}, "sourced_id", "17", {"numbers": 1}),
    ({"givenName": "a\x00b"}, "given_name", "a\ufffdb", {"characters": 1}),
    ({"givenName": "a\ud800b"}, "given_name", "a\ufffdb", {"characters": 1}),
    ({"givenName": "a\ufffeb"}, "given_name", "a\ufffdb", {"characters": 1}),
    ({"metadata": {"x": "a\uffffb"}}, "given_name", "Zoë", {"characters": 1}),
]


@pytest.mark.parametrize(("changes", "name", "value", "bent"), BENT)
def test_bent_fields_are_straightened_and_counted(
    changes: dict[str, Any], name: str, value: Any, bent: dict[str, int]
) -> None:
    entity, counted = user(**changes)
    assert getattr(entity, name) == value
    assert counted == bent


MOMENTS: list[tuple[Any, str | None]] = [
    ("2026-01-31T12:34:56Z", "2026-01-31T12:34:56+00:00"),
    ("2026-01-31T12:34:56.7Z", "2026-01-31T12:34:56.700000+00:00"),
    ("2026-01-31T12:34:56.7891234Z", "2026-01-31T12:34:56.789123+00:00"),
    ("2026-01-31 12:34:56Z", "2026-01-31T12:34:56+00:00"),
    ("2026-01-31T12:34:56", "2026-01-31T12:34:56+00:00"),
    ("2026-01-31 12:34:56", "2026-01-31T12:34:56+00:00"),
    ("2026-01-31T07:34:56-05:00", "2026-01-31T12:34:56+00:00"),
    ("2026-01-31T13:34:56+0100", "2026-01-31T12:34:56+00:00"),
    ("2026-01-31T12:34Z", "2026-01-31T12:34:00+00:00"),
    ("2026-01-31", "2026-01-31T00:00:00+00:00"),
    ("", None),
    ("yesterday", None),
    ("2026-13-45T99:00:00Z", None),
    ("0001-01-01T00:00:00+14:00", None),
    ("9999-12-31T23:59:59-12:00", None),
    (None, None),
    ({}, None),
    (True, None),
]


@pytest.mark.parametrize(("sent", "expected"), MOMENTS)
def test_moments_are_read_in_every_spelling_and_kept_in_utc(sent: Any, expected: str | None) -> None:
    moment = user(dateLastModified=sent)[0].date_last_modified
    assert (moment and moment.isoformat()) == expected
    assert moment is None or moment.tzinfo is UTC


DATES = [
    ("2026-01-31", date(2026, 1, 31), 0),
    ("2026-1-3", date(2026, 1, 3), 1),
    ("2026-01-31T00:00:00.000Z", date(2026, 1, 31), 1),
    ("2026-01-31 23:00:00+05:00", date(2026, 1, 31), 1),
    ("", None, 1),
    ("2026-02-30", None, 1),
    ("31.01.2026", None, 1),
    (20260131, None, 1),
    (None, None, 0),
]


@pytest.mark.parametrize(("sent", "expected", "bent"), DATES)
def test_dates_are_read_in_every_spelling(sent: Any, expected: date | None, bent: int) -> None:
    came = page({"enrollments": [{"sourcedId": "e1", "beginDate": sent}]}, "enrollments")
    entity = came.items[0].entity
    assert isinstance(entity, entities.Enrollment)
    assert entity.begin_date == expected
    assert came.bent.get("dates", 0) == bent


def test_a_school_year_may_be_a_number() -> None:
    came = page({"academicSessions": [{"sourcedId": "t1", "schoolYear": 2026, "type": "SEMESTER"}]}, "academicSessions")
    entity = came.items[0].entity
    assert isinstance(entity, entities.AcademicSession)
    assert (entity.school_year, entity.type) == ("2026", "semester")
    assert came.bent == {"numbers": 1, "words": 1}


@pytest.mark.parametrize("row", [{}, {"sourcedId": None}, {"sourcedId": ""}, {"sourcedId": []}, None, 7, "x", [], [1]])
def test_a_row_that_cannot_be_kept_costs_only_itself(row: Any) -> None:
    came = page({"users": [USER, row, USER | {"sourcedId": "u2"}]})
    assert [item.entity.sourced_id for item in came.items] == ["u|1", "u2"]
    assert (came.received, came.dropped) == (3, 1)


def test_one_bent_row_costs_the_others_nothing() -> None:
    came = page({"users": [USER, USER | {"sourcedId": "u2", "orgs": "s1"}, USER | {"sourcedId": "u3"}]})
    assert len(came.items) == 3
    assert json.loads(came.items[1].record)["orgs"] == "s1"


PASSWORDS: list[dict[str, Any]] = [
    {"password": "canary"},
    {"Password": "canary"},
    {"PASSWORD": "canary"},
    {"userProfiles": [{"credentials": [{"type": "x", "username": "y", "password": "canary"}]}]},
    {"metadata": {"deep": {"password": ["canary"]}}},
    {"password": "canary", "orgs": "s1"},
    {"password": "canary", "givenName": "a\ud800"},
]


@pytest.mark.parametrize("changes", PASSWORDS)
def test_passwords_are_kept_nowhere(changes: dict[str, Any]) -> None:
    came = page({"users": [USER, USER | changes]})
    assert b"canary" not in came.items[1].record
    assert b"canary" not in msgspec.json.encode(came.items[1].entity)
    assert json.loads(came.items[1].record)["username"] == "zoe"
    assert b"canary" not in answers.single(json.dumps({"user": USER | changes}).encode(), "users").record


HIDDEN_PASSWORDS = [
    b'{"users": [{"sourcedId": "1", "p\\u0061ssword": "canary", "b": "\\u0061"}]}',
    '{"users": [{"sourcedId": "1", "password": "canary", "b": "a"}]}'.encode("utf-16"),
    b'{"users": [{"sourcedId": "1", "b": {"password": "canary"}, "b": "a"}]}',
    b'{"users": [{"sourcedId": "1", "password": "canary", "password": "canary", "b": "a"}]}',
    b'{"users": [{"sourcedId": "1", "pass\\u0057ord": "canary", "b": "a", "orgs": null}]}',
]


@pytest.mark.parametrize("body", HIDDEN_PASSWORDS)
def test_a_password_that_hides_is_found_too(body: bytes) -> None:
    record = page(body).items[0].record
    assert b"canary" not in record
    assert json.loads(record)["b"] == "a"


ODD: list[tuple[bytes, str]] = [
    ('\ufeff{"users": [{"sourcedId": "1", "givenName": "é"}]}'.encode(), "é"),
    ('{"users": [{"sourcedId": "1", "givenName": "é"}]}'.encode("utf-16"), "é"),
    ('{"users": [{"sourcedId": "1", "givenName": "é"}]}'.encode("utf-16-le"), "é"),
    ('{"users": [{"sourcedId": "1", "givenName": "é"}]}'.encode("latin-1"), "\ufffd"),
    (b'{"users": [{"sourcedId": "1", "givenName": "\xc0\x80"}]}', "\ufffd\ufffd"),
    (b'{"users": [{"sourcedId": "1", "givenName": "a\tb"}]}', "a\tb"),
    (b'{"users": [{"sourcedId": "1", "givenName": NaN}]}', "NaN"),
    (b'{"users": [{"sourcedId": "1", "givenName": "x", "metadata": {"y": -Infinity}}]}', "x"),
    (b'{"users": [{"sourcedId": "1", "givenName": 1e999}]}', "1e999"),
    (b'{"users": [{"sourcedId": "1", "givenName": ' + b"9" * 5_000 + b"}]}", "9" * 5_000),
    (b'{"users": [{"sourcedId": "1", "givenName": "first", "givenName": "last"}]}', "last"),
]


@pytest.mark.parametrize(("body", "name"), ODD)
def test_json_that_is_nearly_json_is_read(body: bytes, name: str) -> None:
    item = page(body).items[0]
    assert isinstance(item.entity, entities.User)
    assert item.entity.given_name == name
    item.record.decode()


SINGLES: list[tuple[str, Any]] = [
    ("users", {"user": USER}),
    ("users", {"users": USER}),
    ("users", {"users": [USER]}),
    ("students", {"student": USER}),
    ("students", {"user": USER}),
    ("users", [USER]),
    ("users", USER),
    ("terms", {"term": {"sourcedId": "u|1"}}),
    ("terms", {"academicSession": {"sourcedId": "u|1"}}),
    ("schools", {"school": {"sourcedId": "u|1"}}),
    ("demographics", {"demographics": {"sourcedId": "u|1"}}),
    ("demographics", {"demographic": {"sourcedId": "u|1"}}),
    ("classes", {"class": {"sourcedId": "u|1"}}),
]


@pytest.mark.parametrize(("collection", "value"), SINGLES)
def test_a_single_is_found_in_every_envelope_that_servers_use(collection: str, value: Any) -> None:
    item = answers.single(json.dumps(value).encode(), collection)
    assert item.entity.sourced_id == "u|1"
    assert type(item.entity) is COLLECTIONS[collection].entity


@pytest.mark.parametrize("value", [{}, [], None, {"user": None}, {"user": {}}, [USER, USER], {"message": "no"}, "x"])
def test_what_is_no_record_is_an_error(value: Any) -> None:
    with pytest.raises(NotOneRosterError):
        answers.single(json.dumps(value).encode(), "users")


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(st.characters(codec=None, categories=None), max_size=20)
    | st.sampled_from(["2026-01-31", "true", "a;b", "s1", "student", "2026-01-31T00:00:00"])
)
names = st.sampled_from(
    [field.encode_name for kind in COLLECTIONS.values() for field in msgspec.structs.fields(kind.entity)]
    + ["users", "orgs", "user", "password", "metadata", "href", "imsx_codeMajor", "totalCount", "statusInfoSet"]
)
anything = st.recursive(
    scalars, lambda kids: st.lists(kids, max_size=3) | st.dictionaries(names, kids, max_size=4), max_leaves=8
)


@settings(max_examples=60)
@given(anything, st.sampled_from(sorted(COLLECTIONS)))
def test_any_json_is_a_page_or_not_oneroster(value: Any, collection: str) -> None:
    try:
        came = page(value, collection)
    except NotOneRosterError:
        return
    assert came.received == len(came.items) + came.dropped


@settings(max_examples=80)
@given(st.lists(st.dictionaries(names, anything, max_size=6), max_size=2), st.sampled_from(sorted(COLLECTIONS)))
def test_records_of_any_shape_never_fail_a_page(records: list[dict[str, Any]], collection: str) -> None:
    rows = [{"sourcedId": "good"}, *records]
    came = page({COLLECTIONS[collection].base: rows}, collection)
    assert came.received == len(rows) == len(came.items) + came.dropped
    assert came.items[0].entity.sourced_id == "good"
    for item in came.items:
        assert item.entity.sourced_id
        assert type(item.entity) is COLLECTIONS[collection].entity
        json.loads(item.record)
        # What was decoded in the tolerant way has the types that decoding in the strict way gives.
        assert msgspec.convert(msgspec.to_builtins(item.entity), type(item.entity)) == item.entity
    assert +Counter(came.bent) == Counter(came.bent)


@given(st.binary())
def test_any_bytes_are_a_page_or_not_oneroster(body: bytes) -> None:
    for whole in (body, b'{"users": [' + body + b"]}"):
        try:
            page(whole)
        except NotOneRosterError:
            continue
