"""USR: who somebody is: name, grade, age."""

from rosterdesk.checks.definitions import PERSON
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, on the person's page,"

RULES = (
    Rule(
        id="USR-11",
        severity="warning",
        starred=True,
        title="Placeholder name",
        message="A part of this name is missing, or stands for none: {given} {family}",
        why="It is a test, a vacancy or a person nobody will recognise in a class list.",
        fix=f"{_SIS} enter the name, or remove the account.",
        good="Names of one letter, and people with one name alone.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT id AS key, coalesce(given_name, '–') AS given, coalesce(family_name, '–') AS family
            FROM active_user WHERE is_placeholder(given_name) OR is_placeholder(family_name)
            """,
    ),
    Rule(
        id="USR-12",
        severity="warning",
        starred=True,
        title="Student without grade",
        message="This student has no grade.",
        why="Programs that choose content, tests or licences by grade leave the student out.",
        fix=f"{_SIS} enter the grade level.",
        collection="users",
        needs=("users",),
        sql="SELECT id AS key FROM active_user WHERE kinds & 1 AND grades IS NULL",
    ),
    Rule(
        id="USR-13",
        severity="info",
        title="More than one grade",
        message="This student has several grades.",
        why="Programs take one of them, and not always the same.",
        fix=f"{_SIS} keep the grade of this year.",
        collection="users",
        needs=("users",),
        sql="SELECT id AS key FROM active_user WHERE kinds & 1 AND instr(grades, char(31))",
    ),
    Rule(
        id="USR-14",
        severity="warning",
        title="Grade does not fit the school",
        message="Students of this grade at the school: {same!s}, of {students!s} in all.",
        why="The grade or the school is wrong: the student gets content, tests and a schedule of other ages.",
        fix=f"{_SIS} correct the grade, or the school.",
        good="A student who is taught at a school of another level, or far ahead in one subject.",
        collection="users",
        needs=("orgs", "users"),
        sql="""
            WITH graded AS (
                SELECT DISTINCT p.user, p.org, u.grades FROM post p JOIN active_user u ON u.id = p.user
                    JOIN org o ON o.id = p.org
                WHERE p.role = :student AND o.type = 'school' AND u.grades IS NOT NULL
            )
            SELECT user AS key, min(same) AS same, students FROM (
                SELECT user, count(*) OVER (PARTITION BY org, grades) AS same,
                    count(*) OVER (PARTITION BY org) AS students
                FROM graded
            ) WHERE same < 5 AND 100 * same < students GROUP BY user
            """,
    ),
    Rule(
        id="USR-19",
        severity="warning",
        starred=True,
        title="Probable same person",
        message="Others have the same name and birth date, or the same name, grade and school: {others!s}.",
        why="One person with two accounts has work in both, and half of it in each.",
        fix="In the student information system, merge the two records if they are one person.",
        good="Namesakes, who are two people.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH named AS MATERIALIZED (  -- of others neither birth date nor grade is known
                SELECT u.id, {PERSON} AS person FROM active_user u
                WHERE u.grades IS NOT NULL OR u.id IN (SELECT user FROM active_demographics)
            ),
            namesakes AS MATERIALIZED (
                SELECT n.id AS key, n.person, u.grades, (
                    SELECT sent_member('demographics', d.record, 'birthDate') ->> '$' FROM demographics d
                    WHERE d.user = u.id AND d.status IS NULL
                ) AS born
                FROM named n CROSS JOIN user u ON u.id = n.id
                WHERE n.person IN (
                    SELECT person FROM named WHERE person IS NOT NULL GROUP BY person HAVING count(*) > 1
                )
            ),
            attending AS (
                SELECT DISTINCT n.key, n.person, n.grades, l.org
                FROM namesakes n CROSS JOIN user_org l ON l.user = n.key
                WHERE n.born IS NULL AND n.grades IS NOT NULL AND l.org IS NOT NULL
            )
            SELECT key, max(others) AS others FROM (
                SELECT key, count(*) OVER (PARTITION BY person, born) - 1 AS others FROM namesakes
                WHERE born IS NOT NULL
                UNION ALL
                SELECT key, count(*) OVER (PARTITION BY person, grades, org) - 1 FROM attending
            ) WHERE others GROUP BY key
            """,
    ),
    Rule(
        id="USR-24",
        severity="warning",
        title="Birth date implausible",
        message="Born on {born}, {age} years old: no age for school, or far from that of others in the grade.",
        why="Age decides what a child may use, and which law protects it; a wrong one matches the wrong person.",
        fix=f"{_SIS} correct the birth date.",
        good="Adult learners, and students who began school late.",
        collection="users",
        needs=("users", "demographics"),
        sql="""
            WITH said AS MATERIALIZED (
                SELECT user, sent_member('demographics', record, 'birthDate') ->> '$' AS born FROM active_demographics
            ),
            born AS MATERIALIZED (
                SELECT u.id, u.kinds & 1 AS is_student, u.grades, s.born,
                    julianday('2000-01-01') + :today - julianday(s.born) AS days
                FROM said s JOIN active_user u ON u.id = s.user WHERE days IS NOT NULL
            ),
            ranked AS (
                SELECT grades, days, row_number() OVER same AS place, count(*) OVER (PARTITION BY grades) AS students
                FROM born WHERE is_student AND grades IS NOT NULL
                WINDOW same AS (PARTITION BY grades ORDER BY days)
            ),
            usual AS MATERIALIZED (SELECT grades, days FROM ranked WHERE place = (students + 1) / 2)
            SELECT b.id AS key, b.born, CAST(floor(b.days / 365.25) AS INTEGER) AS age
            FROM born b LEFT JOIN usual m ON m.grades = b.grades
            WHERE b.days < 0 OR (b.is_student AND (
                b.days < 2 * 365.25 OR b.days >= 24 * 365.25 OR abs(b.days - m.days) > 3 * 365.25
            ))
            """,
    ),
)
