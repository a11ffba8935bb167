"""How a scope narrows each collection, in SQL.

In every condition `t` is the collection's own table, `{x}` the parameter that holds the stored sourcedId, and `{role}`
a condition on the role of `l` or `e` for views of users. What phases ask for ends the SELECTs to which they matter: of
people by their enrollments (`{enrolled}`), of people by their roles (`{belongs}`), of the classes of a person
(`{taken}`). An org takes in all orgs below it, a session all sessions within it.
"""

from rosterdesk.errors import UsageError
from rosterdesk.model import fields
from rosterdesk.model.query import Phase
from rosterdesk.store.reading import phases
from rosterdesk.store.records import vocabulary


def _named(table: str) -> str:
    return f"(SELECT id FROM {table} WHERE sourced_id = {{x}})"


# The keys of an org and of all below it.
ORGS = (
    "(WITH RECURSIVE b (id) AS (SELECT id FROM org WHERE sourced_id = {x}"
    " UNION SELECT o.id FROM org o JOIN b ON o.parent = b.id) SELECT id FROM b)"
)
_SESSIONS = (
    "(WITH RECURSIVE b (id) AS (SELECT id FROM academic_session WHERE sourced_id = {x}"
    " UNION SELECT s.id FROM academic_session s JOIN b ON s.parent = b.id) SELECT id FROM b)"
)
_USER = _named("user")
_CLASS = _named("class")
_COURSE = _named("course")
_ORG = _named("org")
_SESSION = _named("academic_session")
_RESOURCE = _named("resource")
_SCALE = _named("score_scale")

# The classes that a scope means; whatever hangs on classes is narrowed through them.
_CLASSES = {
    "school": f"(SELECT id FROM class WHERE school IN {ORGS})",
    "class": _CLASS,
    "term": f"(SELECT class FROM class_term WHERE term IN {_SESSIONS})",
    "user": f"(SELECT e.class FROM enrollment e WHERE e.user = {_USER}{{taken}})",
    "course": f"(SELECT id FROM class WHERE course = {_COURSE})",
}
_LINE_ITEMS = "(SELECT id FROM line_item WHERE class IN {classes})"
_PEOPLE_OF = "(SELECT e.user FROM enrollment e WHERE e.class IN {classes}{role}{enrolled})"
_PEOPLE_AT = f"(SELECT l.user FROM user_org l WHERE l.org IN {ORGS}{{role}}{{belongs}})"


def _people(relation: str) -> str:
    return _PEOPLE_OF.replace("{classes}", _CLASSES[relation])


def _by_class(condition: str) -> dict[str, str]:
    """The condition for every relation that classes tell; `{classes}` in it are those classes."""
    return {relation: condition.replace("{classes}", classes) for relation, classes in _CLASSES.items()}


# Of the resources that classes use, some are said of their courses.
_USED = (
    "SELECT resource FROM class_resource WHERE class IN {classes} UNION ALL"
    " SELECT r.resource FROM class c JOIN course_resource r ON r.course = c.course WHERE c.id IN {classes}"
)
_CONDITIONS: dict[str, dict[str, str]] = {
    "orgs": {
        "school": f"t.id IN {ORGS}",
        "parent": f"t.parent = {_ORG}",
        "member": f"t.id IN (SELECT org FROM user_org WHERE user = {_USER})",
        "user": f"t.id IN (SELECT org FROM user_org WHERE user = {_USER})",
        "class": f"t.id IN (SELECT school FROM class WHERE id = {_CLASS})",
        "course": f"t.id IN (SELECT org FROM course WHERE id = {_COURSE})",
        "term": f"t.id IN (SELECT school FROM class WHERE id IN {_CLASSES['term']})",
    },
    "academicSessions": {
        **{
            relation: f"t.id IN (SELECT term FROM class_term WHERE class IN {_CLASSES[relation]})"
            for relation in ("school", "class", "user", "course")
        },
        "term": f"t.id IN {_SESSIONS}",
        "parent": f"t.parent = {_SESSION}",
    },
    "courses": {
        **{
            relation: f"t.id IN (SELECT course FROM class WHERE id IN {_CLASSES[relation]})"
            for relation in ("class", "user", "term")
        },
        "school": f"(t.org IN {ORGS} OR t.id IN"
        f" (SELECT course FROM class WHERE record IS NOT NULL AND school IN {ORGS}))",
        "course": f"t.id = {_COURSE}",
        "resource": f"t.id IN (SELECT course FROM course_resource WHERE resource = {_RESOURCE})",
    },
    "classes": {
        "school": f"t.school IN {ORGS}",
        "course": f"t.course = {_COURSE}",
        "class": f"t.id = {_CLASS}",
        "term": f"t.id IN {_CLASSES['term']}",
        "user": f"t.id IN {_CLASSES['user']}",
        "resource": f"t.id IN (SELECT class FROM class_resource WHERE resource = {_RESOURCE})",
    },
    "users": {
        "school": f"t.id IN {_PEOPLE_AT}",
        **{relation: f"t.id IN {_people(relation)}" for relation in ("class", "term", "course")},
        "user": f"t.id = {_USER}",
        "agents_of": f"t.id IN (SELECT agent FROM user_agent WHERE user = {_USER})",
        "dependants_of": f"t.id IN (SELECT user FROM user_agent WHERE agent = {_USER})",
        "resource": f"t.id IN (SELECT user FROM user_resource WHERE resource = {_RESOURCE})",
    },
    "enrollments": {
        "school": f"t.school IN {ORGS}",
        "class": f"t.class = {_CLASS}",
        "user": f"t.user = {_USER}",
        **{relation: f"t.class IN {_CLASSES[relation]}" for relation in ("term", "course")},
    },
    "demographics": {
        "school": f"t.user IN {_PEOPLE_AT}",
        "user": f"t.user = {_USER}",
        **{relation: f"t.user IN {_people(relation)}" for relation in ("class", "term", "course")},
    },
    "resources": {
        **_by_class(f"t.id IN ({_USED})"),
        "class": f"t.id IN (SELECT resource FROM class_resource WHERE class = {_CLASS})",
        "course": f"t.id IN (SELECT resource FROM course_resource WHERE course = {_COURSE})",
        "user": f"t.id IN (SELECT resource FROM user_resource WHERE user = {_USER})",
    },
    "categories": _by_class("t.id IN (SELECT category FROM line_item WHERE class IN {classes})"),
    "scoreScales": {
        **_by_class("t.class IN {classes}"),
        "school": f"(t.org IN {ORGS} OR t.class IN {_CLASSES['school']})",
        "course": f"(t.course = {_COURSE} OR t.class IN {_CLASSES['course']})",
    },
    "lineItems": {
        **_by_class("t.class IN {classes}"),
        "school": f"(t.school IN {ORGS} OR t.class IN {_CLASSES['school']})",
        "term": f"(t.grading_period IN {_SESSIONS} OR t.academic_session IN {_SESSIONS}"
        f" OR coalesce(t.grading_period, t.academic_session) IS NULL AND t.class IN {_CLASSES['term']})",
        "category": f"t.category = {_named('category')}",
        "score_scale": f"t.score_scale = {_SCALE}",
    },
    "results": {
        **_by_class(f"(t.class IN {{classes}} OR t.line_item IN {_LINE_ITEMS})"),
        "user": f"t.student = {_USER}",
        "line_item": f"t.line_item = {_named('line_item')}",
        "score_scale": f"t.score_scale = {_SCALE}",
    },
    "assessmentLineItems": {
        **_by_class("t.class IN {classes}"),
        "parent": f"t.parent = {_named('assessment_line_item')}",
        "score_scale": f"t.score_scale = {_SCALE}",
    },
    "assessmentResults": {
        **_by_class("t.assessment_line_item IN (SELECT id FROM assessment_line_item WHERE class IN {classes})"),
        "school": f"t.student IN {_PEOPLE_AT}",
        "user": f"t.student = {_USER}",
        "assessment_line_item": f"t.assessment_line_item = {_named('assessment_line_item')}",
        "score_scale": f"t.score_scale = {_SCALE}",
    },
}
_NAMES = {"class": "a class", "course": "a course", "term": "a term", "school": "a school", "user": "a person"}
_BY_ENROLLMENT = {"class", "term", "course"}
_ROLES = {"students": vocabulary.STUDENT, "teachers": vocabulary.TEACHER}
_ACTIVE = " AND e.status IS NULL"
_ENROLLMENT = phases.of_enrollment("e")
_ROLE = phases.phase("l.begin_date", "l.end_date", phases.is_gone("l.user"))
_TAKEN = f"max({_ENROLLMENT}, {phases.of_class('e.class', '(SELECT status FROM class WHERE id = e.class)')})"


def condition(collection: fields.Collection, relation: str, parameter: str, wanted: tuple[Phase, ...]) -> str:
    """The condition of a scope. `parameter` holds the id; without phases the day does not matter.

    Raises `UsageError` where the collection has no such relation.
    """
    known = _CONDITIONS[collection.base]
    if relation not in known:
        raise UsageError(
            f"{collection.title} cannot be narrowed by “{relation}”.", f"Choose from: {', '.join(sorted(known))}."
        )
    role = ""
    if collection.name in _ROLES:
        role = f" AND {'e' if relation in _BY_ENROLLMENT else 'l'}.role = {_ROLES[collection.name]}"
    enrolled, belongs, taken = _ACTIVE, "", _ACTIVE
    if wanted:
        enrolled = phases.best_is_among(_ENROLLMENT, wanted, of="e.user")
        belongs = phases.best_is_among(_ROLE, wanted, of="l.user")
        taken = phases.best_is_among(_TAKEN, wanted, of="e.class")
    return known[relation].format(x=parameter, role=role, enrolled=enrolled, belongs=belongs, taken=taken)


def says_the_role(collection: fields.Collection, relation: str) -> bool:
    """Whether the scope itself asks for the view's role: student of this school, teacher of this class."""
    return collection.name in _ROLES and (relation == "school" or relation in _BY_ENROLLMENT)


def says_the_phase(collection: fields.Collection, relation: str) -> bool:
    """Whether phases matter to the scope: in this class, at this school, of this person's classes."""
    condition = _CONDITIONS[collection.base].get(relation, "")
    return any(each in condition for each in ("{enrolled}", "{belongs}", "{taken}"))


def that_say_the_phase(collection: fields.Collection) -> list[str]:
    """What the collection is to be narrowed to, one of these, for phases to matter; in words."""
    return [name for relation, name in _NAMES.items() if says_the_phase(collection, relation)]
