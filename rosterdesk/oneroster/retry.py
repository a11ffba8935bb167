"""Whether to ask again, and when. Pure: what happened in, seconds to wait or the reason to stop out."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum

import msgspec

from rosterdesk.oneroster import dates

LONGEST_WAIT = 300.0
"""Seconds that a `Retry-After` may ask for; a longer one is the user's decision."""
FURTHEST = 30 * 86_400.0
BUDGET = 600.0
"""Seconds, from the first try to the last, that one request may take."""


class Reason(Enum):
    """Why an answer did not come."""

    BUSY = "busy"
    BROKEN = "broken"
    NETWORK = "network"
    CUT = "cut"
    TRUNCATED = "truncated"
    SLOW = "slow"
    GARBLED = "garbled"


class Policy(msgspec.Struct, frozen=True):
    """How often to ask in all, and the ceilings of the first and of the longest back-off in seconds."""

    tries: int
    first: float
    longest: float


POLICIES = {
    Reason.BUSY: Policy(8, 2.0, 60.0),
    Reason.BROKEN: Policy(4, 1.0, 30.0),
    Reason.NETWORK: Policy(5, 0.5, 30.0),
    Reason.CUT: Policy(5, 0.5, 30.0),
    Reason.TRUNCATED: Policy(5, 0.5, 30.0),
    Reason.SLOW: Policy(2, 1.0, 30.0),
    Reason.GARBLED: Policy(3, 0.5, 10.0),
}
FOR_TOKENS = POLICIES | dict.fromkeys((Reason.TRUNCATED, Reason.GARBLED), Policy(2, 0.5, 10.0))
"""Who answers badly was given the secret already: once more is enough."""

BY_STATUS = {
    408: Reason.NETWORK,
    429: Reason.BUSY,
    501: None,
    502: Reason.NETWORK,
    503: Reason.BUSY,
    504: Reason.NETWORK,
    505: None,
}


class Wait(msgspec.Struct, frozen=True):
    """Ask again after so many seconds."""

    seconds: float


class Stop(msgspec.Struct, frozen=True):
    """Ask no more; `until` is when the service wants to be asked again, where it said so."""

    until: datetime | None = None


def reason(status: int) -> Reason | None:
    """Why an answer with this status is none; `None` for one that asking again would not change."""
    return BY_STATUS.get(status, Reason.BROKEN if 500 <= status < 600 else None)


def decide(
    why: Reason,
    tries: int,
    elapsed: float,
    headers: Mapping[str, str],
    *,
    random: Callable[[], float],
    now: datetime,
    policies: Mapping[Reason, Policy] = POLICIES,
) -> Wait | Stop:
    """What to do after `tries` tries in `elapsed` seconds. `headers` have lower-case names; `random` gives 0 to 1."""
    asked = asked_for(headers, now)
    if asked is not None and asked > LONGEST_WAIT:
        return Stop(until=now + timedelta(seconds=min(asked, FURTHEST)))
    if tries >= policies[why].tries:
        return Stop()
    seconds = asked or back_off(why, tries, random)
    return Wait(seconds) if elapsed + seconds <= BUDGET else Stop()


def back_off(why: Reason, tries: int, random: Callable[[], float]) -> float:
    """Full jitter: anything up to a ceiling that doubles. A connection that went stale is tried anew at once."""
    policy = POLICIES[why]
    if why is Reason.CUT and tries == 1:
        return 0.0
    return random() * min(policy.longest, policy.first * 2.0 ** (tries - 1))


def asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that `Retry-After` asks for, by the server's own clock; `None` where it makes no sense."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    moment = dates.moment(value)
    if moment is None:
        return None
    seconds = (moment - (dates.moment(headers.get("date", "")) or now)).total_seconds()
    return seconds if seconds > 0 else None
