"""How many records a list of a record has."""

import msgspec

from rosterdesk.model.fields import OPTIONAL
from rosterdesk.model.query import Query
from rosterdesk.ui.details.subject import Subject

LARGEST = 30_000
"""Rows: to count more of them by a day, or by a field, would hold the window up."""


def is_of_any_day(subject: Subject, count: int) -> bool:
    """Whether what an org has so many of was counted whole, although a day was asked for."""
    return subject.as_of is not None and count > LARGEST


def counted(subject: Subject, query: Query) -> int:
    """As of the subject's day. Of today, and beyond `LARGEST`, an org has been counted whole already."""
    tally, name = subject.tally, query.collection
    if tally and not tally.get((name, "")):
        return 0
    if tally and name not in OPTIONAL and all(scope.relation == "school" for scope in query.scopes):
        known = tally.get((name, subject.record.sourced_id), 0)
        if subject.as_of is None or is_of_any_day(subject, known):
            return known
    return subject.reader.count(msgspec.structs.replace(query, as_of=subject.as_of))
