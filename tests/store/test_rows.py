"""What a row, a record and a count show."""

import json
from datetime import date
from pathlib import Path

import pytest

from rosterdesk.errors import NothingStoredError, UsageError
from rosterdesk.model import fields
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reader import Reader
from tests.store import roster
from tests.store.roster import ANA

WEST = Link("orgs", "s2", "West High")
LODZ = Link("orgs", "s1", "Łódź Primary")


@pytest.mark.parametrize(
    ("collection", "sourced_id", "expected"),
    [
        (
            "students",
            ANA,
            {
                "name": "Łopez, Ána",
                "role": "student",
                "grades": "07",
                "homeroom": "R10",
                "schools": (WEST,),
                "agents": (Link("users", "g1", "Gil Lopez"), Link("users", "lost", "lost", present=False)),
                "enabledUser": True,
                "status": "active",
                "dateLastModified": 1_788_265_815_250,
                "sourcedId": ANA,
                "pronouns": None,
            },
        ),
        ("users", "bo", {"enabledUser": False, "agents": (), "homeroom": None, "name": "Øst, Bo"}),
        ("users", "t2", {"role": "principal, teacher", "schools": (WEST, LODZ)}),
        ("users", "x", {"name": "Solo", "familyName": None, "role": "ext:coach", "schools": ()}),
        ("users", "dee", {"grades": "09;10", "status": "tobedeleted"}),
        ("orgs", "s1", {"name": "Łódź Primary", "parent": Link("orgs", "d", "Sunny Valley District")}),
        ("academicSessions", "f", {"startDate": "2026-08-01", "endDate": "2027-01-01", "schoolYear": "2027"}),
        ("courses", "math", {"grades": "07, 08", "subjects": "Maths, Science"}),
        (
            "classes",
            "m7",
            {
                "teachers": (Link("users", "t2", "Eva Ångström"), Link("users", "t1", "Tom Zander")),
                "size": 1,
                "terms": (Link("academicSessions", "f", "Fall"), Link("academicSessions", "p", "Spring")),
                "course": Link("courses", "math", "Mathematics"),
                "periods": "2",
            },
        ),
        ("classes", "old", {"course": Link("courses", "gone", "gone", present=False), "size": 0, "teachers": ()}),
        (
            "enrollments",
            "e1",
            {
                "user": Link("users", ANA, "Ána Łopez"),
                "class": Link("classes", "m7", "Math 7"),
                "school": WEST,
                "role": "student",
                "primary": None,
                "beginDate": "2026-08-01",
                "endDate": "2026-10-01",
                "grades": "07",
                "identifier": "0048213",
                "email": "Ana.Lopez@example.org",
                "periods": "2",
            },
        ),
        ("enrollments", "e6", {"primary": True}),
        ("enrollments", "e7", {"primary": False, "periods": "1, 3"}),
        ("demographics", ANA, {"user": Link("users", ANA, "Ána Łopez"), "birthDate": "2013-05-06", "sex": "female"}),
        (
            "lineItems",
            "l1",
            {
                "class": Link("classes", "m7", "Math 7"),
                "category": Link("categories", "te", "Tests"),
                "gradingPeriod": Link("academicSessions", "q", "First Quarter"),
                "scoreScale": Link("scoreScales", "abc", "Letters"),
                "assignDate": "2026-09-01",
                "resultValueMin": 0,
                "resultValueMax": 100,
                "academicSession": None,
            },
        ),
        (
            "results",
            "r1",
            {
                "student": Link("users", ANA, "Ána Łopez"),
                "score": 87.5,
                "scoreDate": "2026-09-09",
                "comment": "Well done",
            },
        ),
        ("results", "r3", {"lineItem": Link("lineItems", "later", "later", present=False), "textScore": "B"}),
        ("resources", "book", {"title": "Ängström's Algebra", "roles": "student, teacher", "importance": "primary"}),
        (
            "assessmentLineItems",
            "al1",
            {"parentAssessmentLineItem": Link("assessmentLineItems", "al", "State test"), "resultValueMax": None},
        ),
        ("assessmentResults", "ar", {"scorePercentile": 99.5, "score": 31}),
        ("demographics", "nobody", {"user": Link("users", "nobody", "nobody", present=False), "sex": None}),
    ],
)
def test_a_row_shows_its_fields_as_people_read_them(
    reader: Reader, collection: str, sourced_id: str, expected: dict[str, Value]
) -> None:
    key = reader.key(collection, sourced_id)
    (row,) = reader.rows(collection, [key], tuple(expected))
    assert dict(zip(expected, row, strict=True)) == expected


def test_the_size_of_a_class_and_the_homeroom_are_those_of_the_day(stored: Path) -> None:
    with Reader(stored, roster.KEY, today=lambda: date(2026, 9, 30)) as reader:
        ((size,),) = reader.rows("classes", [reader.key("classes", "m7")], ("size",))
    assert size == 1  # Ana, who leaves the day before Bo comes


def test_a_class_of_another_term_has_the_size_that_it_has_then(reader: Reader) -> None:
    assert reader.rows("classes", [reader.key("classes", "pot")], ("size",)) == [(1,)]


def test_rows_come_in_the_order_of_the_keys_and_a_key_that_is_gone_is_empty(reader: Reader) -> None:
    keys = [reader.key("users", "t1"), 10_000, reader.key("users", ANA)]
    assert reader.rows("users", keys, ("givenName", "schools")) == [("Tom", (WEST,)), (None, None), ("Ána", (WEST,))]
    assert reader.rows("users", keys, ()) == [(), (), ()]
    assert reader.rows("users", [], ("givenName",)) == []


@pytest.mark.parametrize("collection", fields.COLLECTIONS)
def test_a_record_has_every_field_and_the_json_as_it_was_sent(reader: Reader, collection: str) -> None:
    for key in reader.keys(Query(collection=collection)):
        record = reader.record(collection, key)
        assert list(record.values) == [field.name for field in fields.collection(collection).fields]
        assert json.loads(record.sent)["sourcedId"] == record.sourced_id == record.values["sourcedId"]
        assert reader.key(collection, record.sourced_id) == key
        assert reader.sent(collection, [key, 10_000]) == [record.sent, b""]


def test_a_record_is_called_by_its_name_or_else_its_id(reader: Reader) -> None:
    for collection, sourced_id, title in (
        ("users", ANA, "Ána Łopez"),
        ("classes", "m7", "Math 7"),
        ("orgs", "d", "Sunny Valley District"),
        ("enrollments", "e1", "e1"),
        ("lineItems", "l1", "Unit-1 quiz"),
        ("results", "r1", "r1"),
    ):
        assert reader.record(collection, reader.key(collection, sourced_id)).title == title


@pytest.mark.parametrize("sourced_id", ["lost", "never", ANA.upper()])
def test_what_was_only_referred_to_is_no_record(reader: Reader, sourced_id: str) -> None:
    with pytest.raises(NothingStoredError):
        reader.key("users", sourced_id)
    with pytest.raises(NothingStoredError):
        reader.record("users", 10_000)


@pytest.mark.parametrize(
    ("collection", "field", "expected"),
    [
        ("students", "grades", [("07", 1), ("09;10", 1), ("10", 1), ("KG", 1)]),
        ("courses", "subjects", [("Maths", 1), ("Science", 1), ("arts", 1)]),
        ("users", "role", [("student", 4), ("teacher", 2), ("ext:coach", 1), ("guardian", 1), ("principal", 1)]),
        ("users", "schools", [("West High", 6), ("Łódź Primary", 2), ("Arts Department", 1)]),
        ("users", "status", [("active", 7), ("tobedeleted", 1)]),
        ("users", "enabledUser", [("false", 1), ("true", 1)]),
        ("classes", "classType", [("Scheduled", 2), ("homeroom", 1)]),
        ("classes", "size", [("1", 3), ("0", 1)]),
        ("enrollments", "class", [("Math 7", 5), ("Homeroom 2B", 1), ("pottery", 1)]),
        ("enrollments", "beginDate", [("2026-08-01", 1), ("2026-10-01", 1)]),
        ("demographics", "sex", [("female", 1)]),
        ("results", "score", [("87.5", 1), ("9", 1)]),
        ("results", "student", [("Bo Øst", 2), ("Ána Łopez", 1)]),
        ("lineItems", "category", [("Homework", 1), ("Tests", 1)]),
    ],
)
def test_facets_count_each_value_the_most_common_first(
    reader: Reader, collection: str, field: str, expected: list[tuple[str, int]]
) -> None:
    found = reader.facets(Query(collection=collection), field)
    assert [(value.lower(), count) for value, count in found] == [(value.lower(), count) for value, count in expected]


def test_facets_are_those_of_the_answer(reader: Reader) -> None:
    query = Query(collection="students", scopes=(Scope("class", "m7"),))
    assert reader.facets(query, "grades") == [("07", 1), ("10", 1)]


def test_the_tally_is_what_the_lists_have(reader: Reader) -> None:
    tally = reader.tally()
    for collection in ("orgs", "schools", "academicSessions", "courses", "classes", "users", "students", "teachers",
                       "enrollments", "demographics"):  # fmt: skip
        for school in ("", "d", "s1", "s2", "a1"):
            scopes = (Scope("school", school),) if school else ()
            listed = len(reader.keys(Query(collection=collection, scopes=scopes)))
            assert tally.get((collection, school), 0) == listed, (collection, school)
    for collection in fields.OPTIONAL:
        assert tally[collection, ""] == len(roster.ROSTER[collection])
    assert tally["others", ""] == 2
    assert tally["others", "s2"] == 1


def test_a_field_that_is_none_is_refused(reader: Reader) -> None:
    with pytest.raises(UsageError):
        reader.rows("users", reader.keys(Query(collection="users")), ("shoe size",))


def test_runs_say_how_each_collection_went(reader: Reader) -> None:
    (run,) = reader.runs()
    assert (run.run, run.kind, run.complete, run.started) == (1, "full", True, "2026-09-30T04:00:00.000Z")
    assert run.ended is not None
    assert {name: state.rows for name, state in run.collections.items()} == {
        name: len(records) for name, records in roster.ROSTER.items()
    }


@pytest.mark.parametrize("collection", fields.COLLECTIONS)
def test_field_by_field_it_is_the_same_without_the_keys_that_are_gone(reader: Reader, collection: str) -> None:
    names = [field.name for field in fields.collection(collection).fields]
    keys = reader.keys(Query(collection=collection))
    rows = reader.rows(collection, keys, names)
    assert list(zip(*reader.columns(collection, [10**9, *keys], names), strict=True)) == rows
    assert reader.rows(collection, [*keys, 10**9, *keys], names) == [*rows, (None,) * len(names), *rows]
    assert [list(column) for column in reader.columns(collection, [10**9], names)] == [[]] * len(names)
