"""CRS: the catalogue of courses."""

from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, in the course catalogue,"

RULES = (
    Rule(
        id="CRS-01",
        severity="warning",
        starred=True,
        title="Course without classes",
        message="This course has no class.",
        why="It is not taught, or its classes are not shared.",
        fix=f"{_SIS} close the course, or share its classes.",
        good="A whole catalogue that is shared, with courses that nobody takes this year.",
        collection="courses",
        needs=("courses", "classes"),
        everywhere=True,
        sql="""
            SELECT id AS key FROM active_course
            WHERE id NOT IN (SELECT course FROM active_class WHERE course IS NOT NULL)
            """,
    ),
    Rule(
        id="CRS-02",
        severity="error",
        starred=True,
        title="Course year is no school year",
        message="The school year of this course is a session of another type.",
        why="The standard requires a session of the type schoolYear; strict programs refuse the course.",
        fix=f"{_SIS} give it the school year itself, not a term of it.",
        collection="courses",
        needs=("academicSessions", "courses"),
        blames=("VAL-07",),
        sql="""
            SELECT k.id AS key, s.id AS suspect, 'academicSessions' AS cause_in
            FROM active_course k JOIN academic_session s ON s.id = k.school_year
            WHERE s.type <> 'schoolYear' AND s.type NOT LIKE 'ext:%'
            """,
    ),
    Rule(
        id="CRS-03",
        severity="info",
        title="Duplicate course code",
        message="Other courses of the same organization and year have the same code: {others!s}.",
        why="Programs that match courses by code take them for one.",
        fix=f"{_SIS} give each its own code, or merge them.",
        collection="courses",
        needs=("courses",),
        sql="""
            SELECT key, others FROM (
                SELECT id AS key,
                    count(*) OVER (PARTITION BY course_code COLLATE BINARY, org, school_year) - 1 AS others
                FROM active_course WHERE course_code IS NOT NULL
            ) WHERE others
            """,
    ),
    Rule(
        id="CRS-04",
        severity="warning",
        title="Course code missing",
        message="This course has no code.",
        why="OneRoster 1.2 requires it, and programs match courses of several years by it.",
        fix=f"{_SIS} enter its code.",
        collection="courses",
        needs=("courses",),
        sql="""
            SELECT id AS key, iif(:version = '1.2' AND NOT :csv, 'warning', 'info') AS severity
            FROM active_course WHERE course_code IS NULL
            """,
    ),
)
