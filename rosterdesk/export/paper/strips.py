"""Blocks as strips: bands across the page that are never torn, in the order from top to bottom. Pure."""

from collections.abc import Iterator, Sequence

import msgspec

from rosterdesk.export.paper.marks import Box, Face, Mark, Measure, Type, Words, clean, moved, reads_from_right
from rosterdesk.export.paper.sheet import Align, Block, Card, Cards, Column, Grid, Labels, Note

TEXT = Type(9.5, 12.5)
HEAD = Type(8.5, 11, bold=True)
HEADING = Type(11, 14.5, bold=True)
SMALL = Type(8.5, 11, grey=True)
NAME = Type(9.5, 12.5, bold=True)

HAIRLINE = 0.5
RULE = 1.0
GAP = 12.0
"""What lies between two blocks."""
_PAD = 4.0
_WRITABLE = 19.0
"""The least height of a row to write in: with it a class of thirty is on one page of Letter."""
_FACE = 64.0
_NAME_LINES, _CARD_LINES = 3, 2


class Strip(msgspec.Struct, frozen=True):
    """A band with its marks, from its own upper left corner. `gap` lies above it, but at the top of a page; there
    `head` is repeated above it.
    """

    height: float
    marks: tuple[Mark, ...]
    gap: float = 0
    head: "Strip | None" = None


def strips(block: Block, measure: Measure, width: float, room: float) -> Iterator[Strip]:
    """The strips of a block on pages that are so wide and have so much room from top to bottom."""
    match block:
        case Grid():
            yield from _grid(block, measure, width, room)
        case Cards():
            yield from _cards(block, measure, width)
        case Note():
            yield from _note(block, measure, width)
        case Labels():
            raise ValueError("labels have pages of their own")


def stacked(parts: Sequence[Strip], gap: float = 0) -> Strip:
    """One strip of several, one below the other."""
    marks: list[Mark] = []
    height = 0.0
    for part in parts:
        marks += [moved(mark, 0, height) for mark in part.marks]
        height += part.height
    return Strip(height, tuple(marks), gap)


def paragraph(text: str, type_: Type, measure: Measure, width: float, most: int | None = None) -> list[str]:
    """The text in lines, each line of its own in lines of its own; `most` lines of them, the last one elided."""
    lines = [line for part in text.split("\n") for line in measure.wrapped(clean(part), type_, width)]
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], measure.elided(" ".join(lines[most - 1 :]), type_, width)]


def words(text: str, type_: Type, x: float, y: float, width: float, align: Align = "left") -> Words:
    """A line of text in so much width."""
    x += {"left": 0.0, "centre": width / 2, "right": width}[align]
    return Words(x, y, text, type_, align, reads_from_right(text))


def _note(note: Note, measure: Measure, width: float) -> Iterator[Strip]:
    for place, line in enumerate(paragraph(note.text, TEXT, measure, width)):
        yield Strip(TEXT.leading, (words(line, TEXT, 0, 0, width),), GAP if place == 0 else 0)


def _grid(grid: Grid, measure: Measure, width: float, room: float) -> Iterator[Strip]:
    places = _places(grid.columns, measure, width)
    head = _head(grid, places, measure, width)
    heading = _heading(grid.heading, measure, width)
    above = (heading, head) if heading else (head,)
    left = room - sum(part.height for part in above)
    most = max(1, int((left - 2 * _PAD) // TEXT.leading))
    first = True
    for number, row in enumerate(grid.rows):
        for lines in _pieces(row, places, measure, most):
            strip = _row(grid, lines, places, width, shaded=grid.shaded and number % 2 == 1)
            yield stacked((*above, strip), GAP) if first else msgspec.structs.replace(strip, head=head)
            first = False
    if first:
        yield stacked(above, GAP)


def _places(columns: Sequence[Column], measure: Measure, width: float) -> list[tuple[float, float, Align]]:
    """Where the columns begin, how wide they are, and how their texts lie."""
    places, x = [], 0.0
    for column, wide in zip(columns, _widths(columns, measure, width), strict=True):
        places.append((x, wide, column.align))
        x += wide
    return places


def _widths(columns: Sequence[Column], measure: Measure, width: float) -> list[float]:
    """The columns' shares of the width; none is narrower than a word of its title, where that can be."""
    least = [
        2 * _PAD + max((measure.width(word, HEAD) for word in column.title.split()), default=0) for column in columns
    ]
    shares = [column.share for column in columns]
    narrow: set[int] = set()
    while True:
        left = width - sum(least[place] for place in narrow)
        whole = sum(share for place, share in enumerate(shares) if place not in narrow)
        if left <= 0 or not whole:
            return [width * share / sum(shares) for share in shares]
        widths = [least[place] if place in narrow else left * share / whole for place, share in enumerate(shares)]
        short = {place for place, wide in enumerate(widths) if place not in narrow and wide < least[place]}
        if not short:
            return widths
        narrow |= short


def _heading(text: str, measure: Measure, width: float) -> Strip | None:
    if not text:
        return None
    lines = paragraph(text, HEADING, measure, width, 2)
    marks = (words(line, HEADING, 0, place * HEADING.leading, width) for place, line in enumerate(lines))
    return Strip(len(lines) * HEADING.leading + _PAD, tuple(marks))


def _head(grid: Grid, places: list[tuple[float, float, Align]], measure: Measure, width: float) -> Strip:
    """The titles of the columns, standing on a line."""
    titles = [
        paragraph(column.title, HEAD, measure, wide - 2 * _PAD)
        for column, (_, wide, _) in zip(grid.columns, places, strict=True)
    ]
    deepest = max(map(len, titles))
    height = deepest * HEAD.leading + 2 * _PAD
    marks: list[Mark] = []
    for lines, (x, wide, align) in zip(titles, places, strict=True):
        top = _PAD + (deepest - len(lines)) * HEAD.leading
        marks += [
            words(line, HEAD, x + _PAD, top + place * HEAD.leading, wide - 2 * _PAD, align)
            for place, line in enumerate(lines)
        ]
    marks += _rulers(places, height, width) if grid.ruled else []
    marks.append(Box(0, height - RULE, width, RULE, "rule"))
    return Strip(height, tuple(marks))


def _pieces(
    row: Sequence[str], places: list[tuple[float, float, Align]], measure: Measure, most: int
) -> Iterator[list[list[str]]]:
    """The lines of a row's cells; where they are more than a page has room for, in several pieces."""
    cells = [paragraph(text, TEXT, measure, wide - 2 * _PAD) for text, (_, wide, _) in zip(row, places, strict=True)]
    for start in range(0, max(map(len, cells)), most):
        yield [lines[start : start + most] for lines in cells]


def _row(
    grid: Grid, cells: list[list[str]], places: list[tuple[float, float, Align]], width: float, *, shaded: bool
) -> Strip:
    deepest = max(map(len, cells)) * TEXT.leading
    height = max(deepest + _PAD * 1.5, _WRITABLE if grid.ruled else 0)
    marks: list[Mark] = [Box(0, 0, width, height, "shade")] if shaded else []
    top = (height - deepest) / 2
    for lines, (x, wide, align) in zip(cells, places, strict=True):
        marks += [
            words(line, TEXT, x + _PAD, top + place * TEXT.leading, wide - 2 * _PAD, align)
            for place, line in enumerate(lines)
            if line
        ]
    marks += _rulers(places, height, width) if grid.ruled else []
    marks.append(Box(0, height - HAIRLINE, width, HAIRLINE, "hairline"))
    return Strip(height, tuple(marks))


def _rulers(places: list[tuple[float, float, Align]], height: float, width: float) -> list[Mark]:
    """Lines left of each column, and at the right end."""
    return [Box(x, 0, HAIRLINE, height, "hairline") for x in (*(x for x, _, _ in places), width - HAIRLINE)]


def _cards(cards: Cards, measure: Measure, width: float) -> Iterator[Strip]:
    wide = (width - GAP * (cards.across - 1)) / cards.across
    for start in range(0, len(cards.cards), cards.across):
        row = [_card(card, measure, wide) for card in cards.cards[start : start + cards.across]]
        marks = [moved(mark, place * (wide + GAP), 0) for place, card in enumerate(row) for mark in card.marks]
        yield Strip(max(card.height for card in row), tuple(marks), GAP)


def _card(card: Card, measure: Measure, width: float) -> Strip:
    side = min(_FACE, width)
    marks: list[Mark] = [Face((width - side) / 2, 0, side, clean(card.initials), card.photo)]
    y = side + _PAD
    texts = [(NAME, line) for line in paragraph(card.name, NAME, measure, width, _NAME_LINES)]
    texts += [(SMALL, line) for text in card.lines for line in paragraph(text, SMALL, measure, width, _CARD_LINES)]
    for type_, line in texts:
        marks.append(words(line, type_, 0, y, width, "centre"))
        y += type_.leading
    return Strip(y, tuple(marks))
