"""USR: people, as each stands for one of them."""

from rosterdesk.checks.definitions import overlap
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, on the person's page,"
_SIGN_IN = "People sign in by it: two accounts with one of them end up in each other's classes, or neither can sign in."
_PERSON = "norm(coalesce(u.given_name, '') || ' ' || coalesce(u.family_name, ''))"
_IN_SESSION = """EXISTS (
                SELECT 1 FROM active_academic_session WHERE start_date <= :today AND end_date > :today
            )"""

RULES = (
    Rule(
        id="USR-01",
        severity="error",
        starred=True,
        title="No organisation or role",
        message="This person has no role at any organisation today.",
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
        message="At one of the organisations, this person has no primary role today, or several at the same time.",
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
        id="USR-04",
        severity="warning",
        starred=True,
        title="Duplicate username",
        message="Other active people have the same username: {others}.",
        why=_SIGN_IN,
        fix=f"{_SIS} give each a username of their own. One person with a login for each role is fine.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH named AS MATERIALIZED (
                SELECT id, norm(username) AS name FROM active_user WHERE username IS NOT NULL
            ),
            twice AS (
                SELECT n.id AS key, n.name, {_PERSON} AS person,
                    sent_value('users', u.record, 'userMasterIdentifier') AS master
                FROM named n CROSS JOIN user u ON u.id = n.id
                WHERE n.name IN (SELECT name FROM named GROUP BY name HAVING count(*) > 1)
            )
            SELECT key, count(*) OVER same - 1 AS others,
                iif(min(person) OVER same = max(person) OVER same AND min(master) OVER same = max(master) OVER same
                    AND count(master) OVER same = count(*) OVER same, 'info', 'warning') AS severity
            FROM twice WINDOW same AS (PARTITION BY name)
            """,
    ),
    Rule(
        id="USR-05",
        severity="warning",
        starred=True,
        title="Duplicate email",
        message="Other active people have the same email: {others}.",
        why=_SIGN_IN,
        fix=f"{_SIS} correct the email. Staff who are parents as well may be right.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT key, others FROM (
                SELECT id AS key, count(*) OVER (PARTITION BY norm(email)) - 1 AS others
                FROM active_user WHERE email IS NOT NULL
            ) WHERE others
            """,
    ),
    Rule(
        id="USR-06",
        severity="warning",
        starred=True,
        title="Duplicate identifier",
        message="Other active people of another name have the same identifier, or one of the same type: {others}.",
        why="It is the number by which programs and states match people: their records are mixed up.",
        fix=f"{_SIS} correct the number of one of them.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH known AS MATERIALIZED (
                SELECT id, 0 AS kind, identifier COLLATE BINARY AS identifier FROM active_user
                WHERE identifier IS NOT NULL
                UNION
                SELECT u.id, coalesce(i.value ->> 'type', ''), CAST(i.value ->> 'identifier' AS TEXT)
                FROM active_user u, json_each(sent_member('users', u.record, 'userIds')) i
                WHERE i.type = 'object' AND i.value ->> 'identifier' <> ''
            ),
            twice AS (
                SELECT k.id AS key, k.kind, k.identifier, {_PERSON} AS person
                FROM known k CROSS JOIN user u ON u.id = k.id
                WHERE (k.kind, k.identifier) IN (
                    SELECT kind, identifier FROM known GROUP BY kind, identifier HAVING count(*) > 1
                )
            )
            SELECT key, max(others) AS others FROM (
                SELECT key, count(*) OVER same - 1 AS others,
                    min(person) OVER same IS NOT max(person) OVER same AS differ
                FROM twice WINDOW same AS (PARTITION BY kind, identifier)
            ) WHERE differ GROUP BY key
            """,
    ),
    Rule(
        id="USR-08",
        severity="warning",
        starred=True,
        title="Email missing",
        message="This student or teacher has no email.",
        why="Platforms that know people by email make no account, or one that nobody can reach.",
        fix=f"{_SIS} enter the school's email, or share the field with this key.",
        collection="users",
        needs=("users",),
        sql="SELECT id AS key FROM active_user WHERE email IS NULL AND kinds & 3",
    ),
    Rule(
        id="USR-09",
        severity="warning",
        starred=True,
        title="Email malformed",
        message="This is no email address: {email}",
        why="Nothing can be sent there, and nobody can sign in with it.",
        fix=f"{_SIS} correct the email.",
        collection="users",
        needs=("users",),
        sql="SELECT id AS key, email FROM active_user WHERE email IS NOT NULL AND NOT is_email(email)",
    ),
    Rule(
        id="USR-11",
        severity="warning",
        starred=True,
        title="Placeholder name",
        message="A part of this name is missing, or stands for none: {given} {family}",
        why="It is a test, a vacancy or a person nobody will recognise in a class list.",
        fix=f"{_SIS} enter the name, or remove the account. Names of one letter exist.",
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
        id="USR-15",
        severity="warning",
        starred=True,
        title="Student without enrollments",
        message="This student is in no class today.",
        why="The student signs in and finds nothing.",
        fix=f"{_SIS} schedule classes, or end the account. A student of another site may be right.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        everywhere=True,
        sql=f"""
            SELECT id AS key FROM active_user WHERE kinds & 1 AND id NOT IN (SELECT user FROM current)
            AND {_IN_SESSION}
            """,
    ),
    Rule(
        id="USR-16",
        severity="info",
        starred=True,
        title="Teacher without classes",
        message="This teacher has no class today.",
        why="The teacher signs in and finds nothing. Counselors and coaches are often right so.",
        fix=f"{_SIS} assign classes, or another role.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        everywhere=True,
        sql=f"""
            SELECT id AS key FROM active_user WHERE kinds & 2 AND id NOT IN (SELECT user FROM current)
            AND {_IN_SESSION}
            """,
    ),
    Rule(
        id="USR-17",
        severity="warning",
        starred=True,
        title="Student without a teacher",
        message="None of this student's classes ({classes}) has a teacher today.",
        why="In platforms that make classes for their teachers, this student has none.",
        fix="In the student information system, assign teachers to the classes.",
        collection="users",
        needs=("academicSessions", "classes", "users", "enrollments"),
        blames=("CLS-01",),
        sql="""
            WITH taught AS MATERIALIZED (SELECT DISTINCT class FROM current WHERE role = :teacher),
            lost AS MATERIALIZED (
                SELECT DISTINCT user FROM current WHERE role = :student AND class NOT IN (SELECT class FROM taught)
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
        message="This student has roles or classes at several schools today: {schools}.",
        why="Programs that allow one school take either.",
        fix=f"{_SIS} end what is over. A student who is taught at two sites is right.",
        collection="users",
        needs=("orgs", "academicSessions", "classes", "users", "enrollments"),
        sql="""
            SELECT u.id AS key, max(a.schools) AS schools FROM (
                SELECT p.user, count(DISTINCT p.org) AS schools FROM post p JOIN org o ON o.id = p.org
                WHERE p.role = :student AND o.type = 'school' GROUP BY p.user
                UNION ALL
                SELECT e.user, count(DISTINCT c.school) FROM current e JOIN active_class c ON c.id = e.class
                WHERE e.role = :student GROUP BY e.user
            ) a JOIN active_user u ON u.id = a.user
            WHERE a.schools > 1 GROUP BY u.id
            """,
    ),
    Rule(
        id="USR-19",
        severity="warning",
        starred=True,
        title="Probable same person",
        message="Others have the same name and birth date, or the same name, grade and school: {others}.",
        why="One person with two accounts has work in both, and half of it in each.",
        fix="In the student information system, merge the two records if they are one person.",
        collection="users",
        needs=("users",),
        sql=f"""
            WITH named AS MATERIALIZED (  -- of others neither birth date nor grade is known
                SELECT u.id, {_PERSON} AS person FROM active_user u
                WHERE u.grades IS NOT NULL OR u.id IN (SELECT user FROM active_demographics)
            ),
            namesakes AS MATERIALIZED (
                SELECT n.id AS key, n.person, u.grades, (
                    SELECT sent_value('demographics', d.record, 'birthDate') FROM demographics d
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
        id="USR-25",
        severity="warning",
        title="Password in the feed",
        why="Whoever can read the file has the passwords. RosterDesk does not keep them.",
        fix="In the export of the student information system, leave the column password blank.",
        of_files=True,
    ),
)
