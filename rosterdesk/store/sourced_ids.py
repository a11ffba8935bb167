"""How a `sourcedId` is kept: 16 bytes where it is a canonical UUID, else its text. Both come back exactly.

SQLite never takes a blob for a text, so a text of sixteen characters cannot be mistaken for a UUID.
"""

import re
from typing import TypeAlias

Stored: TypeAlias = bytes | str

_is_uuid = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def stored(sourced_id: str) -> Stored:
    """The id as the store keeps it."""
    if len(sourced_id) == 36 and _is_uuid(sourced_id):
        return bytes.fromhex(sourced_id.replace("-", ""))
    return sourced_id


def sent(kept: Stored) -> str:
    """The id as the source sent it."""
    if isinstance(kept, str):
        return kept
    digits = kept.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
