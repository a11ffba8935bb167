"""The standard's vocabularies, and the spelling in which it writes each word.

A word in another case is put right; a word that the standard does not know is kept as sent.
"""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from rosterdesk.model import entities

STATUS = ("active", "tobedeleted", "inactive")
OLD = frozenset({"inactive"})
"""Words of OneRoster 1.0 that the standard has no more."""
SCORE_STATUS = ("exempt", "fully graded", "not submitted", "partially graded", "submitted")
WORDS: dict[type[entities.Entity], dict[str, tuple[str, ...]]] = {
    entities.Org: {"type": ("department", "school", "district", "local", "state", "national")},
    entities.AcademicSession: {"type": ("gradingPeriod", "semester", "schoolYear", "term")},
    entities.Course: {},
    entities.Class: {"class_type": ("homeroom", "scheduled")},
    entities.User: {"role": entities.ROLES},
    entities.Enrollment: {"role": entities.ROLES},
    entities.Resource: {"importance": ("primary", "secondary")},
    entities.Category: {},
    entities.LineItem: {},
    entities.Result: {"score_status": SCORE_STATUS},
    entities.ScoreScale: {},
    entities.AssessmentLineItem: {},
    entities.AssessmentResult: {"score_status": SCORE_STATUS},
    entities.Demographics: {"sex": ("male", "female", "unspecified", "other")},
}

ROLE_TYPES = ("primary", "secondary")
EXTENSION = "ext:"
"""What begins a word that a service added to a vocabulary, as OneRoster 1.2 allows."""

ROLES_AS_1P1 = {
    **dict.fromkeys(
        ("districtAdministrator", "principal", "siteAdministrator", "systemAdministrator"), "administrator"
    ),
    "counselor": "aide",
}
"""The roles that OneRoster 1.1 has not, as it says them."""


class Vocabulary:
    """Some words of the standard, to be recognised in any spelling. `fine` are those that need no look, nothing too."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.fine = frozenset({*words, "", None}) - OLD
        self._spellings = {word.lower(): word for word in words}

    def spelling(self, word: str) -> str | None:
        """How the standard spells the word; `None` where it has no such."""
        return self._spellings.get(word.strip().lower())

    def put_right(self, value: msgspec.Struct, name: str, bent: Counter[str]) -> None:
        """Spell a word that is not `fine` as the standard does; leave it as it is where the standard has no such."""
        word: str = getattr(value, name)
        if known := self.spelling(word):
            bent["old" if known in OLD else "words"] += 1
            msgspec.structs.force_setattr(value, name, known)
        elif not word.startswith(EXTENSION):
            bent["unknown"] += 1


VOCABULARIES: dict[type[entities.Entity], tuple[tuple[str, Vocabulary], ...]] = {
    kind: tuple((name, Vocabulary(words)) for name, words in {"status": STATUS, **fields}.items())
    for kind, fields in WORDS.items()
}
ROLE = Vocabulary(entities.ROLES)
ROLE_TYPE = Vocabulary(ROLE_TYPES)


def put_right(found: Sequence[entities.Entity], kind: type[entities.Entity], bent: Counter[str]) -> None:
    """Spell the words of a page's entities as the standard does, and count those that were not, and those that it does
    not know.
    """
    for name, vocabulary in VOCABULARIES[kind]:
        _put_right(found, name, vocabulary, bent)
    if kind is entities.User:
        roles = [role for entity in found if isinstance(entity, entities.User) for role in entity.roles]
        _put_right(roles, "role", ROLE, bent)
        _put_right(roles, "role_type", ROLE_TYPE, bent)


def _put_right(values: Sequence[msgspec.Struct], name: str, vocabulary: Vocabulary, bent: Counter[str]) -> None:
    word = attrgetter(name)
    if vocabulary.fine.issuperset(map(word, values)):  # as it mostly is; and that is quick
        return
    for value in values:
        if word(value) not in vocabulary.fine:
            vocabulary.put_right(value, name, bent)
