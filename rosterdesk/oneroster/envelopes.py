"""Where the rows are in an answer: the rules for envelopes, which servers bend in every way.

An answer that fits none of the rules is an error, never an empty list.
"""

from collections.abc import Sequence

import msgspec

from rosterdesk.errors import NotOneRosterError
from rosterdesk.oneroster import loose, refusals

Members = dict[str, msgspec.Raw]
MAKE_SURE = "Check the address of the source: it has to be the full OneRoster address of the service."
TRY_AGAIN = "Try again; if it stays, tell the people who run the service."
MOST_ROWS = 200_000
MOST_COMMAS = 25 * MOST_ROWS
"""More of them than so many records have: told before rows are made of them, for each takes more than the two bytes
that it can be in the answer.
"""
ANY_ROWS = msgspec.json.Decoder(list[msgspec.Raw])
ANY_MEMBERS = msgspec.json.Decoder(Members)


class GarbledError(NotOneRosterError):
    """The answer is no JSON at all, cut short perhaps: asking again can help."""


class Opened(msgspec.Struct):
    """An answer, opened: the body as clean JSON, its rows, the members of its envelope, and how many texts had to be
    replaced to read it.
    """

    body: bytes
    rows: list[msgspec.Raw]
    members: Members
    replaced: int = 0


def many(body: bytes, names: Sequence[str]) -> Opened:
    """The rows of a list. `names` are the members that may hold them, the right one first."""
    body, replaced = _readable(body)
    if body[:1] == b"[":
        return Opened(body, _array(body), {}, replaced)
    members = _members(body)
    rows = _named(members, names)
    if rows is None:
        rows = _only_array(members)
    if rows is None or (not rows and refusals.is_failure(body)):
        raise _unknown(body)
    return Opened(body, rows, members, replaced)


def one(body: bytes, names: Sequence[str]) -> Opened:
    """The one row of a single answer: in its envelope, in an array of one, or bare."""
    body, replaced = _readable(body)
    if body[:1] == b"[":
        rows = _array(body)
        members: Members = {}
    else:
        members = _members(body)
        rows = _named(members, names) or []
        if "sourcedId" in members:
            rows = [msgspec.Raw(body)]
    if len(rows) != 1:
        raise _unknown(body)
    return Opened(body, rows, members, replaced)


def _readable(body: bytes) -> tuple[bytes, int]:
    """The body as clean JSON that begins with `{` or `[`, and how many texts were replaced."""
    if body.count(b",") > MOST_COMMAS:
        raise _too_many()
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        raise NotOneRosterError("The service answered with a web page, not with OneRoster data.", MAKE_SURE)
    replaced = 0
    if start[:1] not in {b"{", b"["} or not loose.is_clean(start) or not _is_json(start):
        try:
            start, replaced = loose.rewritten(body)
        except loose.LooseJSONError as error:
            if start[:1] in {b"{", b"["}:
                raise GarbledError("The service's answer is damaged or cut short.", TRY_AGAIN) from error
            raise NotOneRosterError("The service's answer is not OneRoster data.", MAKE_SURE) from error
    if start[:1] not in {b"{", b"["}:
        raise _unknown(start)
    return start, replaced


def _first(value: msgspec.Raw) -> bytes:
    """The first byte, without a copy of the rest, which may be most of the answer."""
    return bytes(memoryview(value)[:1])


def _is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _array(body: bytes | msgspec.Raw) -> list[msgspec.Raw]:
    try:
        rows = ANY_ROWS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GarbledError("The service's answer is damaged or cut short.", TRY_AGAIN) from error
    if len(rows) > MOST_ROWS:
        raise _too_many()
    return rows


def _members(body: bytes) -> Members:
    try:
        return ANY_MEMBERS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GarbledError("The service's answer is damaged or cut short.", TRY_AGAIN) from error


def _named(members: Members, names: Sequence[str]) -> list[msgspec.Raw] | None:
    """The rows under the first of the names that is there: an array, one object, or null for none."""
    for name in names:
        if name in members:
            value = members[name]
            match _first(value):
                case b"[":
                    return _array(value)
                case b"{":
                    return [value]
                case b"n":  # null
                    return []
    return None


def _only_array(members: Members) -> list[msgspec.Raw] | None:
    """The rows of the one member that is an array of records."""
    arrays = [rows for value in members.values() if _first(value) == b"[" and _are_records(rows := _array(value))]
    return arrays[0] if len(arrays) == 1 else None


def _are_records(rows: list[msgspec.Raw]) -> bool:
    return bool(rows) and all(_first(row) == b"{" and "sourcedId" in _members(bytes(row)) for row in rows)


def _too_many() -> NotOneRosterError:
    return NotOneRosterError(
        f"The service sent more than {MOST_ROWS:,} rows in one answer.", "Lower the page size of the source."
    )


def _unknown(body: bytes) -> NotOneRosterError:
    said = refusals.description(body)
    if said or refusals.is_failure(body):
        what = (
            f"The service answered with an error in place of data: “{said}”."
            if said
            else ("The service answered with an error in place of data.")
        )
        return NotOneRosterError(what, TRY_AGAIN)
    return NotOneRosterError("The service's answer is not OneRoster data.", MAKE_SURE)
