"""What people are called: family name first, or given name first; and the letters that stand for them."""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.model import fields
from rosterdesk.model.query import Query

NameOrder: TypeAlias = Literal["usual", "family-first", "given-first"]
"""The same everywhere; or, as usual, family name first where people are listed, and given name first elsewhere."""


def called(given: str | None, family: str | None, order: NameOrder) -> str:
    """What somebody is called where they are spoken of: as a link, as a title."""
    return _turned(given, family) if order == "family-first" else f"{given or ''} {family or ''}".strip()


def listed(given: str | None, family: str | None, order: NameOrder) -> str:
    """What somebody is called in a list of people."""
    return called(given, family, order) if order == "given-first" else _turned(given, family)


def initials(title: str) -> str:
    """One or two letters that stand for a person: of the first and the last name, whichever stands first here; of a
    word with digits, which is no name, none.
    """
    family, _, given = title.partition(", ")
    parts = [part for part in f"{given} {family}".split() if part[0].isalpha() and not any(map(str.isdigit, part))]
    chosen = [parts[0], parts[-1]] if len(parts) > 1 else parts
    return "".join(part[0].upper() for part in chosen)


def sorted_as_listed(query: Query, order: NameOrder) -> Query:
    """The query, sorted by what the names of people in its rows begin with."""
    if order != "given-first" or fields.collection(query.collection).base != "users":
        return query
    sort = tuple(msgspec.structs.replace(by, field="givenName") if by.field == "name" else by for by in query.sort)
    return msgspec.structs.replace(query, sort=sort)


def _turned(given: str | None, family: str | None) -> str:
    return f"{family}, {given}" if family and given else family or given or ""
