"""The well-known roles as small numbers, in alphabetical order so that they sort; any other role stays text."""

from rosterdesk.model.entities import ROLES
from rosterdesk.store.records.folding import SEPARATOR

# From 2 on, in steps of eight.
_NUMBERS = {role.lower(): place * 8 + 2 for place, role in enumerate(ROLES)}
_ROLES = {number: role for role, number in ((role, _NUMBERS[role.lower()]) for role in ROLES)}

STUDENT = _NUMBERS["student"]
TEACHER = _NUMBERS["teacher"]

IS_STUDENT, IS_TEACHER, IS_OTHER = 1, 2, 4
_KINDS = {STUDENT: IS_STUDENT, TEACHER: IS_TEACHER}


def stored(role: str) -> int | str | None:
    """The role as the store keeps it, whichever way its letters were cased."""
    return _NUMBERS.get(role.lower(), role) if role else None


def kind(kept: int | str | None) -> int:
    """The bit of a role as the store keeps it."""
    return _KINDS.get(kept, IS_OTHER) if isinstance(kept, int) else IS_OTHER


def is_other(role: str) -> bool:
    """Whether this is a role, and neither student nor teacher."""
    return bool(role) and kind(stored(role)) == IS_OTHER


def sent(kept: int | str | None) -> str | None:
    """The role, or several joined by a comma, as people and the standard spell them."""
    if isinstance(kept, int):
        return _ROLES[kept]
    return kept.replace(SEPARATOR, ", ") if kept else None
