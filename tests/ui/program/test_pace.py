"""What is said of how far a sync is."""

import pytest

from rosterdesk.progress import Progress
from rosterdesk.settings import Source
from rosterdesk.ui.program import pace
from rosterdesk.ui.program.pace import Figures, Pace

LISTS = ("orgs", "users", "enrollments")


def after(*said: tuple[float, str, int, int | None]) -> Figures:
    """The figures once this was said: when, of which list, so many rows, of so many."""
    going = Pace(LISTS)
    for now, collection, done, total in said:
        going.take(Progress("sync", collection, done, total), now)
    figures = going.figures()
    assert figures is not None
    return figures


def test_before_anything_was_said_nothing_is_known() -> None:
    assert Pace(LISTS).figures() is None


def test_rows_are_of_all_lists_so_far() -> None:
    assert after((0, "orgs", 13, 13), (1, "users", 0, None), (3, "users", 5_000, 31_022))[:3] == (2, 3, 5_013)


def test_how_long_it_will_take_is_said_in_the_last_list_alone() -> None:
    assert after((0, "users", 0, None), (5, "users", 5_000, 10_000)).left is None
    assert after((0, "enrollments", 0, None), (5, "enrollments", 5_000, 20_000)).left == 15


@pytest.mark.parametrize("total", [None, 20_000])
def test_without_a_total_or_without_rows_nobody_knows_how_long(total: int | None) -> None:
    rows = 5_000 if total is None else 0
    assert after((0, "enrollments", 0, None), (5, "enrollments", rows, total)).left is None


def test_only_what_came_lately_says_how_fast_it_goes() -> None:
    slow_then_fast = after((0, "users", 0, None), (100, "users", 100, None), (105, "users", 10_100, None))
    assert slow_then_fast.speed == 2_000


def test_what_was_kept_from_a_sync_that_was_stopped_says_nothing_of_the_speed() -> None:
    going = Pace(LISTS)
    going.take(Progress("sync", "enrollments", 0), 0)
    going.take(Progress("sync", "enrollments", 41_000, 50_000, kept=40_000), 1)
    going.take(Progress("sync", "enrollments", 42_000, 50_000, kept=40_000), 2)
    assert going.figures() == Figures(3, 3, 42_000, 1_000, 8)


def test_publishing_is_counted_from_nothing() -> None:
    going = Pace(LISTS)
    going.take(Progress("sync", "enrollments", 40_000, 40_000), 0)
    going.take(Progress("publish", "users", 10, 9_380), 1)
    figures = going.figures()
    assert figures is not None
    assert figures.rows == 10


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Figures(2, 6, 18_300, 3_100, None), "List 2 of 6 · 18,300 rows · 3,100 a second"),
        (Figures(6, 6, 90_000, 4_000, 3), "List 6 of 6 · 90,000 rows · 4,000 a second · a few seconds left"),
        (Figures(6, 6, 90_000, 4_000, 42), "List 6 of 6 · 90,000 rows · 4,000 a second · about 40 s left"),
        (Figures(6, 6, 90_000, 40, 600), "List 6 of 6 · 90,000 rows · 40 a second · about 10 min left"),
        (Figures(6, 6, 90_000, 4, 10_800), "List 6 of 6 · 90,000 rows · 4 a second · about 3 h left"),
        (Figures(0, 0, 12, None, None), "12 rows"),
    ],
)
def test_it_is_said_in_words(figures: Figures, said: str) -> None:
    assert pace.words(figures) == said


def test_the_lists_are_those_that_the_source_is_asked_for() -> None:
    core = ("orgs", "academicSessions", "courses", "users", "classes", "enrollments")
    assert pace.lists(Source(name="a", url="https://host/v1p1")) == core
    assert pace.lists(Source(name="a", url="https://host/v1p1", also=("demographics",))) == (*core, "demographics")
    assert pace.lists(Source(name="a", bundle="/a.zip", auth="none")) == ()
