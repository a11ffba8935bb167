"""Filters of the standard: `field predicate 'value'`, at most two joined by AND or OR.

Source: OneRoster 1.1 section 3.4.
"""

import re
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from rosterdesk.errors import UsageError

Predicate: TypeAlias = Literal["=", "!=", ">", ">=", "<", "<=", "~"]
FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*", re.ASCII)
QUOTE = "'"


def clause(field: str, predicate: Predicate, value: str) -> str:
    """One clause; raises `UsageError` for a value with an apostrophe, which the standard has no way to write."""
    if FIELD.fullmatch(field) is None:
        raise UsageError("This is not the name of a field.", "Choose a field of the collection.")
    if QUOTE in value:
        raise UsageError("OneRoster has no way to filter by a text with an apostrophe.", "Filter after the sync.")
    return f"{field}{predicate}'{value}'"


def both(first: str, second: str) -> str:
    """Rows that fit both clauses."""
    return f"{first} AND {second}"


def either(first: str, second: str) -> str:
    """Rows that fit one of the clauses."""
    return f"{first} OR {second}"


def since(moment: datetime) -> str:
    """Rows that changed after the moment; one without a zone is taken to be in UTC."""
    known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    written = known.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return clause("dateLastModified", ">", written)
