"""Filter strings."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rosterdesk.errors import UsageError
from rosterdesk.oneroster import filters


def test_values_are_always_quoted() -> None:
    assert filters.clause("status", "=", "active") == "status='active'"
    assert filters.clause("class.sourcedId", "!=", "a b") == "class.sourcedId!='a b'"
    assert filters.both("a='1'", "b='2'") == "a='1' AND b='2'"
    assert filters.either("a='1'", "b='2'") == "a='1' OR b='2'"


def test_a_value_with_an_apostrophe_is_refused() -> None:
    with pytest.raises(UsageError):
        filters.clause("familyName", "=", "O'Brien")


@pytest.mark.parametrize("field", ["", "a b", "a'", "a..b", "a=", ".a", "é"])
def test_what_is_no_name_of_a_field_is_refused(field: str) -> None:
    with pytest.raises(UsageError):
        filters.clause(field, "=", "x")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 31, 12, 0, tzinfo=UTC),
        datetime(2026, 1, 31, 12, 0),  # noqa: DTZ001
        datetime(2026, 1, 31, 7, 0, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_moment_is_written_in_utc(moment: datetime) -> None:
    assert filters.since(moment) == "dateLastModified>'2026-01-31T12:00:00.000Z'"
