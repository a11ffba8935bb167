from typing import get_args

import pytest

from rosterdesk.export.description import about, described
from rosterdesk.export.table import table, with_ids
from rosterdesk.model.attributes import Kind
from rosterdesk.model.query import Query, Relation, Scope, Where
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reader import Reader
from tests.export import tables
from tests.store.roster import ANA

LODZ, WEST = Link("orgs", "s1", "Łódź Primary"), Link("orgs", "s2", "West High")


@pytest.mark.parametrize("relation", get_args(Relation))
def test_what_narrows_a_list_has_a_word(relation: Relation) -> None:
    told = described(Query(collection="users", scopes=(Scope(relation, "x1"),)), "Lakeside")
    assert [text for _, text in told] == ["Lakeside", "People", "x1"]
    assert all(label[0].isupper() and "_" not in label for label, _ in told)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Where("grades", ("09", "")), "09 or (nothing)"),
        (Where("grades", ("09", "10"), negated=True), "not 09 or 10"),
        (Where("grades", ("1",), match="contains"), "containing 1"),
        (Where("dateLastModified", least="2026-09-01", most="2026-09-30"), "from 2026-09-01 up to 2026-09-30"),
        (Where("dateLastModified", most="2026-09-30"), "up to 2026-09-30"),
    ],
)
def test_a_filter_is_told_in_words(where: Where, words: str) -> None:
    told = dict(described(Query(collection="users", where=(where,)), "Lakeside"))
    assert told[{"grades": "Grade"}.get(where.field, "Last modified")] == words


@pytest.mark.parametrize(
    ("collection", "scope", "label", "words"),
    [
        ("students", Scope("school", "s2"), "School", "West High (s2)"),
        ("classes", Scope("user", ANA), "Person", f"Ána Łopez ({ANA})"),
        ("orgs", Scope("parent", "d"), "Part of", "Sunny Valley District (d)"),
        ("academicSessions", Scope("parent", "y"), "Part of", "2026–27 (y)"),
        ("students", Scope("class", "nowhere"), "Class", "nowhere"),
    ],
)
def test_what_a_table_is_narrowed_to_is_called_by_its_name(
    reader: Reader, collection: str, scope: Scope, label: str, words: str
) -> None:
    told = dict(about(reader, Query(collection=collection, scopes=(scope,)), "Sunny Valley"))
    assert told[label] == words


def test_a_table_says_of_which_day_and_sync_it_is_and_whether_it_is_complete(reader: Reader) -> None:
    told = dict(about(reader, Query(collection="students", as_of="2026-10-01"), "Sunny Valley"))
    assert (told["As of"], told["Synced"][:4], told["Complete"]) == ("2026-10-01", "2026", "Yes, as of that sync")
    undated = dict(about(reader, Query(collection="students"), "Sunny Valley"))
    assert undated["As of"] > "2026"


def test_the_ids_of_what_is_referred_to_stand_beside_it_under_the_names_of_the_standard(reader: Reader) -> None:
    query = Query(collection="classes", columns=("title", "teachers", "school", "terms", "size"))
    asked = with_ids(table(reader, query))
    assert asked.headers == (
        *("title", "teachers", "teacherSourcedIds", "school", "schoolSourcedId", "terms", "termSourcedIds", "size"),
    )
    assert asked.kinds[2] is Kind.ID
    rows = {row[0]: row[2:7] for row in asked.rows}
    assert rows["Math 7"] == ("t2, t1", WEST, "s2", rows["Math 7"][3], "f, p")
    titled = with_ids(table(reader, query, headers="titles"))
    assert titled.headers[1:5] == ("Teachers", "Teachers (sourced IDs)", "School", "School (sourced ID)")
    assert {len(titled.headers), len(titled.kinds), len(titled.widths)} == {8}


def test_nothing_refers_to_nothing() -> None:
    rows: list[tuple[Value, ...]] = [(None, ()), (LODZ, (LODZ, WEST))]
    asked = with_ids(tables.table(rows, (Kind.REFERENCE, Kind.REFERENCES)))
    assert list(asked.rows) == [(None, None, (), ""), (LODZ, "s1", (LODZ, WEST), "s1, s2")]


def test_a_row_that_says_nothing_is_still_a_row(reader: Reader) -> None:
    asked = table(reader, Query(collection="students", columns=("pronouns",)))
    assert list(asked.rows) == [(None,)] * asked.count
