"""Whole lists: in the order of any field, as filters leave them, and after the store has changed."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model import fields
from rosterdesk.model.query import Query, Sort, Where
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
    assert sorted(filtered) == sorted(few)
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


@given(st.lists(st.integers(min_value=0, max_value=2**62), max_size=300), st.integers(min_value=1, max_value=200))
def test_many_integers_come_as_they_are(some: list[int], times: int) -> None:
    wanted = some * times
    assert list(integers.read("[" + ",".join(map(str, wanted)) + "]")) == wanted
