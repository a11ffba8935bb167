"""USR: students, and those who speak for them."""

from rosterdesk.checks.rule import Rule
from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.store.records import vocabulary

_SIS = "In the student information system, under the student's contacts,"
_FAMILY = ", ".join(str(vocabulary.stored(role)) for role in GUARDIAN_ROLES)

RULES = (
    Rule(
        id="USR-20",
        severity="warning",
        title="Guardian without student",
        message="This person is a guardian, and names no student as agent.",
        why="The standard requires it; portals for families show this person nothing.",
        fix=f"{_SIS} connect the guardian with the students.",
        good="Systems that name guardians on the student's side alone.",
        collection="users",
        needs=("users",),
        sql=f"""
            SELECT id AS key FROM active_user
            WHERE id IN (SELECT user FROM post WHERE role IN ({_FAMILY})) AND id NOT IN (
                SELECT a.user FROM user_agent a JOIN user s ON s.id = a.agent WHERE s.kinds & 1
            )
            """,
    ),
    Rule(
        id="USR-21",
        severity="error",
        title="Teacher set as agent",
        message="One of this student's agents is a teacher and nothing else.",
        why="Agents are family; portals for families let the teacher see what is the family's.",
        fix=f"{_SIS} remove the teacher. Who teaches the student is said by classes.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT u.id AS key, min(a.agent) AS cause, 'users' AS cause_in
            FROM active_user u JOIN user_agent a ON a.user = u.id JOIN active_user t ON t.id = a.agent
            WHERE u.kinds & 1 AND t.kinds = 2 GROUP BY u.id
            """,
    ),
    Rule(
        id="USR-22",
        severity="info",
        title="One-sided agents",
        message="This person names an agent who does not name the person, or is the person.",
        why="Whoever comes from the other side does not find the connection.",
        fix=f"{_SIS} connect both sides.",
        good="Systems that share one side alone.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT DISTINCT u.id AS key
            FROM active_user u JOIN user_agent a ON a.user = u.id JOIN active_user o ON o.id = a.agent
                LEFT JOIN user_agent b ON b.agent = a.user AND b.user = a.agent
            WHERE b.user IS NULL OR a.agent = a.user
            """,
    ),
    Rule(
        id="USR-23",
        severity="info",
        title="Student without guardian",
        message="This student has no guardian, and most students here have one.",
        why="Nobody at home is reached.",
        fix=f"{_SIS} enter a guardian, or share the contact with this key.",
        collection="users",
        needs=("users",),
        everywhere=True,
        sql=f"""
            WITH looked_after AS MATERIALIZED (
                SELECT DISTINCT a.user FROM user_agent a JOIN user_org l ON l.user = a.agent WHERE l.role IN ({_FAMILY})
            )
            SELECT id AS key FROM active_user WHERE kinds & 1 AND id NOT IN (SELECT user FROM looked_after) AND (
                SELECT 2 * count(*) FILTER (WHERE id IN (SELECT user FROM looked_after)) >= count(*)
                FROM active_user WHERE kinds & 1
            )
            """,
    ),
)
