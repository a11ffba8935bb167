"""Where a record, a tree node or a search hit leads: the place to show for it. Pure.

A container shows what is in it (a class its students, a school its students, a course its classes); a person is
shown in the list that a person would look for it in.
"""

import msgspec

from rosterdesk.model.fields import GUARDIAN_ROLES, collection
from rosterdesk.model.narrowing import base_of
from rosterdesk.model.query import Query, Relation, Scope, Sort, Where
from rosterdesk.model.rows import Link, Record
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.report import Changes, Findings, Report
from rosterdesk.ui.look.language import sentences, tr

STAFF_AND_GUARDIANS = "others"
"""The name of the group of people who are neither students nor teachers."""


def listing(name: str, relation: Relation | None = None, sourced_id: str = "") -> Query:
    """A collection, whole or narrowed to what belongs to one record."""
    scopes = (Scope(relation, sourced_id),) if relation is not None else ()
    order = (Sort(collection(name).sort), Sort("periods")) if name == "classes" else (Sort(collection(name).sort),)
    return Query(collection=name, scopes=scopes, sort=order)


def ordered(query: Query) -> Query:
    """The query in the usual order of its collection where it has none."""
    return query if query.sort else msgspec.structs.replace(query, sort=listing(query.collection).sort)


def group(name: str, school: str = "") -> Query:
    """A group of the tree: a collection of a school, or of the whole district where `school` is empty."""
    relation: Relation | None = "school" if school else None
    if name != STAFF_AND_GUARDIANS:
        return listing(name, relation, school)
    everyone = listing("users", relation, school)
    return Query(collection="users", scopes=everyone.scopes, sort=everyone.sort, where=(Where("role", OTHER_ROLES),))


OTHER_ROLES = (
    *GUARDIAN_ROLES,
    "administrator",
    "aide",
    "proctor",
    "counselor",
    "principal",
    "districtAdministrator",
    "siteAdministrator",
    "systemAdministrator",
)


def report(shown: Report) -> Place:
    """The place of a report: it is about the district."""
    return Place(group("students"), report=shown)


def is_group(where: Where) -> bool:
    """Whether a filter is what makes a group of the tree, and no choice of the user's."""
    return where.values == OTHER_ROLES


def heading(place: Place) -> str:
    """The people's word for what a place shows."""
    match place.report:
        case Findings():
            return tr("Findings")
        case Changes():
            return tr("Changes")
        case _:
            return title(place.query)


def title(query: Query) -> str:
    """The people's word for what a query lists."""
    if any(is_group(where) for where in query.where):
        return tr("Staff & guardians")
    name = sentences(collection(query.collection).title)
    return tr("{0} · a choice of them").format(name) if query.ids else name


def members(class_id: str) -> Query:
    """Those who are in a class on the day that is looked at: as many as its page and the tree say."""
    return msgspec.structs.replace(listing("students", "class", class_id), phases=("current",))


_INSIDE: dict[str, tuple[str, Relation]] = {
    "academicSessions": ("classes", "term"),
    "courses": ("classes", "course"),
    "resources": ("classes", "resource"),
    "categories": ("lineItems", "category"),
    "scoreScales": ("lineItems", "score_scale"),
    "lineItems": ("results", "line_item"),
    "assessmentLineItems": ("assessmentResults", "assessment_line_item"),
}
"""By collection: what a record of it is shown by, and how that belongs to it."""
_BESIDE: dict[str, tuple[str, Relation]] = {
    "enrollments": ("class", "class"),
    "results": ("lineItem", "line_item"),
    "assessmentResults": ("assessmentLineItem", "assessment_line_item"),
}
"""By collection: the field that says which others a record is shown among, and how they belong to it."""


def home(record: Record) -> Place:
    """The place that shows this record: what is in it, or the list that it is in."""
    name, here = record.collection, record.sourced_id
    if name == "users":
        query = _people_like(record)
    elif name == "orgs" and record.values.get("type") == "school":
        query = listing("students", "school", here)
    elif name == "classes":
        query = members(here)
    elif name in _INSIDE:
        query = listing(*_INSIDE[name], here)
    elif name in _BESIDE and isinstance(of := record.values.get(_BESIDE[name][0]), Link):
        query = listing(name, _BESIDE[name][1], of.sourced_id)
    else:
        query = listing(name)
    return Place(query, Link(name, here, record.title))


def _people_like(record: Record) -> Query:
    roles = str(record.values.get("role") or "").split(", ")
    schools = record.values.get("schools")
    school = schools[0].sourced_id if isinstance(schools, tuple) and schools else ""
    name = "students" if "student" in roles else "teachers" if "teacher" in roles else STAFF_AND_GUARDIANS
    return group(name, school)


def school(place: Place | None) -> str:
    """The sourcedId of the school that a place is about, or nothing."""
    if place is None:
        return ""
    schools = [scope.sourced_id for scope in place.query.scopes if scope.relation == "school"]
    return schools[0] if schools else ""


def scope_record(query: Query) -> tuple[str, str] | None:
    """The record that a query is narrowed to, as (base collection, sourcedId); `None` for the whole district."""
    for scope in query.scopes:
        return base_of(scope, query), scope.sourced_id
    return None
