"""The value of a field before and after, as people read it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.differences import arrow


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Rao", "Rau", ("Rao", "Rau")),
        (None, "Rao", ("", "Rao")),
        ({"sourcedId": "org-1"}, {"sourcedId": "org-2"}, ("org-1", "org-2")),
        (["09"], ["09", "10"], ("09", "09, 10")),
        (1, "1", ("1", '"1"')),
        ("Rao", "Rao\u00a0", ("Rao", "Rao‹U+00A0›")),
        ("Rao ", "Rao", ("Rao‹U+0020›", "Rao")),
        ("Ana Rao", "Ana  Rao", ("Ana Rao", "Ana ‹U+0020›Rao")),
        ("Ana\tRao", "Ana Rao", ("Ana‹U+0009›Rao", "Ana Rao")),
        ("Ana", "A\u200bna", ("Ana", "A‹U+200B›na")),
        ("Jos\u00e9", "Jose\u0301", ("Jos\u00e9", "Jose‹U+0301›")),
        ("José Pérez", "José Peres", ("José Pérez", "José Peres")),
        ("Ana  Rao", "Ana  Rau", ("Ana  Rao", "Ana  Rau")),
    ],
)
def test_a_value_before_and_after_is_told_apart(before: Any, after: Any, told: tuple[str, str]) -> None:
    assert arrow(before, after) == told


@given(st.text(alphabet=st.sampled_from("aé e\u0301\u00a0\u200b\t\n"), max_size=8), st.data())
def test_two_texts_that_are_not_the_same_never_read_the_same(before: str, data: st.DataObject) -> None:
    after = data.draw(st.text(alphabet=st.sampled_from("aé e\u0301\u00a0\u200b\t\n"), max_size=8).filter(before.__ne__))

    assert len(set(arrow(before, after))) == 2
