"""Which records queries are narrowed to."""

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Relation, Scope

_BASES: dict[Relation, str] = {
    "school": "orgs",
    "class": "classes",
    "course": "courses",
    "term": "academicSessions",
    "category": "categories",
    "line_item": "lineItems",
    "score_scale": "scoreScales",
    "assessment_line_item": "assessmentLineItems",
    "resource": "resources",
}


def base_of(scope: Scope, query: Query) -> str:
    """The base collection of the record that a scope of the query names: of its own kind, one of these, or a person."""
    return collection(query.collection).base if scope.relation == "parent" else _BASES.get(scope.relation, "users")
