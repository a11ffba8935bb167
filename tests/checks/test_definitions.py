"""What rules mean by a window, the same, an address: days at the edges first of all."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.checks import definitions
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
    return opened.select(f"{definitions.DEFINITIONS} SELECT {columns} FROM {table}", given_, definitions.FUNCTIONS)


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
        User(sourced_id=each, roles=[Role(role="teacher", org=Ref("s1"), **days(window))])
        for each, window in WINDOWS.items()
    ]
    with reader(add("users", *made)) as found:
        assert found_among("users", found, "user", "post") == HOLDING


def test_the_window_of_a_class_spans_its_active_terms(opened: Reader) -> None:
    windows_ = {row["class"]: (row["start"], row["end"]) for row in selected(opened, "*", "class_window")}
    assert windows_[opened.key("classes", "m1")] == (day(FALL), day(SPRING))
    assert len(windows_) == 5


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("  Ada  Lovelace ", "ada lovelace"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("Jose\u0301", "josé"),
        ("a\u00a0b", "a b"),
    ],
)
def test_texts_are_compared_composed_and_without_case_and_needless_blanks(text: str | None, same: str | None) -> None:
    assert definitions.norm(text) == same


@given(st.text())
def test_a_text_made_comparable_stays_as_it_is(text: str) -> None:
    once = definitions.norm(text)
    assert once is None or not once[:1].isspace()
    assert definitions.norm(f" {text}\t") == once


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("ada@school.example", True),
        ("ada.l+x@mail.school.example", True),
        ("ada@school", False),
        ("ada", False),
        ("@school.example", False),
        ("ada@", False),
        ("ada@@school.example", False),
        ("a da@school.example", False),
        ("ada@school..example", False),
        ("ada@.example", False),
        (None, False),
    ],
)
def test_an_address_has_one_at_and_a_dot_in_the_domain(address: str | None, good: bool) -> None:
    assert definitions.is_email(address) is good


@pytest.mark.parametrize(
    ("name", "stands_in"),
    [("Ada", False), ("Teacher", True), (" tbd ", True), (".", True), (None, True), ("X", True), ("정", False)],
)
def test_what_stands_where_a_name_belongs_is_told_from_names(name: str | None, stands_in: bool) -> None:
    assert definitions.is_placeholder(name) is stands_in


@pytest.mark.parametrize(
    ("grades", "unknown"),
    [(None, None), ("01", None), ("KG\x1f13\x1fOther", None), ("1", "1"), ("01\x1fGrade 5", "Grade 5"), ("00", "00")],
)
def test_a_grade_that_no_list_knows_is_named(grades: str | None, unknown: str | None) -> None:
    assert definitions.unknown_grade(grades) == unknown


@pytest.mark.parametrize(
    ("texts", "hidden", "damaged"),
    [
        ("Ada\x1eLove lace\x1ead@x", False, False),
        (" Ada\x1eb", True, False),
        ("a\x1eb ", True, False),
        ("a \x1eb", True, False),
        ("A\u200bda", True, False),
        ("A\u00a0da", True, False),
        ("A\tda", True, False),
        ("José\x1eÃ", False, False),
        ("JosÃ©", False, True),
        ("Jos\ufffd", False, True),
        ("Oâ€™Neil", False, True),
    ],
)
def test_what_nobody_sees_and_what_was_garbled_is_told(texts: str, hidden: bool, damaged: bool) -> None:
    assert (definitions.hides(texts), definitions.is_damaged(texts)) == (hidden, damaged)
