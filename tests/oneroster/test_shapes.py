"""Records and pages of the standard's shapes, well-formed and hostile: none breaks the reader, no row is lost."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.errors import NotOneRosterError
from rosterdesk.model import bends
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.oneroster import answers
from rosterdesk.wire.records import Page
from tests.oneroster.shapes import HOSTILE, SHAPES, anything, fields, hostile, text, well_formed

shape = st.sampled_from(sorted(SHAPES))


def page(value: Any, collection: str) -> Page:
    return answers.page(json.dumps(value).encode("utf-8", "surrogatepass"), collection, {})


def has_id(row: dict[str, Any]) -> bool:
    """Whether the row has an id that anybody would take for one."""
    value = row["sourcedId"]
    return isinstance(value, int | float) or (isinstance(value, str) and value != "")


def bare(value: Any) -> Any:
    """The value without what must not be kept."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items() if name.casefold() != "password"}
    return value


def check(came: Page, rows: list[dict[str, Any]], collection: str) -> None:
    """Every row is there that has an id, of its kind, and as it was sent."""
    assert came.received == len(rows) == len(came.items) + came.dropped
    assert len(came.items) >= sum(map(has_id, rows))
    assert set(came.bent) <= bends.WORDS.keys()
    kept = [json.loads(item.record) for item in came.items]
    if "characters" not in came.bent:
        sent = [bare(row) if collection == "users" else row for row in rows]
        assert [row for row in kept if has_id(row)] == [row for row in sent if has_id(row)]
    for item in came.items:
        assert type(item.entity) is COLLECTIONS[collection].entity
        # What was understood leniently has the types that strict decoding gives.
        assert msgspec.convert(msgspec.to_builtins(item.entity), type(item.entity)) == item.entity
        assert collection != "users" or b"canary" not in item.record


def test_every_collection_has_its_shape() -> None:
    assert {collection for _, collection in SHAPES} == set(BASES)


@given(shape, st.data())
def test_well_formed_records_are_read_without_a_bend(kind: tuple[str, str], data: st.DataObject) -> None:
    version, collection = kind
    rows = data.draw(st.lists(well_formed(version, collection), max_size=3))
    came = page({collection: rows}, collection)
    assert (set(came.bent) - {"passwords"}, came.dropped) == (set(), 0)
    check(came, rows, collection)


@pytest.mark.parametrize(("version", "collection"), sorted(SHAPES))
def test_every_field_may_have_any_value(version: str, collection: str) -> None:
    names = fields(version, collection)
    rows = [{"sourcedId": "x", name: value} for name in names for value in HOSTILE]
    check(page({collection: rows}, collection), rows, collection)


@given(shape, st.data())
def test_hostile_records_are_kept(kind: tuple[str, str], data: st.DataObject) -> None:
    version, collection = kind
    rows = data.draw(st.lists(hostile(version, collection), max_size=4))
    check(page({collection: rows}, collection), rows, collection)


@given(shape, st.data())
def test_a_page_of_any_make_is_read_whole_or_is_an_error(kind: tuple[str, str], data: st.DataObject) -> None:
    version, collection = kind
    rows = data.draw(st.lists(hostile(version, collection) | anything, max_size=3))
    name = data.draw(st.sampled_from([collection, COLLECTIONS[collection].singular, collection.upper(), "data"]) | text)
    around = data.draw(st.dictionaries(text, anything, max_size=3))
    whole = data.draw(st.sampled_from([rows, {name: rows}, {name: rows} | around, around | {name: rows}]))
    try:
        came = page(whole, collection)
    except NotOneRosterError:
        return
    assert came.received == len(came.items) + came.dropped
    if name == collection and isinstance(whole, dict) and whole[name] is rows:
        assert came.received == len(rows)
