"""Which lists belong to a record: for each kind, named queries. `show`, the detail pane and the export read this."""

import msgspec

from rosterdesk.model.query import Query, Relation, Scope, Sort, Where


class Related(msgspec.Struct, frozen=True):
    """A list that belongs to a record. `title` is the people's word for it."""

    name: str
    title: str
    query: Query


def related(collection: str, sourced_id: str, role: str = "") -> list[Related]:
    """The lists that belong to a record of a base collection; `role` is the user's, where it is a user.

    The order is the order in which people want them.
    """

    def listed(
        name: str,
        title: str,
        of: str,
        relation: Relation,
        *,
        sort: tuple[Sort, ...] = (),
        where: tuple[Where, ...] = (),
    ) -> Related:
        return Related(name, title, Query(collection=of, scopes=(Scope(relation, sourced_id),), sort=sort, where=where))

    by_period = (Sort("periods"), Sort("title"))
    match collection:
        case "orgs":
            return [
                listed("schools", "Schools", "orgs", "parent"),
                listed("classes", "Classes", "classes", "school"),
                listed("students", "Students", "students", "school"),
                listed("teachers", "Teachers", "teachers", "school"),
                listed("courses", "Courses", "courses", "school"),
                listed("sessions", "Sessions", "academicSessions", "school"),
            ]
        case "academicSessions":
            return [
                listed("sessions", "Within it", "academicSessions", "parent"),
                listed("classes", "Classes", "classes", "term"),
            ]
        case "courses":
            return [listed("classes", "Classes", "classes", "course")]
        case "classes":
            return [
                listed("students", "Students", "students", "class"),
                listed("teachers", "Teachers", "teachers", "class"),
                listed("enrollments", "Enrollments", "enrollments", "class"),
            ]
        case "users":
            lists = [
                listed("classes", "Schedule", "classes", "user", sort=by_period),
                listed("enrollments", "Enrollments", "enrollments", "user"),
                listed("guardians", "Guardians", "users", "agents_of"),
                listed("students", "Students", "users", "dependants_of"),
                listed("schools", "Schools", "orgs", "member"),
                listed("demographics", "Demographics", "demographics", "user"),
            ]
            hidden = {"student": {"students"}, "guardian": {"classes", "enrollments", "guardians", "demographics"}}
            kind = "guardian" if role in {"guardian", "parent", "relative"} else role
            return [each for each in lists if each.name not in hidden.get(kind, set())]
        case _:
            return []
