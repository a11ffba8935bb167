"""REF: every reference leads to a record that is there."""

from rosterdesk.checks.rule import Rule, Severity
from rosterdesk.model.fields import collection
from rosterdesk.store.records.tables import TABLES

_ONE = {
    "orgs": "an organization",
    "academicSessions": "a session",
    "courses": "a course",
    "classes": "a class",
    "users": "a person",
}


def _rule(
    number: int,
    title: str,
    *,
    of: str,
    to: str,
    column: str,
    link: str = "",
    severity: Severity = "error",
    starred: bool = False,
) -> Rule:
    """The rule that what a record `of` a collection says in `column`, or in that of its table `link`, leads `to` a
    record that is there. Where only chosen schools were read, it may well be there, and is only not to be seen.
    """
    owner, target = TABLES[of].name, TABLES[to].name
    source = f"{link} l ON l.{owner} = t.id JOIN" if link else ""
    return Rule(
        id=f"REF-{number:02}",
        severity=severity,
        starred=starred,
        title=title,
        message=f"It refers to {_ONE[to]} that is not in the roster.",
        why="Programs that read this roster follow the reference to nothing: they drop the record, or stop.",
        fix="In the student information system, correct what the record refers to, or share the"
        f" {collection(to).title.lower()} too.",
        good="What this key may not see may be there all the same.",
        collection=of,
        needs=(of, to),
        sql=f"""
            SELECT t.id AS key, p.id AS cause, '{to}' AS cause_in, iif(:narrowed, 'info', '{severity}') AS severity
            FROM active_{owner} t JOIN {source} {target} p ON p.id = {"l" if link else "t"}.{column}
            WHERE p.record IS NULL
            """,
    )


RULES = (
    _rule(1, "Organization under a missing parent", of="orgs", to="orgs", column="parent"),
    _rule(2, "Session under a missing parent", of="academicSessions", to="academicSessions", column="parent"),
    _rule(3, "Course of a missing organization", of="courses", to="orgs", column="org", severity="warning"),
    _rule(
        *(4, "Course of a missing school year"),
        of="courses",
        to="academicSessions",
        column="school_year",
        severity="warning",
    ),
    _rule(5, "Class of a missing course", of="classes", to="courses", column="course", starred=True),
    _rule(6, "Class at a missing school", of="classes", to="orgs", column="school", starred=True),
    _rule(
        *(7, "Class in a missing term"),
        of="classes",
        to="academicSessions",
        link="class_term",
        column="term",
        starred=True,
    ),
    _rule(8, "Person at a missing school", of="users", to="orgs", link="user_org", column="org", starred=True),
    _rule(
        *(10, "Person with a missing agent"),
        of="users",
        to="users",
        link="user_agent",
        column="agent",
        severity="warning",
    ),
    _rule(12, "Enrollment of a missing person", of="enrollments", to="users", column="user", starred=True),
    _rule(13, "Enrollment in a missing class", of="enrollments", to="classes", column="class", starred=True),
    _rule(14, "Enrollment at a missing school", of="enrollments", to="orgs", column="school"),
    _rule(15, "Demographics of a missing person", of="demographics", to="users", column="user", severity="warning"),
)
