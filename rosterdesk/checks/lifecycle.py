"""LIF: what ended, was deleted or disabled is no more in use."""

from rosterdesk.checks.definitions import day
from rosterdesk.checks.rule import Question, Rule

_ENDED = "The student information system keeps what is over as if it went on."

RULES = (
    Rule(
        id="LIF-01",
        severity="error",
        starred=True,
        title="Active, but belongs to something deleted",
        message="It is active, and what it belongs to was deleted.",
        why="Programs that read this roster keep access alive for people and classes that are gone, or stop here.",
        fix="In the student information system, end it too, or bring back what it belongs to.",
        parts=(
            Question(
                """
                SELECT 'enrollments' AS collection, e.id AS key, u.id AS cause, 'users' AS cause_in
                FROM user u CROSS JOIN enrollment e ON e.user = u.id
                WHERE u.record IS NOT NULL AND u.status IS NOT NULL AND e.status IS NULL
                """,
                ("users", "enrollments"),
            ),
            Question(
                """
                SELECT 'enrollments' AS collection, e.id AS key, c.id AS cause, 'classes' AS cause_in
                FROM class c CROSS JOIN enrollment e ON e.class = c.id
                WHERE c.record IS NOT NULL AND c.status IS NOT NULL AND e.status IS NULL
                """,
                ("classes", "enrollments"),
            ),
            Question(
                """
                SELECT 'classes' AS collection, c.id AS key, 'warning' AS severity, k.id AS cause, 'courses' AS cause_in
                FROM active_class c JOIN course k ON k.id = c.course WHERE k.record IS NOT NULL AND k.status IS NOT NULL
                """,
                ("courses", "classes"),
            ),
            Question(
                """
                SELECT 'classes' AS collection, c.id AS key, 'warning' AS severity, o.id AS cause, 'orgs' AS cause_in
                FROM active_class c JOIN org o ON o.id = c.school WHERE o.record IS NOT NULL AND o.status IS NOT NULL
                """,
                ("orgs", "classes"),
            ),
            Question(
                """
                SELECT 'classes' AS collection, c.id AS key, 'warning' AS severity,
                    min(s.id) AS cause, 'academicSessions' AS cause_in
                FROM active_class c JOIN class_term l ON l.class = c.id JOIN academic_session s ON s.id = l.term
                GROUP BY c.id HAVING min(s.record IS NOT NULL AND s.status IS NOT NULL)
                """,
                ("academicSessions", "classes"),
            ),
            Question(
                """
                SELECT 'users' AS collection, u.id AS key, 'warning' AS severity, min(o.id) AS cause, 'orgs' AS cause_in
                FROM org o CROSS JOIN user_org l ON l.org = o.id JOIN active_user u ON u.id = l.user
                WHERE o.record IS NOT NULL AND o.status IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM user_org k JOIN org p ON p.id = k.org
                    WHERE k.user = u.id AND (p.record IS NULL OR p.status IS NULL)
                )
                GROUP BY u.id
                """,
                ("orgs", "users"),
            ),
        ),
    ),
    Rule(
        id="LIF-02",
        severity="warning",
        starred=True,
        title="Disabled, but enrolled",
        message="This account is disabled, and has enrollments in force: {enrollments!s}.",
        why="The person is in class and cannot sign in; some programs drop disabled accounts altogether.",
        fix="In the student information system, enable the account, or end the enrollments.",
        good="A login that was suspended on purpose.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        sql="""
            SELECT u.id AS key, count(*) AS enrollments FROM active_user u CROSS JOIN current e ON e.user = u.id
            WHERE u.enabled = 0 GROUP BY u.id
            """,
    ),
    Rule(
        id="LIF-03",
        severity="warning",
        starred=True,
        title="Class goes on after its terms",
        message="Its terms ended {days} days ago, and it has enrollments without an end: {enrollments!s}.",
        why="Class lists and access stay alive for a class that is over.",
        fix=f"{_ENDED} Close the class there, or move it to a term that runs.",
        good="Weeks of grace at the end of a year, while grades are entered.",
        collection="classes",
        needs=("academicSessions", "classes", "enrollments"),
        sql="""
            SELECT c.id AS key, :today - w.end AS days, count(*) AS enrollments
            FROM class_window w JOIN active_class c ON c.id = w.class CROSS JOIN enrollment e ON e.class = c.id
            WHERE w.end <= :today - 14 AND e.status IS NULL AND (e.end_date IS NULL OR e.end_date > :today)
            GROUP BY c.id
            """,
    ),
    Rule(
        id="LIF-04",
        severity="info",
        title="Past enrollment still active",
        message="It ended before {end}, and is still active.",
        why="Programs that look at the status alone take the person for enrolled.",
        fix=f"{_ENDED} End the enrollment there, if the programs that read it look at the status.",
        good="Systems that tell by dates alone who is enrolled.",
        collection="enrollments",
        needs=("enrollments",),
        sql=f"""
            SELECT id AS key, {day("end_date")} AS end
            FROM enrollment WHERE status IS NULL AND class IS NOT NULL AND end_date <= :today
            """,
    ),
    Rule(
        id="LIF-05",
        severity="warning",
        title="Role ended, still enrolled",
        message="All roles of this person at the class's school have ended, and the enrollment goes on.",
        why="Who has left keeps access to the class.",
        fix="In the student information system, end the enrollment, or renew the person's role at the school.",
        collection="enrollments",
        needs=("academicSessions", "classes", "users", "enrollments"),
        sql="""
            SELECT DISTINCT e.id AS key
            FROM user_org l CROSS JOIN current e ON e.user = l.user JOIN class c ON c.id = e.class AND c.school = l.org
            WHERE l.end_date <= :today AND NOT EXISTS (
                SELECT 1 FROM user_org o
                WHERE o.user = l.user AND o.org = l.org AND (o.end_date IS NULL OR o.end_date > :today)
            )
            """,
    ),
)
