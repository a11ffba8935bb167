"""ENR: who is in which class, when, and as what."""

from rosterdesk.checks.definitions import day, overlap
from rosterdesk.checks.rule import Rule
from rosterdesk.store.records import vocabulary

_SIS = "In the student information system, in the schedule of the person,"
_STAFF = ("aide", "administrator", "districtAdministrator", "principal", "siteAdministrator", "systemAdministrator")
_TEACHES = ", ".join(str(vocabulary.stored(role)) for role in ("teacher", *_STAFF))
_ALLOWED = ", ".join(str(vocabulary.stored(role)) for role in ("administrator", "proctor", "student", "teacher"))
# The role that somebody has at an org allows what an enrollment there says.
_FITS = f"(l.role = e.role OR (e.role = :teacher AND l.role IN ({_TEACHES})))"

RULES = (
    Rule(
        id="ENR-01",
        severity="warning",
        starred=True,
        title="Duplicate enrollment",
        message="Another enrollment says the same of the same days.",
        why="The person stands in the class list twice, and when one of them ends, some programs end both.",
        fix=f"{_SIS} delete one of them.",
        collection="enrollments",
        needs=("academicSessions", "classes", "enrollments"),
        sql=f"""
            WITH twice AS MATERIALIZED (
                SELECT class, role, user FROM enrollment
                WHERE status IS NULL AND class IS NOT NULL AND user IS NOT NULL
                GROUP BY class, role, user HAVING count(*) > 1
            )
            SELECT DISTINCT b.id AS key
            FROM twice t CROSS JOIN spell a ON a.class = t.class AND a.role = t.role AND a.user = t.user
                CROSS JOIN spell b ON b.class = t.class AND b.role = t.role AND b.user = t.user
            WHERE b.id > a.id AND {overlap("a", "b")}
            """,
    ),
    Rule(
        id="ENR-02",
        severity="warning",
        starred=True,
        title="Student and teacher of one class",
        message="This person is a student of the class and teaches it at the same time.",
        why="Programs give the person one of both roles: the class loses its teacher, or a student sees the grades.",
        fix=f"{_SIS} end one of both enrollments.",
        collection="enrollments",
        needs=("academicSessions", "classes", "enrollments"),
        sql=f"""
            SELECT DISTINCT a.id AS key
            FROM class c CROSS JOIN spell b ON b.class = c.id AND b.role = :teacher
                CROSS JOIN spell a ON a.class = b.class AND a.role = :student AND a.user = b.user
            WHERE {overlap("a", "b")}
            """,
    ),
    Rule(
        id="ENR-03",
        severity="error",
        title="Role not allowed in enrollments",
        message="The standard does not have this role in classes: {said}",
        why="Strict programs refuse the enrollment, others take the person for a student.",
        fix=f"{_SIS} enroll as student, teacher, proctor or administrator, or leave the enrollment out.",
        good="Aides and co-teachers in OneRoster 1.1, where services do not agree on the words.",
        collection="enrollments",
        needs=("enrollments",),
        sql=f"""
            SELECT id AS key, 'role' AS field, role_name(role) AS said,
                iif(:version = '1.1' AND NOT :csv, 'info', 'error') AS severity
            FROM enrollment WHERE status IS NULL AND class IS NOT NULL
                AND typeof(role) = 'integer' AND role NOT IN ({_ALLOWED})
            """,  # of a word that the standard does not know, another rule tells
    ),
    Rule(
        id="ENR-04",
        severity="warning",
        starred=True,
        title="Role does not match the person",
        message="The person has no such role at this school.",
        why="Programs that go by the person's role show the class to nobody, or to the wrong side of the desk.",
        fix=f"{_SIS} correct the enrollment's role, or the person's.",
        good="Staff who are students of a training class.",
        collection="enrollments",
        needs=("orgs", "users", "enrollments"),
        blames=(
            "USR-01",
            "VAL-07",
        ),
        sql=f"""
            WITH doubtful AS MATERIALIZED (
                SELECT e.id, e.user, e.school, e.role FROM active_enrollment e
                WHERE e.role IN (:student, :teacher) AND NOT EXISTS (
                    SELECT 1 FROM post l WHERE l.user = e.user AND l.org = e.school AND {_FITS}
                )
            )
            SELECT e.id AS key, e.user AS suspect, 'users' AS cause_in
            FROM doubtful e JOIN post l ON l.user = e.user JOIN above a ON a.org = l.org AND a.ancestor = e.school
            GROUP BY e.id HAVING NOT max({_FITS})
            """,
    ),
    Rule(
        id="ENR-05",
        severity="warning",
        starred=True,
        title="School differs from the class",
        message="The enrollment names another school than its class.",
        why="Programs that go through the schools find the person in one and the class in the other.",
        fix=f"{_SIS} move the enrollment, or the class, to the right school.",
        collection="enrollments",
        needs=("orgs", "classes", "enrollments"),
        blames=(
            "REF-06",
            "CLS-05",
        ),
        sql="""
            SELECT e.id AS key, c.id AS suspect, 'classes' AS cause_in
            FROM active_enrollment e JOIN active_class c ON c.id = e.class WHERE e.school <> c.school
            """,
    ),
    Rule(
        id="ENR-06",
        severity="error",
        title="School is not a school",
        message="The school of this enrollment is an organization of another type.",
        why="The standard requires a school.",
        fix=f"{_SIS} move the enrollment to a school, or correct the type of the organization.",
        collection="enrollments",
        needs=("orgs", "enrollments"),
        blames=(
            "ORG-03",
            "VAL-07",
        ),
        sql="""
            SELECT e.id AS key, o.id AS suspect, 'orgs' AS cause_in
            FROM org o CROSS JOIN active_enrollment e ON e.school = o.id
            WHERE o.type <> 'school' AND o.type NOT LIKE 'ext:%'
            """,
    ),
    Rule(
        id="ENR-07",
        severity="warning",
        starred=True,
        title="Person is not at that school",
        message="The person belongs neither to this school nor to a part of it.",
        why="Programs that share people by school do not find the person for this class.",
        fix=f"{_SIS} add the school to the person, or correct the enrollment.",
        collection="enrollments",
        needs=("orgs", "classes", "users", "enrollments"),
        blames=(
            "USR-01",
            "REF-08",
        ),
        sql="""
            WITH away AS MATERIALIZED (
                SELECT e.id, e.user, e.school, e.class FROM active_enrollment e
                WHERE NOT EXISTS (SELECT 1 FROM user_org l WHERE l.user = e.user AND l.org = e.school)
            )
            SELECT e.id AS key, e.user AS suspect, 'users' AS cause_in
            FROM away e JOIN active_user u ON u.id = e.user JOIN class c ON c.id = e.class AND c.school = e.school
            WHERE e.id NOT IN (
                SELECT n.id FROM away n JOIN user_org l ON l.user = n.user
                    JOIN above a ON a.org = l.org AND a.ancestor = n.school
            )
            """,
    ),
    Rule(
        id="ENR-08",
        severity="error",
        starred=True,
        title="Dates reversed",
        message="It begins on {start} and is over by {end}: no day lies in it.",
        why="The person is never in the class.",
        fix=f"{_SIS} correct the dates. The end is the first day after it.",
        good="Both are one day, where that means: never attended.",
        collection="enrollments",
        needs=("enrollments",),
        sql=f"""
            SELECT id AS key, iif(begin_date > end_date, 'error', 'warning') AS severity,
                {day("begin_date")} AS start, {day("end_date")} AS end
            FROM enrollment
            WHERE status IS NULL AND class IS NOT NULL AND begin_date >= end_date
            """,
    ),
    Rule(
        id="ENR-09",
        severity="warning",
        starred=True,
        title="Outside the term",
        message="It begins before the terms of its class, or ends after them.",
        why="Programs that show a class by its terms and people by their enrollments disagree on those days.",
        fix=f"{_SIS} correct the dates of the enrollment, or the terms of the class.",
        collection="enrollments",
        needs=("academicSessions", "classes", "enrollments"),
        blames=("SES-01",),
        sql="""
            SELECT e.id AS key, 'academicSessions' AS cause_in,
                (SELECT l.term FROM class_term l JOIN academic_session s ON s.id = l.term
                    WHERE l.class = e.class AND s.start_date >= s.end_date) AS suspect
            FROM enrollment e JOIN class_window w ON w.class = e.class
            WHERE e.status IS NULL AND e.user IS NOT NULL AND coalesce(e.begin_date < e.end_date, TRUE)
                AND (e.begin_date < w.start OR e.end_date > w.end)
            """,
    ),
    Rule(
        id="ENR-10",
        severity="warning",
        starred=True,
        title="Primary, but no teacher",
        message="The enrollment is marked as primary, and is not a teacher's.",
        why="Only a teacher can be the primary one; some programs make this person the owner of the class.",
        fix=f"{_SIS} unmark it, or correct its role.",
        collection="enrollments",
        needs=("enrollments",),
        sql="SELECT id AS key FROM active_enrollment WHERE is_primary AND role <> :teacher",
    ),
    Rule(
        id="ENR-11",
        severity="info",
        title="Starts later",
        message="It begins on {start}.",
        why="The person is not in the class yet.",
        fix=f"{_SIS} look here where somebody misses a class that is to come.",
        good="It is planned so: nothing is wrong.",
        collection="enrollments",
        needs=("enrollments",),
        sql=f"""
            SELECT id AS key, {day("begin_date")} AS start
            FROM enrollment WHERE status IS NULL AND class IS NOT NULL AND begin_date > :today
            """,
    ),
)
