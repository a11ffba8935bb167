"""What sorting and searching make of a text: no case, no accents, words; and the order of grades."""

import re
import unicodedata

SEPARATOR = "\x1f"
"""Between the members of a list, and between family and given name in `sort_name`; sorts before every letter."""


_ASIDE: dict[str, str | None] = {
    "ł": "l",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ð": "d",
    "ı": "i",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
}


class _Letters(dict[int, str | None]):
    """What becomes of a letter of decomposed text; marks vanish. Grows with the letters that it meets."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = kept = None if unicodedata.category(letter)[0] == "M" else letter
        return kept


_LETTERS = _Letters(str.maketrans(_ASIDE))
_words = re.compile(r"[^\W_]+").findall

# CEDS entry grade levels in the order of schooling; numbers stand for themselves.
_BEFORE_FIRST = {"it": -5, "pr": -4, "pk": -3, "tk": -2, "kg": -1, "k": -1}
_AFTER_LAST = {"ps": 100, "ug": 101, "other": 102}
_UNKNOWN = 1000
_number = re.compile(r"\D{0,12}?(\d{1,4})").match


def fold(text: str) -> str:
    """The text without case and accents: `Łukasz Nuñez` is `lukasz nunez`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_LETTERS)


def encodable(text: str) -> str:
    """The text without NULs and lone surrogates, which a query cannot carry: what was typed may have some."""
    return text.encode(errors="replace").decode().replace("\0", "?")


def words(folded: str) -> list[str]:
    """The distinct words of a folded text; whatever is neither letter nor digit divides them."""
    return list(dict.fromkeys(_words(folded)))


def grade_rank(grade: str) -> int:
    """Where a grade or period stands: IT, PR, PK, TK, KG, 01 … 13, PS, UG, Other, then what nobody knows."""
    folded = grade.strip().lower()
    if folded in _BEFORE_FIRST:
        return _BEFORE_FIRST[folded]
    if folded in _AFTER_LAST:
        return _AFTER_LAST[folded]
    number = _number(folded)
    return int(number[1]) if number else _UNKNOWN
