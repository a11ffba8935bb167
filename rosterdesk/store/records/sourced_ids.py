"""How a `sourcedId` is kept: 16 bytes where it is a canonical UUID, else its text. Both come back exactly.

SQLite never takes a blob for a text, so a text of sixteen characters cannot be mistaken for a UUID.
"""

import re
from collections.abc import Collection
from typing import TypeAlias

Stored: TypeAlias = bytes | str

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_is_uuid = re.compile(_UUID).fullmatch
_are_uuids = re.compile(f"(?:{_UUID})*").fullmatch


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
