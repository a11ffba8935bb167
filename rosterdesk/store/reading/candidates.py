"""Where the hits of a search come from: exact ids, names that begin so, and words.

Each gives so many at most, the active before the others, out of an index that knows the status: so a letter that a
million people share costs no more than a rare name. Where that is not all of them, those of the school in view are
asked for beside them.
"""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import apsw
import msgspec

from rosterdesk.store.reading import scopes
from rosterdesk.store.records import search_words
from rosterdesk.store.records.folding import SEPARATOR, fold
from rosterdesk.store.records.sourced_ids import sent, stored
from rosterdesk.store.records.tables import SEARCHED, TABLES

Candidate: TypeAlias = tuple[str, int]
"""Base collection and key."""

FOUND = ("users", "orgs", "courses", "classes")
_MOST = 150
_SCANNED = 2_000  # rows, where some kinds of them are passed over
_ENOUGH = 2 * _MOST  # where none are
MOST_ORGS = 64
"""With more in view, nearly everybody is there."""
_END = "\U0010ffff"
_FEWEST_OF_UUID = 8  # digits; fewer begin too many by chance
_begins_uuid = re.compile(rf"[0-9a-f]{{{_FEWEST_OF_UUID}}}[0-9a-f-]*").fullmatch
_NAMED_BY = ("identifier", "username", "email")
_CASES = ("typed", "lower", "upper")
_BY_ID = "SELECT id FROM {} WHERE sourced_id IN (:typed, :lower, :upper)"
_BY = " UNION SELECT id FROM {} WHERE {} = :text"
_EXACT = {
    "users": _BY_ID.format("user") + "".join(_BY.format("user", name) for name in _NAMED_BY),
    "orgs": _BY_ID.format("org") + _BY.format("org", "identifier"),
    "courses": _BY_ID.format("course") + _BY.format("course", "course_code"),
    "classes": _BY_ID.format("class") + _BY.format("class", "class_code"),
}
_OWNED = {"courses": "org", "classes": "school"}


class School:
    """The school in view, with all orgs below it; none where the id is empty or unknown."""

    def __init__(self, connection: apsw.Connection, sourced_id: str) -> None:
        within = f"SELECT id, sourced_id FROM org WHERE id IN {scopes.ORGS.format(x='?')}"
        orgs: list[tuple[Any, ...]] = connection.execute(within, (stored(sourced_id),)).fetchall()
        self.orgs = array("q", (key for key, _ in orgs))
        self.ids = [sent(each) for _, each in orgs] if len(orgs) <= MOST_ORGS else []


class _Names(msgspec.Struct, frozen=True):
    """Those whose columns lie within these bounds, and the index that leads to them."""

    condition: str
    bounds: tuple[Any, ...]
    order: str


class Candidates:
    """Who may be meant by what was typed, at most so many a way of meaning them, with those of the school in view."""

    def __init__(self, connection: apsw.Connection, typed: str, school: School, limit: int) -> None:
        self._connection = connection
        self._typed = typed
        self._school = school
        self._limit = limit
        self._is_cut = False
        # Of an email the part before the @ is enough: what follows is everybody's, and would cost more than the rest.
        self._expression = search_words.match(" ".join(part.partition("@")[0] or part for part in typed.split(" ")))

    def exact(self) -> Iterator[Candidate]:
        """Whose sourcedId, identifier, username, email or code this is."""
        cases = (self._typed, self._typed.lower(), self._typed.upper())
        values = {"text": self._typed, **{name: stored(each) for name, each in zip(_CASES, cases, strict=True)}}
        for collection, statement in _EXACT.items():
            yield from self._found(collection, f"{statement} LIMIT {_MOST}", values)

    def named(self) -> Iterator[Candidate]:
        """Whose name begins so: family name, given name, either followed by the other; a title; an email."""
        cut = []
        for names in _names(self._typed):
            people = self._first("users", names)
            yield from people
            if len(people) >= self._limit:
                cut.append(names)
        if cut:
            self._is_cut = True
            yield from self._near(cut)
        titled = _within("sort_name", fold(self._typed))
        for collection in FOUND[1:]:
            yield from self._first(collection, titled)
            if collection in _OWNED and self._school.orgs:
                theirs = f"{titled.condition} AND {_OWNED[collection]} IN carray(?)"
                bounds = (*titled.bounds, apsw.carray(self._school.orgs))
                # Not in the order of an index, which would lead through those of all schools.
                yield from self._first(collection, _Names(theirs, bounds, f"+{titled.order}"))

    def worded(self) -> Iterator[Candidate]:
        """Every word begins some word of theirs, in any order; or their sourcedId, a UUID, begins so."""
        yield from self._identified()
        if self._expression is None:
            return
        # Where so many people are called so, nobody comes after them; but others may.
        if self._is_cut:
            yield from self._some(self._at_school)
            yield from self._some(self._rows(self._expression, condition="rowid & 7"))
            return
        if self._school.ids:
            yield from self._some(self._rows(search_words.at(self._expression, self._school.ids), _ENOUGH))
        yield from self._some(self._rows(self._expression, _ENOUGH))

    def _first(self, collection: str, names: _Names) -> list[Candidate]:
        """The first of these: the active, and where they are few the others after them."""
        found: list[Candidate] = []
        for status in ("IS NULL", "IS NOT NULL"):
            if len(found) < self._limit:
                those = f"SELECT id FROM {TABLES[collection].name} WHERE {names.condition} AND status {status}"
                first = f"{those} ORDER BY {names.order} LIMIT {self._limit - len(found)}"
                found += self._found(collection, first, names.bounds)
        return found

    def _near(self, wanted: Sequence[_Names]) -> Iterator[Candidate]:
        """The first of the school's people who are meant."""
        people = array("q", [row >> 3 for row in self._at_school if not row & 7])
        if people:
            conditions = " OR ".join(f"({names.condition})" for names in wanted)
            bounds = [bound for names in wanted for bound in names.bounds]
            meant = f"SELECT id FROM carray(?) CROSS JOIN user ON id = value WHERE {conditions}"
            first = f"{meant} ORDER BY status IS NOT NULL, sort_name LIMIT {self._limit}"
            yield from self._found("users", first, (apsw.carray(people), *bounds))

    @cached_property
    def _at_school(self) -> list[int]:
        """Rows of the words at the school in view."""
        if self._expression is None or not self._school.ids:
            return []
        return self._rows(search_words.at(self._expression, self._school.ids))

    def _some(self, rows: Sequence[int]) -> Iterator[Candidate]:
        """Some of those whose words these rows are: people where they are not cut short already, and all others."""
        others = [(SEARCHED[row & 7], row >> 3) for row in rows if row & 7]
        yield from [each for each in others if each[0] in FOUND][:_MOST]
        if not self._is_cut:
            yield from [("users", row >> 3) for row in rows if not row & 7][:_MOST]

    def _rows(self, expression: str, scanned: int = _SCANNED, condition: str = "TRUE") -> list[int]:
        """Those of the first rows of a full-text expression that meet a condition: the active, and where they are few
        the others after them.
        """
        rows: list[int] = []
        for those in search_words.by_status(expression):
            if len(rows) < _MOST:
                first = f"SELECT rowid FROM words WHERE words MATCH ? LIMIT {scanned}"
                matching = f"SELECT rowid FROM ({first}) WHERE {condition}"
                rows += [row for (row,) in self._connection.execute(matching, (those,))]
        return rows

    def _identified(self) -> Iterator[Candidate]:
        """Whose sourcedId is a UUID that begins so, whichever case it is written in."""
        typed = self._typed.lower()
        if not _begins_uuid(typed):
            return
        digits = typed.replace("-", "")[:32]
        as_bytes = bytes.fromhex(digits.ljust(32, "0")), bytes.fromhex(digits.ljust(32, "f"))
        for collection in FOUND:
            within = f"SELECT id FROM {TABLES[collection].name} WHERE sourced_id BETWEEN ? AND ? LIMIT {_MOST}"
            yield from self._found(collection, within, as_bytes)
            yield from self._found(collection, within, (typed.upper(), typed.upper() + _END))

    def _found(
        self, collection: str, statement: str, bindings: Sequence[Any] | Mapping[str, Any]
    ) -> Iterator[Candidate]:
        for (key,) in self._connection.execute(statement, bindings):
            yield collection, key


def _names(typed: str) -> Iterator[_Names]:
    """Every way in which this may be the beginning of a person's name, or of an email."""
    if "@" in typed:
        yield _within("email", typed)
    parts = [part for part in re.split(r"[\s,]+", fold(typed)) if part][:6]
    for cut in range(1, len(parts)):
        first, rest = " ".join(parts[:cut]), " ".join(parts[cut:])
        yield _within("sort_name", first + SEPARATOR + rest)
        yield _Names("sort_given = ? AND sort_name >= ? AND sort_name < ?", (first, rest, rest + _END), "sort_name")
    if parts:
        yield _within("sort_name", " ".join(parts))
        yield _within("sort_given", " ".join(parts), "sort_given, sort_name")


def _within(column: str, prefix: str, order: str = "") -> _Names:
    return _Names(f"{column} >= ? AND {column} < ?", (prefix, prefix + _END), order or column)
