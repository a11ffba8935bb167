"""What the status line says of the data."""

from datetime import UTC, datetime

import pytest

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.browsing.freshness import freshness, moment

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def run(
    started: str,
    *,
    complete: bool = True,
    why: str = "",
    schools: tuple[str, ...] = (),
    held: str = "",
    ended: bool = True,
    different: tuple[int, int, int] = (0, 0, 0),
) -> Run:
    added, changed, removed = different
    state = CollectionState(5, complete, why, added=added, changed=changed, removed=removed)
    return Run(1, started, started if ended else None, "full", complete, {"users": state}, schools, held)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-23T08:12:00+00:00", "today 08:12"),
        ("2026-11-22T23:59:00+00:00", "yesterday 23:59"),
        ("2026-11-20T07:00:00+00:00", "2026-11-20 07:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(when: str, words: str) -> None:
    assert moment(datetime.fromisoformat(when), NOW) == words


def test_a_complete_sync_is_green_and_says_when() -> None:
    state = freshness([run("2026-11-23T08:12:00+00:00")], NOW, syncing=False, offline=False)
    assert (state.text, state.dot) == ("Synced today 08:12 · complete", "good")


def test_offline_still_says_from_when_the_data_is() -> None:
    state = freshness([run("2026-11-22T08:12:00+00:00")], NOW, syncing=False, offline=True)
    assert state.text == "Offline · last complete sync yesterday 08:12"


def test_a_sync_that_stopped_early_is_never_called_complete() -> None:
    runs = [run("2026-11-23T09:00:00+00:00", complete=False), run("2026-11-22T08:12:00+00:00")]
    state = freshness(runs, NOW, syncing=False, offline=False)
    assert state.text == "The last sync is incomplete · last complete yesterday 08:12"
    assert state.look == "warning"


def test_a_first_sync_that_stopped_says_why() -> None:
    runs = [run("2026-11-23T09:00:00+00:00", complete=False, why="The service was busy.")]
    state = freshness(runs, NOW, syncing=False, offline=False)
    assert state.text == "Incomplete: sync again to go on where it stopped. People: The service was busy."


def test_a_sync_of_schools_is_never_called_complete_for_all() -> None:
    one = run("2026-11-23T09:00:00+00:00", schools=("s1",))
    state = freshness([one], NOW, syncing=False, offline=False)
    assert (state.text, state.look) == ("Synced today 09:00 · one school only", "secondary")
    whole = run("2026-11-22T08:12:00+00:00")
    two = run("2026-11-23T09:00:00+00:00", schools=("s1", "s2"))
    state = freshness([two, whole], NOW, syncing=False, offline=False)
    assert state.text == "Synced yesterday 08:12 · complete · 2 schools again today 09:00"


def test_what_was_refused_leaves_a_sync_complete() -> None:
    state = CollectionState(0, False, "Not allowed for this key.", refused=True)
    only = Run(1, "2026-11-23T08:12:00+00:00", "2026-11-23T08:12:00+00:00", "full", True, {"demographics": state})
    assert freshness([only], NOW, syncing=False, offline=False).text == "Synced today 08:12 · complete"


def test_why_it_stopped_is_not_why_something_was_refused_or_worth_knowing() -> None:
    states = {
        "orgs": CollectionState(13, True, "The service announced 12 rows."),
        "demographics": CollectionState(0, False, "This key may not read it.", refused=True),
        "users": CollectionState(5, False, "The service was busy."),
    }
    last = Run(1, "2026-11-23T09:00:00+00:00", None, "full", False, states)
    state = freshness([last], NOW, syncing=False, offline=False)
    assert state.text == "Incomplete: sync again to go on where it stopped. People: The service was busy."


@pytest.mark.parametrize("before", [[], [run("2026-11-22T08:12:00+00:00")]])
def test_of_a_bundle_no_further_sync_is_asked_for(before: list[Run]) -> None:
    runs = [run("2026-11-23T09:00:00+00:00", complete=False, why="1 problem was found."), *before]
    state = freshness(runs, NOW, syncing=False, offline=False, bundle=True)
    assert state.text.startswith("Not all of this file could be read")
    assert "sync" not in state.text.lower()


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([], "Offline. Nothing synced yet"),
        ([run("2026-11-23T09:00:00+00:00", schools=("s1",))], "Offline. Synced today 09:00 · one school only"),
        (
            [run("2026-11-23T09:00:00+00:00", complete=False)],
            "Offline. Incomplete: sync again to go on where it stopped.",
        ),
    ],
)
def test_offline_is_said_where_no_sync_was_ever_complete(runs: list[Run], text: str) -> None:
    state = freshness(runs, NOW, syncing=False, offline=True)
    assert (state.text, state.dot) == (text, "faint")


def test_nothing_synced_is_said_plainly() -> None:
    assert freshness([], NOW, syncing=False, offline=False).text == "Nothing synced yet"


HELD = run("2026-11-23T09:00:00+00:00", complete=False, held="Too much would go.", ended=False)
STOPPED = run("2026-11-23T09:00:00+00:00", complete=False, ended=False)
WHOLE = run("2026-11-22T08:12:00+00:00", different=(5, 0, 0))


@pytest.mark.parametrize("runs", [[], [STOPPED]])
def test_the_first_sync_is_marked_as_partial_while_its_rows_come(runs: list[Run]) -> None:
    state = freshness(runs, NOW, syncing=True, offline=False)
    assert state.text == "Syncing for the first time · not all is here yet"
    assert state.look == "warning"


@pytest.mark.parametrize("runs", [[WHOLE], [STOPPED, WHOLE], [HELD, WHOLE]])
def test_a_later_sync_says_calmly_what_is_shown_meanwhile(runs: list[Run]) -> None:
    state = freshness(runs, NOW, syncing=True, offline=False)
    assert (state.text, state.look) == ("Syncing… Shown until then: yesterday 08:12", "secondary")


@pytest.mark.parametrize(
    ("last", "text"),
    [
        (HELD, "The last sync is held back · last complete yesterday 08:12"),
        (STOPPED, "The last sync was interrupted, or another one runs · last complete yesterday 08:12"),
    ],
)
def test_what_became_of_the_last_sync_stands_before_what_is_shown(last: Run, text: str) -> None:
    state = freshness([last, WHOLE], NOW, syncing=False, offline=False)
    assert (state.text, state.look, state.dot) == (text, "warning", "warning")


def test_a_sync_that_is_held_hides_nothing_of_one_of_a_school() -> None:
    school = run("2026-11-22T08:12:00+00:00", schools=("s1",))
    state = freshness([HELD, school], NOW, syncing=False, offline=False)
    assert state.text == "The last sync is held back · Synced yesterday 08:12 · one school only"
    assert state.look == "warning"


@pytest.mark.parametrize(
    ("different", "words"),
    [((12, 3, 1), " · 12 new, 3 changed, 1 gone"), ((0, 1_204, 0), " · 1,204 changed"), ((0, 0, 0), "")],
)
def test_what_the_last_sync_made_different_is_said(different: tuple[int, int, int], words: str) -> None:
    last = run("2026-11-23T08:12:00+00:00", different=different)
    assert freshness([last, WHOLE], NOW, syncing=False, offline=False).text == f"Synced today 08:12 · complete{words}"


def test_of_the_first_sync_nothing_is_called_new() -> None:
    assert freshness([WHOLE], NOW, syncing=False, offline=False).text == "Synced yesterday 08:12 · complete"
    assert freshness([WHOLE, STOPPED], NOW, syncing=False, offline=False).text == "Synced yesterday 08:12 · complete"


def test_a_sync_from_the_future_tells_of_the_clock() -> None:
    last = run("2027-01-02T08:00:00+00:00")
    state = freshness([last, WHOLE], NOW, syncing=False, offline=False)
    assert state.text == "Synced 2027-01-02 08:00, which is yet to come: check the clock of this computer"
    assert state.look == "warning"
    soon = run("2026-11-23T15:02:00+00:00")
    assert freshness([soon], NOW, syncing=False, offline=False).text == "Synced today 15:02 · complete"
