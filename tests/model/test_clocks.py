"""How far a service's clock was from ours."""

import pytest

from rosterdesk.model import clocks
from rosterdesk.model.rows import Run


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (None, ""),
        ("2026-11-23T08:12:00.000Z", ""),
        ("2026-11-23T08:13:59.000Z", ""),
        ("2026-11-23T08:14:00.000Z", "2 minutes"),
        ("2026-11-23T08:24:10.000Z", "12 minutes"),
        ("2026-11-23T10:11:00.000Z", "119 minutes"),
        ("2026-11-23T11:12:00.000Z", "3 hours"),
        ("2027-11-23T08:12:00.000Z", "365 days"),
    ],
)
def test_what_a_person_would_notice_is_said(clock: str | None, words: str) -> None:
    run = Run(1, "2026-11-23T08:12:00.000Z", None, "full", False, {}, clock=clock)
    assert clocks.apart(run) == (f"The clock of the service was {words} ahead of ours." if words else "")


def test_one_that_is_behind_is_told_by_when_the_run_was_begun() -> None:
    earlier, later = "2026-11-23T06:12:00.000Z", "2026-11-23T08:12:00.000Z"
    run = Run(1, earlier, None, "full", False, {}, clock=earlier, begun=later)
    assert clocks.apart(run) == "The clock of the service was 2 hours behind ours."
