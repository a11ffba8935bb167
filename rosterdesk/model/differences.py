"""How many records a sync added, changed and removed, and how the command line says it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

import msgspec

from rosterdesk.model.changes import Kind
from rosterdesk.model.rows import CollectionState


class Counts(NamedTuple):
    """Records by what became of them."""

    added: int
    changed: int
    removed: int

    @classmethod
    def of(cls, counted: Mapping[Kind, int]) -> Self:
        """By the words for it; what is not named is none."""
        return cls(counted.get("added", 0), counted.get("changed", 0), counted.get("removed", 0))


def total(states: Iterable[CollectionState]) -> Counts:
    """Over several collections."""
    return added(Counts(state.added, state.changed, state.removed) for state in states)


def added(several: Iterable[Counts]) -> Counts:
    """All of them together."""
    return Counts(*map(sum, zip(Counts(0, 0, 0), *several, strict=True)))


def words(counts: Counts) -> str:
    """“12 new, 3 changed, 1 gone”: what there is none of is left out; nothing where nothing is different."""
    named = zip(counts, ("new", "changed", "gone"), strict=True)
    return ", ".join(f"{count:,} {word}" for count, word in named if count)


def arrow(before: Any, after: Any) -> tuple[str, str]:
    """The value of a field before and after, as people read it, nothing being empty; told apart where other JSON
    reads the same, or other text looks the same: then what is not to be seen of it is spelt, as in “Rao‹U+00A0›”.
    """
    said, then = _said(before), _said(after)
    if said == then:  # such as 1 and "1"
        said, then = (msgspec.json.encode(value).decode() for value in (before, after))
    elif _seen(said) == _seen(then):
        said, then = _spelt(said), _spelt(then)
    return said, then


def _seen(text: str) -> str:
    """What an eye makes of the text: accents by themselves are on their letters, spaces are alike."""
    words = unicodedata.normalize("NFC", text).split()
    return " ".join("".join(filter(str.isprintable, word)) for word in words)


def _spelt(text: str) -> str:
    """The text with what is not to be seen as its code points, also spaces that begin, end or follow another one."""
    text = re.sub("^ | $|(?<= ) ", "‹U+0020›", text)
    plain = (each.isprintable() and not unicodedata.combining(each) for each in text)
    return "".join(each if seen else f"‹U+{ord(each):04X}›" for each, seen in zip(text, plain, strict=True))


def _said(value: Any) -> str:
    """A value as people read it: of a reference the id, of a list its members."""
    match value:
        case None | "" | []:
            return ""
        case str():
            return value
        case {"sourcedId": str(sourced_id)}:
            return sourced_id
        case list():
            return ", ".join(map(_said, value))
        case _:
            return msgspec.json.encode(value).decode()
