"""The indexes that a large first load does without: made at its end, they cost half of what they cost row by row.

How they are made waits in the store beside the rows, so that they come back also where the load was killed.
"""

import apsw

_LARGE = 50_000  # rows that are still to come
_SPARED = {
    "users": ("user_sort_name", "user_given", "user_username", "user_identifier", "user_email"),
    "enrollments": ("enrollment_user",),
    "results": ("result_student",),
}
"""By base collection: those whose order is not that in which rows come, and which no query insists on."""


def spare(connection: apsw.Connection, collection: str, rows: int, total: int | None) -> None:
    """Do without some where `rows` are here of a `total`, and many are still to come; belongs into a transaction.

    Where no total is known, as many may come again.
    """
    if (rows if total is None else total - rows) < _LARGE:
        return
    for name in _SPARED.get(collection, ()):
        made = "SELECT ?, sql FROM sqlite_schema WHERE type = 'index' AND name = ?"
        if connection.execute(f"INSERT INTO meta {made} RETURNING name", (_kept(name), name)).get:
            connection.execute(f"DROP INDEX {name}")


def restore(connection: apsw.Connection) -> None:
    """Make those that are missing; belongs into a transaction."""
    missing = connection.execute("DELETE FROM meta WHERE name GLOB ? RETURNING value", (_kept("*"),)).fetchall()
    for (statement,) in missing:
        connection.execute(str(statement))


def is_spared(name: str) -> str:
    """The SQL condition that a load does without this index at the time."""
    return f"EXISTS (SELECT 1 FROM meta WHERE name = '{_kept(name)}')"


def _kept(name: str) -> str:
    return f"index/{name}"
