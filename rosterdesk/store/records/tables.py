"""Which table holds which base collection, and which columns an entity fills."""

import msgspec

from rosterdesk.store.records import plain


class Table(msgspec.Struct, frozen=True):
    """A table of records: `kind` is its number in the search, `None` where it is not searched.

    `columns` are those that an entity fills, in order; `id`, `sourced_id` and `record` come on top. `present` is a
    column that a record always has and a placeholder never.
    """

    name: str
    columns: tuple[str, ...]
    kind: int | None = None
    present: str = "record"

    @property
    def insert(self) -> str:
        """A new record; takes id, sourced_id, record, then the columns."""
        marks = ", ".join("?" * (len(self.columns) + 3))
        return f"INSERT INTO {self.name} (id, sourced_id, record, {', '.join(self.columns)}) VALUES ({marks})"

    @property
    def update(self) -> str:
        """A record that is there already; takes record, the columns, then the id."""
        return f"UPDATE {self.name} SET record = ?, {' = ?, '.join(self.columns)} = ? WHERE id = ?"

    @property
    def clear(self) -> str:
        """Back to a placeholder; takes the id."""
        return f"UPDATE {self.name} SET record = NULL, {' = NULL, '.join(self.columns)} = NULL WHERE id = ?"


_HEAD = ("status", "modified")


def _plain(base: str) -> Table:
    columns = tuple(each.column for each in plain.attributes(base))
    titled = ("sort_name",) if "title" in columns else ()
    return Table(plain.NAMES[base], (*_HEAD, *titled, *columns))


TABLES: dict[str, Table] = {
    "orgs": Table("org", (*_HEAD, "sort_name", "name", "type", "identifier", "parent"), kind=2),
    "academicSessions": Table(
        "academic_session",
        (*_HEAD, "sort_name", "title", "type", "start_date", "end_date", "parent", "school_year"),
        kind=4,
    ),
    "courses": Table(
        "course",
        (*_HEAD, "sort_name", "title", "course_code", "school_year", "org", "grades", "grade_rank", "subjects"),
        kind=3,
    ),
    "classes": Table(
        "class",
        (
            *(*_HEAD, "sort_name", "title", "class_code", "class_type", "location", "course", "school"),
            *("grades", "grade_rank", "subjects", "periods", "period_rank"),
        ),
        kind=1,
    ),
    "users": Table(
        "user",
        (
            *(*_HEAD, "sort_name", "sort_given", "family_name", "given_name", "middle_name", "preferred_first_name"),
            *("preferred_last_name", "pronouns", "username", "identifier", "email", "sms", "phone", "enabled"),
            *("role", "kinds", "grades", "grade_rank"),
        ),
        kind=0,
        present="kinds",  # in the index by name, so that a million names need not be looked up in the table
    ),
    "enrollments": Table(
        "enrollment", (*_HEAD, "user", "class", "school", "role", "is_primary", "begin_date", "end_date")
    ),
    "demographics": Table("demographics", (*_HEAD, "user")),
    **{base: _plain(base) for base in plain.NAMES},
}
"""By base collection."""

SEARCHED = {table.kind: base for base, table in TABLES.items() if table.kind is not None}
"""The base collection of each kind of search row."""

LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "users": (("user_org", "user"), ("user_agent", "user"), ("user_resource", "user")),
    "classes": (("class_term", "class"), ("class_resource", "class")),
    "courses": (("course_resource", "course"),),
}
"""The link tables that a record of a base collection fills, each with the column that names the record."""
