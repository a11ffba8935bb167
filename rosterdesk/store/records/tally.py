"""How many rows each list of each school has, counted while writing so that the tree need not count.

A list of a school holds what belongs to it or to an org below it, as `scopes` has it. School 0 is the district.
"""

import time
from collections import defaultdict
from itertools import repeat
from typing import Any

import apsw

from rosterdesk.store.records import integers, plain, vocabulary
from rosterdesk.store.records.sourced_ids import all_sent

# `UNION`, not `UNION ALL`: a ring of parents ends.
_WITHIN = """WITH RECURSIVE within (org, school) AS (
    SELECT id, id FROM org UNION SELECT o.id, w.school FROM org o JOIN within w ON o.parent = w.org
) """
_SHARE = 40  # while pages come, counting may take one part in so many of the time


_PEOPLE = vocabulary.IS_STUDENT | vocabulary.IS_TEACHER


def _rows(table: str, condition: str = "TRUE") -> str:
    return f"SELECT 0, count(*) FROM {table} WHERE record IS NOT NULL AND {condition}"


def _all(table: str) -> str:
    """All rows less the placeholders: both are counted in an index, where a condition would read the table."""
    return f"SELECT 0, (SELECT count(*) FROM {table}) - (SELECT count(*) FROM {table} WHERE record IS NULL)"


def _people(kinds: str) -> str:
    return f"SELECT 0, count(*) FROM user WHERE kinds IS NOT NULL AND {kinds}"


def _by_school(counted: str, joined: str) -> str:
    return f"SELECT w.school, {counted} FROM within w CROSS JOIN {joined} GROUP BY w.school"


def _people_by_school(condition: str = "TRUE") -> str:
    return _by_school("count(DISTINCT l.user)", f"user_org l ON l.org = w.org AND {condition}")


_COURSES = (
    "SELECT w.school, k.id FROM within w JOIN course k ON k.org = w.org WHERE k.record IS NOT NULL UNION"
    " SELECT w.school, k.id FROM within w JOIN class c ON c.school = w.org JOIN course k ON k.id = c.course"
    " WHERE k.record IS NOT NULL AND c.record IS NOT NULL"
)
_SESSIONS = "class c ON c.school = w.org JOIN class_term l ON l.class = c.id JOIN academic_session s ON s.id = l.term"
_ENROLLMENTS = "(SELECT school, count(*) AS rows FROM enrollment GROUP BY school) e ON e.school = w.org"

# By base collection: the lists that it feeds, each with its count in the district and, where few joins tell them, its
# counts by school.
_COUNTS: dict[str, dict[str, tuple[str, ...]]] = {
    "orgs": {
        "orgs": (_rows("org"), _by_school("count(*)", "org o ON o.id = w.org AND o.record IS NOT NULL")),
        "schools": (
            _rows("org", "type = 'school'"),
            _by_school("count(*)", "org o ON o.id = w.org AND o.record IS NOT NULL AND o.type = 'school'"),
        ),
    },
    "academicSessions": {
        "academicSessions": (
            _rows("academic_session"),
            _by_school("count(DISTINCT s.id)", f"{_SESSIONS} AND s.record IS NOT NULL"),
        )
    },
    "courses": {"courses": (_rows("course"), f"SELECT school, count(*) FROM ({_COURSES}) GROUP BY school")},
    "classes": {
        "classes": (_rows("class"), _by_school("count(*)", "class c ON c.school = w.org AND c.record IS NOT NULL"))
    },
    "users": {
        "users": (_people("TRUE"), _people_by_school()),
        "students": (
            _people(f"kinds & {vocabulary.IS_STUDENT}"),
            _people_by_school(f"l.role = {vocabulary.STUDENT}"),
        ),
        "teachers": (
            _people(f"kinds & {vocabulary.IS_TEACHER}"),
            _people_by_school(f"l.role = {vocabulary.TEACHER}"),
        ),
        "others": (
            _people(f"NOT kinds & {_PEOPLE}"),
            # The roles here, which are in the index, spare looking most people up.
            _people_by_school(
                f"l.role IS NOT {vocabulary.STUDENT} AND l.role IS NOT {vocabulary.TEACHER}"
                f" AND NOT (SELECT kinds FROM user WHERE id = l.user) & {_PEOPLE}"
            ),
        ),
    },
    "enrollments": {"enrollments": (_all("enrollment"), _by_school("sum(e.rows)", _ENROLLMENTS))},
    "demographics": {
        "demographics": (
            _all("demographics"),
            _by_school("count(DISTINCT d.id)", "user_org l ON l.org = w.org JOIN demographics d ON d.user = l.user"),
        )
    },
    **{base: {base: (_all(table),)} for base, table in plain.NAMES.items()},
}
# What a page of one collection changes in the lists of another: an org's parents move whole schools, classes carry
# sessions and courses, people their demographics.
_TOUCHES = {
    "classes": ("classes", "academicSessions", "courses"),
    "users": ("users", "demographics"),
    "orgs": tuple(_COUNTS),
}


def read(connection: apsw.Connection) -> dict[tuple[str, str], int]:
    """Rows by collection and school, the school by its sourcedId, the district by the empty one."""
    ids: list[tuple[Any, ...]] = connection.execute("SELECT id, sourced_id FROM org").fetchall()
    schools = defaultdict(str, zip((key for key, _ in ids), all_sent([each for _, each in ids]), strict=True))
    found: dict[tuple[str, str], int] = {}
    columns = f"collection, {integers.column('school')}, {integers.column('rows')}"
    for collection, at, rows in connection.execute(f"SELECT {columns} FROM tally GROUP BY collection"):
        of = zip(repeat(str(collection)), map(schools.__getitem__, integers.read(str(at))))
        found.update(zip(of, integers.read(str(rows)), strict=True))
    return found


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
