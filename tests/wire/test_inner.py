"""Lists of objects inside a record: only what is bad is lost."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.wire import inner
from rosterdesk.wire.inner import Grade, Profile

GOOD = {"profileId": "p-1", "vendorId": "northwind"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.sampled_from(["profileId", "vendorId", "x"]), inside),
)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ([GOOD], [Profile("p-1", vendor_id="northwind")]),
        ([None, 7, "p", [], GOOD], [Profile("p-1", vendor_id="northwind")]),
        ([GOOD | {"vendorId": None}], [Profile("p-1")]),
        ([GOOD | {"profileId": 77}], [Profile("77", vendor_id="northwind")]),
        ([GOOD | {"vendorId": {"id": 1}}], [Profile("p-1")]),
        (GOOD, [Profile("p-1", vendor_id="northwind")]),
        ([{}, {"credentials": []}, {"profileId": ""}], []),
        (None, []),
        ("p-1", []),
    ],
)
def test_of_a_list_only_what_is_bad_is_lost(sent: Any, found: list[Profile]) -> None:
    assert inner.profiles(msgspec.json.encode({"sourcedId": "u", "userProfiles": sent})) == found


def test_a_scale_keeps_its_other_scores_and_numbers_as_text() -> None:
    sent = b'{"scoreScaleValue": [{"itemValueLHS": "A", "itemValueRHS": 95.5}, {"itemValueLHS": "B"}, null]}'
    assert inner.grades(sent) == [Grade("A", "95.5"), Grade("B")]


@pytest.mark.parametrize("sent", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 9000, b'{"userProfiles": ' + b"[" * 9000])
def test_what_is_no_record_holds_nothing(sent: bytes) -> None:
    assert inner.profiles(sent) == []


@given(ANYTHING)
def test_no_list_is_too_strange(value: Any) -> None:
    for profile in inner.profiles(msgspec.json.encode({"userProfiles": value})):
        assert isinstance(profile.profile_id, str)
