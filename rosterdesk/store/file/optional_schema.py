"""The tables of resources and the gradebook: a part of the first step of `schema`, so these never change either.

A table has a column a field, named as in `plain`; an index leads from each reference.
"""


def _table(name: str, texts: str, *, days: str = "", numbers: str = "", references: str = "") -> str:
    """A table with these columns; a reference that is not called as the table it leads to names that after a colon."""
    referred = dict((each + ":" + each).split(":")[:2] for each in references.split())
    columns = [
        "id INTEGER PRIMARY KEY",
        "sourced_id ANY NOT NULL UNIQUE",
        "status TEXT COLLATE NOCASE",
        "modified INTEGER",
        *(["sort_name TEXT"] if "title" in texts.split() else []),
        *(f"{column} TEXT COLLATE NOCASE" for column in texts.split()),
        *(f"{column} INTEGER" for column in days.split()),
        *(f"{column} REAL" for column in numbers.split()),
        *(f"{column} INTEGER REFERENCES {target}" for column, target in referred.items()),
        "record BLOB",
    ]
    indexes = [
        f"CREATE INDEX {name}_missing ON {name} (id) WHERE record IS NULL;\n",
        *(f"CREATE INDEX {name}_{column} ON {name} ({column}) WHERE {column} IS NOT NULL;\n" for column in referred),
    ]
    return f"CREATE TABLE {name} ({', '.join(columns)}) STRICT;\n{''.join(indexes)}"


def _resources_of(owner: str) -> str:
    """Which resources a course, a class or a person is to use."""
    return (
        f"CREATE TABLE {owner}_resource ({owner} INTEGER NOT NULL REFERENCES {owner}, place INTEGER NOT NULL,"
        f" resource INTEGER NOT NULL REFERENCES resource, PRIMARY KEY ({owner}, place)) STRICT, WITHOUT ROWID;\n"
        f"CREATE INDEX {owner}_resource_resource ON {owner}_resource (resource, {owner});\n"
    )


_SCORED = "text_score score_status comment"

OPTIONAL = "".join(
    (
        _table("resource", "title vendor_resource_id importance roles vendor_id application_id"),
        _table("category", "title", numbers="weight"),
        _table("score_scale", "title type", references="class course org"),
        _table(
            "line_item",
            "title description",
            days="assign_date due_date",
            numbers="result_value_min result_value_max",
            references="class category grading_period:academic_session academic_session school:org score_scale",
        ),
        _table(
            "result",
            _SCORED,
            days="score_date",
            numbers="score",
            references="student:user line_item class score_scale",
        ),
        _table(
            "assessment_line_item",
            "title description",
            numbers="result_value_min result_value_max",
            references="class parent:assessment_line_item score_scale",
        ),
        _table(
            "assessment_result",
            _SCORED,
            days="score_date",
            numbers="score score_percentile",
            references="student:user assessment_line_item score_scale",
        ),
        *map(_resources_of, ("course", "class", "user")),
    )
)
