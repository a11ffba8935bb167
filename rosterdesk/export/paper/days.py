"""Days as they stand on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

from rosterdesk.language import Say, english

_WEEKDAYS = english("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_SHORT_WEEKDAYS = english("Mon Tue Wed Thu Fri Sat Sun")
_LETTERS = english("M T W Th F S Su")
_MONTHS = english("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
_SCHOOL_WEEK = 5


def long(day: date, say: Say = str) -> str:
    """`Monday, 2026-11-23`."""
    return f"{say(_WEEKDAYS).split()[day.weekday()]}, {day.isoformat()}"


def short(day: date, say: Say = str) -> str:
    """The weekday over the day, for the head of a narrow column; the month by its name, which nobody misreads."""
    return f"{say(_SHORT_WEEKDAYS).split()[day.weekday()]}\n{day.day} {say(_MONTHS).split()[day.month - 1]}"


def shortest(day: date, say: Say = str) -> str:
    """The weekday's letter over the day of the month, where there is no room for more."""
    return f"{say(_LETTERS).split()[day.weekday()]}\n{day.day}"


def school_days(begins: date, many: int) -> Iterator[date]:
    """So many days from this one on without Saturdays and Sundays; which others are free, no roster says."""
    following = (begins + timedelta(days) for days in count())
    return islice((day for day in following if day.weekday() < _SCHOOL_WEEK), many)
