"""USR: whether people are in classes, and where."""

from rosterdesk.checks.definitions import IN_SESSION
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, on the person's page,"

RULES = (
    Rule(
        id="USR-15",
        severity="warning",
        starred=True,
        title="Student without enrollments",
        message="This student is in no class today.",
        why="The student signs in and finds nothing.",
        fix=f"{_SIS} schedule classes, or end the account.",
        good="Students of another site, or whose classes this key may not see.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        everywhere=True,
        sql=f"""
            SELECT id AS key FROM active_user WHERE kinds & 1 AND id NOT IN (SELECT user FROM current)
            AND {IN_SESSION}
            """,
    ),
    Rule(
        id="USR-16",
        severity="info",
        starred=True,
        title="Teacher without classes",
        message="This teacher has no class today.",
        why="The teacher signs in and finds nothing.",
        fix=f"{_SIS} assign classes, or another role.",
        good="Counselors and coaches, who teach no class.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        everywhere=True,
        sql=f"""
            SELECT u.id AS key FROM active_user u
            WHERE u.kinds & 2 AND NOT EXISTS (SELECT 1 FROM current c WHERE c.user = u.id) AND {IN_SESSION}
            """,
    ),
    Rule(
        id="USR-17",
        severity="warning",
        starred=True,
        title="Student without a teacher",
        message="None of this student's classes ({classes!s}) has a teacher today.",
        why="In platforms that make classes for their teachers, this student has none.",
        fix="In the student information system, assign teachers to the classes.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        blames=("CLS-01",),
        sql="""
            WITH taught AS MATERIALIZED (
                SELECT DISTINCT e.class FROM class c CROSS JOIN current e ON e.class = c.id WHERE e.role = :teacher
            ),
            lost AS MATERIALIZED (
                SELECT DISTINCT e.user FROM class c CROSS JOIN current e ON e.class = c.id
                WHERE e.role = :student AND c.id NOT IN (SELECT class FROM taught)
            )
            SELECT e.user AS key, count(DISTINCT e.class) AS classes, min(e.class) AS suspect, 'classes' AS cause_in
            FROM lost n CROSS JOIN current e ON e.user = n.user JOIN active_user u ON u.id = e.user
            WHERE e.role = :student GROUP BY e.user HAVING NOT max(e.class IN (SELECT class FROM taught))
            """,
    ),
    Rule(
        id="USR-18",
        severity="info",
        title="Student at several schools",
        message="This student has roles or classes at several schools today: {schools!s}.",
        why="Programs that allow one school take either.",
        fix=f"{_SIS} end what is over.",
        good="Students who are taught at two sites.",
        collection="users",
        needs=("orgs", "academicSessions", "classes", "users", "enrollments"),
        sql="""
            SELECT u.id AS key, max(a.schools) AS schools FROM (
                SELECT p.user, count(DISTINCT p.org) AS schools FROM post p JOIN org o ON o.id = p.org
                WHERE p.role = :student AND o.type = 'school' GROUP BY p.user
                UNION ALL
                SELECT e.user, count(DISTINCT c.school)
                FROM active_class c CROSS JOIN current e ON e.class = c.id  -- so an index alone tells all of these
                WHERE e.role = :student GROUP BY e.user HAVING min(c.school) < max(c.school)
            ) a JOIN active_user u ON u.id = a.user
            WHERE a.schools > 1 GROUP BY u.id
            """,
    ),
)
