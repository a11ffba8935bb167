"""A reader that calls people as its user wants, and understands whoever names them."""

from datetime import date
from pathlib import Path

import pytest

from rosterdesk.model.names import NameOrder
from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.model.rows import Link
from rosterdesk.store.reader import Reader
from tests import stores

ORDERS: tuple[NameOrder, ...] = ("usual", "family-first", "given-first")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("names") / "store.db"
    stores.fill(path, students=12)
    return path


def reader(path: Path, order: NameOrder) -> Reader:
    return Reader(path, stores.KEY, today=lambda: date(2026, 10, 1), names=lambda: order)


@pytest.mark.parametrize("order", ORDERS)
def test_a_person_has_one_name_wherever_they_are_shown(filled: Path, order: NameOrder) -> None:
    with reader(filled, order) as store:
        key = store.keys(Query(collection="students", limit=1))[0]
        record = store.record("users", key)
        (name,) = store.rows("users", (key,), ("name",))[0]
        assert record.title == store.links("users", (key,))[key].title
        assert record.title in [hit.title for hit in store.find(record.sourced_id)]
        assert (name == record.title) is (order != "usual")


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_shown_of_a_person_finds_what_is_theirs(filled: Path, order: NameOrder) -> None:
    with reader(filled, order) as store:
        key = store.keys(Query(collection="enrollments", limit=1))[0]
        (person,) = store.rows("enrollments", (key,), ("user",))[0]
        assert isinstance(person, Link)
        found = store.keys(Query(collection="enrollments", where=(Where("user", (person.title,)),)))
        assert key in found
        assert {row[0] for row in store.rows("enrollments", found, ("user",))} == {person}


@pytest.mark.parametrize(("order", "by"), [("usual", "familyName"), ("given-first", "givenName")])
def test_names_are_sorted_by_what_they_begin_with(filled: Path, order: NameOrder, by: str) -> None:
    with reader(filled, order) as store:
        sorted_by_name = store.keys(Query(collection="students", sort=(Sort("name"),)))
        assert sorted_by_name == store.keys(Query(collection="students", sort=(Sort(by),)))
