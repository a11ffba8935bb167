"""Two records as they were sent, compared: the members that a person would call different. Pure."""

from collections.abc import Iterator
from typing import Any

import msgspec

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_UNTOLD = "dateLastModified"
_NULL = msgspec.Raw(b"null")


def fields(before: bytes, after: bytes) -> dict[str, tuple[Any, Any]]:
    """Each member that differs, with its value before and after, `None` where it is missing.

    When a record was touched is no difference, and neither is the address of what a reference leads to.
    """
    return {name: (was, became) for name, was, became in _different(before, after)}


def differ(before: bytes, after: bytes) -> bool:
    """Whether any does: quicker than to find them all."""
    return any(True for _ in _different(before, after))


def _different(before: bytes, after: bytes) -> Iterator[tuple[str, Any, Any]]:
    old, new = _MEMBERS.decode(before), _MEMBERS.decode(after)
    for name in old | new:
        pair = old.get(name, _NULL), new.get(name, _NULL)
        if name == _UNTOLD or bytes(pair[0]) == bytes(pair[1]):
            continue
        was, became = (msgspec.json.decode(each) for each in pair)
        if _meaning(was) != _meaning(became):
            yield name, was, became


def _meaning(value: Any) -> bytes:
    """The value without the addresses in references, its members in one order; as JSON, where 1 is not true."""
    return msgspec.json.encode(_without_addresses(value), order="deterministic")


def _without_addresses(value: Any) -> Any:
    match value:
        case list():
            return [_without_addresses(each) for each in value]
        case {"sourcedId": _}:
            return {name: each for name, each in value.items() if name != "href"}
        case dict():
            return {name: _without_addresses(each) for name, each in value.items()}
        case _:
            return value
