"""The standard's vocabularies, and the spelling in which it writes each word.

A word in another case is put right; a word that the standard does not know is kept as sent.
"""

from collections import Counter

import msgspec

from rosterdesk.model import entities

STATUS = ("active", "tobedeleted", "inactive")
ROLES = (
    *("administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher"),
    *("counselor", "districtAdministrator", "principal", "siteAdministrator", "systemAdministrator"),
)
WORDS: dict[type[entities.Entity], dict[str, tuple[str, ...]]] = {
    entities.Org: {"type": ("department", "school", "district", "local", "state", "national")},
    entities.AcademicSession: {"type": ("gradingPeriod", "semester", "schoolYear", "term")},
    entities.Course: {},
    entities.Class: {"class_type": ("homeroom", "scheduled")},
    entities.User: {"role": ROLES},
    entities.Enrollment: {"role": ROLES},
    entities.Demographics: {"sex": ("male", "female", "unspecified", "other")},
}

Spellings = dict[str, str]


def _spellings(words: tuple[str, ...]) -> Spellings:
    """Every word, and every word in lower case, with the spelling that is right."""
    return {word.lower(): word for word in words}


SPELLINGS: dict[type[entities.Entity], tuple[tuple[str, frozenset[str], Spellings], ...]] = {
    kind: tuple((name, frozenset(words), _spellings(words)) for name, words in {"status": STATUS, **fields}.items())
    for kind, fields in WORDS.items()
}
ROLE_SPELLINGS = _spellings(ROLES)


def put_right(entity: entities.Entity, bent: Counter[str]) -> None:
    """Spell the entity's words as the standard does, and count those that were not."""
    for name, known, spellings in SPELLINGS[type(entity)]:
        value = getattr(entity, name)
        if value is not None and value not in known and (word := spellings.get(value.strip().lower())):
            msgspec.structs.force_setattr(entity, name, word)
            bent["words"] += 1
    if isinstance(entity, entities.User):
        for role in entity.roles:
            word = ROLE_SPELLINGS.get(role.role.strip().lower(), role.role)
            if word != role.role:
                msgspec.structs.force_setattr(role, "role", word)
                bent["words"] += 1
