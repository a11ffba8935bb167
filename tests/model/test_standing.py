"""What is said of a collection of which records may be missing."""

import msgspec
import pytest

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.model.standing import awaited, lack, shown

WHOLE = CollectionState(rows=9, complete=True)
CUT = CollectionState(rows=5, complete=False, why="Stopped after 5 of 9 rows.")
REFUSED = CollectionState(rows=0, complete=False, refused=True, why="This key may not read that (HTTP 403).")


def run(state: CollectionState, *schools: str, collection: str = "users") -> Run:
    moment = "2026-11-23T08:00:00.000Z"
    return Run(1, moment, moment, "full", state.complete, {collection: state}, schools)


def unended(state: CollectionState, held: str = "", of: str = "users") -> Run:
    return msgspec.structs.replace(run(state, collection=of), run=2, ended=None, complete=False, held=held)


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        ([], []),
        ([unended(CUT)], [0]),
        ([unended(WHOLE, "Too much."), run(WHOLE)], [1]),
        ([unended(CUT), run(CUT), run(WHOLE)], [1, 2]),
        ([unended(CUT), run(REFUSED)], [0, 1]),
    ],
)
def test_of_a_run_that_has_not_ended_nothing_is_seen_where_something_was_there_before(
    runs: list[Run], seen: list[int]
) -> None:
    assert shown(runs) == [runs[place] for place in seen]


@pytest.mark.parametrize(
    ("runs", "fields"),
    [
        ([], set()),
        ([unended(CUT, of="enrollments")], {"homeroom", "size", "teachers"}),
        ([unended(WHOLE, of="enrollments")], set()),
        ([unended(CUT)], set()),
        ([unended(CUT, of="enrollments"), run(WHOLE)], set()),
    ],
)
def test_a_first_sync_has_still_to_bring_what_enrollments_tell(runs: list[Run], fields: set[str]) -> None:
    assert awaited(runs) == fields


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], "Students were not read."),
        ([run(WHOLE, collection="orgs")], "Students were not read."),
        ([run(WHOLE)], ""),
        ([run(WHOLE), run(CUT)], ""),
        ([run(CUT), run(WHOLE)], "Students are not all here: Stopped after 5 of 9 rows."),
        ([run(REFUSED)], "Students may not be seen with this key: This key may not read that (HTTP 403)."),
        ([run(WHOLE, "s1")], "Students are here of chosen schools only."),
        ([run(WHOLE, "s1"), run(WHOLE)], ""),
        ([unended(CUT), run(WHOLE)], ""),
        ([unended(WHOLE, "Too much."), run(CUT)], "Students are not all here: Stopped after 5 of 9 rows."),
        ([run(WHOLE, "s1"), run(CUT)], "Students are not all here: Stopped after 5 of 9 rows."),
    ],
)
def test_what_may_be_missing_is_said(runs: list[Run], said: str) -> None:
    assert lack("students", runs) == said
