"""Finding people, classes, orgs and courses by what somebody types: ranked, at any size, whatever was typed.

Three tiers: this very sourcedId, identifier, username or email; names that begin so; the rest. Within each the active
before the others, those of the wanted school first, people before the rest, by name. Every tier reads a bounded
number of index entries, so that a letter that a million people share costs no more than a rare name.
"""

import re
from array import array
from collections.abc import Iterator
from datetime import date

import apsw
import msgspec

from rosterdesk.model import fields
from rosterdesk.model.rows import Found, Value
from rosterdesk.model.rows import text as as_text
from rosterdesk.store import rows, sql
from rosterdesk.store.folding import SEPARATOR, encodable, fold
from rosterdesk.store.links import links
from rosterdesk.store.sourced_ids import stored
from rosterdesk.store.tables import SEARCHED, TABLES

_LONGEST = 200  # of what was typed; no name or id is longer
_CANDIDATES = 150
_SCANNED = 4_000
_SHARE_OF_PEOPLE = 3, 5  # people take no more of a list that has others too
_END = "\U0010ffff"
_ORDER = {"users": 0, "orgs": 1, "courses": 2, "classes": 3}

_EXACT = {
    "users": (
        "SELECT id FROM user WHERE sourced_id = :id UNION SELECT id FROM user WHERE identifier = :text"
        " UNION SELECT id FROM user WHERE username = :text UNION SELECT id FROM user WHERE email = :text LIMIT 50"
    ),
    "orgs": "SELECT id FROM org WHERE sourced_id = :id OR identifier = :text LIMIT 50",
    "courses": "SELECT id FROM course WHERE sourced_id = :id LIMIT 50",
    "classes": "SELECT id FROM class WHERE sourced_id = :id LIMIT 50",
}
_AT_SCHOOL = {
    "users": "EXISTS (SELECT 1 FROM user_org l WHERE l.user = t.id AND l.org = :school)",
    "orgs": "t.id = :school",
    "courses": "t.org = :school",
    "classes": "t.school = :school",
}
_SUBTITLES = {
    "users": ("role", "grades", "schools", "identifier"),
    "orgs": ("type", "parent", "identifier"),
    "courses": ("courseCode", "grades", "org"),
    "classes": ("periods", "school", "teachers"),
}


class _Range(msgspec.Struct, frozen=True):
    """Names from `first` on, up to `last`; `given` where the given name must be this one."""

    first: str
    last: str
    given: str = ""


class _Ranked(msgspec.Struct, frozen=True, order=True):
    """A candidate with its place: compares as it ranks."""

    tier: int
    gone: bool
    elsewhere: bool
    partly: bool
    kind: int
    name: str
    key: int
    collection: str


def find(connection: apsw.Connection, text: str, limit: int, school: str, today: date) -> list[Found]:
    """The best `limit` hits; nothing for a text without a letter or digit that names no id."""
    typed = " ".join(encodable(text[:_LONGEST]).split())
    if not typed or limit < 1:
        return []
    school_key = connection.execute("SELECT id FROM org WHERE sourced_id = ?", (stored(encodable(school)),)).get
    tiers: dict[tuple[str, int], int] = {}
    for tier, candidates in enumerate(
        (_exact(connection, typed), _named(connection, typed, school_key), _worded(connection, typed))
    ):
        for candidate in candidates:
            tiers.setdefault(candidate, tier)
    ranked = _mixed(sorted(_ranked(connection, tiers, fold(typed), school_key)), limit)
    return _described(connection, ranked, today)


def _exact(connection: apsw.Connection, typed: str) -> Iterator[tuple[str, int]]:
    parameters = {"id": stored(typed), "text": typed}
    for collection, statement in _EXACT.items():
        for (key,) in connection.execute(statement, parameters):
            yield collection, key


def _named(connection: apsw.Connection, typed: str, school: int | None) -> Iterator[tuple[str, int]]:
    """Whose name begins so: family name, given name, either followed by the other; a title; an email."""
    if "@" in typed:
        yield from _people(connection, "email >= :first AND email < :last", "email", _from(typed), school)
    folded = fold(typed)
    parts = [part for part in re.split(r"[\s,]+", folded) if part][:6]
    if not parts:
        return
    by_family = [_from(" ".join(parts))]
    by_given = [_from(" ".join(parts))]
    for cut in range(1, len(parts)):
        first, rest = " ".join(parts[:cut]), " ".join(parts[cut:])
        by_family.append(_from(first + SEPARATOR + rest))
        by_given.append(_Range(rest, rest + _END, given=first))
    for wanted in by_family:
        yield from _people(connection, "sort_name >= :first AND sort_name < :last", "sort_name", wanted, school)
    for wanted in by_given:
        if wanted.given:
            condition, order = "sort_given = :given AND sort_name >= :first AND sort_name < :last", "sort_name"
        else:
            condition, order = "sort_given >= :first AND sort_given < :last", "sort_given, sort_name"
        yield from _people(connection, condition, order, wanted, school)
    for collection in ("orgs", "courses", "classes"):
        for (key,) in connection.execute(
            f"SELECT id FROM {TABLES[collection].name} WHERE sort_name >= ? AND sort_name < ?"
            f" ORDER BY sort_name LIMIT {_CANDIDATES}",
            (folded, folded + _END),
        ):
            yield collection, key


def _from(prefix: str) -> _Range:
    return _Range(prefix, prefix + _END)


def _people(
    connection: apsw.Connection, condition: str, order: str, wanted: _Range, school: int | None
) -> Iterator[tuple[str, int]]:
    parameters = {"first": wanted.first, "last": wanted.last, "given": wanted.given, "school": school}
    statements = [f"SELECT id FROM user WHERE {condition} ORDER BY {order} LIMIT {_CANDIDATES}"]
    if school is not None:
        statements.append(
            f"SELECT u.id FROM (SELECT user FROM user_org WHERE org = :school LIMIT {_SCANNED}) l"
            f" CROSS JOIN user u ON u.id = l.user WHERE {condition} LIMIT {_CANDIDATES}"
        )
    for statement in statements:
        for (key,) in connection.execute(statement, parameters):
            yield "users", key


def _worded(connection: apsw.Connection, typed: str) -> Iterator[tuple[str, int]]:
    """Every word begins some word of theirs, in any order.

    Of an email the part before the @ is enough: what follows is everybody's, and would cost more than all the rest.
    """
    expression = sql.match(" ".join(part.partition("@")[0] or part for part in typed.split(" ")))
    if expression is None:
        return
    for condition in ("= 0", "BETWEEN 1 AND 3"):
        for (row,) in connection.execute(
            f"SELECT rowid FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT {_SCANNED})"
            f" WHERE rowid & 7 {condition} LIMIT {_CANDIDATES}",
            (expression,),
        ):
            yield SEARCHED[row & 7], row >> 3


def _ranked(
    connection: apsw.Connection, tiers: dict[tuple[str, int], int], folded: str, school: int | None
) -> Iterator[_Ranked]:
    """The candidates that are records, each with its place."""
    for collection, kind in _ORDER.items():
        keys = array("q", [key for of, key in tiers if of == collection])
        if not keys:
            continue
        given = "t.sort_given" if collection == "users" else "NULL"
        for key, status, name, first, near in connection.execute(
            f"SELECT t.id, t.status, t.sort_name, {given}, {_AT_SCHOOL[collection]}"
            f" FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
            " WHERE t.record IS NOT NULL",
            {"keys": apsw.carray(keys), "school": school},
        ):
            names = (name or "").split(SEPARATOR)
            yield _Ranked(
                tier=tiers[collection, key],
                gone=status is not None,
                elsewhere=not near,
                partly=folded not in (*names, first),
                kind=kind,
                name=name or "",
                key=key,
                collection=collection,
            )


def _mixed(ranked: list[_Ranked], limit: int) -> list[_Ranked]:
    """The best, but not people alone where there are others."""
    share, whole = _SHARE_OF_PEOPLE
    others = sum(hit.collection != "users" for hit in ranked)
    people = max(limit - others, limit * share // whole)
    chosen = []
    for hit in ranked:
        if hit.collection == "users":
            people -= 1
        if hit.collection != "users" or people >= 0:
            chosen.append(hit)
    return chosen[:limit]


def _described(connection: apsw.Connection, ranked: list[_Ranked], today: date) -> list[Found]:
    found: dict[tuple[str, int], Found] = {}
    for collection, columns in _SUBTITLES.items():
        keys = [hit.key for hit in ranked if hit.collection == collection]
        targets = links(connection, collection, keys)
        values = rows.rows(connection, fields.collection(collection), keys, columns, today)
        for key, row in zip(keys, values, strict=True):
            link = targets[key]
            subtitle = " · ".join(part for part in _subtitle(collection, row) if part)
            found[collection, key] = Found(collection, link.sourced_id, link.title, subtitle)
    return [found[hit.collection, hit.key] for hit in ranked]


def _subtitle(collection: str, row: tuple[Value, ...]) -> list[str]:
    first, *rest = (as_text(value) for value in row)
    match collection:
        case "users":
            grade, schools, identifier = rest
            return [_capital(first) or "Person", f"Grade {grade}" if grade else "", schools, identifier]
        case "orgs":
            return [_capital(first) or "Organisation", *rest]
        case "courses":
            return ["Course", first, *rest]
        case _:
            return ["Class", f"Period {first}" if first else "", *rest]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
