"""What the status line says of the data."""

from datetime import UTC, datetime

import pytest

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.freshness import freshness, moment

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def run(started: str, *, complete: bool = True, why: str = "", schools: tuple[str, ...] = ()) -> Run:
    return Run(1, started, started, "full", complete, {"users": CollectionState(5, complete, why)}, schools)


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
    assert freshness([], NOW, syncing=True, offline=False).text == "Syncing…"
