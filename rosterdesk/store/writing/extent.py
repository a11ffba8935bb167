"""What the lists of a run tell of: all records of the district, or those of some schools and of nobody else."""

from array import array
from collections.abc import Sequence
from itertools import chain

import apsw

from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.store.records import vocabulary
from rosterdesk.store.records.keys import lookup
from rosterdesk.store.records.sourced_ids import sent
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.listed import Listed

_KINDS = vocabulary.IS_STUDENT | vocabulary.IS_TEACHER
_GUARDIANS = ", ".join(str(vocabulary.stored(role)) for role in GUARDIAN_ROLES)
_SCHOOLS = "(SELECT value FROM carray(:schools))"
_ELSEWHERE = (
    f"(EXISTS (SELECT 1 FROM user_org l WHERE l.user = t.id AND l.org NOT IN {_SCHOOLS}) OR EXISTS"
    f" (SELECT 1 FROM enrollment e WHERE e.user = t.id AND e.status IS NULL AND e.school NOT IN {_SCHOOLS}))"
)
_AT = f"t.id IN (SELECT l.user FROM user_org l WHERE l.org IN {_SCHOOLS})"
_OF_SCHOOLS = {
    "classes": f"t.school IN {_SCHOOLS}",
    "enrollments": f"(t.school IN {_SCHOOLS} OR t.school IS NULL"
    f" AND t.class IN (SELECT id FROM class WHERE school IN {_SCHOOLS}))",
    "courses": f"t.org IN {_SCHOOLS}",
    # Of the others at a school no list of the school tells.
    "users": f"t.kinds & {_KINDS} = t.kinds AND {_AT} AND NOT {_ELSEWHERE}",
}
_WARDS = f"(SELECT t.id FROM user t WHERE {_AT} AND NOT {_ELSEWHERE})"
_GUARDIANS_OF_SCHOOLS = (
    f"SELECT DISTINCT t.id FROM user_agent a JOIN user t ON t.id = a.agent WHERE a.user IN {_WARDS}"
    f" AND t.role IN ({_GUARDIANS}) AND NOT {_ELSEWHERE}"
    f" AND NOT EXISTS (SELECT 1 FROM user_agent o WHERE o.agent = t.id AND o.user NOT IN {_WARDS})"
    f" AND NOT EXISTS (SELECT 1 FROM user_agent o WHERE o.user = t.id AND o.agent NOT IN {_WARDS})"
)
"""Who is here for the sake of people of these schools alone: nobody else names them, and they name nobody else."""


class Extent:
    """What of the store a run is about that is limited to some schools, or not limited where there are none."""

    def __init__(self, connection: apsw.Connection, schools: Sequence[str]) -> None:
        self._connection = connection
        orgs = lookup(connection, "orgs", schools)
        self._schools = array("q", [key for key, _record in orgs.values()]) if schools else None

    def keys(self, collection: str, kinds: int | None = None) -> "array[int]":
        """The records of the collection of which the run's lists tell whether they are there still; of the users, those
        that are of these kinds alone.
        """
        table = TABLES[collection].name
        statement = f"SELECT t.id FROM {table} t WHERE t.record IS NOT NULL"
        if kinds is not None:
            statement += f" AND t.kinds & {kinds} = t.kinds"
        if self._is_whole(collection):
            return self._found(statement)
        found = self._found(f"{statement} AND {_OF_SCHOOLS[collection]}")
        if collection == "users" and kinds is None:
            found.extend(self._found(_GUARDIANS_OF_SCHOOLS))
        return found

    def missing(self, collection: str, listed: Listed, *, complete: bool) -> "array[int]":
        """What is here of a base collection, and was not listed; where the lists of people are not `complete`, of those
        who are students or teachers and nothing else.
        """
        kinds = None if complete or collection != "users" else _KINDS
        if kinds is None and self._is_whole(collection):  # mostly none is missing: then no row need be read
            table = TABLES[collection].name
            highest = self._connection.execute(f"SELECT max(id) FROM {table}").get or 0
            unlisted = listed.missing(collection, range(1, highest + 1))
            return self._found(f"SELECT id FROM {table} WHERE record IS NOT NULL AND id IN carray(:keys)", unlisted)
        return listed.missing(collection, self.keys(collection, kinds))

    def named(self, gone: "array[int]") -> list[str]:
        """The sourcedIds of people whom no list of the schools has: the agents of their students, but for these, and
        who is enrolled there from elsewhere.
        """
        rows = self._connection.execute(
            "SELECT t.sourced_id FROM user t WHERE t.id IN (SELECT a.agent FROM user_org l"
            f" JOIN user_agent a ON a.user = l.user WHERE l.org IN {_SCHOOLS} AND l.role = {vocabulary.STUDENT}"
            " AND l.user NOT IN (SELECT value FROM carray(:gone)))"
            f" OR (t.id IN (SELECT e.user FROM enrollment e WHERE e.school IN {_SCHOOLS}) AND NOT {_AT}) ORDER BY t.id",
            self._names() | {"gone": apsw.carray(gone or array("q", [0]))},
        )
        return [sent(sourced_id) for (sourced_id,) in rows]

    def courses(self) -> list[str]:
        """The sourcedIds of the courses that classes of the schools are sections of."""
        rows = self._connection.execute(
            "SELECT DISTINCT t.sourced_id FROM class c JOIN course t ON t.id = c.course"
            f" WHERE c.record IS NOT NULL AND c.school IN {_SCHOOLS}",
            self._names(),
        )
        return [sent(sourced_id) for (sourced_id,) in rows]

    def _is_whole(self, collection: str) -> bool:
        """Whether the list was that of the whole district."""
        return self._schools is None or collection not in _OF_SCHOOLS

    def _found(self, statement: str, keys: "array[int] | None" = None) -> "array[int]":
        names = self._names() | {"keys": apsw.carray(keys or array("q", [0]))}
        return array("q", chain.from_iterable(self._connection.execute(statement, names)))

    def _names(self) -> dict[str, object]:
        return {"schools": apsw.carray(self._schools or array("q", [0]))}
