"""CLS: classes, their courses, terms and places."""

from rosterdesk.checks.definitions import overlap
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, in the schedule of the school,"

RULES = (
    Rule(
        id="CLS-05",
        severity="error",
        starred=True,
        title="Class in a non-school",
        message="The school of this class is an organization of another type.",
        why="The standard requires a school; programs that go through the schools never see the class.",
        fix=f"{_SIS} move the class to a school, or correct the type of the organization.",
        collection="classes",
        needs=("orgs", "classes"),
        blames=(
            "ORG-03",
            "VAL-07",
        ),
        sql="""
            SELECT c.id AS key, o.id AS suspect, 'orgs' AS cause_in FROM active_class c JOIN org o ON o.id = c.school
            WHERE o.type <> 'school' AND o.type NOT LIKE 'ext:%'
            """,
    ),
    Rule(
        id="CLS-06",
        severity="warning",
        starred=True,
        title="Other sessions than terms",
        message="A term of this class is a grading period or a whole school year.",
        why="Many programs look for classes by term or semester.",
        fix=f"{_SIS} give the class the terms in which it runs.",
        good="Homerooms and elementary classes, which run all year.",
        collection="classes",
        needs=("academicSessions", "classes"),
        sql="""
            SELECT c.id AS key, iif(max(s.type = 'gradingPeriod'), 'warning', 'info') AS severity
            FROM active_class c JOIN class_term l ON l.class = c.id JOIN academic_session s ON s.id = l.term
            WHERE s.type IN ('gradingPeriod', 'schoolYear') GROUP BY c.id
            """,
    ),
    Rule(
        id="CLS-07",
        severity="error",
        starred=True,
        title="Class without terms",
        message="This class is in no term.",
        why="Nobody can tell when it runs. Rules that ask for its dates leave it out.",
        fix=f"{_SIS} give the class its terms.",
        collection="classes",
        needs=("classes",),
        sql="SELECT id AS key FROM active_class WHERE id NOT IN (SELECT class FROM class_term)",
    ),
    Rule(
        id="CLS-08",
        severity="warning",
        starred=True,
        title="Course and school disagree",
        message="The course belongs neither to the school of this class nor to anything that the school is part of.",
        why="Programs that share a course in its organization do not find it in this school.",
        fix=f"{_SIS} give the class a course of its own school or district.",
        collection="classes",
        needs=("orgs", "courses", "classes"),
        blames=(
            "REF-01",
            "ORG-01",
            "ORG-02",
        ),
        sql="""
            SELECT c.id AS key, c.school AS suspect, 'orgs' AS cause_in
            FROM active_class c JOIN active_course k ON k.id = c.course JOIN org o ON o.id = c.school
                LEFT JOIN above a ON a.org = c.school AND a.ancestor = k.org
            WHERE o.record IS NOT NULL AND k.org IS NOT NULL AND a.org IS NULL
            """,
    ),
    Rule(
        id="CLS-09",
        severity="info",
        title="Terms outside the course's year",
        message="The terms of this class reach beyond the school year of its course.",
        why="One of both is of another year.",
        fix=f"{_SIS} give the class the course of its year.",
        collection="classes",
        needs=("academicSessions", "courses", "classes"),
        sql="""
            SELECT c.id AS key FROM active_class c JOIN class_window w ON w.class = c.id
                JOIN active_course k ON k.id = c.course JOIN active_academic_session y ON y.id = k.school_year
            WHERE y.start_date < y.end_date AND (w.start < y.start_date OR w.end > y.end_date)
            """,
    ),
    Rule(
        id="CLS-10",
        severity="warning",
        title="No periods",
        message="This class is scheduled, and has no periods.",
        why="Timetables and class lists by period leave it out.",
        fix=f"{_SIS} enter when it meets.",
        collection="classes",
        needs=("classes",),
        sql="SELECT id AS key FROM active_class WHERE class_type = 'scheduled' AND periods IS NULL",
    ),
    Rule(
        id="CLS-11",
        severity="warning",
        title="Probable duplicate class",
        message="Classes of the same course, terms and periods have the same title or primary teacher: {others!s}.",
        why="One class that was made twice: work is in both, and half of it in each.",
        fix=f"{_SIS} merge them, or give each its period.",
        good="Two sections that one teacher has in one room.",
        collection="classes",
        needs=("academicSessions", "classes", "enrollments"),
        sql="""
            WITH slot AS MATERIALIZED (
                SELECT c.id, c.school, c.course, as_set(c.periods) AS periods, norm(c.title) AS title,
                    (SELECT group_concat(term) FROM (
                        SELECT DISTINCT l.term FROM class_term l WHERE l.class = c.id ORDER BY l.term
                    )) AS terms
                FROM active_class c WHERE c.periods IS NOT NULL
            ),
            taught AS (
                SELECT DISTINCT s.*, e.user AS teacher FROM slot s CROSS JOIN enrollment e ON e.class = s.id
                WHERE e.role = :teacher AND e.status IS NULL AND e.is_primary
            )
            SELECT key, max(others) AS others FROM (
                SELECT id AS key, count(*) OVER (PARTITION BY school, course, periods, terms, title) - 1 AS others
                FROM slot WHERE title IS NOT NULL
                UNION ALL
                SELECT id, count(*) OVER (PARTITION BY school, course, periods, terms, teacher) - 1 FROM taught
            ) WHERE others GROUP BY key
            """,
    ),
    Rule(
        id="CLS-13",
        severity="info",
        title="Class code repeated",
        message="Other classes of the school have the same code on the same days: {others!s}.",
        why="Programs that match classes by code take them for one.",
        fix=f"{_SIS} give each class its own code.",
        collection="classes",
        needs=("academicSessions", "classes"),
        sql=f"""
            WITH coded AS MATERIALIZED (
                SELECT c.id, c.school, c.class_code COLLATE BINARY AS code, w.start, w.end
                FROM active_class c JOIN class_window w ON w.class = c.id WHERE c.class_code IS NOT NULL
            )
            SELECT a.id AS key, count(*) AS others
            FROM coded a JOIN coded b ON b.code = a.code AND b.school = a.school AND b.id <> a.id
            WHERE {overlap("a", "b")} GROUP BY a.id
            """,
    ),
    Rule(
        id="CLS-16",
        severity="info",
        title="Grade missing on class",
        message="Neither this class nor its course says for which grades it is.",
        why="Programs that offer content by grade have none for it.",
        fix="In the student information system, enter the grades of the course.",
        collection="classes",
        needs=("courses", "classes"),
        sql="""
            SELECT c.id AS key FROM active_class c LEFT JOIN course k ON k.id = c.course
            WHERE c.grades IS NULL AND k.grades IS NULL
            """,
    ),
)
