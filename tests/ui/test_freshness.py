"""What the status line says of the data."""

from datetime import UTC, datetime

import pytest

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.freshness import freshness, moment

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def run(started: str, *, complete: bool = True, ended: str | None = None, why: str = "") -> Run:
    return Run(1, started, ended or started, "full", complete, {"users": CollectionState(5, complete, why)})


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
    assert state.text == "The last sync stopped early · last complete yesterday 08:12"
    assert state.look == "warning"


def test_a_first_sync_that_stopped_says_why() -> None:
    runs = [run("2026-11-23T09:00:00+00:00", complete=False, why="The service was busy.")]
    state = freshness(runs, NOW, syncing=False, offline=False)
    assert "The service was busy." in state.text


def test_nothing_synced_is_said_plainly() -> None:
    assert freshness([], NOW, syncing=False, offline=False).text == "Nothing synced yet"
    assert freshness([], NOW, syncing=True, offline=False).text == "Syncing…"
