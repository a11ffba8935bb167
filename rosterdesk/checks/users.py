"""USR: which roles people have, and where."""

from rosterdesk.checks.definitions import overlap
from rosterdesk.checks.rule import Rule
from rosterdesk.store.records import vocabulary

_SIS = "In the student information system, on the person's page,"

_STAFF = ("aide", "administrator", "counselor", "districtAdministrator", "principal", "siteAdministrator")
_WORKS = ", ".join(str(vocabulary.stored(role)) for role in ("teacher", *_STAFF, "systemAdministrator"))

RULES = (
    Rule(
        id="USR-01",
        severity="error",
        starred=True,
        title="No organization or role",
        message="This person has no role at any organization today.",
        why="Programs that read this roster cannot tell what the person may see, and drop the account.",
        fix=f"{_SIS} give the person a role at a school, with dates that hold this day.",
        collection="users",
        needs=("users",),
        sql="SELECT id AS key FROM active_user WHERE id NOT IN (SELECT user FROM post WHERE role IS NOT NULL)",
    ),
    Rule(
        id="USR-02",
        severity="error",
        starred=True,
        title="Primary role count",
        message="At one of the organizations, this person has no primary role today, or several at the same time.",
        why="OneRoster 1.2 requires exactly one; programs choose the view that a person gets by it.",
        fix=f"{_SIS} mark one role at each school as the primary one.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH typed AS (
                SELECT user, place, org, is_primary, begin_date AS start, end_date AS end
                FROM user_org WHERE is_primary IS NOT NULL
            )
            SELECT id AS key FROM active_user WHERE id IN (
                SELECT user FROM typed
                WHERE (start IS NULL OR start <= :today) AND (end IS NULL OR end > :today)
                GROUP BY user, org HAVING NOT max(is_primary)
                UNION ALL
                SELECT a.user FROM typed a JOIN typed b ON b.user = a.user AND b.org = a.org AND b.place > a.place
                WHERE a.is_primary AND b.is_primary AND {overlap("a", "b")}
            )
            """,
    ),
    Rule(
        id="USR-03",
        severity="warning",
        title="Primary organization without a role",
        message="The person has no role at the organization that is said to be the primary one.",
        why="Programs that file people by it give them a school where they may do nothing.",
        fix=f"{_SIS} give the person a role there, or correct the primary organization.",
        collection="users",
        needs=("orgs", "users"),
        sql="""
            SELECT u.id AS key
            FROM (
                SELECT id, kept_id(sent_member('users', record, 'primaryOrg') ->> 'sourcedId') AS org FROM active_user
            ) u JOIN org o ON o.sourced_id = u.org
            WHERE o.record IS NOT NULL AND o.id NOT IN (
                SELECT l.org FROM user_org l WHERE l.user = u.id AND l.org IS NOT NULL
            )
            """,
    ),
    Rule(
        id="USR-26",
        severity="info",
        title="Student and staff at once",
        message="This person is a student and on the staff of one organization today.",
        why="Programs choose one of both: grades become visible to a student, or classes vanish.",
        fix=f"{_SIS} end the role that is over.",
        good="Staff who take courses, and students who assist.",
        collection="users",
        needs=("users",),
        sql=f"""
            SELECT DISTINCT u.id AS key FROM active_user u JOIN post a ON a.user = u.id JOIN post b ON b.user = u.id
            WHERE u.kinds & 1 AND u.kinds & 6 AND b.org = a.org AND a.role = :student AND b.role IN ({_WORKS})
            """,
    ),
)
