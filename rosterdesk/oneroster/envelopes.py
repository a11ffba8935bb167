"""Where the rows are in an answer: the rules for envelopes, which servers bend in every way.

An answer that fits none of the rules is an error, never an empty list.
"""

from collections.abc import Collection
from functools import cache

import msgspec

from rosterdesk.errors import NotOneRosterError
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.oneroster import refusals
from rosterdesk.wire import loose

Members = dict[str, msgspec.Raw]
MAKE_SURE = "Check the address of the source: it has to be the full OneRoster address of the service."
TRY_AGAIN = "Try again; if it stays, tell the people who run the service."
MOST_ROWS = 200_000
MOST_COMMAS = 25 * MOST_ROWS
"""More of them than so many records have: told before rows are made of them, for each takes more than the two bytes
that it can be in the answer.
"""
DJANGO = {"count", "next", "previous", "results"}
"""The members of the envelope that services made with Django put around rows of any kind."""
OF_OTHERS = {name.lower() for about in COLLECTIONS.values() for name in (about.name, about.singular)}
ANY_ROWS = msgspec.json.Decoder(list[msgspec.Raw])
ANY_MEMBERS = msgspec.json.Decoder(Members)
MEMBERS_OR_ROWS: msgspec.json.Decoder[Members | list[msgspec.Raw]] = msgspec.json.Decoder(Members | list[msgspec.Raw])


class GarbledError(NotOneRosterError):
    """The answer is no JSON at all, cut short perhaps: asking again can help."""


class NoListError(NotOneRosterError):
    """The answer is well-formed and holds no list: so some services answer beyond the end of one."""


class Opened(msgspec.Struct):
    """An answer, opened: the body as clean JSON, its rows, the members of its envelope, and how many texts had to be
    replaced to read it. `name` is the member that held the rows, `right` the one that the standard wants.
    """

    body: bytes
    rows: list[msgspec.Raw]
    members: Members
    replaced: int
    name: str
    right: str


def many(body: bytes, collection: str, charset: str = "", seen: Collection[str] = ()) -> Opened:
    """The rows of a list. `seen` are the names under which rows of it came before, whatever they are."""
    body, members, replaced = _readable(body, charset)
    right = COLLECTIONS[collection].base
    if isinstance(members, list):
        return Opened(body, _not_too_many(members), {}, replaced, "", right)
    names = [*_names(collection, single=False), *seen, *(["results"] if members.keys() >= DJANGO else [])]
    name, rows = _apart(members, collection) or _named(members, names) or _only_array(members) or ("", [])
    if not name or (not rows and refusals.is_failure(body)):
        raise _unknown(body)
    return Opened(body, rows, members, replaced, name, right)


def one(body: bytes, collection: str, charset: str = "") -> Opened:
    """The one row of a single answer: in its envelope, in an array of one, or bare."""
    body, held, replaced = _readable(body, charset)
    right = COLLECTIONS[collection].singular
    members: Members = {}
    name = ""
    if isinstance(held, list):
        rows = held
    elif _is_record(members := held):
        rows = [msgspec.Raw(body)]
    else:
        name, rows = _named(members, _names(collection, single=True)) or _only_array(members) or ("", [])
    if len(rows) != 1:
        raise _unknown(body)
    return Opened(body, rows, members, replaced, name, right)


@cache
def _names(collection: str, *, single: bool) -> tuple[str, ...]:
    """The members that may hold the rows, the right one first: servers put students under `students`, a term under
    `term`, one demographics under `demographic`.
    """
    about = COLLECTIONS[collection]
    relatives = _relatives(about.base)
    plural = [about.base, collection, *relatives]
    singular = [about.singular, *(name.removesuffix("s") for name in (collection, *relatives))]
    return tuple(dict.fromkeys([*singular, *plural] if single else [*plural, *singular]))


@cache
def _relatives(base: str) -> list[str]:
    """The collections that hold records of that kind: all of them, or some."""
    return [about.name for about in COLLECTIONS.values() if about.base == base]


def _readable(body: bytes, charset: str) -> tuple[bytes, Members | list[msgspec.Raw], int]:
    """The body as clean JSON, the members or the rows that it holds, and how many texts were replaced."""
    if body.count(b",") > MOST_COMMAS:
        raise _too_many()
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        raise NotOneRosterError("The service answered with a web page, not with OneRoster data.", MAKE_SURE)
    replaced = 0
    held = _held(start) if loose.is_clean(start) else None
    if held is None:
        try:
            start, replaced = loose.rewritten(body, charset)
        except loose.LooseJSONError as error:
            if start[:1] in {b"{", b"["}:
                raise GarbledError("The service's answer is damaged or cut short.", TRY_AGAIN) from error
            raise NotOneRosterError("The service's answer is not OneRoster data.", MAKE_SURE) from error
        held = _held(start)
    if held is None:
        raise _unknown(start)
    return start, held, replaced


def _first(value: msgspec.Raw) -> bytes:
    """The first byte, without a copy of the rest, which may be most of the answer."""
    return bytes(memoryview(value)[:1])


def _held(body: bytes) -> Members | list[msgspec.Raw] | None:
    """The members or the rows that JSON holds; `None` where it is none of the kind."""
    try:
        return MEMBERS_OR_ROWS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _array(body: bytes | msgspec.Raw) -> list[msgspec.Raw]:
    try:
        rows = ANY_ROWS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GarbledError("The service's answer is damaged or cut short.", TRY_AGAIN) from error
    return _not_too_many(rows)


def _members(body: bytes) -> Members:
    try:
        return ANY_MEMBERS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GarbledError("The service's answer is damaged or cut short.", TRY_AGAIN) from error


def _named(members: Members, names: Collection[str]) -> tuple[str, list[msgspec.Raw]] | None:
    """The member with the first of the names, and its rows: an array, one object, or null for none."""
    in_any_case = {member.lower(): member for member in members}
    for name in names:
        member = name if name in members else in_any_case.get(name.lower())
        if member is not None:
            value = members[member]
            match _first(value):
                case b"[":
                    return member, _array(value)
                case b"{":
                    return member, [value]
                case b"n":  # null
                    return member, []
    return None


def _apart(members: Members, collection: str) -> tuple[str, list[msgspec.Raw]] | None:
    """The rows of a list that came in several, like `students` and `teachers` for the users: each of them once."""
    if COLLECTIONS[collection].base != collection:
        return None
    known = {name.lower() for name in _relatives(collection)}
    lists = [name for name, value in members.items() if name.lower() in known and _first(value) == b"["]
    if len(lists) < 2:
        return None
    distinct = dict.fromkeys(bytes(row) for name in lists for row in _array(members[name]))
    return " ".join(lists), [msgspec.Raw(row) for row in distinct]


def _only_array(members: Members) -> tuple[str, list[msgspec.Raw]] | None:
    """The one member that is an array of records, or a record, and its rows. Another list is not taken for this one."""
    found = []
    for name, value in members.items():
        if name.lower() in OF_OTHERS:
            continue
        first = _first(value)
        rows = _array(value) if first == b"[" else [value] if first == b"{" else []
        if rows and all(_first(row) == b"{" and _is_record(_members(bytes(row))) for row in rows):
            found.append((name, rows))
    return found[0] if len(found) == 1 else None


def _is_record(members: Members) -> bool:
    return any(name.lower() == "sourcedid" for name in members)


def _not_too_many(rows: list[msgspec.Raw]) -> list[msgspec.Raw]:
    if len(rows) > MOST_ROWS:
        raise _too_many()
    return rows


def _too_many() -> NotOneRosterError:
    return NotOneRosterError(
        f"The service sent more than {MOST_ROWS:,} rows in one answer.", "Lower the page size of the source."
    )


def _unknown(body: bytes) -> NotOneRosterError:
    if refusals.description(body) or refusals.is_failure(body):
        words = refusals.quoted(body)
        return NotOneRosterError(f"The service answered with an error in place of data{words}", TRY_AGAIN)
    return NoListError("The service's answer is not OneRoster data.", MAKE_SURE)
