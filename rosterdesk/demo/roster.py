"""The district as a service looks it up: every list and every single record that OneRoster 1.1 has a path for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.demo.district import District
from rosterdesk.demo.wire import Record

Listing: TypeAlias = list[Record]

VIEWS = {
    "schools": ("orgs", "type", "school"),
    "terms": ("academicSessions", "type", "term"),
    "gradingPeriods": ("academicSessions", "type", "gradingPeriod"),
    "students": ("users", "role", "student"),
    "teachers": ("users", "role", "teacher"),
}
"""Collections that are a part of another one: which, and the field and value that make a record part of it."""

SINGULAR = {
    "orgs": "org",
    "academicSessions": "academicSession",
    "courses": "course",
    "classes": "class",
    "users": "user",
    "enrollments": "enrollment",
    "demographics": "demographics",
}
"""The envelope of a single record, by its base collection."""

_REFERRING = {
    ("schools", "courses"): "org",
    ("schools", "classes"): "school",
    ("schools", "enrollments"): "school",
    ("schools", "students"): "orgs",
    ("schools", "teachers"): "orgs",
    ("terms", "classes"): "terms",
    ("terms", "gradingPeriods"): "parent",
    ("courses", "classes"): "course",
}
"""Nested lists that are the records which refer to their parent, and by which field."""


class UnknownObjectError(LookupError):
    """No such record, or no such path."""


class Answer(msgspec.Struct, frozen=True):
    """What a path leads to: records of a base collection, or one record."""

    collection: str
    records: Listing
    single: bool = False


class Roster:
    """Finds what a path leads to. Indexes are made when first needed; `forget` after the district was changed."""

    def __init__(self, district: District) -> None:
        self.district = district
        self._indexes: dict[str, dict[str, Listing]] = {}

    def forget(self) -> None:
        """The district was changed: index it anew."""
        self._indexes.clear()

    def find(self, segments: Sequence[str]) -> Answer:
        """The answer at a path, given as its decoded segments; raises `UnknownObjectError`."""
        match list(segments):
            case [name]:
                return Answer(_base(name), self._all(name))
            case [name, sourced_id]:
                return Answer(_base(name), [self._one(name, sourced_id)], single=True)
            case ["schools", school, "classes", sourced_id, name]:
                self._one("schools", school)
                if school not in _targets(self._one("classes", sourced_id), "school"):
                    raise UnknownObjectError
                return self._of_class(sourced_id, name)
            case ["sis", "classes", sourced_id, "categories"]:  # Instructure's one path of its own
                self._one("classes", sourced_id)
                return Answer("categories", [])
            case [parent, sourced_id, name]:
                self._one(parent, sourced_id)
                return self._nested(parent, sourced_id, name)
            case _:
                raise UnknownObjectError

    def _all(self, name: str) -> Listing:
        if name in self.district.collections:
            return self.district.collections[name]
        return self._index(f"view {name}", lambda: self._view(name)).get(name, [])

    def _view(self, name: str) -> Iterable[tuple[str, Record]]:
        base, field, value = VIEWS[name]
        return ((name, record) for record in self.district.collections[base] if record.get(field) == value)

    def _one(self, name: str, sourced_id: str) -> Record:
        _base(name)
        found = self._index(f"id {name}", lambda: ((each["sourcedId"], each) for each in self._all(name)))
        if sourced_id not in found:
            raise UnknownObjectError
        return found[sourced_id][-1]

    def _nested(self, parent: str, sourced_id: str, name: str) -> Answer:
        field = _REFERRING.get((parent, name))
        if field:
            return self._referring(name, field, sourced_id)
        match parent, name:
            case "schools", "terms":
                return self._terms_of(sourced_id)
            case "students" | "teachers" | "users", "classes":
                return self._classes_of(parent, sourced_id)
            case "classes", "students" | "teachers":
                return self._of_class(sourced_id, name)
            case _:
                raise UnknownObjectError

    def _referring(self, name: str, field: str, sourced_id: str) -> Answer:
        """The records of a collection whose field refers to this one."""

        def entries() -> Iterable[tuple[str, Record]]:
            for record in self._all(name):
                for target in _targets(record, field):
                    yield target, record

        return Answer(_base(name), self._index(f"{name}.{field}", entries).get(sourced_id, []))

    def _terms_of(self, school: str) -> Answer:
        classes = self._referring("classes", "school", school).records
        ids = {target for each in classes for target in _targets(each, "terms")}
        return Answer("academicSessions", [term for term in self._all("terms") if term["sourcedId"] in ids])

    def _classes_of(self, parent: str, user: str) -> Answer:
        enrollments = self._referring("enrollments", "user", user).records
        role = "" if parent == "users" else VIEWS[parent][2]
        kept = (each for each in enrollments if role in {"", each["role"]})
        return self._known("classes", (target for each in kept for target in _targets(each, "class")))

    def _of_class(self, sourced_id: str, name: str) -> Answer:
        enrollments = self._referring("enrollments", "class", sourced_id)
        if name == "enrollments":
            return enrollments
        if name not in {"students", "teachers"}:
            raise UnknownObjectError
        kept = (each for each in enrollments.records if each["role"] == VIEWS[name][2])
        return self._known("users", (target for each in kept for target in _targets(each, "user")))

    def _known(self, name: Literal["classes", "users"], ids: Iterable[str]) -> Answer:
        """The records with these ids, each once; an id that leads nowhere is passed over."""
        records = []
        for sourced_id in dict.fromkeys(ids):
            try:
                records.append(self._one(name, sourced_id))
            except UnknownObjectError:
                continue
        return Answer(name, records)

    def _index(self, name: str, entries: Callable[[], Iterable[tuple[str, Record]]]) -> dict[str, Listing]:
        found = self._indexes.get(name)
        if found is None:
            found = defaultdict(list)
            for key, record in entries():
                found[key].append(record)
            found = self._indexes[name] = dict(found)
        return found


def _targets(record: Record, field: str) -> list[str]:
    """The sourcedIds that a field refers to."""
    refs = record.get(field) or []
    return [ref["sourcedId"] for ref in (refs if isinstance(refs, list) else [refs])]


def _base(name: str) -> str:
    """The collection that holds the records of this one; raises `UnknownObjectError` where there is none such."""
    if name in VIEWS:
        return VIEWS[name][0]
    if name not in SINGULAR:
        raise UnknownObjectError
    return name
