"""Days as they stand on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LETTERS = ("M", "T", "W", "Th", "F", "S", "Su")
_SCHOOL_WEEK = 5


def long(day: date) -> str:
    """`Monday, 2026-11-23`."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.isoformat()}"


def short(day: date) -> str:
    """The weekday over the day, for the head of a narrow column; the month by its name, which nobody misreads."""
    return f"{_WEEKDAYS[day.weekday()][:3]}\n{day.day} {_MONTHS[day.month - 1]}"


def shortest(day: date) -> str:
    """The weekday's letter over the day of the month, where there is no room for more."""
    return f"{_LETTERS[day.weekday()]}\n{day.day}"


def school_days(begins: date, many: int) -> Iterator[date]:
    """So many days from this one on without Saturdays and Sundays; which others are free, no roster says."""
    following = (begins + timedelta(days) for days in count())
    return islice((day for day in following if day.weekday() < _SCHOOL_WEEK), many)
