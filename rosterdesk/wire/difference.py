"""Two records as they were sent, compared: the members that a person would call different. Pure, and never raises."""

from collections.abc import Iterator
from typing import Any

import msgspec

from rosterdesk.wire import loose

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_UNTOLD = "dateLastModified"
_NULL = msgspec.Raw(b"null")
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def fields(before: bytes, after: bytes) -> dict[str, tuple[Any, Any]]:
    """Each member that differs, with its value before and after, `None` where it is missing.

    When a record was touched is no difference, and neither is the address of what a reference leads to. A value that is
    no JSON, or beyond what can be read, is the text that was sent.
    """
    return {name: (_value(was), _value(became)) for name, was, became in _different(before, after)}


def differ(before: bytes, after: bytes) -> bool:
    """Whether any does: quicker than to find them all."""
    return any(True for _ in _different(before, after))


def _different(before: bytes, after: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    old, new = _members(before), _members(after)
    for name in old | new:
        was, became = bytes(old.get(name, _NULL)), bytes(new.get(name, _NULL))
        if name != _UNTOLD and was != became and _meaning(was) != _meaning(became):
            yield name, was, became


def _members(record: bytes) -> dict[str, msgspec.Raw]:
    """The members of the record as they were sent; all of it as one without a name where they cannot be told apart."""
    try:
        return _MEMBERS.decode(record)
    except _UNREADABLE:
        pass
    try:
        return _MEMBERS.decode(loose.rewritten(record)[0])
    except (loose.LooseJSONError, *_UNREADABLE):
        return {"": msgspec.Raw(record)}


def _value(sent: bytes) -> Any:
    try:
        value = msgspec.json.decode(sent)
        _without_addresses(value)  # who prints the value goes as deep
    except _UNREADABLE:
        return sent.decode(errors="replace")
    return value


def _meaning(sent: bytes) -> bytes:
    """The value without the addresses in references, its members in one order; as JSON, where 1 is not true."""
    try:
        return msgspec.json.encode(_without_addresses(msgspec.json.decode(sent)), order="deterministic")
    except _UNREADABLE:
        return sent


def _without_addresses(value: Any) -> Any:
    match value:
        case list():
            return [_without_addresses(each) for each in value]
        case {"sourcedId": _}:
            return {name: _without_addresses(each) for name, each in value.items() if name != "href"}
        case dict():
            return {name: _without_addresses(each) for name, each in value.items()}
        case _:
            return value
