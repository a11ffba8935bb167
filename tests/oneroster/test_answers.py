"""What services answer, made into pages and records."""

import json
from datetime import UTC, datetime
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
from rosterdesk.wire.records import Page
from tests.wire.reading import COMMON, USER


def page(value: Any, collection: str = "users", **headers: str) -> Page:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return answers.page(body, collection, {name.replace("_", "-"): text for name, text in headers.items()})


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


ENVELOPES: list[tuple[str, Any, int]] = [
    ("users", {"users": [USER]}, 0),
    ("students", {"users": [USER]}, 0),
    ("students", {"students": [USER]}, 1),
    ("users", {"teachers": [USER]}, 1),
    ("users", {"user": USER}, 1),
    ("users", {"users": USER}, 0),
    ("users", {"Users": [USER]}, 1),
    ("users", {"STUDENTS": [USER], "Count": 1}, 1),
    ("users", [USER], 1),
    ("users", {"data": [USER]}, 1),
    ("users", {"data": USER}, 1),
    ("users", {"people": [USER], "count": 1, "links": [], "page": {"next": None}}, 1),
    ("users", {"data": [{"SourcedID": "u|1"}], "errors": []}, 1),
    ("users", {"statusInfoSet": [{"imsx_severity": "warning", "imsx_codeMajor": "success"}], "users": [USER]}, 0),
    ("users", {"statusInfoSet": [{"imsx_severity": "error"}], "users": [USER]}, 0),
    ("users", {"offset": 0, "links": [{"rel": "next"}], "users": [USER], "limit": 5}, 0),
    ("schools", {"orgs": [{"sourcedId": "u|1"}]}, 0),
    ("schools", {"schools": [{"sourcedId": "u|1"}]}, 1),
    ("terms", {"academicSessions": [{"sourcedId": "u|1"}]}, 0),
    ("terms", {"terms": [{"sourcedId": "u|1"}]}, 1),
    ("gradingPeriods", {"academicSession": [{"sourcedId": "u|1"}]}, 1),
    ("demographics", {"demographics": [{"sourcedId": "u|1"}]}, 0),
    ("users", {"count": 1, "next": None, "previous": None, "results": [USER]}, 1),
    ("results", {"count": 1, "next": None, "previous": None, "results": [{"sourcedId": "u|1"}]}, 0),
]


@pytest.mark.parametrize(("collection", "value", "bent"), ENVELOPES)
def test_rows_are_found_in_every_envelope_that_servers_use(collection: str, value: Any, bent: int) -> None:
    came = page(value, collection)
    assert [item.entity.sourced_id for item in came.items] == ["u|1"]
    assert came.bent.get("envelopes", 0) == bent


@pytest.mark.parametrize(
    "value",
    [
        {"users": []},
        {"users": None},
        {"total": 0, "users": None},
        [],
        {"students": []},
        {"students": [], "teachers": []},
        {"count": 0, "next": None, "previous": None, "results": []},
    ],
)
def test_an_empty_list_is_empty(value: Any) -> None:
    assert page(value).received == 0


SEVERAL: list[tuple[str, Any, str, int]] = [
    ("users", {"students": ["a", "b"], "teachers": ["c"]}, "abc", 3),
    ("users", {"Students": ["a"], "TEACHERS": ["b"]}, "ab", 2),
    ("users", {"users": ["a", "b"], "students": ["a"]}, "ab", 2),  # the same again
    ("users", {"users": [], "teachers": ["a"]}, "a", 1),
    ("users", {"users": ["a"], "teachers": []}, "a", 1),
    ("students", {"students": ["a"], "teachers": ["b"]}, "a", 1),  # teachers were not asked for
    ("orgs", {"districts": ["a"], "schools": ["b"]}, "b", 1),
    ("academicSessions", {"terms": ["a"], "gradingPeriods": ["b"]}, "ab", 2),
]


@pytest.mark.parametrize(("collection", "lists", "ids", "received"), SEVERAL)
def test_a_list_that_comes_in_several_is_joined(
    collection: str, lists: dict[str, list[str]], ids: str, received: int
) -> None:
    named = {name: [COMMON | {"sourcedId": each} for each in rows] for name, rows in lists.items()}
    came = page(named, collection)
    assert "".join(item.entity.sourced_id for item in came.items) == ids
    assert (came.received, came.bent) == (received, {"envelopes": received})


def test_no_rows_under_a_name_of_its_own_are_no_rows_once_rows_came_there() -> None:
    names: set[str] = set()
    first = answers.page(json.dumps({"data": [USER], "more": []}).encode(), "users", {}, names)
    assert (first.received, names) == (1, {"data"})
    assert answers.page(b'{"data": [], "more": []}', "users", {}, names).received == 0
    for body in (b'{"more": []}', b'{"data": "none"}', b'{"data": [], "error": "quota"}'):
        with pytest.raises(NotOneRosterError):
            answers.page(body, "users", {}, names)


NOT_A_LIST: list[Any] = [
    {},
    {"data": []},
    {"orgs": [{"sourcedId": "1"}]},
    {"data": [{"sourcedId": "1"}], "rows": [{"sourcedId": "1"}]},
    {"data": [{"sourcedId": "1"}, {"name": "no record"}]},
    {"data": [{"name": "no record"}]},
    {"users": [], "error": "quota_exceeded"},
    {"users": None, "errors": [{"description": "no"}]},
    {"imsx_StatusInfo": {"imsx_codeMajor": "Failure"}, "users": []},
    {"fault": {"faultstring": "quota"}},
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
    ({}, {"count": 12}, None),
    ({}, {"count": 12, "next": None, "previous": None, "results": []}, 12),
    ({"x-total-count": "5"}, {"totalCount": 12}, 5),
    ({}, {}, None),
]


@pytest.mark.parametrize(("headers", "members", "total"), TOTALS)
def test_a_total_is_taken_where_it_makes_sense(headers: dict[str, str], members: Any, total: int | None) -> None:
    assert answers.page(json.dumps({"users": [USER]} | members).encode(), "users", headers).total == total


LINKS = [
    ("", None),
    ('<https://x.example/a?offset=100>; rel="next"', True),
    ('<https://x.example/a>; rel="first", <https://x.example/b>; rel="last"', False),
    ("<https://x.example/a>; rel=next", True),
    ('<https://x.example/a>;title="; rel=next";rel="prev"', False),
    ('<https://x.example/a;rel=next>; rel="prev"', False),
    ('<https://x.example/a,b>; rel="last next"', True),
    ('https://x.example/a?offset=101&limit=100; rel="next", https://x.example/a?offset=900; rel="last"', True),
    ('https://x.example/a?offset=0; rel="first"', None),
    ('<https://x.example/a>; rel="self"', None),
    ('<https://x.example/a>; rel="first", <https://x.example/a>; rel="self"', None),
    ('<https://x.example/a>; rel="self", <https://x.example/a>; rel="last"', False),
    ('<https://x.example/style.css>; rel="stylesheet"', None),
    ('<a>; REL="NEXT"', True),
    (";;;;rel=,<", None),
]


@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_a_link_header_hints_whether_there_is_more(link: str, expected: bool | None) -> None:
    assert page({"users": [USER]}, link=link).more is expected


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
    {"pAssworD": "canary"},
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
    ('{"users": [{"sourcedId": "1", "givenName": "é"}]}'.encode("latin-1"), "é"),
    (b'{"users": [{"sourcedId": "1", "givenName": "\x80\x9e\x81"}]}', "€ž\ufffd"),
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


ACCENTED = {
    "users": [USER | {"sourcedId": str(number), "givenName": "José", "familyName": "Núñez"} for number in range(3)]
}
CHARSETS = [
    ("application/json; charset=ISO-8859-1", "latin-1"),
    ('application/json;charset="windows-1252"; x=y', "cp1252"),
    ("application/json; Charset=iso-8859-15", "iso-8859-15"),
    ("application/json; charset=mac-roman", "mac-roman"),
    ("application/json", "latin-1"),
    ("application/json; charset=utf-8", "latin-1"),
    ("application/json; charset=us-ascii", "latin-1"),
    ("application/json; charset=klingon", "latin-1"),
    ("application/json; charset=base64", "latin-1"),
    ("application/json; charset=undefined", "latin-1"),
    ("application/json; charset=", "latin-1"),
]


@pytest.mark.parametrize(("declared", "encoding"), CHARSETS)
def test_texts_in_an_older_encoding_are_read_and_each_counted(declared: str, encoding: str) -> None:
    came = page(json.dumps(ACCENTED, ensure_ascii=False).encode(encoding), Content_Type=declared)
    named = [(item.entity.given_name, item.entity.family_name) for item in came.items]  # type: ignore[attr-defined]
    assert named == [("José", "Núñez")] * 3
    assert json.loads(came.items[0].record)["givenName"] == "José"
    assert came.bent == {"characters": 6}


@pytest.mark.parametrize(("declared", "_encoding"), CHARSETS)
def test_what_is_utf_8_is_read_as_that_whatever_is_declared(declared: str, _encoding: str) -> None:
    came = page(json.dumps(ACCENTED, ensure_ascii=False).encode(), Content_Type=declared)
    assert [item.entity.given_name for item in came.items] == ["José"] * 3  # type: ignore[attr-defined]
    assert came.bent == {}


def test_one_text_that_is_no_utf_8_costs_the_others_nothing() -> None:
    body = (
        json.dumps({"users": [USER, USER | {"givenName": "Ren~"}]}, ensure_ascii=False).encode().replace(b"~", b"\xe9")
    )
    came = page(body)
    assert [item.entity.given_name for item in came.items] == ["Zoë", "René"]  # type: ignore[attr-defined]
    assert came.bent == {"characters": 1}


def test_a_text_of_utf_16_that_is_cut_in_the_middle_of_a_character_is_counted() -> None:
    body = json.dumps({"users": [USER]}).replace("Zo\\u00eb", "a\ud800b")
    came = page(body.encode("utf-16-le", "surrogatepass"))
    assert came.items[0].entity.given_name == "a\ufffdb"  # type: ignore[attr-defined]
    assert came.bent == {"characters": 1}


UNFIT = [
    ({"givenName": "a\x00b"}, "a\ufffdb"),
    ({"givenName": "a\ud800b"}, "a\ufffdb"),
    ({"givenName": "a\ufffeb"}, "a\ufffdb"),
    ({"metadata": {"x": "a\uffffb"}}, "Zoë"),
]


@pytest.mark.parametrize(("changes", "name"), UNFIT)
def test_characters_that_no_text_may_have_are_replaced_and_counted(changes: dict[str, Any], name: str) -> None:
    came = page({"users": [USER | changes]})
    assert isinstance(came.items[0].entity, entities.User)
    assert came.items[0].entity.given_name == name
    assert came.bent == {"characters": 1}


SINGLES: list[tuple[str, Any]] = [
    ("users", {"user": USER}),
    ("users", {"users": USER}),
    ("users", {"users": [USER]}),
    ("students", {"student": USER}),
    ("students", {"user": USER}),
    ("users", [USER]),
    ("users", USER),
    ("users", {"User": USER}),
    ("users", {"data": USER}),
    ("users", {"data": [USER], "status": "ok"}),
    ("users", {"SourcedId": "u|1", "Role": "student"}),
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


@pytest.mark.parametrize(
    "value", [{}, [], None, {"user": None}, {"user": {}}, [USER, USER], {"org": USER}, {"message": "no"}, "x"]
)
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


@given(st.binary())
def test_any_bytes_are_a_page_or_not_oneroster(body: bytes) -> None:
    for whole in (body, b'{"users": [' + body + b"]}"):
        try:
            page(whole)
        except NotOneRosterError:
            continue


@pytest.mark.parametrize(
    ("body", "other", "alike"),
    [
        ('{"users":[{"sourcedId":"a"}],"totalCount":5}', '{"users":[{"sourcedId":"a"}],"totalCount":6}', True),
        ('{"users":[{"sourcedId":"a"}]}', '{"data":[{"sourcedId":"a"}]}', False),
        ('{"users":[{"sourcedId":"a"}]}', '{"users":[{"sourcedId":"a","status":"active"}]}', False),
        ('{"users":[{"sourcedId":"a"},{"sourcedId":"b"}]}', '{"users":[{"sourcedId":"b"},{"sourcedId":"a"}]}', False),
    ],
)
def test_pages_are_told_apart_by_their_rows_and_where_these_stood(body: str, other: str, alike: bool) -> None:
    one, two = (answers.page(each.encode(), "users", {}).digest for each in (body, other))
    assert (one == two) is alike


def test_rows_that_are_not_the_same_ones_of_an_answer_are_another_page() -> None:
    body = b'{"page":[{"sourcedId":"x"}],"data":[{"sourcedId":"y"}]}'
    assert answers.page(body, "users", {}, {"page"}).digest != answers.page(body, "users", {}, {"data"}).digest
