"""The clock of this machine is set forward or back between two syncs, or goes wrong all the time."""

from datetime import timedelta
from pathlib import Path

import pytest

from rosterdesk.store.writer import Writer
from rosterdesk.sync.plan import plan
from tests.store.roster import KEY, STARTED

HOUR, YEAR, RIGHT = timedelta(hours=1), timedelta(days=365), timedelta(0)


@pytest.mark.parametrize(
    ("first", "second", "says", "kind"),
    [
        (RIGHT, RIGHT, True, "delta"),
        (RIGHT, RIGHT, False, "delta"),
        (RIGHT, -YEAR, True, "full"),
        (RIGHT, -YEAR, False, "full"),
        (RIGHT, YEAR, True, "full"),
        (RIGHT, YEAR, False, "full"),
        (YEAR, RIGHT, True, "delta"),
        (YEAR, RIGHT, False, "full"),
        (-YEAR, RIGHT, True, "full"),
        (-YEAR, RIGHT, False, "full"),
        (HOUR, HOUR, True, "delta"),
        (HOUR, -HOUR, True, "delta"),
        (-HOUR, HOUR, True, "delta"),
        (-HOUR, -HOUR, False, "delta"),
        (YEAR, YEAR, True, "full"),
        (-YEAR, -YEAR, True, "delta"),
    ],
)
def test_no_change_is_missed_whatever_the_clocks_say(
    tmp_path: Path, first: timedelta, second: timedelta, says: bool, kind: str
) -> None:
    """How far this machine's clock is ahead at two syncs three hours apart, of a service that says its own or not."""
    with Writer(tmp_path / "a.db", KEY) as writer:
        for ahead, moment in ((first, STARTED), (second, STARTED + 3 * HOUR)):
            now = moment + ahead
            chosen = plan(writer.runs(), asked=["users"], now=now)
            writer.begin(chosen.kinds, started=now)
            since = writer.since("users")
            writer.begin_list("users", "users", clock=moment if says else None)
            writer.end_collection("users", complete=True)
            run = writer.end()
            assert run.ended is not None
            assert run.started <= run.ended
            if says:
                assert run.started <= f"{moment:%Y-%m-%dT%H:%M:%S.000Z}" == run.clock
            else:
                assert run.clock is None
    assert chosen.kinds["users"] == kind
    if kind == "delta":
        assert since is not None
        assert since < STARTED


@pytest.mark.parametrize(
    ("second", "goes_on"), [(RIGHT, True), (HOUR, True), (-HOUR, True), (YEAR, False), (-YEAR, False)]
)
def test_a_run_is_gone_on_with_unless_the_clock_jumped(tmp_path: Path, second: timedelta, goes_on: bool) -> None:
    with Writer(tmp_path / "a.db", KEY) as writer:
        number = writer.begin({"users": "full"}, started=STARTED)
        writer.begin_list("users", "users", clock=STARTED)
        assert (writer.begin({"users": "full"}, started=STARTED + HOUR + second) == number) is goes_on


def test_the_clock_of_a_run_is_that_of_its_first_answer(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db", KEY) as writer:
        writer.begin({"users": "full"}, started=STARTED)
        for minutes in (5, 7, 90):
            writer.begin_list("users", "users", clock=STARTED + timedelta(minutes=minutes))
        assert writer.end().clock == "2026-09-30T04:05:00.000Z"
