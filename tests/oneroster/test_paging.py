"""The state machine of paging, against simulated services."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.oneroster import paging
from rosterdesk.oneroster.paging import Ask, Distinct, Paging

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


@pytest.mark.parametrize("total", [None, 450])
@pytest.mark.parametrize("links", [True, False])
def test_rows_that_the_caller_has_and_asks_for_again_count_once(total: int | None, links: bool) -> None:
    machine = Paging(100, offset=280)  # it has 300
    assert len(walk(machine, service(450, 100, total=total, links=links))) == 170
    assert (machine.complete, machine.why, machine.repeated) == (True, "", 0)


def test_a_list_that_became_longer_since_it_was_begun_is_read_to_its_end() -> None:
    machine = Paging(100, offset=280)
    assert len(walk(machine, service(470, 100, total=470))) == 190
    assert machine.complete


@pytest.mark.parametrize("total", [None, 250, 280])
def test_a_list_that_became_too_short_to_go_on_with_is_not_complete(total: int | None) -> None:
    machine = Paging(100, offset=280)
    assert walk(machine, service(250, 100, total=total)) == []
    assert not machine.complete
    assert "shorter" in machine.why


@pytest.mark.parametrize("size", [350, 400, 450, 1_000])
@pytest.mark.parametrize("limit", [100, 5_000])
@pytest.mark.parametrize("total", [True, False])
def test_reading_on_where_offsets_are_ignored_never_passes_a_part_for_the_whole(
    size: int, limit: int, total: bool
) -> None:
    machine = Paging(limit, offset=300)
    rows = [f"id-{number}" for number in range(size)]
    came = walk(machine, lambda ask: (rows[: min(ask.limit, 100)], size if total else None, None))
    assert not machine.complete
    assert len(came) <= size
    machine = Paging(limit, offset=300)
    came = walk(machine, lambda ask: (rows, size if total else None, None))  # this one sends all, always
    assert came[:size] == rows
    may_be_cut = size <= limit or size == 1_000
    assert machine.complete == (total or not may_be_cut)


@given(st.data(), st.integers(0, 60), st.integers(1, 20), st.booleans())
def test_a_list_in_an_order_that_changes_is_complete_only_when_all_of_it_came(
    data: st.DataObject, size: int, limit: int, total: bool
) -> None:
    rows = [f"id-{number}" for number in range(size)]
    machine = Paging(limit)

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        order = data.draw(st.permutations(rows))
        return order[ask.offset : ask.offset + ask.limit], size if total else None, None

    came = walk(machine, serve)
    if machine.complete:
        assert set(came) == set(rows)
    assert machine.repeated == len(came) - len(set(came))


def test_rows_that_come_twice_on_one_page_leave_a_list_complete() -> None:
    machine = Paging(10)
    walk(machine, lambda ask: (["a", "b", "a"] if ask.offset == 0 else [], None, None))
    assert (machine.complete, machine.repeated) == (True, 1)


def test_a_total_that_counts_people_where_rows_repeat_is_met() -> None:
    machine = Paging(4)
    pages = {0: ["a", "b", "c", "d"], 4: ["d", "a", "b", "e"], 8: ["f"]}
    walk(machine, lambda ask: (pages[ask.offset], 6, None))  # nothing beyond these is asked for
    assert (machine.complete, machine.why, machine.repeated) == (True, "", 3)


def test_a_service_that_goes_in_circles_without_repeating_a_page_is_left() -> None:
    machine = Paging(10)
    rows = [f"id-{number}" for number in range(60)]
    asked: list[Ask] = []

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        asked.append(ask)
        return Random(len(asked)).sample(rows, 10), None, True

    walk(machine, serve)
    assert not machine.complete
    assert len(asked) <= 64


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


def test_a_total_that_is_too_small_does_not_hide_that_rows_moved() -> None:
    machine = Paging(4)
    pages = {0: ["a", "b", "c", "d"], 4: ["d", "e", "f", "g"], 8: ["h"]}
    walk(machine, lambda ask: (pages.get(ask.offset, []), 4, None))
    assert not machine.complete
    assert "came again" in machine.why


def test_rows_that_come_twice_count_once() -> None:
    machine = Paging(4)
    pages = {0: ["a", "b", "c", "d"], 4: ["a", "b", "e", "f"]}
    walk(machine, lambda ask: (pages.get(ask.offset, []), 8, None))
    assert (machine.complete, machine.why) == (False, "The service announced 8 rows, 6 came, and 2 again.")


def test_rows_without_an_id_are_not_missing() -> None:
    machine = Paging(100)
    machine.take(["a", "b"], 3, 3, None)
    assert machine.complete


@pytest.mark.parametrize(
    ("rows", "limit", "complete"),
    [
        (1, 5_000, True),
        (12, 5_000, True),
        (733, 5_000, True),
        (700, 100, True),
        (2_400, 100, True),
        (100, 100, False),  # as large as was asked for: is that all, or where our limit cuts?
        (10, 5_000, False),  # round: or where a limit of the service's own cuts?
        (25, 5_000, False),
        (30, 5_000, False),
        (100, 5_000, False),
        (500, 5_000, False),
        (1_000, 5_000, False),
        (250, 100, False),  # above our limit, but where many services cut
        (500, 100, False),
        (2_000, 100, False),
    ],
)
def test_a_page_that_always_comes_is_all_there_is_only_where_it_cannot_be_cut(
    rows: int, limit: int, complete: bool
) -> None:
    machine = Paging(limit)
    asked: list[Ask] = []

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        asked.append(ask)
        return [f"id-{number}" for number in range(rows)], None, None

    assert len(walk(machine, serve)) == rows
    assert len(asked) == 2
    assert (machine.complete, machine.why == "") == (complete, complete)


@pytest.mark.parametrize("limit", [100, 500, 1_000, 5_000, 30])
@pytest.mark.parametrize("clamp", [30, 100, 500, 5_000])
@pytest.mark.parametrize("cap", [500, 1_000, 3_000])
def test_a_total_that_is_capped_does_not_end_the_list(limit: int, clamp: int, cap: int) -> None:
    machine = Paging(limit)
    assert len(walk(machine, service(6_500, clamp, total=cap))) == 6_500
    assert (machine.complete, machine.why) == (True, "")


@pytest.mark.parametrize("clamp", [10, 20, 25, 30, 40, 75, 500])
def test_a_total_of_the_page_does_not_end_the_list(clamp: int) -> None:
    machine = Paging(5_000)
    pages = service(1_307, clamp)

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        ids, _, _ = pages(ask)
        return ids, len(ids), None

    assert len(walk(machine, serve)) == 1_307
    assert machine.complete


@pytest.mark.parametrize(
    ("size", "limit", "total", "complete"),
    [
        (300, 100, 300, True),
        (3_000, 100, 3_000, True),
        (1_000, 100, 1_000, False),  # a list of just that size, or a cap?
        (10_000, 5_000, 10_000, False),
    ],
)
def test_a_service_that_refuses_what_is_beyond_the_total_has_given_all_unless_that_may_be_a_cap(
    size: int, limit: int, total: int, complete: bool
) -> None:
    machine = Paging(limit)
    assert not machine.refuse()
    serve = service(size, limit, total=total)
    for offset in range(0, size, limit):
        ids, *rest = serve(Ask(offset, limit))
        machine.take(ids, len(ids), *rest)
    assert machine.asks() == [Ask(size, limit)]
    assert machine.refuse()
    assert (machine.ended, machine.complete) == (True, complete)
    assert machine.why == ("" if complete else f"The service gives no more than {total:,} rows, so there may be more.")


@pytest.mark.parametrize(
    ("total", "filtered", "why"),
    [
        (None, False, paging.REFUSING),
        (450, False, "The service announced 450 rows, 100 came."),
        (450, True, paging.REFUSING),
    ],
)
def test_a_list_that_is_refused_before_its_end_is_known_ends_incomplete(
    total: int | None, filtered: bool, why: str
) -> None:
    machine = Paging(100, filtered=filtered)
    machine.take([f"a{number}" for number in range(100)], 100, total, None)
    assert machine.refuse()
    assert (machine.ended, machine.complete, machine.why) == (True, False, why)


def test_a_refusal_where_a_list_was_left_says_that_it_has_become_shorter() -> None:
    machine = Paging(100, offset=300)
    assert machine.refuse()
    assert (machine.complete, machine.why) == (False, paging.SHORTER)


@pytest.mark.parametrize("total", [None, 670])
def test_a_page_without_rows_that_says_there_is_more_is_passed_over_and_told(total: int | None) -> None:
    machine = Paging(5_000)
    pages = service(670, 50, links=True)

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        ids, _, more = pages(ask)
        return [] if ask.offset == 100 else ids, total, more

    assert len(walk(machine, serve)) == 620
    assert not machine.complete
    assert machine.why == (paging.GAP if total is None else "The service announced 670 rows, 620 came.")


@pytest.mark.parametrize(("total", "complete"), [(None, False), (120, True)])
def test_a_service_that_always_says_there_is_more_is_left(total: int | None, complete: bool) -> None:
    machine = Paging(50)
    pages = service(120, 50)
    asked: list[Ask] = []

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        asked.append(ask)
        return pages(ask)[0], total, True

    assert len(walk(machine, serve)) == 120
    assert machine.complete == complete
    assert len(asked) < 10


@pytest.mark.parametrize(
    ("revisions", "complete"), [(("7", ""), True), (("", ""), True), (("", "7"), True), (("7", "8"), False)]
)
def test_only_what_says_another_revision_is_another(revisions: tuple[str, str], complete: bool) -> None:
    machine = Paging(2)
    for revision, ids in zip(revisions, (["a", "b"], ["c"]), strict=True):
        machine.revise(revision)
        machine.take(ids, len(ids), 3, None)
    assert machine.complete == complete


@given(st.lists(st.lists(st.integers(0, 30), max_size=12)), st.integers(0, 40))
def test_how_many_different_ids_there_were_is_known_at_any_time(pages: list[list[int]], wanted: int) -> None:
    distinct = Distinct()
    there: set[int] = set()
    for page in pages:
        distinct.add([str(number) for number in page])
        there.update(page)
        assert distinct.reach(wanted) == (len(there) >= wanted)
        assert distinct.reach(len(there))
        assert not distinct.reach(len(there) + 1)
    assert distinct.count() == len(there)


@pytest.mark.parametrize(
    ("limit", "clamp", "total", "more"),
    [
        (100, 5_000, None, None),  # the limit is heeded, the offset is not
        (5_000, 100, None, None),
        (1, 5_000, None, None),
        (100, 5_000, 450, None),
        (5_000, 100, None, True),
    ],
)
def test_a_service_that_ignores_the_offset_alone_gives_only_a_part(
    limit: int, clamp: int, total: int | None, more: bool | None
) -> None:
    machine = Paging(limit)
    rows = [f"id-{number}" for number in range(450)]
    walk(machine, lambda ask: (rows[: min(ask.limit, clamp)], total, more))
    assert not machine.complete
    assert machine.why


def test_a_page_that_always_comes_with_another_to_follow_is_not_all() -> None:
    machine = Paging(100)
    rows = [f"id-{number}" for number in range(100)]
    walk(machine, lambda ask: (rows, None, True))
    assert not machine.complete


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


@pytest.mark.parametrize("limit", [100, 200, 5_000])
def test_a_total_that_counts_the_page_does_not_end_a_first_page_that_may_be_cut(limit: int) -> None:
    machine = Paging(limit)
    rows = [f"id-{number}" for number in range(250)]

    def serve(ask: Ask) -> tuple[list[str], int | None, bool | None]:
        page = rows[ask.offset : ask.offset + min(ask.limit, 100)]
        return page, len(page), None

    assert walk(machine, serve) == rows
    assert machine.complete


@pytest.mark.parametrize("last", [0, 79, 160])
def test_the_largest_total_counts(last: int) -> None:
    machine = Paging(100)
    machine.take([f"a{number}" for number in range(100)], 100, 179, None)
    machine.take([], 0, last, None)
    assert (machine.complete, machine.why, machine.total) == (False, "The service announced 179 rows, 100 came.", 179)


def test_a_total_that_shrinks_on_the_way_does_not_end_the_list() -> None:
    machine = Paging(80)
    machine.take([f"a{number}" for number in range(80)], 80, 200, None)
    machine.take([f"b{number}" for number in range(80)], 80, 160, None)
    assert not machine.ended
    machine.take([], 0, 160, None)
    assert not machine.complete


def test_a_total_of_a_filtered_list_proves_nothing() -> None:
    machine = Paging(100, filtered=True)
    machine.take(["a", "b"], 2, 78, None)
    machine.take([], 0, 78, None)
    assert (machine.complete, machine.why, machine.total) == (True, "", 78)


def test_a_link_without_a_next_page_ends_a_list_without_a_total() -> None:
    machine = Paging(100)
    machine.take(["a"], 1, None, False)
    assert machine.complete


@pytest.mark.parametrize(("limit", "received"), [(100, 100), (5_000, 100), (5_000, 250)])
@pytest.mark.parametrize("total", [None, 0])
def test_a_link_without_a_next_page_does_not_end_a_page_that_may_be_cut(
    limit: int, received: int, total: int | None
) -> None:
    machine = Paging(limit)
    machine.take([f"a{number}" for number in range(received)], received, total and received, False)
    assert not machine.ended
    machine.take([], 0, total, False)
    assert machine.complete
