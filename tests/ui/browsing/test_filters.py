"""Filters as values: looked up, changed, said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.browsing import filters, places
from rosterdesk.ui.browsing.filters import Way

GROUP = places.group(places.STAFF_AND_GUARDIANS)
STUDENTS = Query(collection="students")
WHERES = st.builds(
    Where,
    field=st.sampled_from(["grades", "status", "email"]),
    values=st.lists(st.sampled_from(["", "a", "b"]), max_size=3).map(tuple),
    negated=st.booleans(),
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


@pytest.mark.parametrize("name", ["students", "classes", "enrollments", "results", "demographics", "orgs"])
def test_every_field_can_be_filtered_in_some_way(name: str) -> None:
    assert all(filters.ways(field) for field in collection(name).fields)


@pytest.mark.parametrize(
    ("name", "field", "way"),
    [
        ("students", "grades", Way.ONE_OF),
        ("students", "homeroom", Way.ONE_OF),
        ("students", "schools", Way.ONE_OF),
        ("students", "email", Way.EMPTY),
        ("students", "identifier", Way.EMPTY),
        ("students", "dateLastModified", Way.BETWEEN),
        ("classes", "size", Way.BETWEEN),
        ("enrollments", "user", Way.EMPTY),
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
