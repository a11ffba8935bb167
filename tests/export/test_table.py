from typing import get_args

import pytest

from rosterdesk.export.table import described
from rosterdesk.model.query import Query, Relation, Scope, Where


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
        (Where("dateLastModified", least="2026-09-01", most="2026-09-30"), "from 2026-09-01 up to 2026-09-30"),
        (Where("dateLastModified", most="2026-09-30"), "up to 2026-09-30"),
    ],
)
def test_a_filter_is_told_in_words(where: Where, words: str) -> None:
    told = dict(described(Query(collection="users", where=(where,)), "Lakeside"))
    assert told[{"grades": "Grade"}.get(where.field, "Last modified")] == words
