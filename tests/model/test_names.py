"""What people are called, in each order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.names import NameOrder, called, initials, listed, sorted_as_listed
from rosterdesk.model.query import Query, Sort


@pytest.mark.parametrize(
    ("given_name", "family_name", "order", "spoken", "in_lists"),
    [
        ("José", "García", "usual", "José García", "García, José"),
        ("José", "García", "family-first", "García, José", "García, José"),
        ("José", "García", "given-first", "José García", "José García"),
        ("José", None, "usual", "José", "José"),
        (None, "García", "family-first", "García", "García"),
        ("", "García", "given-first", "García", "García"),
        (None, None, "usual", "", ""),
    ],
)
def test_a_person_is_called_by_what_is_known_of_the_name(
    given_name: str | None, family_name: str | None, order: NameOrder, spoken: str, in_lists: str
) -> None:
    assert called(given_name, family_name, order) == spoken
    assert listed(given_name, family_name, order) == in_lists


NAMES = st.none() | st.text(st.characters(categories=["L"]), max_size=8)


@given(NAMES, NAMES)
def test_a_chosen_order_is_the_same_everywhere(given_name: str | None, family_name: str | None) -> None:
    orders: tuple[NameOrder, NameOrder] = ("family-first", "given-first")
    for order in orders:
        assert called(given_name, family_name, order) == listed(given_name, family_name, order)


@pytest.mark.parametrize(
    ("collection", "order", "field"),
    [
        ("students", "usual", "name"),
        ("students", "family-first", "name"),
        ("students", "given-first", "givenName"),
        ("users", "given-first", "givenName"),
        ("orgs", "given-first", "name"),
    ],
)
def test_people_are_sorted_by_what_their_names_begin_with(collection: str, order: NameOrder, field: str) -> None:
    query = Query(collection=collection, sort=(Sort("name", descending=True), Sort("status")))
    assert sorted_as_listed(query, order).sort == (Sort(field, descending=True), Sort("status"))


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("Amara Brown", "AB"),
        ("Brown, Amara", "AB"),
        ("José", "J"),
        ("ana maría de la cruz", "AC"),
        ("  ", ""),
        ("12345", ""),
        ("(unknown) Smith", "S"),
        ("李 明", "李明"),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(title: str, letters: str) -> None:
    assert initials(title) == letters


@given(st.text())
def test_no_name_is_too_strange_for_initials(text: str) -> None:
    assert len(initials(text)) <= 6
