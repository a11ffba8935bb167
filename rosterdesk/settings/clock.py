"""A clock that may be set wrong, and how old a copy is by it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, TypeAlias

import msgspec

Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]

_IMPLAUSIBLE = timedelta(days=365)
"""So long a computer may lie unused, and no longer: then rather its clock is wrong."""
_BELIEVED = timedelta(days=1)
_SLACK = timedelta(minutes=5)  # clocks are put right by seconds all the time


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What this computer's clock said when it was `seen` last; and, where it had jumped far ahead then, since when it
    says so: for a day nothing is destroyed by what it says, so that there is time to set it right.
    """

    seen: Moment
    jumped: Moment | None = None

    def at(self, now: datetime) -> "Clock":
        """The same, seen again now."""
        if now - self.seen > _IMPLAUSIBLE:
            return Clock(seen=now, jumped=now)
        if self.jumped is None or now < self.seen - _SLACK or now - self.jumped >= _BELIEVED:
            return Clock(seen=now)
        return Clock(seen=now, jumped=self.jumped)


def latest(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """The latest of the moments that is not yet to come."""
    return max((moment for moment in moments if moment <= now + _SLACK), default=None)
