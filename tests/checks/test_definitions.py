"""What rules mean by a window, current, a role: days at the edges first of all."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.checks import definitions, functions
from rosterdesk.model.entities import Ref, Role, User
from rosterdesk.store.reader import Reader
from rosterdesk.store.records.cells import day
from tests.checks.district import FALL, NOW, SPRING, TODAY, add, enrollment, reader

Window = tuple[int | None, int | None]
_days = st.one_of(st.none(), st.integers(-3, 3))
windows = st.tuples(_days, _days)


@pytest.fixture(scope="module")
def opened() -> Iterator[Reader]:
    with reader() as found:
        yield found


def holds(window: Window, on: int) -> bool:
    start, end = window
    return (start is None or start <= on) and (end is None or on < end)


def sql(window: Window) -> str:
    start, end = ("NULL" if bound is None else str(bound) for bound in window)
    return f"(SELECT {start} AS start, {end} AS end)"


@given(a=windows, b=windows)
def test_windows_overlap_where_a_day_lies_in_both(opened: Reader, a: Window, b: Window) -> None:
    overlap = definitions.overlap("a", "b")
    ((found),) = opened.select(f"SELECT {overlap} AS found FROM {sql(a)} a, {sql(b)} b", {}, {})
    assert bool(found["found"]) == any(holds(a, on) and holds(b, on) for on in range(-9, 10))


def selected(opened: Reader, columns: str, table: str) -> list[dict[str, object]]:
    given_ = {**definitions.parameters(TODAY, NOW, csv=False, version=""), "narrowed": False}
    statement = f"{definitions.definitions(table)} SELECT {columns} FROM {table}"
    return opened.select(statement, given_, functions.FUNCTIONS)


WINDOWS = {f"{begin} {end}": (begin, end) for begin, end in product((None, -2, -1, 0, 1, 2), repeat=2)}
"""By an id: begin and end, in days before and after the one that counts, or no day at all."""
HOLDING = {sourced_id for sourced_id, window in WINDOWS.items() if holds(window, 0)}


def days(window: Window) -> dict[str, date | None]:
    begin, end = (None if bound is None else TODAY + timedelta(bound) for bound in window)
    return {"begin_date": begin, "end_date": end}


def found_among(collection: str, opened: Reader, column: str, table: str) -> set[str]:
    """Which of `WINDOWS` the definition takes in."""
    keys = [int(str(row["key"])) for row in selected(opened, f"{column} AS key", table)]
    return {link.sourced_id for link in opened.links(collection, keys).values()} & set(WINDOWS)


def test_an_enrollment_is_current_from_its_first_day_to_the_day_before_its_end() -> None:
    made = [enrollment("m1", "a", sourced_id=each, **days(window)) for each, window in WINDOWS.items()]
    with reader(add("enrollments", *made)) as found:
        assert found_among("enrollments", found, "id", "current") == HOLDING


def test_a_role_is_held_from_its_first_day_to_the_day_before_its_end() -> None:
    made = [
        User(sourced_id=each, roles=[msgspec.structs.replace(Role(role="teacher", org=Ref("s1")), **days(window))])
        for each, window in WINDOWS.items()
    ]
    with reader(add("users", *made)) as found:
        assert found_among("users", found, "user", "post") == HOLDING


def test_the_window_of_a_class_spans_its_active_terms(opened: Reader) -> None:
    windows_ = {row["class"]: (row["start"], row["end"]) for row in selected(opened, "*", "class_window")}
    assert windows_[opened.key("classes", "m1")] == (day(FALL), day(SPRING))
    assert len(windows_) == 5


def test_a_query_comes_with_the_definitions_that_it_goes_by_and_no_others() -> None:
    assert definitions.definitions("SELECT id FROM org") == ""
    text = definitions.definitions("SELECT id FROM seated")
    assert all(f"{name} " in text for name in ("seated", "class_day", "class_window", "active_class", "spell"))
    assert not any(f"{name} (" in text for name in ("above", "altered", "arrived", "current", "post"))
