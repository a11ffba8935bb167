from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.export.paper import days


@pytest.mark.parametrize(
    ("day", "long", "short", "shortest"),
    [
        (date(2026, 11, 23), "Monday, 2026-11-23", "Mon\n23 Nov", "M\n23"),
        (date(2027, 1, 3), "Sunday, 2027-01-03", "Sun\n3 Jan", "Su\n3"),
    ],
)
def test_days_are_said_so_that_nobody_takes_the_month_for_the_day(
    day: date, long: str, short: str, shortest: str
) -> None:
    assert (days.long(day), days.short(day), days.shortest(day)) == (long, short, shortest)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 31))
def test_school_days_leave_out_weekends_and_nothing_else(begins: date, many: int) -> None:
    found = list(days.school_days(begins, many))
    assert len(found) == many
    if found:
        span = [begins + timedelta(each) for each in range((found[-1] - begins).days + 1)]
        assert found == [day for day in span if day.weekday() < 5]
