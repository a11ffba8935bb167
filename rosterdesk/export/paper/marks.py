"""What a page is made of: texts, boxes and faces at their places, in points from its upper left corner."""

import unicodedata
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from rosterdesk.export.paper.sheet import Align

Ink: TypeAlias = Literal["rule", "hairline", "shade", "cut"]


class Type(NamedTuple):
    """How a text is set: its size in points, and how far its lines are apart."""

    size: float
    leading: float
    bold: bool = False
    grey: bool = False


class Words(msgspec.Struct, frozen=True):
    """One line of text. Its left end, its centre or its right end lies at `x`, and all of its leading below `y`."""

    x: float
    y: float
    text: str
    type: Type
    at: Align = "left"
    from_right: bool = False


class Box(msgspec.Struct, frozen=True):
    """A filled box; the lines of a page are thin ones. A `cut` is a dashed line along its middle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


class Face(msgspec.Struct, frozen=True):
    """A photo in a square, or initials on a disc. The photo is a file, or once that was read a small picture."""

    x: float
    y: float
    side: float
    initials: str
    photo: Path | bytes | None = None


Mark: TypeAlias = Words | Box | Face


class Page(msgspec.Struct, frozen=True):
    """A page of this width and height, in points, with its marks in the order of painting.

    `people` has for each sheet that is on it, wholly or in part, its number and how many people are on all of it.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    people: tuple[tuple[int, int], ...] = ()


class Measure(Protocol):
    """Knows how wide texts are: of a font, or of a test."""

    def width(self, text: str, type_: Type) -> float:
        """How wide the text is on one line, in points."""

    def wrapped(self, text: str, type_: Type, width: float) -> list[str]:
        """The text in lines of at most this width, broken inside a word where that is longer; nothing is lost."""

    def elided(self, text: str, type_: Type, width: float) -> str:
        """The text, cut with … at its end where it is wider than this."""


def moved(mark: Mark, right: float, down: float) -> Mark:
    """The mark at another place."""
    return msgspec.structs.replace(mark, x=mark.x + right, y=mark.y + down)


def clean(text: str) -> str:
    """The text on one line, without what cannot be seen; joiners stay, for some scripts need them."""
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = " ".join(text.split())
    return "".join(sign for sign in spaced if sign.isprintable() or sign in "\u200c\u200d")


def reads_from_right(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((each for each in directions if each in {"L", "R", "AL"}), "L") != "L"
