"""REF: references that the store keeps only in records as they were sent, and those that contradict each other."""

from rosterdesk.checks.rule import Rule
from rosterdesk.checks.selection import of_each
from rosterdesk.store.records.tables import TABLES

_SIS = "In the student information system,"
_PRIMARY_ORG = "sent_member('users', u.record, 'primaryOrg') ->> 'sourcedId'"
_REFERRING = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")


def _one_sided(name: str) -> str:
    """The records that name a child of which they are not the parent; and those that name children, but not one of
    which they are the parent.
    """
    table = TABLES[name].name
    children = "(SELECT child FROM named WHERE parent = {})"
    return f"""
        WITH named (parent, child) AS MATERIALIZED (
            SELECT t.id, b.id
            FROM active_{table} t, json_each(sent_member('{name}', t.record, 'children')) c
                JOIN active_{table} b ON b.sourced_id = kept_id(iif(c.type = 'object', c.value ->> 'sourcedId', NULL))
        )
        SELECT '{name}' AS collection, n.parent AS key, 'children' AS field
        FROM named n JOIN {table} b ON b.id = n.child WHERE b.parent IS NOT n.parent
        UNION
        SELECT '{name}', b.parent, 'children' FROM active_{table} b
        WHERE b.parent IN (SELECT parent FROM named) AND b.id NOT IN {children.format("b.parent")}
        """


def _misled(name: str) -> str:
    """The records with a reference that says of itself what is not so, and the member that has it."""
    field = f"wrong_reference('{name}', sent_record('{name}', t.record))"
    return (
        f"SELECT '{name}' AS collection, t.id AS key, {field} AS field FROM active_{TABLES[name].name} t"
        f" WHERE {field} IS NOT NULL"
    )


RULES = (
    Rule(
        id="REF-09",
        severity="warning",
        title="Person with a missing primary organization",
        message="The primary organization of this person is not in the roster.",
        why="Programs that read this roster file the person under it: they drop the person, or take another school.",
        fix=f"{_SIS} correct where the person belongs first of all, or share that organization too.",
        collection="users",
        needs=("orgs", "users"),
        sql=f"""
            SELECT u.id AS key, o.id AS cause, 'orgs' AS cause_in, iif(:narrowed, 'info', 'warning') AS severity
            FROM (SELECT u.id, kept_id({_PRIMARY_ORG}) AS org FROM active_user u) u
                LEFT JOIN org o ON o.sourced_id = u.org
            WHERE u.org IS NOT NULL AND o.record IS NULL
            """,
    ),
    Rule(
        id="REF-11",
        severity="warning",
        title="Role with another's profile",
        message="A role of this person names a profile that the person does not have: {said}",
        why="Programs look there for how the person signs in, and find nothing, or somebody else's login.",
        fix=f"{_SIS} export with each role a profile of the same person, or none.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT u.id AS key, 'roles' AS field, min(u.said) AS said FROM (
                SELECT u.id, u.record, iif(r.type = 'object', r.value ->> 'userProfile', NULL) AS said
                FROM active_user u, json_each(sent_member('users', u.record, 'roles')) r
            ) u
            WHERE u.said <> '' AND u.said NOT IN (
                SELECT iif(p.type = 'object', coalesce(p.value ->> 'profileId', ''), '')
                FROM json_each(sent_member('users', u.record, 'userProfiles')) p
            )
            GROUP BY u.id
            """,
    ),
    Rule(
        id="REF-16",
        severity="warning",
        title="One-sided hierarchy",
        message="What it names as its children, and what names it as parent, are not the same.",
        why="Programs that go down find another tree than those that go up.",
        fix=f"{_SIS} correct which is part of which; the export should say it the same way on both sides.",
        good="Children that are shared only in part, where the export names all of them.",
        parts=of_each((name, _one_sided(name)) for name in ("orgs", "academicSessions")),
    ),
    Rule(
        id="REF-17",
        severity="warning",
        title="Reference of the wrong kind",
        message="Its {field} says another type than it leads to, or has the address of another record.",
        why="Programs that go by the type or the address arrive elsewhere than those that go by the id.",
        fix="In the service, correct type and href of the reference: tell its maker. Nothing need be entered anew.",
        good="Addresses that end in something else than the id, where the service is asked by id alone.",
        parts=of_each((name, _misled(name)) for name in _REFERRING),
    ),
)
