"""Finding people, classes, orgs and courses by what somebody types: ranked, at any size, whatever was typed.

Four tiers: this very sourcedId, identifier, username or email; names that begin so; all words; and, where these are
few, some words beside those of a school or a teacher. Within each the active before the others, those of the wanted
school first, people before the rest, by name. Every tier reads a bounded number of index entries, so that a letter that
a million people share costs no more than a rare name.
"""

from array import array
from collections.abc import Iterator
from datetime import date

import apsw
import msgspec

from rosterdesk.model import fields
from rosterdesk.model.rows import Found, Value
from rosterdesk.model.rows import text as as_text
from rosterdesk.store.reading import rows
from rosterdesk.store.reading.beside import beside
from rosterdesk.store.reading.candidates import FOUND, Candidate, Candidates, School
from rosterdesk.store.reading.links import links
from rosterdesk.store.records.folding import SEPARATOR, encodable, fold
from rosterdesk.store.records.tables import TABLES

_LONGEST = 200  # of what was typed; no name or id is longer
_SHARE_OF_PEOPLE = 3, 5  # people take no more of a list that has others too
_AT_SCHOOL = {
    "users": "EXISTS (SELECT 1 FROM user_org l WHERE l.user = t.id AND l.org IN carray(:orgs))",
    "orgs": "t.id IN carray(:orgs)",
    "courses": "t.org IN carray(:orgs)",
    "classes": "t.school IN carray(:orgs)",
}
_NO_ORG = array("q", [0])
_BESIDE = 3
"""The last tier."""
_SUBTITLES = {
    "users": ("role", "grades", "schools", "identifier"),
    "orgs": ("type", "parent", "identifier"),
    "courses": ("courseCode", "grades", "org"),
    "classes": ("periods", "school", "teachers"),
}


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
    here = School(connection, encodable(school))
    meant = Candidates(connection, typed, here, limit)
    tiers: dict[Candidate, int] = {}
    for tier, found in enumerate((meant.exact(), meant.named(), meant.worded())):
        for candidate in found:
            tiers.setdefault(candidate, tier)
    if len(tiers) < limit:
        for candidate in beside(connection, typed):
            tiers.setdefault(candidate, _BESIDE)
    ranked = _mixed(sorted(_ranked(connection, tiers, fold(typed), here)), limit)
    return _described(connection, ranked, today)


def _ranked(connection: apsw.Connection, tiers: dict[Candidate, int], folded: str, school: School) -> Iterator[_Ranked]:
    """The candidates that are records, each with its place."""
    for kind, collection in enumerate(FOUND):
        keys = array("q", [key for of, key in tiers if of == collection])
        if not keys:
            continue
        given = "t.sort_given" if collection == "users" else "NULL"
        for key, status, name, first, near in connection.execute(
            f"SELECT t.id, t.status, t.sort_name, {given}, {_AT_SCHOOL[collection]}"
            f" FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
            " WHERE t.record IS NOT NULL",
            {"keys": apsw.carray(keys), "orgs": apsw.carray(school.orgs or _NO_ORG)},
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
            role = as_text(row[0]) if collection == "users" else ""
            found[collection, key] = Found(collection, link.sourced_id, link.title, subtitle, role)
    return [found[hit.collection, hit.key] for hit in ranked]


def _subtitle(collection: str, row: tuple[Value, ...]) -> list[str]:
    first, *rest = (as_text(value) for value in row)
    match collection:
        case "users":
            grade, schools, identifier = rest
            return [_capital(first) or "Person", f"Grade {grade}" if grade else "", schools, identifier]
        case "orgs":
            return [_capital(first) or "Organization", *rest]
        case "courses":
            return ["Course", first, *rest]
        case _:
            return ["Class", f"Period {first}" if first else "", *rest]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
