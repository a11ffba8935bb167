"""ORG: schools and what they are part of."""

from rosterdesk.checks.rings import ring
from rosterdesk.checks.rule import Rule

_TREE = "Programs that read this roster find a school's place by its parents."
_SIS = "In the student information system, under schools and districts,"

_RANK = """CASE {}.type WHEN 'national' THEN 6 WHEN 'state' THEN 5 WHEN 'local' THEN 4 WHEN 'district' THEN 3
    WHEN 'school' THEN 2 WHEN 'department' THEN 1 END"""

_CLASSES = "SELECT id FROM active_class WHERE school = o.id"
_PEOPLE = "SELECT DISTINCT l.user FROM post l CROSS JOIN active_user u ON u.id = l.user WHERE l.org = o.id AND l.role ="
_STUDENTS, _TEACHERS = f"{_PEOPLE} :student", f"{_PEOPLE} :teacher"


def _counted(select: str, most: str = "-1") -> str:
    """How many rows there are, so many at most: to know that there are enough, not all are looked at."""
    return f"(SELECT count(*) FROM ({select} LIMIT {most}))"


RULES = (
    Rule(
        id="ORG-01",
        severity="error",
        starred=True,
        title="Circular parents",
        message="Going up from this organization leads back to it.",
        why=f"{_TREE} A circle has no top, and some programs never come out of it.",
        fix=f"{_SIS} correct which organization each is part of.",
        collection="orgs",
        needs=("orgs",),
        sql=ring("org"),
    ),
    Rule(
        id="ORG-02",
        severity="info",
        title="School without parent",
        message="This school is part of nothing, though there is a district.",
        why=f"{_TREE} This one is in no district.",
        fix=f"{_SIS} make it part of its district.",
        collection="orgs",
        needs=("orgs",),
        sql="""
            SELECT id AS key FROM active_org
            WHERE type = 'school' AND parent IS NULL AND EXISTS (SELECT 1 FROM active_org WHERE type = 'district')
            """,
    ),
    Rule(
        id="ORG-03",
        severity="warning",
        title="Types upside down",
        message="What this organization is part of is of a lower type than itself.",
        why=f"{_TREE} A district within a school puts people where they do not belong.",
        fix=f"{_SIS} correct the type of one of both, or what it is part of.",
        collection="orgs",
        needs=("orgs",),
        blames=(
            "ORG-01",
            "ORG-03",
        ),
        sql=f"""
            SELECT o.id AS key, p.id AS suspect, 'orgs' AS cause_in
            FROM active_org o JOIN active_org p ON p.id = o.parent WHERE {_RANK.format("p")} < {_RANK.format("o")}
            """,
    ),
    Rule(
        id="ORG-04",
        severity="warning",
        starred=True,
        title="Empty school",
        message="This school has classes: {classes!s}, students: {students!s}, teachers: {teachers!s}.",
        why="A school without them, or with very few, is closed, was not shared, or is not a school.",
        fix=f"{_SIS} close it, or share its classes and people with this key.",
        good="Schools that open next year, and sites whose students another school counts.",
        collection="orgs",
        needs=("orgs", "classes", "users"),
        everywhere=True,
        sql=f"""
            WITH sparse AS MATERIALIZED (
                SELECT o.id FROM active_org o WHERE o.type = 'school' AND (
                    {_counted(_CLASSES, ":least_classes")} < :least_classes
                    OR {_counted(_STUDENTS, ":least_students")} < :least_students
                    OR {_counted(_TEACHERS, ":least_teachers")} < :least_teachers
                )
            )
            SELECT o.id AS key, {_counted(_CLASSES)} AS classes, {_counted(_STUDENTS)} AS students,
                {_counted(_TEACHERS)} AS teachers
            FROM sparse o
            """,
    ),
    Rule(
        id="ORG-05",
        severity="warning",
        title="Duplicate school",
        message="Other organizations have the same name under the same parent, or the same identifier: {others!s}.",
        why="Nobody can tell which of them is meant.",
        fix=f"{_SIS} name them apart, or merge them.",
        collection="orgs",
        needs=("orgs",),
        sql="""
            SELECT id AS key, max(named, numbered) AS others FROM (
                SELECT id, iif(name IS NULL, 0, count(*) OVER (PARTITION BY norm(name), parent) - 1) AS named,
                    iif(identifier IS NULL, 0, count(*) OVER (PARTITION BY identifier COLLATE BINARY) - 1) AS numbered
                FROM active_org
            ) WHERE named OR numbered
            """,
    ),
    Rule(
        id="ORG-06",
        severity="info",
        title="No identifier",
        message="This organization has no identifier.",
        why="OneRoster 1.2 requires it, and states and vendors match schools by it.",
        fix=f"{_SIS} enter its official number.",
        collection="orgs",
        needs=("orgs",),
        sql="SELECT id AS key FROM active_org WHERE identifier IS NULL",
    ),
    Rule(
        id="ORG-07",
        severity="info",
        title="More than one root",
        message="Organizations that are part of nothing: {roots!s}.",
        why=f"{_TREE} Several tops may mean that a level between is not shared.",
        fix=f"{_SIS} give all but one of them a parent, or share the one above.",
        good="A service of several districts.",
        collection="orgs",
        needs=("orgs",),
        sql="""
            SELECT key, roots FROM (SELECT id AS key, count(*) OVER () AS roots FROM active_org WHERE parent IS NULL)
            WHERE roots > 1
            """,
    ),
)
