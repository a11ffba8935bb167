"""Tables of plain text, aligned also where characters are wide, and safe for a terminal."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

_LOOKED_AT = 500  # rows that decide how wide the columns are
_WIDEST = 60
_GAP = "  "
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def lines(
    headers: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[bool] | None = None
) -> Iterator[str]:
    """The header and the rows as lines; columns marked in `numbers` stand to the right. Reads as it goes."""
    right = numbers or [False] * len(headers)
    shown = ([printable(cell) for cell in row] for row in chain([headers], rows))
    first = list(islice(shown, _LOOKED_AT + 1))
    widths = [min(_WIDEST, max(map(width, column))) for column in zip(*first, strict=True)]
    for row in chain(first, shown):
        cells = (_padded(*cell) for cell in zip(row, widths, right, strict=True))
        yield _GAP.join(cells).rstrip()


def printable(text: str) -> str:
    """The text on one line, without what would command a terminal or turn its direction."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cs"} or c in _TURNS else c for c in text)


def width(text: str) -> int:
    """How many places of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_places, text))


def _places(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _padded(text: str, places: int, right: bool) -> str:
    space = " " * (places - width(text))
    return space + text if right else text + space
