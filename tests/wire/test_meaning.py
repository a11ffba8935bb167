"""In which members two records differ by what they mean, whichever binding and version each came by."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model import entities
from rosterdesk.wire import meaning

ORG = {"href": "https://a.example/orgs/1", "sourcedId": "1", "type": "org"}
AT = {"role": "teacher", "roleType": "primary", "org": {"sourcedId": "1"}}
AIDE = {"role": "aide", "roleType": "secondary", "org": {"sourcedId": "2"}}


def different(left: Any, right: Any, kind: type[entities.Entity] = entities.User) -> dict[str, tuple[Any, Any]]:
    ours, theirs = (json.dumps({"sourcedId": "u1"} | each).encode() for each in (left, right))
    return meaning.different(ours, theirs, kind)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"enabledUser": "true"}, {"enabledUser": True}),
        ({"enabledUser": "Yes"}, {"enabledUser": True}),
        ({"email": ""}, {"email": None}),
        ({"grades": []}, {}),
        ({"status": "active"}, {}),
        ({"dateLastModified": "2026-01-01T00:00:00Z"}, {}),
        ({"role": "teacher", "orgs": [ORG]}, {"role": "teacher", "orgs": [{"sourcedId": "1"}]}),
        ({"role": "Teacher", "orgs": [ORG]}, {"role": "teacher", "orgs": [ORG]}),
        ({"role": "aide", "orgs": [ORG, {"sourcedId": "2"}]}, {"role": "aide", "orgs": [{"sourcedId": "2"}, ORG]}),
        ({"roles": [AT, AIDE]}, {"roles": [AIDE, AT]}),
        ({"role": "teacher", "orgs": [ORG]}, {"roles": [AT], "userMasterIdentifier": "7"}),
        ({"role": "administrator"}, {"roles": [{"role": "principal"}]}),
        ({"metadata": {"a": 1, "b": ""}}, {"metadata": {"a": "1"}}),
        ({"metadata": {}}, {}),
        ({"grades": ["10", "09"]}, {"grades": ["09", "10"]}),
    ],
)
def test_what_two_bindings_write_otherwise_is_the_same(left: Any, right: Any) -> None:
    assert different(left, right) == {}
    assert different(right, left) == {}


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ({"gradingPeriod": {"sourcedId": "q1"}}, {"academicSession": {"sourcedId": "q1"}, "school": ORG}, {}),
        (
            {"gradingPeriod": {"sourcedId": "q1"}},
            {"gradingPeriod": {"sourcedId": "q1"}, "academicSession": {"sourcedId": "s1"}},
            {},
        ),
        ({"school": ORG}, {"school": {"sourcedId": "2"}}, {"school": ({"sourcedId": "1"}, {"sourcedId": "2"})}),
        (
            {"gradingPeriod": {"sourcedId": "q1"}},
            {"academicSession": {"sourcedId": "q2"}},
            {"gradingPeriod": ({"sourcedId": "q1"}, {"sourcedId": "q2"})},
        ),
        ({"academicSession": {"sourcedId": "q1"}}, {}, {"gradingPeriod": ({"sourcedId": "q1"}, None)}),
    ],
)
def test_a_line_item_belongs_to_a_session_in_either_version(left: Any, right: Any, told: Any) -> None:
    assert different(left, right, entities.LineItem) == told
    assert different(right, left, entities.LineItem) == {name: values[::-1] for name, values in told.items()}


@pytest.mark.parametrize(
    ("kind", "left", "right", "told"),
    [
        (entities.Category, {"title": "Quiz", "weight": 0.5}, {"title": "Quiz"}, {}),
        (entities.Category, {"weight": 0.5}, {"weight": 0}, {"weight": ("0.5", "0")}),
        (entities.Result, {"class": {"sourcedId": "c"}, "late": "false"}, {"class": None}, {}),
        (
            entities.Result,
            {"class": {"sourcedId": "c"}, "late": "true"},
            {"class": {"sourcedId": "c"}},
            {"late": ("true", None)},
        ),
        (entities.Result, {"late": "true"}, {"score": 3}, {"score": (None, "3")}),
    ],
)
def test_what_only_the_second_version_says_of_the_gradebook_is_compared_between_two_of_them(
    kind: type[entities.Entity], left: Any, right: Any, told: Any
) -> None:
    assert different(left, right, kind) == told


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ({"givenName": "Ada"}, {"givenName": "ada"}, {"givenName": ("Ada", "ada")}),
        ({"email": "a@x"}, {}, {"email": ("a@x", None)}),
        ({"status": "tobedeleted"}, {}, {"status": ("tobedeleted", "active")}),
        ({"enabledUser": "false"}, {"enabledUser": True}, {"enabledUser": ("false", "true")}),
        ({"role": "aide"}, {"role": "teacher"}, {"role": ("aide", "teacher")}),
        ({"role": "teacher", "orgs": [ORG]}, {"roles": [AIDE | {"role": "teacher"}]}, {"orgs": (["1"], ["2"])}),
        ({"roles": [AT]}, {"roles": [AT], "userMasterIdentifier": "7"}, {"userMasterIdentifier": (None, "7")}),
        ({"metadata": {"a": 1}}, {"metadata": {"a": 2}}, {"metadata": ({"a": "1"}, {"a": "2"})}),
        ({"extension": [2, 1]}, {"extension": [1, 3]}, {"extension": (["1", "2"], ["1", "3"])}),
    ],
)
def test_what_means_something_else_is_told_with_both_values(left: Any, right: Any, told: Any) -> None:
    found = different(left, right)
    ids = {
        name: tuple([each["sourcedId"] for each in side] for side in found[name]) for name in ("orgs",) if name in found
    }
    assert found | ids == told
    assert different(right, left).keys() == told.keys()


def test_what_only_one_binding_can_say_of_an_org_is_no_difference() -> None:
    with_children = {"name": "North", "children": [{"sourcedId": "2"}], "parent": {"sourcedId": "d", "href": "x"}}
    assert different(with_children, {"name": "North", "parent": {"sourcedId": "d"}}, entities.Org) == {}


def test_ids_of_others_are_known_as_references() -> None:
    assert meaning.references(entities.Enrollment) == {"user", "class", "school"}
    assert {"orgs", "roles", "agents"} <= meaning.references(entities.User)
    assert "role" not in meaning.references(entities.User)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from(["role", "orgs", "roles", "email", "grades", "enabledUser", "x"]), VALUES)


@given(RECORDS, RECORDS)
def test_whatever_is_sent_is_compared_and_a_record_is_like_itself(left: Any, right: Any) -> None:
    assert different(left, dict(reversed(left.items()))) == {}
    told = different(left, right)
    assert different(right, left) == {name: (became, was) for name, (was, became) in told.items()}
    assert msgspec.json.decode(msgspec.json.encode(told)) is not None
