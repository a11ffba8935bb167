"""Whole lists: in the order of any field, as filters leave them, and after the store has changed."""

from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.model import fields
from rosterdesk.model.entities import Class, Enrollment, Entity, Ref, User
from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.store.file import memory
from rosterdesk.store.reader import Reader
from rosterdesk.store.records import integers
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ANA, ids

SORTED = [
    (name, field.name, descending)
    for name in ("users", "students", "enrollments", "classes", "results")
    for field, descending in product(fields.collection(name).fields, (False, True))
]


@pytest.mark.parametrize(("collection", "field", "descending"), SORTED)
def test_what_a_filter_leaves_is_in_the_order_of_the_list(
    reader: Reader, collection: str, field: str, descending: bool
) -> None:
    sort = (Sort(field, descending),)
    where = (Where("status", ("active",)),)
    stored = Path(reader.select("SELECT file FROM pragma_database_list WHERE name = 'main'", {}, {})[0]["file"])
    with roster.reader(stored) as other:  # which has not read the list before
        few = ids(other, Query(collection=collection, sort=sort, where=where))
    whole = ids(reader, Query(collection=collection, sort=sort))
    filtered = ids(reader, Query(collection=collection, sort=sort, where=where))
    assert filtered == few
    assert filtered == [each for each in whole if each in set(filtered)]
    assert reader.count(Query(collection=collection, sort=sort)) == len(whole)


def test_a_list_that_was_read_before_is_read_again_after_a_change(tmp_path: Path) -> None:
    path, query = roster.store(tmp_path / "store.db"), Query(collection="students")
    with roster.reader(path) as reader:
        assert ANA in ids(reader, query)
        with Writer(path, roster.KEY) as writer:
            writer.begin({"users": "full"}, started=roster.STARTED)
            left = [each for each in roster.ROSTER["users"] if each.sourced_id != ANA]
            writer.put("users", roster.items(left), received=len(left), total=len(left))
            writer.end_collection("users", complete=True)
            writer.end(accept=True)
        assert ANA not in ids(reader, query)
        assert reader.count(query) == len(ids(reader, query))


NAMES = st.sampled_from(["", "Abel", "abel", "Ábel", "Corda", "Zara"])
PEOPLE = st.lists(
    st.tuples(NAMES, NAMES, st.sampled_from([[], ["02"], ["10"], ["KG", "02"]]), st.sampled_from(["", "7", "a", "A"])),
    max_size=8,
)
TITLES = st.lists(st.tuples(NAMES, st.sampled_from([[], ["2"], ["10"], ["2", "1"]])), max_size=4)
PLACES = st.one_of(st.none(), st.integers(min_value=0, max_value=9))
PAIRS = st.lists(st.tuples(PLACES, PLACES), max_size=25)


def made(people: list[Any], titles: list[Any], pairs: list[Any]) -> dict[str, list[Entity]]:
    """A roster of people by family and given name, grades and identifier, of classes by title and periods, and of
    enrollments by the places of both: of some that are not there, too.
    """
    return {
        "users": [
            User(sourced_id=f"u{at}", family_name=family, given_name=given, grades=grades, identifier=identifier)
            for at, (family, given, grades, identifier) in enumerate(people)
        ],
        "classes": [
            Class(sourced_id=f"c{at}", title=title, periods=periods) for at, (title, periods) in enumerate(titles)
        ],
        "enrollments": [
            Enrollment(
                sourced_id=f"e{at}",
                user=None if user is None else Ref(f"u{user}"),
                class_=None if class_ is None else Ref(f"c{class_}"),
                school=Ref(f"c{class_}") if class_ else None,
            )
            for at, (user, class_) in enumerate(pairs)
        ],
    }


@settings(max_examples=40, deadline=None)
@given(PEOPLE, TITLES, PAIRS, st.integers(min_value=0, max_value=25), st.integers(min_value=0, max_value=25))
def test_enrollments_come_as_their_people_and_classes_do_however_many_are_asked_for(
    people: list[Any], titles: list[Any], pairs: list[Any], kept: int, limit: int
) -> None:
    all_of_them = (Where("sourcedId", negated=True, values=("",)),)
    with memory.store() as location:
        with Writer(location, roster.KEY) as writer:
            roster.sync(writer, made(people, titles, pairs))
            roster.sync(writer, {"enrollments": made(people, titles, pairs[:kept])["enrollments"]}, accept=True)
        reader = Reader(location, roster.KEY, today=lambda: roster.TODAY)
        sorts = Reader(location, roster.KEY, today=lambda: roster.TODAY)  # what a filter leaves, as it reads no list
        for field, descending in product(("user", "class", "school", "grades", "identifier", "periods"), (False, True)):
            query = Query(collection="enrollments", sort=(Sort(field, descending),))
            expected = ids(sorts, msgspec.structs.replace(query, where=all_of_them))
            assert len(expected) == min(kept, len(pairs))
            assert ids(reader, query) == expected
            assert ids(reader, msgspec.structs.replace(query, limit=limit)) == expected[:limit]


@given(st.lists(st.integers(min_value=0, max_value=2**62), max_size=300), st.integers(min_value=1, max_value=200))
def test_many_integers_come_as_they_are(some: list[int], times: int) -> None:
    wanted = some * times
    assert list(integers.read("[" + ",".join(map(str, wanted)) + "]")) == wanted
