"""Dates as HTTP writes them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment(value: str) -> datetime | None:
    """What a header that holds a date says (RFC 9110, 5.6.7); `None` where that is no date."""
    try:
        known = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):  # it is not made for what anybody may send
        return None
    return known if known.tzinfo else known.replace(tzinfo=UTC)
