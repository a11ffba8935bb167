"""From when on a copy ages, after runs that brought all or some of it."""

from datetime import datetime
from typing import Any

import pytest

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.sync.age import age_of, renewed

Brought = dict[str, tuple[int, bool]]
ALL: Brought = {"orgs": (5, True), "users": (90, True)}
NOTHING_NEW: Brought = {"orgs": (0, True), "users": (0, True)}
S1, S2 = ("s1",), ("s2",)


def runs(*given: Any) -> list[Run]:
    """One run a day of November, newest first; given as (rows and completeness by collection, schools, ended)."""
    made = []
    for day, (brought, schools, ended) in enumerate(given, start=1):
        states = {
            name: CollectionState(rows=rows, complete=complete, why="") for name, (rows, complete) in brought.items()
        }
        begun = f"2026-11-{day:02}T08:00:00.000Z"
        made.append(
            Run(
                run=day,
                started="2001-01-01T00:00:00.000Z",  # by the service's clock
                begun=begun,
                ended=begun if ended else None,
                kind="full",
                complete=all(state.complete for state in states.values()),
                collections=states,
                schools=schools,
            )
        )
    return made[::-1]


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ([], None),
        ([(ALL, (), True)], 1),
        ([(ALL, (), True), (NOTHING_NEW, (), True)], 2),
        ([(ALL, (), True), ({"orgs": (5, True)}, (), True)], None),  # some lists
        ([({"orgs": (5, True)}, (), True), ({"orgs": (0, True)}, (), True)], 2),  # always the same list
        ([({"orgs": (5, True)}, (), True), ({"users": (5, True)}, (), True)], None),
        ([({"orgs": (5, True)}, (), True), ({"users": (5, True)}, (), True), (ALL, (), True)], 3),
        ([(ALL, (), True), (ALL, S1, True)], None),  # some schools
        ([(ALL, S1, True), (NOTHING_NEW, S1, True)], 2),
        ([(ALL, S1, True), (ALL, S2, True)], None),
        ([(ALL, S1, True), (ALL, S2, True), (ALL, S1 + S2, True)], 3),
        ([(ALL, S1, True), (ALL, (), True)], 2),
        ([(ALL, (), True), ({**ALL, "users": (40, False)}, (), True)], None),  # not all of it came
        ([({**ALL, "users": (40, False)}, (), True), (ALL, (), True)], 2),
        ([({**ALL, "users": (40, False)}, (), False)], 1),  # interrupted
        ([(ALL, (), True), ({"orgs": (5, True)}, (), False), (NOTHING_NEW, (), True)], 3),
        ([({**ALL, "demographics": (90, True)}, (), True), (NOTHING_NEW, (), True)], 1),  # they are older than the rest
        ([({"demographics": (90, True)}, (), True), (ALL, (), True), ({"demographics": (0, True)}, (), True)], None),
        ([(ALL, (), True), ({"demographics": (90, True)}, (), True), (NOTHING_NEW, (), True)], 2),
        ([({**ALL, "demographics": (0, False)}, (), True), (NOTHING_NEW, (), True)], 2),  # refused: nothing is here
    ],
)
def test_a_copy_is_as_old_as_what_was_made_sure_of_longest_ago(given: list[Any], day: int | None) -> None:
    expected = None if day is None else datetime.fromisoformat(f"2026-11-{day:02}T08:00:00.000Z")
    assert renewed(runs(*given)) == expected


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ([], None),
        ([(ALL, (), True), (NOTHING_NEW, (), True)], 2),
        ([(ALL, (), True), (ALL, (), True), ({"orgs": (5, True)}, (), True)], 2),  # as old as before the last
        ([(ALL, (), True), (ALL, S1, True), ({"orgs": (5, True)}, (), True)], 1),
        ([(NOTHING_NEW, (), False), (NOTHING_NEW, (), False)], 1),  # nothing came yet
    ],
)
def test_runs_tell_how_old_a_copy_is_whose_age_was_forgotten(given: list[Any], day: int | None) -> None:
    assert age_of(runs(*given)) == (None if day is None else datetime.fromisoformat(f"2026-11-{day:02}T08:00:00Z"))
