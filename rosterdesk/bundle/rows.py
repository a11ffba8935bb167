"""The rows of a CSV file, numbered as a spreadsheet numbers them, and as wide as its header."""

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Protocol, TypeAlias

from rosterdesk.bundle.cells import is_blank
from rosterdesk.bundle.lines import Lines
from rosterdesk.bundle.problems import CutShortError, Flaw

Row: TypeAlias = list[str]
Numbered: TypeAlias = tuple[int, Row]

_END = "\0"
"""A last line of our own, by which a quote that never ends is noticed: text from a file has no NUL."""

LINE_BREAK = Flaw("PKG-08", "warning", "A cell has a line break in it.")
UNEVEN = Flaw("PKG-06", "error", "The row has not as many cells as the header. What it lacks was taken as blank.")
MISALIGNED = Flaw("PKG-06", "error", "The row has not as many cells as the header. It was not read.")
BROKEN_OFF = Flaw("PKG-06", "error", "The file ends in the middle of this row. Ask for it again.")
OPEN_QUOTE = Flaw("PKG-06", "error", "A quote that begins in this row never ends. The file is read up to it.")
NOT_CSV = Flaw("PKG-06", "error", "A cell is longer than 131,072 characters. The file is read up to this row.")


class Note(Protocol):
    """Hears of a flaw of the file: in which column, where it is one's, and in which rows."""

    def __call__(self, flaw: Flaw, *, field: str = "", rows: Sequence[int | None] = (None,)) -> None: ...


def rows(lines: Lines, note: Note) -> Iterator[Numbered]:
    """All rows, blank lines too; raises `CutShortError` where they cannot be told any further."""
    reader = csv.reader(chain(lines, [_END]))
    number = line = 0
    try:
        for number, row in enumerate(reader, 1):
            if row and row[-1].endswith(_END):
                if row != [_END]:
                    raise CutShortError(OPEN_QUOTE, number)
                return
            if reader.line_num != line + 1:
                note(LINE_BREAK, rows=[number])
            line = reader.line_num
            yield number, row
    except csv.Error as error:
        raise CutShortError(NOT_CSV, number + 1) from error


def aligned(
    numbered: Iterator[Numbered], lines: Lines, width: int, needed: int, note: Note, left_out: Callable[[], None]
) -> Iterator[Numbered]:
    """The rows, all of that width. A row is filled up where it has the first `needed` cells, and cut where only blanks
    are too many; any other is left out. Raises `CutShortError` where the last one is broken off.
    """
    for number, row in numbered:
        if len(row) == width:
            yield number, row
        elif len(row) < width and lines.unended:
            raise CutShortError(BROKEN_OFF, number)
        elif not row:
            continue  # a blank line
        elif len(row) < needed or not all(map(is_blank, row[width:])):
            note(MISALIGNED, rows=[number])
            left_out()
        else:
            note(UNEVEN, rows=[number])
            yield number, row[:width] + [""] * (width - len(row))
