"""How many rows each list of each school has, counted while writing so that the tree need not count.

A list of a school holds what belongs to it or to an org below it, as `sql` has it for a scope. School 0 is the district.
"""

import time

import apsw

from rosterdesk.store import vocabulary
from rosterdesk.store.sourced_ids import sent

# `UNION`, not `UNION ALL`: a ring of parents ends.
_WITHIN = """WITH RECURSIVE within (org, school) AS (
    SELECT id, id FROM org UNION SELECT o.id, w.school FROM org o JOIN within w ON o.parent = w.org
) """
_SHARE = 40  # while pages come, counting may take one part in so many of the time


def _people(condition: str, at_school: str) -> tuple[str, str]:
    return (
        f"SELECT 0, count(*) FROM user WHERE kinds IS NOT NULL AND {condition}",
        f"SELECT w.school, count(DISTINCT l.user) FROM within w CROSS JOIN user_org l ON l.org = w.org"
        f" WHERE {at_school} GROUP BY 1",
    )


def _all(table: str) -> str:
    """All rows less the placeholders: both are counted in an index, where a condition would read the table."""
    return f"SELECT 0, (SELECT count(*) FROM {table}) - (SELECT count(*) FROM {table} WHERE record IS NULL)"


_COUNTS: dict[str, dict[str, tuple[str, str]]] = {
    "orgs": {
        "orgs": (
            "SELECT 0, count(*) FROM org WHERE record IS NOT NULL",
            "SELECT w.school, count(*) FROM within w JOIN org o ON o.id = w.org WHERE o.record IS NOT NULL GROUP BY 1",
        ),
        "schools": (
            "SELECT 0, count(*) FROM org WHERE record IS NOT NULL AND type = 'school'",
            "SELECT w.school, count(*) FROM within w JOIN org o ON o.id = w.org"
            " WHERE o.record IS NOT NULL AND o.type = 'school' GROUP BY 1",
        ),
    },
    "academicSessions": {
        "academicSessions": (
            "SELECT 0, count(*) FROM academic_session WHERE record IS NOT NULL",
            "SELECT w.school, count(DISTINCT s.id) FROM within w JOIN class c ON c.school = w.org"
            " JOIN class_term t ON t.class = c.id JOIN academic_session s ON s.id = t.term"
            " WHERE s.record IS NOT NULL GROUP BY 1",
        )
    },
    "courses": {
        "courses": (
            "SELECT 0, count(*) FROM course WHERE record IS NOT NULL",
            "SELECT school, count(DISTINCT id) FROM (SELECT w.school, k.id FROM within w JOIN course k ON k.org = w.org"
            " WHERE k.record IS NOT NULL UNION ALL SELECT w.school, k.id FROM within w JOIN class c ON c.school = w.org"
            " JOIN course k ON k.id = c.course WHERE k.record IS NOT NULL AND c.record IS NOT NULL) GROUP BY 1",
        )
    },
    "classes": {
        "classes": (
            "SELECT 0, count(*) FROM class WHERE record IS NOT NULL",
            "SELECT w.school, count(*) FROM within w JOIN class c ON c.school = w.org"
            " WHERE c.record IS NOT NULL GROUP BY 1",
        )
    },
    "users": {
        "users": _people("TRUE", "TRUE"),
        "students": _people(f"kinds & {vocabulary.IS_STUDENT}", f"l.role = {vocabulary.STUDENT}"),
        "teachers": _people(f"kinds & {vocabulary.IS_TEACHER}", f"l.role = {vocabulary.TEACHER}"),
        "others": _people(
            f"NOT kinds & {vocabulary.IS_STUDENT | vocabulary.IS_TEACHER}",
            f"NOT (SELECT kinds FROM user WHERE id = l.user) & {vocabulary.IS_STUDENT | vocabulary.IS_TEACHER}",
        ),
    },
    "enrollments": {
        "enrollments": (
            _all("enrollment"),
            "SELECT w.school, sum(e.rows) FROM within w JOIN (SELECT school, count(*) AS rows FROM enrollment"
            " GROUP BY school) e ON e.school = w.org GROUP BY 1",
        )
    },
    "demographics": {
        "demographics": (
            _all("demographics"),
            "SELECT w.school, count(DISTINCT d.id) FROM within w CROSS JOIN user_org l ON l.org = w.org"
            " JOIN demographics d ON d.user = l.user GROUP BY 1",
        )
    },
}
# What a page of one collection changes in the lists of another: an org's parents move whole schools, classes carry
# sessions and courses.
_TOUCHES = {"classes": ("classes", "academicSessions", "courses"), "orgs": tuple(_COUNTS)}


def read(connection: apsw.Connection) -> dict[tuple[str, str], int]:
    """Rows by collection and school, the school by its sourcedId, the district by the empty one."""
    return {
        (collection, sent(school) if school is not None else ""): rows
        for collection, school, rows in connection.execute(
            "SELECT collection, o.sourced_id, rows FROM tally LEFT JOIN org o ON o.id = school"
        )
    }


def refresh(connection: apsw.Connection, base: str = "") -> None:
    """Count again what a change of this base collection can have changed, or everything."""
    for touched in _TOUCHES.get(base, (base,)) if base else tuple(_COUNTS):
        for collection, statements in _COUNTS[touched].items():
            connection.execute("DELETE FROM tally WHERE collection = ?", (collection,))
            for statement in statements:
                connection.execute(
                    f"INSERT INTO tally SELECT '{collection}', counts.* FROM ({_WITHIN}{statement}) AS counts"
                )


class Pace:
    """Counts while pages come, but not after each: a first sync shows rows as they come."""

    def __init__(self) -> None:
        self._not_before = 0.0

    def refresh(self, connection: apsw.Connection, base: str) -> None:
        """Count again, unless that was done a short while ago."""
        begun = time.monotonic()
        if begun < self._not_before:
            return
        refresh(connection, base)
        done = time.monotonic()
        self._not_before = done + (done - begun) * _SHARE
