"""What a key can see, as the syncs found out."""

import pytest

from rosterdesk.model.access import Access, access, changed
from rosterdesk.model.fields import BASES
from rosterdesk.model.rows import CollectionState, Run

ROWS = CollectionState(12, complete=True)
NONE = CollectionState(0, complete=True)
NEWS = CollectionState(3, complete=True, kind="delta")
NO_NEWS = CollectionState(0, complete=True, kind="delta")
FORBIDDEN = CollectionState(0, complete=False, refused=True, why="This key may not read that (HTTP 403).")
NEEDED = CollectionState(0, complete=False, why="This key may not read that (HTTP 403).")
ABSENT = CollectionState(0, complete=False, refused=True, why="The service has nothing at that address (HTTP 404).")
BROKEN = CollectionState(0, complete=False, why="The service refused the request (HTTP 500).")
STOPPED = CollectionState(7, complete=False, why="Stopped after 7 of 12 rows.")
ENDED_KEY = CollectionState(0, complete=False, why="The key was refused. (HTTP 401)")


def run(number: int, state: CollectionState | None, schools: tuple[str, ...] = ()) -> Run:
    collections = {} if state is None else {"results": state}
    return Run(number, f"2026-11-{number:02}", "2026-11-30", "full", True, collections, schools)


def results(*states: CollectionState | None) -> Access:
    """After runs that found this, the newest last."""
    runs = [run(number, state) for number, state in enumerate(states, 1)]
    return next(each for each in access(runs[::-1]) if each.collection == "results")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], ("unasked", "", "")),
        ([None, None], ("unasked", "", "")),
        ([ROWS], ("allowed", "", "")),
        ([ROWS, NO_NEWS, NEWS], ("allowed", "", "")),
        ([NONE], ("empty", "", "")),
        ([NONE, NO_NEWS], ("empty", "", "")),
        ([NONE, NEWS], ("allowed", "2026-11-02", "empty")),
        ([FORBIDDEN], ("forbidden", "", "")),
        ([ROWS, FORBIDDEN, FORBIDDEN], ("forbidden", "2026-11-02", "allowed")),
        ([ROWS, NEEDED], ("forbidden", "2026-11-02", "allowed")),
        ([FORBIDDEN, ROWS, None], ("allowed", "2026-11-02", "forbidden")),
        ([ROWS, FORBIDDEN, ROWS, ABSENT], ("absent", "2026-11-04", "allowed")),
        ([BROKEN], ("unread", "", "")),
        ([ROWS, BROKEN], ("allowed", "", "")),
        ([FORBIDDEN, BROKEN, FORBIDDEN], ("forbidden", "", "")),
        ([STOPPED], ("allowed", "", "")),
        ([ROWS, ENDED_KEY], ("allowed", "", "")),
    ],
)
def test_a_collection_stands_as_the_last_sync_found_it_that_could_tell(
    states: list[CollectionState | None], expected: tuple[str, str, str]
) -> None:
    found = results(*states)
    assert (found.state, found.since, found.was) == expected


@pytest.mark.parametrize(("state", "why"), [(FORBIDDEN, FORBIDDEN.why), (BROKEN, BROKEN.why), (ROWS, "")])
def test_who_refuses_is_quoted(state: CollectionState, why: str) -> None:
    assert results(state).why == why


def test_a_sync_of_one_school_tells_only_of_what_no_other_asked_for() -> None:
    of_school = run(2, NONE, ("s1",))
    assert next(each for each in access([of_school, run(1, ROWS)]) if each.collection == "results").state == "allowed"
    assert next(each for each in access([of_school, run(1, None)]) if each.collection == "results").state == "empty"


def test_every_collection_is_told_of_and_what_the_last_sync_changed_is_known() -> None:
    runs = [run(2, FORBIDDEN), run(1, ROWS)]
    found = access(runs)
    assert [each.collection for each in found] == list(BASES)
    assert [each.collection for each in changed(found, runs)] == ["results"]
    later = [run(3, FORBIDDEN), *runs]
    assert changed(access(later), later) == []
