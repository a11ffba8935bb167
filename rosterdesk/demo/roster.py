"""The district as a service looks it up: every list and every single record that a version of OneRoster has a path
for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from rosterdesk.demo.district import District
from rosterdesk.demo.editions import Edition
from rosterdesk.demo.filters import values
from rosterdesk.demo.v1p2 import Successor
from rosterdesk.demo.wire import Record
from rosterdesk.model.fields import COLLECTIONS, Service

Listing: TypeAlias = list[Record]

_REFERRING = {
    ("schools", "courses"): "org",
    ("schools", "classes"): "school",
    ("schools", "enrollments"): "school",
    ("schools", "students"): "orgs",
    ("schools", "teachers"): "orgs",
    ("terms", "classes"): "terms",
    ("terms", "gradingPeriods"): "parent",
    ("courses", "classes"): "course",
    ("classes", "lineItems"): "class",
    ("classes", "scoreScales"): "class",
}
"""Nested lists that are the records which refer to their parent, and by which field."""

_LATER = {("classes", "categories"), ("users", "resources")}
"""Nested lists of collections that 1.1 has, which only 1.2 nests."""


class UnknownObjectError(LookupError):
    """No such record, or no such path."""


class Answer(msgspec.Struct, frozen=True):
    """What a path leads to: records of a base collection, or one record."""

    collection: str
    records: Listing
    single: bool = False


class Roster:
    """Finds what a path of one version leads to. Records of 1.2 and indexes are made when first needed; `forget` after
    the district was changed."""

    def __init__(self, district: District, edition: Edition) -> None:
        self.district = district
        self.edition = edition
        self._indexes: dict[str, dict[str, Listing]] = {}
        self._successor = Successor(district.collections)

    def forget(self) -> None:
        """The district was changed: look at it anew."""
        self._indexes.clear()
        self._successor = Successor(self.district.collections)

    def find(self, service: Service, segments: Sequence[str]) -> Answer:
        """The answer at a path of that service, given as its decoded segments; raises `UnknownObjectError`."""
        collection = segments[-2 if len(segments) == 2 else -1]
        match list(segments):
            case ["sis", "classes", klass, "categories"] if self.edition.version == "1.1":
                return self._categories_of(klass)  # Instructure's one path of its own
            case _ if not self.edition.offers(collection, service):
                raise UnknownObjectError
            case [name]:
                return Answer(_base(name), self._all(name))
            case [name, sourced_id]:
                return Answer(_base(name), [self._one(name, sourced_id)], single=True)
            case [parent, sourced_id, name]:
                return self._nested(parent, sourced_id, name)
            case [parent, above, between, sourced_id, name]:
                return self._deep(parent, above, between, sourced_id, name)
            case _:
                raise UnknownObjectError

    def _nested(self, parent: str, sourced_id: str, name: str) -> Answer:
        if (parent, name) in _LATER and self.edition.version == "1.1":
            raise UnknownObjectError
        above = self._one(parent, sourced_id)
        if field := _REFERRING.get((parent, name)):
            return self._referring(name, field, sourced_id)
        if name == "resources" and parent in {"courses", "classes", "users"}:
            return self._known(name, _targets(above, name))
        ways: dict[tuple[str, str], Callable[[str], Answer]] = {
            ("schools", "terms"): self._terms_of,
            ("schools", "scoreScales"): self._scales_of,
            ("students", "classes"): lambda user: self._classes_of(user, "student"),
            ("teachers", "classes"): lambda user: self._classes_of(user, "teacher"),
            ("users", "classes"): self._classes_of,
            ("classes", "students"): lambda klass: self._seated(klass, "student"),
            ("classes", "teachers"): lambda klass: self._seated(klass, "teacher"),
            ("classes", "results"): self._results_of,
            ("classes", "categories"): self._categories_of,
        }
        if (parent, name) not in ways:
            raise UnknownObjectError
        return ways[parent, name](sourced_id)

    def _deep(self, parent: str, above: str, between: str, sourced_id: str, name: str) -> Answer:
        """A list below a record that is itself below another, to which it must belong."""
        self._one(parent, above)
        record = self._one(between, sourced_id)
        match parent, between, name:
            case "schools", "classes", "enrollments" | "students" | "teachers" if above in _targets(record, "school"):
                enrollments = self._referring("enrollments", "class", sourced_id)
                return enrollments if name == "enrollments" else self._seated(sourced_id, name.removesuffix("s"))
            case "classes", "lineItems", "results" if above in _targets(record, "class"):
                return self._referring(name, "lineItem", sourced_id)
            case "classes", "students", "results":
                results = self._results_of(above).records
                return Answer(name, [each for each in results if sourced_id in _targets(each, "student")])
            case _:
                raise UnknownObjectError

    def _all(self, name: str) -> Listing:
        about = COLLECTIONS[name]
        if not about.values:
            return self.records(name)

        def entries() -> Iterable[tuple[str, Record]]:
            field = self.edition.role if about.view_field == "role" else about.view_field
            return ((name, each) for each in self.records(about.base) if about.values[0] in values(each, field))

        return self._index(f"view {name}", entries).get(name, [])

    def records(self, base: str) -> Listing:
        """All records of a base collection, in the shape of this version."""
        if self.edition.version == "1.1":
            return self.district.collections[base]
        made = self._index(f"records {base}", lambda: ((base, each) for each in self._successor.records(base)))
        return made.get(base, [])

    def _one(self, name: str, sourced_id: str) -> Record:
        _base(name)
        found = self._index(f"id {name}", lambda: ((each["sourcedId"], each) for each in self._all(name)))
        if sourced_id not in found:
            raise UnknownObjectError
        return found[sourced_id][-1]

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

    def _scales_of(self, school: str) -> Answer:
        return self._below("classes", "school", school, "scoreScales", "class")

    def _results_of(self, klass: str) -> Answer:
        return self._below("lineItems", "class", klass, "results", "lineItem")

    def _below(self, between: str, to_parent: str, sourced_id: str, name: str, to_between: str) -> Answer:
        """The records that refer to those which refer to this one."""
        middle = self._referring(between, to_parent, sourced_id).records
        found = (self._referring(name, to_between, each["sourcedId"]).records for each in middle)
        return Answer(name, [each for some in found for each in some])

    def _classes_of(self, user: str, role: str = "") -> Answer:
        enrollments = self._referring("enrollments", "user", user).records
        kept = (each for each in enrollments if role in {"", each["role"]})
        return self._known("classes", (target for each in kept for target in _targets(each, "class")))

    def _seated(self, klass: str, role: str) -> Answer:
        enrollments = self._referring("enrollments", "class", klass).records
        kept = (each for each in enrollments if each["role"] == role)
        return self._known("users", (target for each in kept for target in _targets(each, "user")))

    def _categories_of(self, klass: str) -> Answer:
        self._one("classes", klass)
        items = self._referring("lineItems", "class", klass).records
        return self._known("categories", (target for item in items for target in _targets(item, "category")))

    def _known(self, name: str, ids: Iterable[str]) -> Answer:
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
    if field == "orgs" and "roles" in record:
        refs = [role["org"] for role in record["roles"]]
    return [ref["sourcedId"] for ref in (refs if isinstance(refs, list) else [refs])]


def _base(name: str) -> str:
    """The collection that holds the records of this one; raises `UnknownObjectError` where there is none such."""
    if name not in COLLECTIONS:
        raise UnknownObjectError
    return COLLECTIONS[name].base
