"""SES: the school year and its parts."""

from rosterdesk.checks.definitions import IN_SESSION, day, overlap
from rosterdesk.checks.rings import ring
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, in the calendar of the school year,"
_DATES = "Programs that read this roster decide by these dates which classes are shown."

RULES = (
    Rule(
        id="SES-01",
        severity="error",
        starred=True,
        title="Dates reversed",
        message="It begins on {start} and is over by {end}: no day lies in it.",
        why=_DATES,
        fix=f"{_SIS} correct the dates. The end is the first day after it.",
        collection="academicSessions",
        needs=("academicSessions",),
        sql=f"""
            SELECT id AS key, {day("start_date")} AS start, {day("end_date")} AS end
            FROM active_academic_session WHERE start_date >= end_date
            """,
    ),
    Rule(
        id="SES-02",
        severity="warning",
        starred=True,
        title="Outside its parent",
        message="It reaches beyond the session that it is part of.",
        why=_DATES,
        fix=f"{_SIS} correct the dates of one of both, or what it is part of.",
        collection="academicSessions",
        needs=("academicSessions",),
        blames=(
            "SES-01",
            "SES-02",
        ),
        sql="""
            SELECT s.id AS key, p.id AS suspect, 'academicSessions' AS cause_in
            FROM active_academic_session s JOIN active_academic_session p ON p.id = s.parent
            WHERE s.start_date < s.end_date AND p.start_date < p.end_date
                AND (s.start_date < p.start_date OR s.end_date > p.end_date)
            """,
    ),
    Rule(
        id="SES-03",
        severity="info",
        title="Overlapping siblings",
        message="Sessions of the same type, part of the same one, share days with it: {others!s}.",
        why="A day in two terms at once counts twice.",
        fix=f"{_SIS} correct the dates. The end is the first day after it.",
        good="Parallel tracks, such as quarters beside trimesters.",
        collection="academicSessions",
        needs=("academicSessions",),
        sql=f"""
            WITH spanned AS (
                SELECT id, parent, type, start_date AS start, end_date AS end FROM active_academic_session
            )
            SELECT a.id AS key, count(*) AS others
            FROM spanned a JOIN spanned b ON b.parent = a.parent AND b.type = a.type AND b.id <> a.id
            WHERE {overlap("a", "b")} GROUP BY a.id
            """,
    ),
    Rule(
        id="SES-04",
        severity="warning",
        title="School year label",
        message="It is called the school year {said}, and ends in {ends}.",
        why="A school year is called by the year in which it ends; programs match years by that.",
        fix=f"{_SIS} correct the label or the dates.",
        collection="academicSessions",
        needs=("academicSessions",),
        sql="""
            SELECT key, said, ends FROM (
                SELECT id AS key, school_year AS said,
                    strftime('%Y', '2000-01-01', (end_date - 1) || ' days') AS ends
                FROM active_academic_session WHERE type = 'schoolYear'
            ) WHERE said <> ends
            """,
    ),
    Rule(
        id="SES-05",
        severity="error",
        title="Circular sessions",
        message="Going up from this session leads back to it.",
        why="A circle has no school year at its top, and some programs never come out of it.",
        fix=f"{_SIS} correct which session each is part of.",
        collection="academicSessions",
        needs=("academicSessions",),
        sql=ring("academic_session"),
    ),
    Rule(
        id="SES-06",
        severity="warning",
        title="Wrong nesting",
        message="A grading period belongs to a term or semester, and a school year to nothing.",
        why="Gradebooks find their periods by this order.",
        fix=f"{_SIS} correct what it is part of, or its type.",
        collection="academicSessions",
        needs=("academicSessions",),
        blames=(
            "SES-05",
            "VAL-07",
        ),
        sql="""
            SELECT s.id AS key, p.id AS suspect, 'academicSessions' AS cause_in
            FROM active_academic_session s LEFT JOIN academic_session p ON p.id = s.parent
            WHERE (s.type = 'schoolYear' AND p.id IS NOT NULL) OR (s.type = 'gradingPeriod'
                AND (p.id IS NULL OR (p.record IS NOT NULL AND coalesce(p.type, '') NOT IN ('term', 'semester'))))
            """,
    ),
    Rule(
        id="SES-07",
        severity="warning",
        starred=True,
        title="Nothing is current",
        message="No session holds this day.",
        why="Programs that show what runs today show nothing.",
        fix=f"{_SIS} share the sessions of this year, or correct their dates.",
        good="Holidays; in the summer nothing is said, and a profile can say when that is.",
        collection="academicSessions",
        needs=("academicSessions",),
        sql=f"""
            SELECT NULL AS key
            FROM (SELECT substr({day(":today")}, 6) AS day, :summer_start <= :summer_end AS is_within_a_year)
            WHERE NOT {IN_SESSION} AND NOT iif(is_within_a_year, day >= :summer_start AND day < :summer_end,
                day >= :summer_start OR day < :summer_end)
            """,
    ),
    Rule(
        id="SES-08",
        severity="info",
        title="Odd length",
        message="It is {days} days long.",
        why="A school year of a month, or a grading period of a year, is mostly a slip of the pen.",
        fix=f"{_SIS} look at its dates and its type.",
        good="Summer schools, and courses of several years.",
        collection="academicSessions",
        needs=("academicSessions",),
        sql="""
            SELECT s.id AS key, s.end_date - s.start_date AS days
            FROM active_academic_session s LEFT JOIN active_academic_session p ON p.id = s.parent
            WHERE s.start_date < s.end_date AND (
                (s.type = 'schoolYear' AND s.end_date - s.start_date NOT BETWEEN 150 AND 400)
                OR (s.type = 'gradingPeriod' AND s.end_date - s.start_date > 200)
                OR (s.type = 'term' AND p.type = 'schoolYear' AND s.end_date - s.start_date > p.end_date - p.start_date)
            )
            """,
    ),
    Rule(
        id="SES-09",
        severity="info",
        title="Unused session",
        message="No class and no course refers to it or to a part of it.",
        why="It may belong to another district, or its classes are not shared.",
        fix=f"{_SIS} stop sharing it, or share its classes.",
        good="Sessions of years that are over or to come.",
        collection="academicSessions",
        needs=("academicSessions", "courses", "classes"),
        everywhere=True,
        sql="""
            WITH RECURSIVE used (id) AS (
                SELECT term FROM class_term UNION SELECT school_year FROM course WHERE school_year IS NOT NULL
                UNION SELECT s.parent FROM used u JOIN academic_session s ON s.id = u.id WHERE s.parent IS NOT NULL
            )
            SELECT id AS key FROM active_academic_session
            WHERE id NOT IN (SELECT id FROM used) AND type IS NOT 'gradingPeriod'
            """,
    ),
)
