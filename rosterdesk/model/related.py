"""Which lists belong to a record: for each kind, named queries. `show`, the detail pane and the export read this."""

import msgspec

from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.model.query import Query, Relation, Scope, Sort


class Related(msgspec.Struct, frozen=True):
    """A list that belongs to a record. `title` is the people's word for it."""

    name: str
    title: str
    query: Query


class _List(msgspec.Struct, frozen=True):
    name: str
    title: str
    collection: str
    relation: Relation
    sort: tuple[Sort, ...] = ()


_BY_PERIOD = (Sort("periods"), Sort("title"))

_LISTS: dict[str, tuple[_List, ...]] = {
    "orgs": (
        _List("schools", "Schools", "orgs", "parent"),
        _List("classes", "Classes", "classes", "school"),
        _List("students", "Students", "students", "school"),
        _List("teachers", "Teachers", "teachers", "school"),
        _List("courses", "Courses", "courses", "school"),
        _List("sessions", "Sessions", "academicSessions", "school"),
        _List("scoreScales", "Score scales", "scoreScales", "school"),
    ),
    "academicSessions": (
        _List("sessions", "Within it", "academicSessions", "parent"),
        _List("classes", "Classes", "classes", "term"),
    ),
    "courses": (
        _List("classes", "Classes", "classes", "course"),
        _List("resources", "Resources", "resources", "course"),
    ),
    "classes": (
        _List("students", "Students", "students", "class"),
        _List("teachers", "Teachers", "teachers", "class"),
        _List("enrollments", "Enrollments", "enrollments", "class"),
        _List("lineItems", "Line items", "lineItems", "class"),
        _List("results", "Results", "results", "class"),
        _List("assessments", "Assessments", "assessmentLineItems", "class"),
        _List("scoreScales", "Score scales", "scoreScales", "class"),
        _List("resources", "Resources", "resources", "class"),
    ),
    "users": (
        _List("classes", "Schedule", "classes", "user", _BY_PERIOD),
        _List("enrollments", "Enrollments", "enrollments", "user"),
        _List("guardians", "Guardians", "users", "agents_of"),
        _List("students", "Students", "users", "dependants_of"),
        _List("schools", "Schools", "orgs", "member"),
        _List("results", "Results", "results", "user"),
        _List("assessmentResults", "Assessments", "assessmentResults", "user"),
        _List("resources", "Resources", "resources", "user"),
        _List("demographics", "Demographics", "demographics", "user"),
    ),
    "resources": (
        _List("classes", "Classes", "classes", "resource"),
        _List("courses", "Courses", "courses", "resource"),
        _List("users", "People", "users", "resource"),
    ),
    "categories": (_List("lineItems", "Line items", "lineItems", "category"),),
    "lineItems": (_List("results", "Results", "results", "line_item"),),
    "scoreScales": (_List("lineItems", "Line items", "lineItems", "score_scale"),),
    "assessmentLineItems": (
        _List("parts", "Parts", "assessmentLineItems", "parent"),
        _List("results", "Results", "assessmentResults", "assessment_line_item"),
    ),
}
"""By base collection, in the order in which people want them."""

_SCORED = {"results", "assessmentResults"}
_NOT_OF_GUARDIANS = {"classes", "enrollments", "guardians", "resources", "demographics"} | _SCORED
_HIDDEN = {"student": {"students"}, "teacher": _SCORED} | dict.fromkeys(GUARDIAN_ROLES, _NOT_OF_GUARDIANS)


def related(collection: str, sourced_id: str, role: str = "") -> list[Related]:
    """The lists that belong to a record of a base collection; `role` is the user's, where it is a user."""
    hidden = _HIDDEN.get(role, set())
    return [
        Related(
            each.name,
            each.title,
            Query(collection=each.collection, scopes=(Scope(each.relation, sourced_id),), sort=each.sort),
        )
        for each in _LISTS.get(collection, ())
        if each.name not in hidden
    ]
