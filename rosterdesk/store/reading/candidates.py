"""Where the hits of a search come from: exact ids, names that begin so, and words.

Each reads a bounded number of index entries, so that a letter that a million people share costs no more than a rare
name. Where that is not all of them, those of the school in view are looked for among its own.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import apsw
import msgspec

from rosterdesk.store.reading import scopes
from rosterdesk.store.records import search_words
from rosterdesk.store.records.folding import SEPARATOR, fold, words
from rosterdesk.store.records.sourced_ids import stored
from rosterdesk.store.records.tables import SEARCHED, TABLES

Candidate: TypeAlias = tuple[str, int]
"""Base collection and key."""

FOUND = ("users", "orgs", "courses", "classes")
_MOST = 150
_SCANNED = 4_000
_TELLING = 3  # letters; fewer are those of too many
_PASSED = 1_000  # names of the deleted, on the way to those of the active
_END = "\U0010ffff"
_FEWEST_OF_UUID = 8  # digits; fewer begin too many by chance
_begins_uuid = re.compile(rf"[0-9a-f]{{{_FEWEST_OF_UUID}}}[0-9a-f-]*").fullmatch
_NAMED_BY = ("identifier", "username", "email")
_CASES = ("typed", "lower", "upper")
# A word begins a part of the name, or one of those.
_A_WORD = "instr(' ' || replace(sort_name, char(31), ' '), ' ' || ?)" + "".join(
    f" OR {name} >= ? AND {name} < ?" for name in _NAMED_BY
)
_BY_ID = "SELECT id FROM {} WHERE sourced_id IN (:typed, :lower, :upper)"
_BY = " UNION SELECT id FROM {} WHERE {} = :text"
_EXACT = {
    "users": _BY_ID.format("user") + "".join(_BY.format("user", name) for name in _NAMED_BY),
    "orgs": _BY_ID.format("org") + _BY.format("org", "identifier"),
    "courses": _BY_ID.format("course"),
    "classes": _BY_ID.format("class"),
}
_OWNED = {"courses": "org", "classes": "school"}


class School:
    """The school in view, with all orgs below it; none where the id is empty or unknown."""

    def __init__(self, connection: apsw.Connection, sourced_id: str) -> None:
        self._connection = connection
        within = connection.execute(f"SELECT id FROM {scopes.ORGS.format(x='?')}", (stored(sourced_id),))
        self.orgs = array("q", (key for (key,) in within))

    @cached_property
    def people(self) -> "array[int]":
        """The keys of its people; of very many the staff and the students."""
        if not self.orgs:
            return array("q")
        of = f"SELECT user FROM user_org WHERE org IN carray(?) ORDER BY role DESC LIMIT {_SCANNED}"
        return array("q", (key for (key,) in self._connection.execute(of, (apsw.carray(self.orgs),))))


class _Names(msgspec.Struct, frozen=True):
    """People whose columns lie within these bounds, and the index that leads to them."""

    condition: str
    bounds: tuple[str, ...]
    order: str


class Candidates:
    """Who may be meant by what was typed, at most so many a way of meaning them, with those of the school in view."""

    def __init__(self, connection: apsw.Connection, typed: str, school: School, limit: int) -> None:
        self._connection = connection
        self._typed = typed
        self._school = school
        self._limit = limit
        self._is_cut = False

    def exact(self) -> Iterator[Candidate]:
        """Whose sourcedId, identifier, username or email this is."""
        cases = (self._typed, self._typed.lower(), self._typed.upper())
        values = {"text": self._typed, **{name: stored(each) for name, each in zip(_CASES, cases, strict=True)}}
        for collection, statement in _EXACT.items():
            yield from self._found(collection, f"{statement} LIMIT {_MOST}", values)

    def named(self) -> Iterator[Candidate]:
        """Whose name begins so: family name, given name, either followed by the other; a title; an email."""
        cut = []
        for names in _names(self._typed):
            people = self._people(names)
            yield from people
            if len(people) >= self._limit:
                cut.append(names)
        if cut:
            self._is_cut = True
            yield from self._near(cut)
        folded = fold(self._typed)
        for collection in FOUND[1:]:
            titled = f"SELECT id FROM {TABLES[collection].name} WHERE sort_name >= ? AND sort_name < ?"
            bounds, ordered = (folded, folded + _END), f"ORDER BY sort_name LIMIT {self._limit}"
            yield from self._found(collection, f"{titled} {ordered}", bounds)
            if collection in _OWNED and self._school.orgs:
                theirs = f"{titled} AND {_OWNED[collection]} IN carray(?) {ordered}"
                yield from self._found(collection, theirs, (*bounds, apsw.carray(self._school.orgs)))

    def worded(self) -> Iterator[Candidate]:
        """Every word begins some word of theirs, in any order; or their sourcedId, a UUID, begins so.

        Of an email the part before the @ is enough: what follows is everybody's, and would cost more than all the rest.
        """
        yield from self._identified()
        expression = search_words.match(" ".join(part.partition("@")[0] or part for part in self._typed.split(" ")))
        if expression is None:
            return
        matching = f"SELECT rowid FROM words WHERE words MATCH ? LIMIT {_SCANNED}"
        if self._is_cut:  # so many people are called so that nobody comes after them; but others may
            matching = f"SELECT rowid FROM ({matching}) WHERE rowid & 7 LIMIT {_MOST}"
        rows = [row for (row,) in self._connection.execute(matching, (expression,))]
        others = [(SEARCHED[row & 7], row >> 3) for row in rows if row & 7]
        yield from [each for each in others if each[0] in FOUND][:_MOST]
        people = [row >> 3 for row in rows if not row & 7]
        if len(people) > _MOST:
            here = sorted(set(people).intersection(self._school.people))
            yield from (("users", key) for key in here[:_MOST])
        yield from (("users", key) for key in people[:_MOST])
        if len(rows) == _SCANNED:
            yield from self._at_school([_each_word(words(fold(self._typed))[: search_words.MOST_WORDS])])

    def _people(self, names: _Names) -> list[Candidate]:
        """The first of them: the active, and where these are few the others too."""
        found = f"FROM user WHERE {names.condition} ORDER BY {names.order} LIMIT"
        active = f"SELECT id FROM (SELECT id, status {found} {_PASSED}) WHERE status IS NULL LIMIT {self._limit}"
        people = list(self._found("users", active, names.bounds))
        if len(people) < self._limit:
            people += self._found("users", f"SELECT id {found} {self._limit}", names.bounds)
        return list(dict.fromkeys(people))

    def _near(self, wanted: Iterable[_Names]) -> Iterator[Candidate]:
        """The first of the school's people who are meant, in the index where these are not too many."""
        there, wide = set(self._school.people), []
        if len(self._typed) < _TELLING:
            yield from self._at_school(wanted)
            return
        for names in wanted if there else ():
            first = f"SELECT id FROM user WHERE {names.condition} ORDER BY {names.order} LIMIT {_SCANNED}"
            people = list(self._found("users", first, names.bounds))
            if len(people) < _SCANNED:
                yield from [each for each in people if each[1] in there][:_MOST]
            else:
                wide.append(names)
        if wide:
            yield from self._at_school(wide)

    def _at_school(self, wanted: Iterable[_Names]) -> Iterator[Candidate]:
        """The first of the school's people who are meant, at one go over all of them."""
        if not self._school.people:
            return
        conditions = " OR ".join(f"({names.condition})" for names in wanted)
        bounds = [bound for names in wanted for bound in names.bounds]
        meant = f"SELECT id FROM carray(?) CROSS JOIN user ON id = value WHERE {conditions}"
        first = f"{meant} ORDER BY status IS NOT NULL, sort_name LIMIT {self._limit}"
        yield from self._found("users", first, (apsw.carray(self._school.people), *bounds))

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


def _each_word(wanted: list[str]) -> _Names:
    bounds = tuple(bound for word in wanted for bound in (word, *(word, word + _END) * len(_NAMED_BY)))
    return _Names(" AND ".join([f"({_A_WORD})"] * len(wanted)), bounds, "sort_name")
