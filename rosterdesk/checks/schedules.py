"""ENR: a student's classes together."""

from rosterdesk.checks.definitions import day
from rosterdesk.checks.rule import Rule

_SIS = "In the student information system, in the student's schedule,"
_NEEDS = ("academicSessions", "classes", "users", "enrollments")
# When a class meets, a row a period; and who is in class in it today.
_MEETINGS = """
            meeting AS MATERIALIZED (
                SELECT c.id AS class, c.school, p.value AS period FROM active_class c, json_each(as_json(c.periods)) p
            ),
            lesson (user, school, period, class) AS (
                SELECT e.user, m.school, m.period, e.class FROM meeting m CROSS JOIN current e ON e.class = m.class
                WHERE e.role = :student
            )"""

RULES = (
    Rule(
        id="ENR-12",
        severity="warning",
        title="Double booked",
        message="Classes of this student in period {period} at one school: {classes!s}.",
        why="The student can be in one of them alone; attendance is wrong in the others.",
        fix=f"{_SIS} drop all but one, or correct the periods of the classes.",
        good="A and B days, labs that take turns, and halves of a term.",
        collection="users",
        needs=_NEEDS,
        sql=f"""
            WITH {_MEETINGS}
            SELECT u.id AS key, min(l.period) AS period, max(l.classes) AS classes FROM (
                SELECT user, period, count(DISTINCT class) AS classes FROM lesson
                GROUP BY user, school, period HAVING min(class) <> max(class)
            ) l JOIN active_user u ON u.id = l.user
            GROUP BY u.id
            """,
    ),
    Rule(
        id="ENR-13",
        severity="info",
        title="Incomplete schedule",
        message=(
            "The student has classes in {booked!s} periods, where {usual!s} are usual for the grade at this school."
        ),
        why="For the rest of the day nobody knows where the student is.",
        fix=f"{_SIS} schedule the missing periods, or share those classes too.",
        good="Students who are there for half of the day.",
        collection="users",
        needs=_NEEDS,
        everywhere=True,
        sql=f"""
            WITH {_MEETINGS},
            booked AS MATERIALIZED (
                SELECT l.user, l.school, u.grades, count(DISTINCT l.period) AS periods
                FROM lesson l JOIN active_user u ON u.id = l.user
                WHERE u.grades IS NOT NULL GROUP BY l.user, l.school
            ),
            ranked AS (  -- how many periods most have; which ones they are may turn from class to class
                SELECT school, grades, periods, row_number() OVER (
                    PARTITION BY school, grades ORDER BY count(*) DESC, periods DESC
                ) AS place
                FROM booked GROUP BY school, grades, periods HAVING count(*) > 1
            )
            SELECT b.user AS key, max(b.periods) AS booked, r.periods AS usual
            FROM booked b JOIN ranked r ON r.school = b.school AND r.grades = b.grades AND r.place = 1
            GROUP BY b.user HAVING 100 * booked < 70 * usual
            """,
    ),
    Rule(
        id="ENR-14",
        severity="info",
        title="Grade outside the class",
        message="The student is in grade {grade}, and the class is for {grades}.",
        why="Content and tests that are chosen by the grade of the class do not fit the student.",
        fix=f"{_SIS} look whether the class is the right one, or widen the grades of the class.",
        good="Students who are ahead, or repeat a course.",
        collection="enrollments",
        needs=_NEEDS,
        sql="""
            SELECT e.id AS key, replace(u.grades, char(31), ', ') AS grade, replace(c.grades, char(31), ', ') AS grades
            FROM active_class c CROSS JOIN current e ON e.class = c.id JOIN active_user u ON u.id = e.user
            WHERE e.role = :student AND u.grades IS NOT NULL AND c.grades IS NOT NULL AND u.grades <> c.grades
                AND NOT share(u.grades, c.grades)
            """,
    ),
    Rule(
        id="ENR-15",
        severity="info",
        title="Many enrollments begin late",
        message="Of all student enrollments at this school, {percent!s} % begin on {start}, days after their terms.",
        why="They were probably made anew on that day: who was in class before cannot be told.",
        fix="In the student information system, look what happened on that day, such as a roll-over or a migration;"
        " let the enrollments begin with their terms.",
        good="Schools that make all schedules anew in the first weeks.",
        collection="orgs",
        needs=("orgs", "academicSessions", "classes", "enrollments"),
        sql=f"""
            WITH begun AS (
                SELECT c.school, e.begin_date AS day, count(*) AS enrollments,
                    count(*) FILTER (WHERE e.begin_date > w.start + 10) AS late
                FROM class_window w JOIN active_class c ON c.id = w.class CROSS JOIN enrollment e ON e.class = c.id
                WHERE e.role = :student AND e.status IS NULL AND c.school IS NOT NULL
                GROUP BY c.school, e.begin_date
            )
            SELECT school AS key, {day("day")} AS start, 100 * max(late) / enrollments AS percent FROM (
                SELECT school, day, late, sum(enrollments) OVER (PARTITION BY school) AS enrollments FROM begun
            ) WHERE 100 * late > 30 * enrollments GROUP BY school
            """,
    ),
    Rule(
        id="ENR-16",
        severity="warning",
        title="Enrolled in future classes only",
        message="The first class of this student begins on {start}, and the year has begun long ago.",
        why="The student signs in and finds nothing.",
        fix=f"{_SIS} schedule the classes of this term, or let the enrollments begin earlier.",
        good="Students who join later.",
        collection="users",
        needs=_NEEDS,
        sql=f"""
            SELECT u.id AS key, {day("min(s.start)")} AS start
            FROM active_user u CROSS JOIN enrollment e ON e.user = u.id JOIN spell s ON s.id = e.id
            WHERE u.kinds & 1 AND e.role = :student AND u.id NOT IN (SELECT user FROM current) AND EXISTS (
                SELECT 1 FROM active_academic_session WHERE start_date <= :today - 30 AND end_date > :today
            )
            GROUP BY u.id HAVING min(coalesce(s.start > :today AND s.start < s.end, FALSE))
            """,
    ),
)
