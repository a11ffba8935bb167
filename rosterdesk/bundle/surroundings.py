"""What must be known of other records to write one: gathered in a first pass over those that others refer to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from rosterdesk.bundle.straight import is_active, straight
from rosterdesk.wire import straighten

_KINDS = {
    "orgs": "org",
    "academicSessions": "academicSession",
    "courses": "course",
    "classes": "class",
    "users": "user",
    "resources": "resource",
    "categories": "category",
    "lineItems": "lineItem",
    "scoreScales": "scoreScale",
}
"""By collection how a reference to it is called."""


class Surroundings(msgspec.Struct, frozen=True):
    """The sourcedIds of schools, and the school of each class; the parents that only say so themselves, by collection
    and child; and what is to be deleted, by the kind of references to it."""

    schools: set[str]
    of_class: dict[str, Any]
    parents: dict[str, dict[str, str]]
    gone: dict[str, set[str]]


def surroundings(records: Mapping[str, Iterable[bytes]]) -> Surroundings:
    """What the records, JSON by base collection, tell of each other."""
    found = Surroundings(set(), {}, defaultdict(dict), defaultdict(set))
    gradebook = any(records.get(name) for name in ("lineItems", "scoreScales"))
    for collection, kind in _KINDS.items():
        for record in straight(records.get(collection, ()), collection):
            sourced_id = str(record.get("sourcedId"))
            if not is_active(record):
                found.gone[kind].add(sourced_id)
                continue
            if record.get("type") == "school":
                found.schools.add(sourced_id)
            if collection == "classes" and gradebook:
                found.of_class[sourced_id] = record.get("school")
            for child in straighten.references(record.get("children") or [], Counter()):
                found.parents[collection][child.sourced_id] = sourced_id
    return found
