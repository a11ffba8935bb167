"""Who and what is meant by words of their own beside words of their school, or of who teaches them."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import apsw

from rosterdesk.store.reading.candidates import FOUND, MOST_ORGS, Candidate
from rosterdesk.store.records import search_words, vocabulary
from rosterdesk.store.records.folding import SEPARATOR, fold, words
from rosterdesk.store.records.sourced_ids import sent
from rosterdesk.store.records.tables import SEARCHED

_SHORTEST = 3  # letters of a word that may be a school's or a teacher's
_BEGINNING = 5  # letters of the beginning of such a word: fewer begin too many
_MOST = 150
_MOST_TEACHERS = 50
_MOST_SCHOOLS = 2  # ways to take some of the words for a school's
_END = "\U0010ffff"
_TAUGHT = (
    "SELECT DISTINCT c.id, c.sort_name FROM carray(?) k CROSS JOIN enrollment e ON e.user = k.value"
    f" AND e.role = {vocabulary.TEACHER} AND e.status IS NULL CROSS JOIN class c ON c.id = e.class"
)
_TEACHERS = (
    f"SELECT id FROM user WHERE sort_name >= ? AND sort_name < ? AND kinds & {vocabulary.IS_TEACHER}"
    f" LIMIT {_MOST_TEACHERS}"
)


def beside(connection: apsw.Connection, typed: str) -> Iterator[Candidate]:
    """Those of whom some words are said, where all others are said of their school or of their teacher."""
    asked = words(fold(typed))[: search_words.MOST_WORDS]
    if len(asked) > 1:
        yield from _at_schools(connection, asked)
        yield from _taught(connection, asked)


def _at_schools(connection: apsw.Connection, asked: Sequence[str]) -> Iterator[Candidate]:
    named: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    somewhere = " OR ".join("instr(sort_name, ?)" for _ in asked)
    for kept, name in connection.execute(
        f"SELECT sourced_id, sort_name FROM org WHERE record IS NOT NULL AND ({somewhere})", asked
    ):
        theirs = frozenset(word for word in asked if _names(words(name), word))
        if theirs and len(theirs) < len(asked):
            named[theirs].append(sent(kept))
    few = {theirs: orgs for theirs, orgs in named.items() if len(orgs) <= MOST_ORGS}
    for theirs in sorted(few, key=lambda each: (-len(each), len(few[each])))[:_MOST_SCHOOLS]:
        expression = search_words.match(" ".join(word for word in asked if word not in theirs))
        if expression is not None:
            there = search_words.at(expression, few[theirs])
            for (row,) in connection.execute(f"SELECT rowid FROM words WHERE words MATCH ? LIMIT {_MOST}", (there,)):
                if SEARCHED[row & 7] in FOUND:
                    yield SEARCHED[row & 7], row >> 3


def _taught(connection: apsw.Connection, asked: Sequence[str]) -> Iterator[Candidate]:
    """Classes by words of their titles and a teacher's family name."""
    for family in (word for word in asked if len(word) >= _SHORTEST):
        others = [word for word in asked if word != family]
        least = family if len(family) >= _BEGINNING else family + SEPARATOR
        teachers = array("q", chain.from_iterable(connection.execute(_TEACHERS, (least, least + _END))))
        if teachers:
            for key, title in connection.execute(_TAUGHT, (apsw.carray(teachers),)):
                if all(_begins(words(title or ""), word) for word in others):
                    yield "classes", key


def _names(known: Sequence[str], word: str) -> bool:
    """Whether it is one of these words, or begins one and says enough by that."""
    return (len(word) >= _SHORTEST and word in known) or (len(word) >= _BEGINNING and _begins(known, word))


def _begins(known: Sequence[str], word: str) -> bool:
    return any(each.startswith(word) for each in known)
