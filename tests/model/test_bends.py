"""What was bent, said in sentences."""

import re

import pytest

from rosterdesk.model import bends


def test_the_most_common_comes_first_and_nothing_is_said_of_none() -> None:
    assert bends.sentences({"zones": 412, "references": 1, "dates": 0, "booleans": 12_000}) == [
        "12,000 flags were not spelt true or false.",
        "412 dates had another zone's offset.",
        "1 reference was written in another form.",
    ]
    assert bends.sentences({}) == []


def test_a_kind_of_another_version_is_named_as_it_is() -> None:
    assert bends.sentences({"moons": 3}) == ["3 moons."]


@pytest.mark.parametrize("kind", bends.WORDS)
def test_each_kind_reads_well_for_one_and_for_several(kind: str) -> None:
    [one] = bends.sentences({kind: 1})
    [several] = bends.sentences({kind: 2})
    assert re.fullmatch(r"1 [a-z].*[^.]\.", one)
    assert re.fullmatch(r"2 [a-z].*[^.]\.", several)
    assert one[2:] != several[2:]
    assert not re.search(r"\b(were|are|have|records|values|dates|words|texts)\b", one)
    assert not re.search(r"\b(was|is|has)\b", several)
