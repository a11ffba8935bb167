"""CLS: who is in a class, and who teaches it."""

from rosterdesk.checks.definitions import overlap
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, in the schedule of the school,"
_PRIMARY = "The primary teacher owns the class in most learning platforms."

RULES = (
    Rule(
        id="CLS-01",
        severity="error",
        starred=True,
        title="Class without teacher",
        message="This class has students ({students!s}), and no teacher.",
        why="Learning platforms make a class for its teacher: without one, its students have no class.",
        fix=f"{_SIS} assign a teacher, with dates that hold this day.",
        collection="classes",
        needs=("academicSessions", "classes", "users", "enrollments"),
        sql="""
            WITH untaught AS MATERIALIZED (
                SELECT class FROM class_day WHERE class NOT IN (SELECT class FROM seated WHERE role = :teacher)
            )
            SELECT s.class AS key, count(DISTINCT s.user) AS students
            FROM untaught c CROSS JOIN seated s ON s.class = c.class WHERE s.role = :student GROUP BY s.class
            """,
    ),
    Rule(
        id="CLS-02",
        severity="warning",
        starred=True,
        title="Class without students",
        message="This class runs today, and has no students.",
        why="It shows up everywhere, and nobody is in it.",
        fix=f"{_SIS} schedule students, or close the class.",
        collection="classes",
        needs=("academicSessions", "classes", "users", "enrollments"),
        sql="""
            SELECT c.id AS key FROM class_window w JOIN active_class c ON c.id = w.class
            WHERE w.start <= :today AND w.end > :today
                AND NOT EXISTS (SELECT 1 FROM current e WHERE e.class = c.id AND e.role = :student)
            """,
    ),
    Rule(
        id="CLS-03",
        severity="warning",
        starred=True,
        title="No primary teacher",
        message="This class has teachers ({teachers!s}), and none is the primary one.",
        why=_PRIMARY,
        fix=f"{_SIS} mark the teacher of record.",
        collection="classes",
        needs=("academicSessions", "classes", "enrollments"),
        sql="""
            SELECT s.class AS key, count(DISTINCT s.user) AS teachers
            FROM seated s CROSS JOIN enrollment e ON e.id = s.id
            WHERE s.role = :teacher GROUP BY s.class HAVING NOT max(coalesce(e.is_primary, 0))
            """,
    ),
    Rule(
        id="CLS-04",
        severity="error",
        starred=True,
        title="Two primary teachers",
        message="This class has more than one primary teacher at the same time: {teachers!s}.",
        why=f"{_PRIMARY} With two, it goes to either; CSV 1.1 forbids it.",
        fix=f"{_SIS} mark one as the teacher of record, or end the one before the other begins.",
        good="Two who teach together; OneRoster 1.2 allows it, and some platforms give the class to both.",
        collection="classes",
        needs=("academicSessions", "classes", "enrollments"),
        sql=f"""
            WITH lead AS MATERIALIZED (
                SELECT s.class, s.user, s.start, s.end FROM spell s CROSS JOIN enrollment e ON e.id = s.id
                WHERE s.role = :teacher AND e.is_primary
            )
            SELECT a.class AS key, count(DISTINCT a.user) AS teachers,
                iif(:version = '1.1' AND :csv, 'error', 'warning') AS severity
            FROM lead a JOIN lead b ON b.class = a.class AND b.user <> a.user JOIN active_class c ON c.id = a.class
            WHERE {overlap("a", "b")} GROUP BY a.class
            """,
    ),
    Rule(
        id="CLS-12",
        severity="info",
        title="Odd number of students",
        message="Students of this class: {students!s}; of a class in the middle at this school: {usual!s}.",
        why="A class of one, or of very many, is mostly a slip in scheduling, or not a class.",
        fix=f"{_SIS} look at who is scheduled for it.",
        good="Choirs, bands, gym and independent study.",
        collection="classes",
        needs=("academicSessions", "classes", "enrollments"),
        sql="""
            WITH sized AS MATERIALIZED (
                SELECT c.id, c.school, c.class_type, count(DISTINCT s.user) AS students
                FROM seated s JOIN active_class c ON c.id = s.class WHERE s.role = :student GROUP BY c.id
            ),
            ranked AS (
                SELECT school, students, row_number() OVER (PARTITION BY school ORDER BY students) AS place,
                    count(*) OVER (PARTITION BY school) AS classes
                FROM sized WHERE class_type = 'scheduled'
            ),
            middle AS MATERIALIZED (SELECT school, students FROM ranked WHERE place = (classes + 1) / 2)
            SELECT z.id AS key, z.students, coalesce(m.students, 0) AS usual
            FROM sized z LEFT JOIN middle m ON m.school = z.school
            WHERE z.students = 1 OR z.students > 60 OR z.students > max(25, 4 * m.students)
            """,
    ),
    Rule(
        id="CLS-14",
        severity="warning",
        title="Only disabled teachers",
        message="No teacher of this class can sign in.",
        why="The class has a teacher on paper, and nobody opens it in the platforms that read this roster.",
        fix="In the student information system, enable the teacher's account, or assign another teacher.",
        collection="classes",
        needs=("academicSessions", "classes", "users", "enrollments"),
        sql="""
            SELECT s.class AS key FROM seated s CROSS JOIN user u ON u.id = s.user
            WHERE s.role = :teacher AND u.record IS NOT NULL
            GROUP BY s.class HAVING min(coalesce(u.enabled = 0, 0) OR u.status IS NOT NULL)
            """,
    ),
    Rule(
        id="CLS-15",
        severity="info",
        title="Homeroom count",
        message="Homerooms of this student today: {homerooms!s}. Most students of the school have one.",
        why="Attendance, notices and counts by homeroom miss the student, or have the student twice.",
        fix=f"{_SIS} give the student one homeroom.",
        good="Students who spend half of the day elsewhere.",
        collection="users",
        needs=("orgs", "academicSessions", "classes", "users", "enrollments"),
        sql="""
            WITH roomed AS MATERIALIZED (
                SELECT e.user, count(DISTINCT e.class) AS homerooms
                FROM class c CROSS JOIN current e ON e.class = c.id
                WHERE c.class_type = 'homeroom' AND e.role = :student GROUP BY e.user
            ),
            attending AS MATERIALIZED (
                SELECT DISTINCT p.user, p.org, coalesce(r.homerooms, 0) AS homerooms
                FROM post p JOIN active_user u ON u.id = p.user JOIN org o ON o.id = p.org AND o.type = 'school'
                    LEFT JOIN roomed r ON r.user = p.user
                WHERE p.role = :student
            )
            SELECT DISTINCT user AS key, homerooms FROM attending
            WHERE homerooms <> 1 AND org IN (
                SELECT org FROM attending GROUP BY org HAVING 100 * sum(homerooms = 1) >= 80 * count(*)
            )
            """,
    ),
)
