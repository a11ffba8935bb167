"""Whether to ask again, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.oneroster import retry
from rosterdesk.oneroster.retry import Reason, Stop, Wait

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def decide(reason: Reason = Reason.BUSY, tries: int = 1, elapsed: float = 0.0) -> Wait | Stop:
    return retry.decide(reason, tries, elapsed, {}, random=lambda: 0.5, now=NOW)


def told(value: str, date: str = "") -> Wait | Stop:
    """What is decided on a `Retry-After`."""
    return retry.decide(Reason.BUSY, 1, 0.0, {"retry-after": value, "date": date}, random=lambda: 0.5, now=NOW)


RETRY_AFTER = [
    ("3", Wait(3.0)),
    (" 120 ", Wait(120.0)),
    ("300", Wait(300.0)),
    ("301", Stop(NOW + timedelta(seconds=301))),
    ("999999999999999999999", Stop(NOW + timedelta(days=30))),
    ("Mon, 23 Nov 2026 12:00:05 GMT", Wait(5.0)),
    ("Mon, 23 Nov 2026 11:00:05 GMT", Wait(1.0)),
    ("Mon, 23 Nov 2026 14:00:00 GMT", Stop(NOW + timedelta(hours=2))),
    ("0", Wait(1.0)),
    ("-5", Wait(1.0)),
    ("abc", Wait(1.0)),
    ("", Wait(1.0)),
    ("3, 5", Wait(1.0)),
    ("3.5", Wait(1.0)),
    ("٣", Wait(1.0)),
    ("Mon, 99 Foo 2026", Wait(1.0)),
    ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", Wait(1.0)),
]


@pytest.mark.parametrize(("value", "expected"), RETRY_AFTER)
def test_retry_after_is_honoured_within_bounds(value: str, expected: Wait | Stop) -> None:
    assert told(value) == expected


def test_a_date_is_read_by_the_servers_own_clock() -> None:
    assert told("Mon, 23 Nov 2026 09:00:05 GMT", "Mon, 23 Nov 2026 09:00:00 GMT") == Wait(5.0)


def test_waits_double_up_to_a_ceiling() -> None:
    waits = [decide(Reason.BUSY, tries) for tries in range(1, 9)]
    assert waits == [Wait(1.0), Wait(2.0), Wait(4.0), Wait(8.0), Wait(16.0), Wait(30.0), Wait(30.0), Stop()]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_ends(reason: Reason) -> None:
    assert decide(reason, retry.POLICIES[reason].tries) == Stop()


def test_a_stale_connection_is_tried_anew_at_once_but_only_once() -> None:
    assert decide(Reason.CUT, 1) == Wait(0.0)
    assert decide(Reason.CUT, 2) == Wait(0.5)


def test_the_time_for_one_request_is_bounded() -> None:
    assert decide(elapsed=retry.BUDGET - 0.5) == Stop()
    assert decide(elapsed=retry.BUDGET - 1.0) == Wait(1.0)


@given(st.sampled_from(Reason), st.integers(1, 20), st.text(), st.text(), st.floats(0, 1))
def test_any_headers_give_a_bounded_wait_or_a_stop(
    reason: Reason, tries: int, value: str, date: str, chance: float
) -> None:
    headers = {"retry-after": value, "date": date}
    chosen = retry.decide(reason, tries, 0.0, headers, random=lambda: chance, now=NOW)
    assert isinstance(chosen, Stop) or 0 <= chosen.seconds <= retry.LONGEST_WAIT


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, None),
        (400, None),
        (401, None),
        (403, None),
        (404, None),
        (408, Reason.NETWORK),
        (410, None),
        (429, Reason.BUSY),
        (500, Reason.BROKEN),
        (501, None),
        (502, Reason.NETWORK),
        (503, Reason.BUSY),
        (504, Reason.NETWORK),
        (522, Reason.BROKEN),
        (999, None),
    ],
)
def test_only_what_may_pass_is_asked_again(status: int, reason: Reason | None) -> None:
    assert retry.reason(status) is reason
