"""The collections: one table that the window, the commands and the export all read."""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model import attributes, entities
from rosterdesk.model.attributes import Field

Service: TypeAlias = Literal["rostering", "resources", "gradebook"]
"""The three services of the standard; in OneRoster 1.2 each has a base address of its own."""


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of records.

    `base` is the collection that holds the records where this one is only a view of it (students are users);
    `values` are then the `view_field` values that make a record part of the view. `since` is the first version of the
    standard that has it.
    """

    name: str
    title: str
    singular: str
    base: str
    entity: type[entities.Entity]
    fields: tuple[Field, ...]
    sort: str
    view_field: str = ""
    values: tuple[str, ...] = ()
    service: Service = "rostering"
    since: Literal["1.1", "1.2"] = "1.1"

    def field(self, name: str) -> Field:
        """The field of that name; raises `UsageError` with the names that there are."""
        for field in self.fields:
            if field.name == name:
                return field
        names = ", ".join(field.name for field in self.fields)
        raise UsageError(f"{self.name} has no field “{name}”.", f"Choose from: {names}.")

    @property
    def usual_columns(self) -> tuple[str, ...]:
        """The names of the fields that are shown without being asked for, in order."""
        return tuple(field.name for field in self.fields if field.usual)


GUARDIAN_ROLES = ("guardian", "parent", "relative")


_VIEW_FIELDS = {"orgs": "type", "academicSessions": "type", "users": "role"}


def _of(
    entity: type[entities.Entity],
    name: str,
    title: str,
    singular: str,
    fields: tuple[Field, ...],
    sort: str,
    service: Service = "rostering",
    since: Literal["1.1", "1.2"] = "1.1",
) -> Collection:
    """A collection that holds records of its own."""
    return Collection(
        name=name,
        title=title,
        singular=singular,
        base=name,
        entity=entity,
        fields=fields,
        sort=sort,
        view_field=_VIEW_FIELDS.get(name, ""),
        service=service,
        since=since,
    )


def _view(of: Collection, name: str, title: str, value: str, fields: tuple[Field, ...] = ()) -> Collection:
    return msgspec.structs.replace(of, name=name, title=title, values=(value,), fields=fields or of.fields)


_ORGS = _of(entities.Org, "orgs", "Organizations", "org", attributes.ORG, "name")
_SESSIONS = _of(
    entities.AcademicSession,
    "academicSessions",
    "Sessions",
    "academicSession",
    attributes.SESSION,
    "startDate",
)
_PERSON = attributes.people("Local ID", "role", "grades", "identifier", "email", "schools")
_STUDENT = attributes.people("Student ID", "grades", "identifier", "email", "homeroom")
_TEACHER = attributes.people("Staff ID", "identifier", "email", "phone", "schools")
_USERS = _of(entities.User, "users", "People", "user", _PERSON, "name")

COLLECTIONS: dict[str, Collection] = {
    each.name: each
    for each in (
        _ORGS,
        _view(_ORGS, "schools", "Schools", "school"),
        _SESSIONS,
        _view(_SESSIONS, "terms", "Terms", "term"),
        _view(_SESSIONS, "gradingPeriods", "Grading periods", "gradingPeriod"),
        _of(entities.Course, "courses", "Courses", "course", attributes.COURSE, "title"),
        _of(entities.Class, "classes", "Classes", "class", attributes.CLASS, "title"),
        _USERS,
        _view(_USERS, "students", "Students", "student", _STUDENT),
        _view(_USERS, "teachers", "Teachers", "teacher", _TEACHER),
        _of(entities.Enrollment, "enrollments", "Enrollments", "enrollment", attributes.ENROLLMENT, "user"),
        _of(entities.Demographics, "demographics", "Demographics", "demographics", attributes.DEMOGRAPHICS, "user"),
        _of(entities.Resource, "resources", "Resources", "resource", attributes.RESOURCE, "title", "resources"),
        _of(entities.Category, "categories", "Categories", "category", attributes.CATEGORY, "title", "gradebook"),
        _of(
            entities.ScoreScale,
            "scoreScales",
            "Score scales",
            "scoreScale",
            attributes.SCORE_SCALE,
            "title",
            "gradebook",
            "1.2",
        ),
        _of(entities.LineItem, "lineItems", "Line items", "lineItem", attributes.LINE_ITEM, "dueDate", "gradebook"),
        _of(entities.Result, "results", "Results", "result", attributes.RESULT, "student", "gradebook"),
        _of(
            entities.AssessmentLineItem,
            "assessmentLineItems",
            "Assessments",
            "assessmentLineItem",
            attributes.ASSESSMENT_LINE_ITEM,
            "title",
            "gradebook",
            "1.2",
        ),
        _of(
            entities.AssessmentResult,
            "assessmentResults",
            "Assessment results",
            "assessmentResult",
            attributes.ASSESSMENT_RESULT,
            "student",
            "gradebook",
            "1.2",
        ),
    )
}

GRADEBOOK = ("categories", "scoreScales", "lineItems", "results", "assessmentLineItems", "assessmentResults")
OPTIONAL = ("demographics", "resources", *GRADEBOOK)
"""Read from a service only when asked for: what few need, and few keys may see. That it is refused is a fact."""

BASES = ("orgs", "academicSessions", "courses", "users", "classes", "enrollments", *OPTIONAL)
"""The collections that hold records, in the order in which a sync asks for them: what is referred to comes first."""


def collection(name: str) -> Collection:
    """The collection of that name; raises `UsageError` with the names that there are."""
    try:
        return COLLECTIONS[name]
    except KeyError:
        names = ", ".join(COLLECTIONS)
        raise UsageError(f"There is no collection “{name}”.", f"Choose from: {names}.") from None
