"""The state machine of paging, against simulated services."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.oneroster import paging
from rosterdesk.oneroster.paging import Ask, Paging

Serve = Callable[[Ask], tuple[list[str], int | None, bool | None]]


def walk(machine: Paging, serve: Serve) -> list[str]:
    """All rows that a service gives, asking page by page."""
    came: list[str] = []
    asked = 0
    while asks := machine.asks():
        asked += 1
        assert asked < 2_000
        ids, total, more = serve(asks[0])
        if machine.take(ids, len(ids), total, more):
            came += ids
    return came


def service(size: int, clamp: int, *, total: int | None = None, links: bool = False) -> Serve:
    """A service with so many rows, that gives at most `clamp` of them at once."""
    rows = [f"id-{number}" for number in range(size)]

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        end = ask.offset + min(ask.limit, clamp)
        return rows[ask.offset : end], total, (end < size) if links else None

    return serve


@given(
    size=st.integers(0, 700),
    limit=st.integers(1, 300),
    clamp=st.integers(1, 300),
    total=st.booleans(),
    links=st.booleans(),
)
def test_every_list_comes_whole_whatever_the_service_clamps(
    size: int, limit: int, clamp: int, total: bool, links: bool
) -> None:
    machine = Paging(limit)
    came = walk(machine, service(size, clamp, total=size if total else None, links=links))
    assert came == [f"id-{number}" for number in range(size)]
    assert (machine.complete, machine.why) == (True, "")


def test_a_clamped_list_without_a_total_comes_whole() -> None:
    machine = Paging(5_000)
    assert len(walk(machine, service(65_706, 500))) == 65_706
    assert machine.complete


def test_reading_goes_on_where_it_stopped() -> None:
    machine = Paging(100, offset=300)
    assert walk(machine, service(450, 100, total=450)) == [f"id-{number}" for number in range(300, 450)]
    assert machine.complete


def test_a_total_that_is_too_small_is_not_believed() -> None:
    machine = Paging(100)
    assert len(walk(machine, service(450, 100, total=100))) == 450
    assert machine.complete
    machine = Paging(100)
    assert len(walk(machine, service(450, 100, total=0))) == 450


def test_rows_that_were_announced_and_did_not_come_leave_the_list_incomplete() -> None:
    machine = Paging(100)
    walk(machine, service(450, 100, total=4500))
    assert (machine.complete, machine.why) == (False, "The service announced 4,500 rows, 450 came.")


def test_rows_that_come_twice_count_once() -> None:
    machine = Paging(4)
    pages = {0: ["a", "b", "c", "d"], 4: ["a", "b", "e", "f"]}
    walk(machine, lambda ask: (pages.get(ask.offset, []), 8, None))
    assert (machine.complete, machine.why) == (False, "The service announced 8 rows, 6 came.")


def test_rows_without_an_id_are_not_missing() -> None:
    machine = Paging(100)
    machine.take(["a", "b"], 3, 3, None)
    assert machine.complete


@pytest.mark.parametrize(
    ("rows", "limit", "complete"),
    [
        (100, 100, False),  # a full page, always the same
        (100, 5_000, False),  # round, so perhaps clamped
        (12, 5_000, True),  # no paging at all: all rows at once
        (700, 100, True),
    ],
)
def test_a_service_that_ignores_the_offset_is_asked_no_third_time(rows: int, limit: int, complete: bool) -> None:
    machine = Paging(limit)
    asked: list[Ask] = []

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        asked.append(ask)
        return [f"id-{number}" for number in range(rows)], None, None

    assert len(walk(machine, serve)) == rows
    assert len(asked) == 2
    assert machine.complete is complete
    assert bool(machine.why) is not complete


def test_a_list_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_PAGES", 50)
    machine = Paging(10)
    walk(machine, lambda ask: ([f"id-{ask.offset + place}" for place in range(10)], 51_977_034, True))
    assert not machine.complete
    assert machine.why


def test_pages_are_asked_for_ahead_only_where_they_are_known_to_be_there() -> None:
    machine = Paging(100)
    assert machine.asks() == [Ask(0, 100)]
    machine.take([f"a{number}" for number in range(100)], 100, 350, None)
    assert machine.asks() == [Ask(100, 100), Ask(200, 100), Ask(300, 100)]
    machine.take([f"b{number}" for number in range(60)], 60, 350, None)  # short: what was asked ahead no longer fits
    assert machine.asks() == [Ask(160, 100)]


def test_a_clamped_service_is_asked_for_what_it_gives() -> None:
    machine = Paging(5_000)
    machine.take([f"a{number}" for number in range(100)], 100, 1_000, None)
    assert machine.asks() == [Ask(100, 100), Ask(200, 100), Ask(300, 100), Ask(400, 100)]


def test_one_list_is_one_request_where_the_total_says_so() -> None:
    machine = Paging(100)
    machine.take(["a"], 1, 1, None)
    assert machine.ended
    assert machine.complete


def test_a_total_that_counts_the_page_does_not_end_a_full_first_page() -> None:
    machine = Paging(100)
    machine.take([f"a{number}" for number in range(100)], 100, 100, None)
    assert not machine.ended


def test_a_link_without_a_next_page_ends_a_list_without_a_total() -> None:
    machine = Paging(100)
    machine.take(["a"], 1, None, False)
    assert machine.complete
