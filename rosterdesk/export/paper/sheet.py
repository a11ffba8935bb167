"""What is to be on paper, whatever paints it: the same values make the preview, the print and the PDF."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.language import Say

Size: TypeAlias = Literal["letter", "a4"]
Align: TypeAlias = Literal["left", "centre", "right"]
"""Where a text lies in its column, whichever way its script goes."""


class Paper(msgspec.Struct, frozen=True):
    """What is printed on."""

    size: Size = "letter"
    landscape: bool = False


class Column(msgspec.Struct, frozen=True):
    """A column of a grid; `share` is its part of the width, in proportion to the others' shares.

    A title may have several lines, as a weekday over a date.
    """

    title: str
    share: float = 1
    align: Align = "left"


def said(columns: Sequence[Column], say: Say) -> tuple[Column, ...]:
    """The columns with their titles in a language."""
    return tuple(msgspec.structs.replace(each, title=say(each.title)) for each in columns)


class Grid(msgspec.Struct, frozen=True):
    """A table; its head is repeated on each page, its texts wrap and are never cut.

    `ruled` draws lines between the columns and makes rows high enough to write in.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str = ""
    shaded: bool = True
    ruled: bool = False


class Card(msgspec.Struct, frozen=True):
    """One person: a photo, or initials in its place, over a name and some lines. A file that is no picture is none."""

    name: str
    lines: tuple[str, ...] = ()
    initials: str = ""
    photo: Path | None = None


class Cards(msgspec.Struct, frozen=True):
    """Cards in rows, so many side by side."""

    cards: tuple[Card, ...]
    across: int = 5


class Labels(msgspec.Struct, frozen=True):
    """Labels on sheets of a stock (a name in `stocks.STOCKS`), from the `first` free one on, counted in reading order.

    The first line of a label is its largest. Such pages carry labels and nothing else.
    """

    stock: str
    labels: tuple[tuple[str, ...], ...]
    first: int = 1


class Note(msgspec.Struct, frozen=True):
    """A paragraph."""

    text: str


Block: TypeAlias = Grid | Cards | Labels | Note


class Sheet(msgspec.Struct, frozen=True):
    """One thing that begins on a page of its own: a class, a slip, a part of a packet. Its pages are counted alone.

    `lines` are label and text, under the title on each of its pages. What `follows` needs no page of its own where
    all of it still fits under the sheet before it. So many `people` are told of on it.
    """

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
    follows: bool = False
    people: int = 0


Sheets: TypeAlias = tuple[int, Iterator[Sheet]]
"""How many there are, and they, each made when it is asked for."""


class Document(msgspec.Struct, frozen=True):
    """Sheets, `count` of them, that can be read once; `footer` says on every page what this is, and of when, and
    `page` which of how many."""

    title: str
    sheets: Iterator[Sheet]
    count: int
    paper: Paper = Paper()
    footer: str = ""
    page: str = "Page {0} of {1}"
