"""How a `sourcedId` is kept: 16 bytes where it is a canonical UUID, else its text. Both come back exactly.

SQLite never takes a blob for a text, so a text of sixteen characters cannot be mistaken for a UUID.
"""

import re
from collections.abc import Collection, Sequence
from typing import TypeAlias, cast

Stored: TypeAlias = bytes | str

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_is_uuid = re.compile(_UUID).fullmatch
_are_uuids = re.compile(f"(?:{_UUID})*").fullmatch
_DIGITS = [place for place in range(36) if place not in {8, 13, 18, 23}]  # between hyphens
_LINE = 36 + 1


def stored(sourced_id: str) -> Stored:
    """The id as the store keeps it."""
    if len(sourced_id) == 36 and _is_uuid(sourced_id):
        return bytes.fromhex(sourced_id.replace("-", ""))
    return sourced_id


def all_stored(sourced_ids: Collection[str]) -> list[Stored]:
    """The ids as the store keeps them; where all are UUIDs, as they mostly are, that is quick."""
    if set(map(len, sourced_ids)) == {36} and _are_uuids(text := "".join(sourced_ids)):
        content = bytes.fromhex(text.replace("-", ""))
        return [content[start : start + 16] for start in range(0, len(content), 16)]
    return [stored(each) for each in sourced_ids]


def sent(kept: Stored) -> str:
    """The id as the source sent it."""
    if isinstance(kept, str):
        return kept
    digits = kept.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def all_sent(kept: Sequence[Stored]) -> list[str]:
    """The ids as the source sent them; where all are UUIDs, as they mostly are, that is quick."""
    if set(map(type, kept)) != {bytes}:
        return [sent(each) for each in kept]
    digits = b"".join(cast("Sequence[bytes]", kept)).hex().encode()
    spelt = bytearray(b"-" * _LINE * len(kept))
    for place, column in enumerate(_DIGITS):  # a digit of all ids at a time
        spelt[column::_LINE] = digits[place :: len(_DIGITS)]
    spelt[_LINE - 1 :: _LINE] = b"\n" * len(kept)
    return spelt.decode().splitlines()
