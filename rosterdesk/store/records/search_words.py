"""The words of the search: those by which a record is found, and what is asked of them. Pure.

Beside them stand marks that nobody can type: of the orgs that a record belongs to, and of what is marked as deleted.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rosterdesk.store.records import numbers
from rosterdesk.store.records.folding import fold, words

MOST_WORDS = 24
_GONE = "\ue000"  # marks begin with what belongs to no word: it is for private use
_OF_ORG = "\ue001"
_JOINTS = "-'\u2010\u2013"
_CLOSED = str.maketrans(dict.fromkeys(_JOINTS))
_has_joint = re.compile(f"[{_JOINTS}]").search


def of(
    folded: str,
    *texts: str | None,
    codes: tuple[str | None, ...] = (),
    phones: tuple[str | None, ...] = (),
    orgs: Iterable[str] = (),
    status: str | None = None,
) -> str:
    """What the search indexes: a folded text, others, codes, phone numbers by their ends; the orgs by sourcedId;
    and whether it has a status, which only the active have not.

    A name with an apostrophe or a hyphen is found without it too, a code without all that is neither letter nor digit.
    ASCII is divided by the search itself, by the rule of `words`.
    """
    parts = [folded, fold(" ".join(filter(None, (*codes, *texts))))]
    parts += ["".join(filter(str.isalnum, fold(code))) for code in codes if code and not code.isalnum()]
    for phone in filter(None, phones):
        parts += numbers.ends(fold(phone))
    text = " ".join(parts)
    if joined := _joined(text):
        text = " ".join((text, *joined))
    text = text if text.isascii() else " ".join(words(text))
    marks = list(map(_of_org, orgs))
    if status is not None:
        marks.append(_GONE)
    return " ".join((text, *marks)) if marks else text


def name(given: str, family: str) -> str:
    """The words of a name; in scripts that may know no blanks also all of it in one, either way."""
    name = f"{given} {family}"
    return name if name.isascii() else f"{name} {family}{given} {given}{family}"


def match(text: str) -> str | None:
    """The full-text expression for rows in which every word begins some word; `None` where there is no word."""
    folded = fold(text)
    if not words(folded):
        return None
    expressions = [_every(folded)]
    if _joined(folded):
        expressions.append(_every(folded.translate(_CLOSED)))
    if joined := numbers.joined(folded):
        expressions.append(numbers.match(joined, is_grouped=True))
    return expressions[0] if len(expressions) == 1 else " OR ".join(f"({each})" for each in expressions)


def _every(folded: str) -> str:
    wanted = words(folded)[:MOST_WORDS]
    return " AND ".join(numbers.match(word) if _is_digits(word) else f'"{word}"*' for word in wanted)


def at(expression: str, orgs: Iterable[str]) -> str:
    """The expression for those of its rows that belong to one of the orgs."""
    among = " OR ".join(f'"{_of_org(each)}"' for each in orgs)
    return f"({expression}) AND ({among})"


def by_status(expression: str) -> tuple[str, str]:
    """The expressions for those of its rows that are active, and for those that are not."""
    return f'({expression}) NOT "{_GONE}"', f'({expression}) AND "{_GONE}"'


def _joined(folded: str) -> list[str]:
    """The words that an apostrophe divides, without it, and those of letters alone without hyphens too: of anne-marie
    annemarie.
    """
    if not _has_joint(folded):
        return []
    parts = [part for part in folded.split() if _has_joint(part)]
    closed = [part.replace("'", "") for part in parts if "'" in part]
    return closed + [whole for part in parts if (whole := part.translate(_CLOSED)).isalpha() and whole not in closed]


@lru_cache(maxsize=1_000)
def _of_org(sourced_id: str) -> str:
    return _OF_ORG + sourced_id.encode(errors="replace").hex()


def _is_digits(word: str) -> bool:
    return word.isascii() and word.isdecimal()
