"""Filters as values: looked up, changed, said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.fields import COLLECTIONS, collection
from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reading.columns import COLUMNS
from rosterdesk.store.reading.parts import has_text
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.filters import Way

GROUP = places.group(places.STAFF_AND_GUARDIANS)
STUDENTS = Query(collection="students")
WHERES = st.builds(
    Where,
    field=st.sampled_from(["grades", "status", "email"]),
    values=st.lists(st.sampled_from(["", "a", "b"]), max_size=3).map(tuple),
    negated=st.booleans(),
    match=st.sampled_from(["is", "contains", "begins"]),
)


@pytest.mark.parametrize(
    ("where", "way", "words"),
    [
        (Where("grades", ("09", "10")), Way.ONE_OF, "Grade: 09, 10"),
        (Where("grades", ("09", "")), Way.ONE_OF, "Grade: 09, (empty)"),
        (Where("grades", ("09",), negated=True), Way.NONE_OF, "Grade: not 09"),
        (Where("email", ("",)), Way.EMPTY, "Email: empty"),
        (Where("email", ("",), negated=True), Way.FILLED, "Email: filled in"),
        (Where("enabledUser", ("false",)), Way.ONE_OF, "Enabled: No"),
        (Where("email", ("gmail",), match="contains"), Way.CONTAINS, "Email contains gmail"),
        (Where("email", ("gmail",), match="contains", negated=True), Way.LACKS, "Email does not contain gmail"),
        (Where("identifier", ("00",), match="begins"), Way.BEGINS, "Student ID starts with 00"),
        (
            Where("identifier", ("00",), match="begins", negated=True),
            Way.BEGINS_OTHERWISE,
            "Student ID does not start with 00",
        ),
        (Where("dateLastModified", least="2026-08-01"), Way.BETWEEN, "Last modified: from 2026-08-01"),
        (Where("dateLastModified", most="2026-08-01"), Way.BETWEEN, "Last modified: up to 2026-08-01"),
        (
            Where("dateLastModified", least="2026-08-01", most="2026-09-01"),
            Way.BETWEEN,
            "Last modified: 2026-08-01 – 2026-09-01",
        ),
    ],
)
def test_a_filter_is_said_in_words(where: Where, way: Way, words: str) -> None:
    assert filters.way(where) is way
    assert filters.words(STUDENTS, where) == words


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_field_can_be_filtered_in_some_way_and_by_parts_where_it_holds_a_text(name: str) -> None:
    kind = collection(name)
    for field in kind.fields:
        ways = filters.ways(field)
        assert ways
        assert has_text(field, COLUMNS[kind.base][field.name]) or not {*ways} & {*filters.TYPED}, field.name


def test_a_filter_by_a_value_of_a_row_can_be_edited_where_none_is_listed() -> None:
    email = collection("students").field("email")
    assert filters.ways_to_edit(email, Where("email", ("a@b.example",)))[0] is Way.ONE_OF
    assert filters.ways_to_edit(email, Where("email")) == filters.ways(email)


@pytest.mark.parametrize(
    ("name", "field", "way"),
    [
        ("students", "grades", Way.ONE_OF),
        ("students", "homeroom", Way.ONE_OF),
        ("students", "schools", Way.ONE_OF),
        ("students", "email", Way.CONTAINS),
        ("students", "identifier", Way.CONTAINS),
        ("students", "dateLastModified", Way.BETWEEN),
        ("classes", "size", Way.BETWEEN),
        ("enrollments", "user", Way.CONTAINS),
        ("enrollments", "class", Way.ONE_OF),
    ],
)
def test_what_nobody_shares_is_not_listed(name: str, field: str, way: Way) -> None:
    assert filters.ways(collection(name).field(field))[0] is way


@given(st.lists(WHERES, max_size=5))
def test_a_field_has_one_filter_and_the_group_of_the_tree_stays(wheres: list[Where]) -> None:
    query = GROUP
    for where in wheres:
        query = filters.filtered(query, where)
        assert filters.filter_of(query, where.field) == (where if where.values else Where(where.field))
    names = [where.field for where in filters.chosen(query)]
    assert len(names) == len(set(names))
    assert filters.cleared(query) == GROUP


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Where("grades"), Where("grades", ("10",), negated=True)),
        (Where("grades", ("09", "10")), Where("grades", ("09",))),
        (Where("grades", ("10",)), Where("grades", ("10",), negated=True)),
        (Where("grades", ("09",), negated=True), Where("grades", ("09", "10"), negated=True)),
        (Where("grades", ("1",), negated=True, match="contains"), Where("grades", ("10",), negated=True)),
        (Where("grades", ("1",), match="contains"), Where("grades", ("10",), negated=True)),
    ],
)
def test_a_value_is_excluded_whatever_was_filtered_before(before: Where, after: Where) -> None:
    query = filters.excluding(filters.filtered(STUDENTS, before), "grades", ("10",))
    assert filters.chosen(query) == (after,)


@pytest.mark.parametrize(
    ("name", "field", "value", "expected"),
    [
        ("students", "grades", "09, 10", ("09", "10")),
        ("students", "name", "Brown, Amara", ("Brown, Amara",)),
        ("students", "schools", (Link("orgs", "s", "North, High"),), ("North, High",)),
        ("students", "schools", (), ("",)),
        ("students", "grades", None, ("",)),
        ("students", "enabledUser", False, ("false",)),
        ("students", "dateLastModified", 1_790_000_000_000, ("2026-09-21",)),
        ("classes", "size", 12, ("12",)),
        ("classes", "course", Link("courses", "c", "Art"), ("Art",)),
    ],
)
def test_the_value_of_a_row_is_what_a_filter_takes(
    name: str, field: str, value: Value, expected: tuple[str, ...]
) -> None:
    assert filters.held(value, collection(name).field(field)) == expected
