"""Which members of two records a person would call different."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.wire import difference

ORG = {"href": "https://a/orgs/1", "sourcedId": "1", "type": "org"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {}),
        ({"a": "x"}, {"a": "y"}, {"a": ("x", "y")}),
        ({"a": "x"}, {}, {"a": ("x", None)}),
        ({}, {"a": ["x"]}, {"a": (None, ["x"])}),
        ({"a": None}, {}, {}),
        ({"a": 1}, {"a": True}, {"a": (1, True)}),
        ({"a": 1}, {"a": "1"}, {"a": (1, "1")}),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, {"a": (["x", "y"], ["y", "x"])}),
        ({"dateLastModified": "2026-01-01"}, {"dateLastModified": "2026-01-02"}, {}),
        ({"metadata": {"dateLastModified": 1}}, {"metadata": {}}, {"metadata": ({"dateLastModified": 1}, {})}),
        ({"org": ORG}, {"org": {**ORG, "href": "https://b/orgs/1"}}, {}),
        ({"orgs": [ORG]}, {"orgs": [{"sourcedId": "1", "type": "org"}]}, {}),
        ({"org": {"sourcedId": "1"}}, {"org": {"sourcedId": "2"}}, {"org": ({"sourcedId": "1"}, {"sourcedId": "2"})}),
        ({"metadata": {"href": "a"}}, {"metadata": {"href": "b"}}, {"metadata": ({"href": "a"}, {"href": "b"})}),
        ({"roles": [{"role": "aide", "org": ORG}]}, {"roles": [{"role": "aide", "org": {**ORG, "href": ""}}]}, {}),
        ({"status": "active"}, {"status": "tobedeleted"}, {"status": ("active", "tobedeleted")}),
    ],
)
def test_what_a_person_means_is_told(before: Any, after: Any, told: Any) -> None:
    found = difference.fields(msgspec.json.encode(before), msgspec.json.encode(after))
    assert found == told
    assert difference.differ(msgspec.json.encode(before), msgspec.json.encode(after)) is bool(told)
    assert msgspec.json.encode(found) == msgspec.json.encode(told)  # to Python, 1 is True


@pytest.mark.parametrize(
    ("before", "after"), [(b'{"a":1}', b'{ "a" : 1 }'), (b'{"a":"\\u00e9"}', '{"a":"é"}'.encode())]
)
def test_the_same_said_otherwise_is_no_difference(before: bytes, after: bytes) -> None:
    assert difference.fields(before, after) == {}


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)
_records = st.dictionaries(st.sampled_from("abcd"), _values, max_size=4)


@given(_records, _records)
def test_with_what_is_told_the_one_becomes_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    told = difference.fields(msgspec.json.encode(before), msgspec.json.encode(after))
    became = before | {name: value for name, (_, value) in told.items()}
    meant = {name: value for name, value in became.items() if value is not None}
    assert meant == {name: value for name, value in after.items() if value is not None}


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


_hostile = st.sampled_from(
    [
        b"1e999", b"-1e999", b"9" * 5000, b"1" + b"0" * 400, nested(600), nested(990), nested(100_000), b'"\xff"',
        b'{"\xff":1}', b'"\\ud800"', b"[1e999]", b'{"sourcedId":1e999,"href":2}', b"nonsense", b"",
    ]
)  # fmt: skip
_sent = st.lists(st.tuples(st.sampled_from([b'"a"', b'"b"', b'"\xff"']), _hostile), max_size=3).map(
    lambda members: b"{" + b",".join(name + b":" + value for name, value in members) + b"}"
)


@given(_sent | _hostile | st.binary(max_size=9), _sent | _hostile)
def test_no_record_is_beyond_comparison_and_what_is_told_can_be_written(before: bytes, after: bytes) -> None:
    told = difference.fields(before, after)
    assert difference.differ(before, after) is bool(told)
    assert difference.fields(before, before) == {}
    assert msgspec.json.decode(msgspec.json.encode(told)).keys() == told.keys()


@pytest.mark.parametrize("value", [b"1e999", b"9" * 5000, nested(900), b'"\xff"'])
def test_a_value_that_cannot_be_read_is_told_as_it_was_sent(value: bytes) -> None:
    told = difference.fields(b'{"a":%b,"b":1}' % value, b'{"a":3,"b":2}')
    assert told == {"a": (value.decode(errors="replace"), 3), "b": (1, 2)}
