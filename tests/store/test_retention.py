"""How far back runs and their changes are remembered, and that later runs go by the same all the while."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.model.changes import ChangeQuery, together
from rosterdesk.model.entities import Entity, Org, User
from rosterdesk.store.file import memory
from rosterdesk.store.file.connection import Location
from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import plan
from tests.store import roster
from tests.store.roster import KEY, STARTED, items

DAY = timedelta(days=1)


def run(location: Location, number: int, kind: Any = "full", *, age: timedelta, keep: tuple[int, int]) -> None:
    """The n-th run, so long ago, renames the one person."""
    with Writer(location, KEY, keep_runs=keep[0], keep_days=keep[1]) as writer:
        person = User(sourced_id="u", given_name=f"Name {number}")
        roster.sync(writer, {"users": [person]}, kind=kind, started=datetime.now(UTC) - age)


def remembered(location: Location) -> tuple[list[int], list[int]]:
    """The runs, and those of which the journal tells what they changed."""
    with roster.reader(location) as reader:
        runs = [run.run for run in reader.runs()]
        told = [
            number
            for number in range(9, 0, -1)
            if list(reader.changes(ChangeQuery(number), "added" if number == 1 else "changed"))
        ]
    return runs, told


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ((3, 0), [5, 4, 3]),
        ((1, 0), [5]),
        ((0, 0), [5]),
        ((9, 0), [5, 4, 3, 2, 1]),
        ((1, 25), [5, 4, 3]),
        ((4, 5), [5, 4, 3, 2]),
    ],
)
def test_the_last_so_many_runs_or_days_are_remembered_whichever_are_more(
    tmp_path: Path, keep: tuple[int, int], expected: list[int]
) -> None:
    path = tmp_path / "a.db"
    for number in range(1, 6):
        run(path, number, age=(5 - number) * 10 * DAY, keep=keep)
    assert remembered(path) == (expected, expected)


@pytest.mark.parametrize("ahead", [1, 3])
def test_a_run_of_a_clock_that_was_ahead_keeps_no_journal_from_being_forgotten(tmp_path: Path, ahead: int) -> None:
    path = tmp_path / "a.db"
    for number in range(1, 6):
        run(path, number, age=-4000 * DAY if number == ahead else (105 - number) * DAY, keep=(2, 30))
    assert remembered(path) == ([5, 4], [5, 4])


def test_a_run_that_later_ones_go_by_outlives_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for number in range(1, 6):
        run(path, number, kind="full" if number < 3 else "delta", age=(5 - number) * DAY, keep=(1, 0))
    assert remembered(path) == ([5, 2], [5])


def test_runs_beside_each_other_that_outlive_their_journals_are_forgotten_and_not_told_together(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for number in range(1, 6):
        named, age = f"Name {number}", (5 - number) * DAY
        lists: dict[str, list[Entity]] = {
            "users": [User(sourced_id="u", given_name=named)] if number != 2 else [],
            "orgs": [Org(sourced_id="o", name=named)] if number < 3 else [],
        }
        with Writer(path, KEY, keep_runs=2, keep_days=0) as writer:
            kind: Any = "full" if number < 3 else "delta"
            roster.sync(writer, {k: v for k, v in lists.items() if v}, kind=kind, started=datetime.now(UTC) - age)
    with roster.reader(path) as reader:
        runs = reader.runs()
        assert [(run.run, run.forgotten) for run in runs] == [(5, False), (4, False), (2, True), (1, True)]
        assert [run.run for run in together(runs, 5)] == [4]
        assert together(runs, 2) == []


_runs = st.lists(
    st.tuples(
        st.sampled_from([("users",), ("orgs",), ("users", "orgs")]),
        st.sampled_from(["full", "delta"]),
        st.booleans(),
        st.sampled_from([(), ("s1",), ("s1", "s2")]),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(_runs)
@settings(max_examples=20)
def test_what_is_forgotten_makes_no_difference_to_later_runs(runs: list[tuple[Any, ...]]) -> None:
    """(collections, kind, complete, schools, whether it ends, records without an id): with and without forgetting."""
    with memory.store() as short, memory.store() as long:
        answers = [_answers(location, keep, runs) for location, keep in ((short, 1), (long, 99))]
    assert answers[0] == answers[1]


def _answers(location: Location, keep: int, runs: Sequence[tuple[Any, ...]]) -> list[Any]:
    now = STARTED + len(runs) * timedelta(hours=7)
    with Writer(location, KEY, keep_runs=keep, keep_days=0) as writer:
        for number, (names, kind, complete, schools, ends, dropped) in enumerate(runs):
            writer.begin(dict.fromkeys(names, kind), schools=schools, started=STARTED + number * timedelta(hours=7))
            for name in names:
                writer.put(name, (), received=dropped, total=None, dropped=dropped)
                writer.end_list(name, name, doubtful=dropped > 1)
                writer.end_collection(name, complete=complete)
            if ends:
                writer.end()
        found: list[Any] = []
        for schools in ((), ("s1",), ("s2",)):
            found.append(plan(writer.runs(), schools=schools, now=now))
            writer.begin({"users": "full", "orgs": "full"}, schools=schools, started=now, anew=True)
            writer.put("users", items([User(sourced_id="u")]), received=1, total=None)
            found += [(writer.since(name), writer.preview.loses(name, 1)) for name in ("users", "orgs")]
        return found
