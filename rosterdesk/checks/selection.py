"""The records of a collection in which a field is wrong, as SQL."""

from collections.abc import Iterable

from rosterdesk.checks.rule import Question
from rosterdesk.store.reading.columns import COLUMNS
from rosterdesk.store.records.tables import TABLES

COLLECTIONS = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments", "demographics")
"""Those of a roster: what became of them between runs is judged."""


def selected(name: str, field: str, condition: str, *, more: str = "", table: str = "active_{}") -> str:
    """The records of a collection in which the field, which the condition calls {}, is wrong."""
    value = COLUMNS[name][field].value
    return (
        f"SELECT '{name}' AS collection, t.id AS key, '{field}' AS field{more.format(value)}"
        f" FROM {table.format(TABLES[name].name)} t WHERE {condition.format(value)}"
    )


def of_each(selects: Iterable[tuple[str, str]]) -> tuple[Question, ...]:
    """Questions about one collection each, by its name."""
    return tuple(Question(sql, (name,)) for name, sql in selects)
