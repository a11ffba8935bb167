"""Bent records, made into what they mean: every spelling that sources use, and each bend counted."""

import json
from datetime import UTC, date
from typing import Any

import pytest

from rosterdesk.model import bends, entities
from rosterdesk.model.entities import Ref, Role
from tests.wire.reading import COMMON, USER, read, user

BENT: list[tuple[dict[str, Any], str, Any, dict[str, int]]] = [
    # flags
    ({"enabledUser": True}, "enabled_user", True, {}),
    ({"enabledUser": "false"}, "enabled_user", "false", {}),
    ({"enabledUser": None}, "enabled_user", None, {}),
    ({"enabledUser": "True"}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": 0}, "enabled_user", False, {"booleans": 1}),
    ({"enabledUser": 1.0}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": "1"}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": "Y"}, "enabled_user", True, {"booleans": 1}),
    ({"enabledUser": " no "}, "enabled_user", False, {"booleans": 1}),
    ({"enabledUser": "perhaps"}, "enabled_user", None, {"lost": 1}),
    ({"enabledUser": [True]}, "enabled_user", None, {"lost": 1}),
    ({"enabledUser": ""}, "enabled_user", None, {"blanks": 1}),
    # references
    ({"orgs": "s1"}, "orgs", [Ref("s1")], {"lists": 1, "references": 1}),
    ({"orgs": "s1;s|2, s3"}, "orgs", [Ref("s1"), Ref("s|2"), Ref("s3")], {"lists": 1, "references": 3}),
    ({"orgs": ["s1", "s|2"]}, "orgs", [Ref("s1"), Ref("s|2")], {"references": 2}),
    ({"orgs": [7]}, "orgs", [Ref("7")], {"references": 1}),
    ({"orgs": {"sourcedId": "s1"}}, "orgs", [Ref("s1")], {"lists": 1}),
    ({"orgs": [{"sourcedId": "s1", "href": None, "type": "District"}]}, "orgs", [Ref("s1")], {}),
    ({"orgs": [{"sourcedId": 7}]}, "orgs", [Ref("7")], {"numbers": 1}),
    ({"orgs": [None, {"href": "x"}]}, "orgs", [], {"lost": 1}),
    ({"orgs": [{"sourcedId": ""}, [], True]}, "orgs", [], {"blanks": 1, "lost": 2}),
    ({"primaryOrg": {}}, "primary_org", None, {}),
    ({"primaryOrg": {"sourcedId": None, "href": None, "type": "org"}}, "primary_org", None, {}),
    ({"primaryOrg": {"sourcedId": ""}, "email": 7}, "primary_org", None, {"blanks": 1, "numbers": 1}),
    ({"primaryOrg": {"sourcedId": True}}, "primary_org", None, {"lost": 1}),
    ({"primaryOrg": {"href": "x"}}, "primary_org", None, {"lost": 1}),
    ({"orgs": None}, "orgs", [], {"nulls": 1}),
    ({"orgs": ""}, "orgs", [], {"lists": 1}),
    ({"primaryOrg": "s1"}, "primary_org", Ref("s1"), {"references": 1}),
    ({"primaryOrg": [{"sourcedId": "s1"}]}, "primary_org", Ref("s1"), {"lists": 1}),
    ({"primaryOrg": ""}, "primary_org", None, {"blanks": 1}),
    ({"primaryOrg": None}, "primary_org", None, {}),
    # lists of texts
    ({"grades": "09,10"}, "grades", ["09", "10"], {"lists": 1}),
    ({"grades": "09;10"}, "grades", ["09", "10"], {"lists": 1}),
    ({"grades": "9|10, 11"}, "grades", ["9", "10", "11"], {"lists": 1}),
    ({"grades": "09"}, "grades", ["09"], {"lists": 1}),
    ({"grades": ""}, "grades", [], {"lists": 1}),
    ({"grades": 9}, "grades", ["9"], {"lists": 1, "numbers": 1}),
    ({"grades": [9, 10.0]}, "grades", ["9", "10"], {"numbers": 2}),
    ({"grades": None}, "grades", [], {"nulls": 1}),
    ({"grades": [{"code": "09"}, "10"]}, "grades", ["10"], {"lost": 1}),
    # texts
    ({"givenName": None}, "given_name", "", {"nulls": 1}),
    ({"email": None}, "email", None, {}),
    ({"email": ""}, "email", "", {}),
    ({"identifier": 123}, "identifier", "123", {"numbers": 1}),
    ({"identifier": 123.0}, "identifier", "123", {"numbers": 1}),
    ({"identifier": 10**30}, "identifier", str(10**30), {"numbers": 1}),
    ({"identifier": False}, "identifier", "false", {"texts": 1}),
    ({"identifier": {"x": 1}}, "identifier", None, {"lost": 1}),
    ({"phone": ["1", 2]}, "phone", "1, 2", {"lists": 1, "numbers": 1}),
    ({"phone": []}, "phone", None, {"lists": 1}),
    # words
    ({"status": None}, "status", "active", {"nulls": 1}),
    ({"status": "ToBeDeleted"}, "status", "tobedeleted", {"words": 1}),
    ({"status": "inactive"}, "status", "inactive", {"old": 1}),
    ({"status": "archived"}, "status", "archived", {"unknown": 1}),
    ({"status": ""}, "status", "", {}),
    ({"role": " Student"}, "role", "student", {"words": 1}),
    ({"role": "janitor"}, "role", "janitor", {"unknown": 1}),
    ({"role": "ext:tutor"}, "role", "ext:tutor", {}),
    # one role, and several
    ({"role": ["teacher"]}, "role", "teacher", {"roles": 1}),
    ({"role": {"role": "teacher", "orgs": []}}, "role", "teacher", {"roles": 1}),
    ({"role": {"role": "teacher", "orgs": ["s9"]}, "orgs": None}, "orgs", [Ref("s9")], {"roles": 1, "references": 1}),
    ({"role": {}}, "role", None, {"roles": 1}),
    (
        {"role": [{"role": "aide", "org": "s1"}]},
        "roles",
        [Role(role="aide", org=Ref("s1"))],
        {"roles": 1, "references": 1},
    ),
    ({"roles": [{"role": "STUDENT"}]}, "roles", [Role(role="student")], {"words": 1}),
    (
        {"roles": [{"role": "aide", "roleType": "Primary"}]},
        "roles",
        [Role(role="aide", role_type="primary")],
        {"words": 1},
    ),
    ({"roles": {"role": "aide"}}, "roles", [Role(role="aide")], {"lists": 1}),
    ({"roles": ["teacher"]}, "roles", [Role(role="teacher")], {"roles": 1}),
    ({"roles": "teacher;aide"}, "roles", [Role(role="teacher"), Role(role="aide")], {"lists": 1, "roles": 2}),
    ({"roles": [{"role": "aide", "beginDate": "soon"}]}, "roles", [Role(role="aide")], {"undated": 1}),
    ({"roles": [{"role": "aide", "beginDate": ""}]}, "roles", [Role(role="aide")], {"blanks": 1}),
    (
        {"roles": [{"role": "aide", "orgs": [{"sourcedId": "s1"}, {"sourcedId": "s2"}]}, 7]},
        "roles",
        [Role(role="aide", org=Ref("s1")), Role(role="aide", org=Ref("s2"))],
        {"roles": 1, "lost": 1},
    ),
    ({"roles": [{"org": "s1"}, None, [], {}]}, "roles", [], {"lost": 4}),
    ({"roles": None}, "roles", [], {"nulls": 1}),
    # what is only in the record as sent
    ({"userIds": "{LDAP:zoe}"}, "given_name", "Zoë", {}),
    ({"userIds": [7, None, {"type": 1}]}, "given_name", "Zoë", {}),
    ({"userProfiles": {"profileId": []}}, "given_name", "Zoë", {}),
    ({"userProfiles": ["x", None]}, "given_name", "Zoë", {}),
    # the id itself
    ({"sourcedId": 17}, "sourced_id", "17", {"numbers": 1}),
    ({"sourcedId": ["x"]}, "sourced_id", "x", {"lists": 1}),
]


@pytest.mark.parametrize(("changes", "name", "value", "bent"), BENT)
def test_bent_fields_are_straightened_and_counted(
    changes: dict[str, Any], name: str, value: Any, bent: dict[str, int]
) -> None:
    entity, counted = user(changes)
    assert getattr(entity, name) == value
    assert counted == bent
    assert set(counted) <= bends.WORDS.keys()


def test_names_in_another_case_are_known() -> None:
    pascal = {name[0].upper() + name[1:]: value for name, value in USER.items()}
    items, bent = read([USER, pascal, {"SOURCEDID": "2", "givenname": "Ann"}], entities.User)
    assert items[1].entity == items[0].entity
    assert (items[2].entity.sourced_id, items[2].entity.given_name) == ("2", "Ann")  # type: ignore[attr-defined]
    assert bent == {"names": 2}


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"givenname": "Ann", "givenName": None}, "given_name", ""),  # the right one is there
        ({"Role": {"deep": 1}}, "role", "student"),
        ({"EMAIL": "a@b.example"}, "email", "a@b.example"),
        ({"enabledUSER": "true", "Agents": ["g"]}, "agents", [Ref("g")]),
    ],
)
def test_one_name_in_another_case_is_known_beside_a_right_id(changes: dict[str, Any], name: str, value: Any) -> None:
    assert getattr(user(changes)[0], name) == value


@pytest.mark.parametrize("some", [slice(None), slice(0, None, 2), slice(1, None, 2), slice(60, None), slice(0, 1)])
def test_names_in_another_case_are_found_among_many_rows(some: slice) -> None:
    rows = [USER | {"sourcedId": str(number)} for number in range(100)]
    for row in rows[some]:
        row["familyname"] = row.pop("familyName")
    items, bent = read(rows, entities.User)
    assert {item.entity.family_name for item in items} == {"O'Neil"}  # type: ignore[attr-defined]
    assert bent == {"names": sum("familyname" in row for row in rows)}


MOMENTS: list[tuple[Any, str | None, dict[str, int]]] = [
    ("2026-01-31T12:34:56Z", "2026-01-31T12:34:56+00:00", {}),
    ("2026-01-31T12:34:56.7Z", "2026-01-31T12:34:56.700000+00:00", {}),
    ("2026-01-31T12:34:56.7891234Z", "2026-01-31T12:34:56.789123+00:00", {}),
    ("2026-01-31T12:34:56+00:00", "2026-01-31T12:34:56+00:00", {}),
    ("2026-01-31 12:34:56Z", "2026-01-31T12:34:56+00:00", {}),
    ("2026-01-31T07:34:56-05:00", "2026-01-31T12:34:56+00:00", {"zones": 1}),
    ("2026-01-31T12:34:56", "2026-01-31T12:34:56+00:00", {"zoneless": 1}),
    ("2026-01-31 12:34:56", "2026-01-31T12:34:56+00:00", {"zoneless": 1}),
    ("2026-01-31 12:34:56 UTC", "2026-01-31T12:34:56+00:00", {"dates": 1}),
    ("2026-01-31T12:34:56,5Z", "2026-01-31T12:34:56.500000+00:00", {"dates": 1}),
    ("2026-01-31T13:34:56+01", "2026-01-31T12:34:56+00:00", {"dates": 1, "zones": 1}),
    ("2026-01-31T12:34Z", "2026-01-31T12:34:00+00:00", {"dates": 1}),
    ("2026-1-3T1:02:03Z", "2026-01-03T01:02:03+00:00", {"dates": 1}),
    ("2026-01-31", "2026-01-31T00:00:00+00:00", {"dates": 1, "zoneless": 1}),
    ("", None, {"blanks": 1}),
    (" ", None, {"blanks": 1}),
    ("yesterday", None, {"undated": 1}),
    ("2026-13-45T99:00:00Z", None, {"undated": 1}),
    (1_769_862_896, None, {"undated": 1}),
    ({}, None, {"undated": 1}),
    (True, None, {"undated": 1}),
    (None, None, {}),
]


@pytest.mark.parametrize(("sent", "expected", "bent"), MOMENTS)
def test_moments_are_read_in_every_spelling_and_kept_in_utc(
    sent: Any, expected: str | None, bent: dict[str, int]
) -> None:
    entity, counted = user({"dateLastModified": sent})
    moment = entity.date_last_modified
    assert (moment and moment.isoformat()) == expected
    assert moment is None or moment.tzinfo is UTC
    assert counted == bent | ({} if expected else {"unstamped": 1})


@pytest.mark.parametrize("sent", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_beyond_the_calendar_is_none(sent: str) -> None:
    assert user({"dateLastModified": sent})[0].date_last_modified is None


DATES: list[tuple[Any, date | None, dict[str, int]]] = [
    ("2026-01-31", date(2026, 1, 31), {}),
    ("2026-1-3", date(2026, 1, 3), {"dates": 1}),
    (" 2026-01-31", date(2026, 1, 31), {"dates": 1}),
    ("2026-01-31T00:00:00.000Z", date(2026, 1, 31), {"dates": 1}),
    ("2026-01-31 23:00:00+05:00", date(2026, 1, 31), {"dates": 1}),
    ("", None, {"blanks": 1}),
    ("2026-02-30", None, {"undated": 1}),
    ("31.01.2026", None, {"undated": 1}),
    (20260131, None, {"undated": 1}),
    ([], None, {"undated": 1}),
    (None, None, {}),
]


@pytest.mark.parametrize(("sent", "expected", "bent"), DATES)
def test_dates_are_read_in_every_spelling(sent: Any, expected: date | None, bent: dict[str, int]) -> None:
    [item], counted = read([{"sourcedId": "e1", "beginDate": sent}], entities.Enrollment)
    assert isinstance(item.entity, entities.Enrollment)
    assert item.entity.begin_date == expected
    assert counted == bent


@pytest.mark.parametrize(
    ("sent", "expected", "bent"),
    [
        ("2026-01-31", date(2026, 1, 31), {}),
        ("2026-01-31T12:34:56.789Z", date(2026, 1, 31), {}),
        ("soon", None, {"undated": 1}),
        ("", None, {"blanks": 1}),
    ],
)
def test_a_date_that_the_standard_writes_as_a_moment_may_be_either(
    sent: str, expected: date | None, bent: dict[str, int]
) -> None:
    [item], counted = read([{"sourcedId": "l1", "dueDate": sent, "assignDate": None}], entities.LineItem)
    assert isinstance(item.entity, entities.LineItem)
    assert item.entity.due_date == expected
    assert counted == bent


NUMBERS: list[tuple[Any, float | None, dict[str, int]]] = [
    (12, 12.0, {}),
    (12.5, 12.5, {}),
    ("12.5", 12.5, {"numbers": 1}),
    (" 12,5 ", 12.5, {"numbers": 1}),
    ("", None, {"blanks": 1}),
    ("0,125", 0.125, {"numbers": 1}),
    ("-3,1415", -3.1415, {"numbers": 1}),
    ("1,000", None, {"lost": 1}),  # one, or a thousand?
    ("12,345", None, {"lost": 1}),
    ("1,234.5", None, {"lost": 1}),
    ("1,000,000", None, {"lost": 1}),
    ("1_000", None, {"lost": 1}),
    ("twelve", None, {"lost": 1}),
    ("nan", None, {"lost": 1}),
    ("1e999", None, {"lost": 1}),
    (True, None, {"lost": 1}),
    ([1], None, {"lost": 1}),
    (None, None, {}),
]


@pytest.mark.parametrize(("sent", "expected", "bent"), NUMBERS)
def test_numbers_may_be_texts(sent: Any, expected: float | None, bent: dict[str, int]) -> None:
    [item], counted = read([{"sourcedId": "r1", "score": sent}], entities.Result)
    assert isinstance(item.entity, entities.Result)
    assert item.entity.score == expected
    assert counted == bent


def test_a_school_year_may_be_a_number() -> None:
    [item], bent = read([{"sourcedId": "t1", "schoolYear": 2026, "type": "SEMESTER"}], entities.AcademicSession)
    assert isinstance(item.entity, entities.AcademicSession)
    assert (item.entity.school_year, item.entity.type) == ("2026", "semester")
    assert bent == {"numbers": 1, "words": 1}


@pytest.mark.parametrize("row", [{}, {"sourcedId": None}, {"sourcedId": ""}, {"sourcedId": []}, None, 7, "x", [], [1]])
def test_a_row_without_an_id_costs_only_itself(row: Any) -> None:
    items, _ = read([USER, row, USER | {"sourcedId": "u2"}], entities.User)
    assert [item.entity.sourced_id for item in items] == ["u|1", "u2"]


def test_a_record_is_kept_as_it_was_sent() -> None:
    bent = USER | {"sourcedId": "u2", "orgs": "s1", "grades": None, "more": [1, {"x": "y"}]}
    items, _ = read([USER, bent, USER | {"sourcedId": "u3"}], entities.User)
    assert len(items) == 3
    assert json.loads(items[1].record) == bent


def test_what_every_record_must_have_is_counted_where_it_is_missing() -> None:
    whole = {"sourcedId": "1", "name": "Hillside"}
    rows = [json.dumps(whole | more).encode() for more in ({}, COMMON, {"status": "active"}, {"status": "inactive"})]
    items, bent = read(rows, entities.Org)
    assert [item.entity.status for item in items] == ["active", "active", "active", "inactive"]
    assert bent == {"stateless": 1, "unstamped": 3, "old": 1}
