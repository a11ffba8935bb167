"""The well-known roles as small numbers, in alphabetical order so that they sort; any other role stays text."""

from rosterdesk.store.folding import SEPARATOR

ROLES = (
    "administrator",
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
)
"""The roles of OneRoster 1.1 and 1.2; a role's number is its place here, from 2 on, ten apart. Never reorder."""

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


def sent(kept: int | str | None) -> str | None:
    """The role, or several joined by a comma, as people and the standard spell them."""
    if isinstance(kept, int):
        return _ROLES[kept]
    return kept.replace(SEPARATOR, ", ") if kept else None
