"""Filters for a part of a text, or its beginning: without case and accents, in every field that holds a text."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.errors import UsageError
from rosterdesk.model import fields
from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import Link
from rosterdesk.store.reader import Reader
from rosterdesk.store.reading.columns import COLUMNS
from rosterdesk.store.reading.parts import has_text
from rosterdesk.store.records.folding import fold
from tests.store import roster

ANA = roster.ANA


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with roster.reader(roster.store(tmp_path_factory.mktemp("contained") / "store.db")) as reader:
        yield reader


def found(reader: Reader, collection: str, where: Where) -> set[str]:
    query = Query(collection=collection, where=(where,))
    keys = reader.keys(query)
    assert reader.count(query) == len(keys)
    return {str(row[0]) for row in reader.rows(collection, keys, ("sourcedId",))}


def containing(field: str, *values: str, negated: bool = False) -> Where:
    return Where(field, values, negated=negated, match="contains")


def beginning(field: str, *values: str, negated: bool = False) -> Where:
    return Where(field, values, negated=negated, match="begins")


@pytest.mark.parametrize(
    ("collection", "where", "expected"),
    [
        ("users", containing("email", "LOPEZ@ex"), {ANA}),
        ("users", containing("email", "example", "nobody"), {ANA, "t1"}),
        ("users", containing("email", "example", negated=True), {"bo", "cy", "dee", "t2", "g1", "x"}),
        ("users", beginning("email", "tom"), {"t1"}),
        ("users", beginning("email", "lopez"), set()),
        ("users", beginning("email", "tom", negated=True), {ANA, "bo", "cy", "dee", "t2", "g1", "x"}),
        ("users", containing("familyName", "OST"), {"bo"}),
        ("users", containing("familyName", "angström"), {"t2"}),
        ("users", containing("name", "lopez, a"), {ANA}),
        ("users", containing("name", "ana lopez"), {ANA}),
        ("users", beginning("name", "Łop"), {ANA, "dee", "g1"}),
        ("users", beginning("name", "gil"), {"g1"}),
        ("users", beginning("name", "solo"), {"x"}),
        ("users", beginning("name", "pez"), set()),
        ("users", containing("identifier", "4821"), {ANA, "bo"}),
        ("users", beginning("sourcedId", "3F2504E0-4"), {ANA}),
        ("users", containing("sourcedId", "2"), {ANA, "t2"}),
        ("users", containing("schools", "łodz"), {"cy", "t2"}),
        ("users", containing("email", ""), {"bo", "cy", "dee", "t2", "g1", "x"}),
        ("classes", containing("title", "ROOM"), {"hr"}),
        ("classes", beginning("course", "math"), {"m7"}),
        ("classes", beginning("teachers", "Tom Z"), {"m7"}),
        ("courses", beginning("subjects", "sci"), {"math"}),
        ("courses", beginning("subjects", "cience"), set()),
        ("enrollments", containing("user", "lopez"), {"e1", "e2"}),
        ("enrollments", containing("email", "ana.lopez"), {"e1", "e2"}),
        ("orgs", containing("parent", "valley"), {"s1", "s2"}),
        ("orgs", containing("name", "%"), set()),
        ("orgs", containing("name", "' OR 1 --"), set()),
        ("demographics", containing("sex", "fem"), {ANA}),
    ],
)
def test_a_filter_asks_for_a_part_of_a_text(reader: Reader, collection: str, where: Where, expected: set[str]) -> None:
    assert found(reader, collection, where) == expected


@pytest.mark.parametrize(
    ("collection", "field"),
    [("users", "dateLastModified"), ("users", "enabledUser"), ("classes", "size"), ("enrollments", "phase")],
)
def test_what_is_no_text_has_no_parts(reader: Reader, collection: str, field: str) -> None:
    with pytest.raises(UsageError, match=f"“{field}” holds no text"):
        reader.keys(Query(collection=collection, where=(containing(field, "x"),)))


@given(st.sampled_from(list(fields.COLLECTIONS)), st.data())
def test_any_part_of_any_text_finds_its_row(reader: Reader, collection: str, data: st.DataObject) -> None:
    kind = fields.collection(collection)
    field = data.draw(st.sampled_from([each for each in kind.fields if has_text(each, COLUMNS[kind.base][each.name])]))
    keys = reader.keys(Query(collection=collection))
    texts = {}
    for key, (value,) in zip(keys, reader.rows(collection, keys, (field.name,)), strict=True):
        links = (value,) if isinstance(value, Link) else value if isinstance(value, tuple) else ()
        said = [link.title for link in links if link.present] if field.target else [str(value)] if value else []
        texts[key] = [fold(text) for text in said]
    filled = [text for said in texts.values() for text in said]
    if not filled:
        return
    text = data.draw(st.sampled_from(filled))
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    where = Where(field.name, (part,), match="contains")
    expected = {key for key, said in texts.items() if any(part in each for each in said)}
    assert set(reader.keys(Query(collection=collection, where=(where,)))) >= expected
