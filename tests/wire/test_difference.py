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
