from typing import get_args

import pytest

from rosterdesk.export.table import described
from rosterdesk.model.query import Query, Relation, Scope


@pytest.mark.parametrize("relation", get_args(Relation))
def test_what_narrows_a_list_has_a_word(relation: Relation) -> None:
    told = described(Query(collection="users", scopes=(Scope(relation, "x1"),)), "Lakeside")
    assert [text for _, text in told] == ["Lakeside", "People", "x1"]
    assert all(label[0].isupper() and "_" not in label for label, _ in told)
