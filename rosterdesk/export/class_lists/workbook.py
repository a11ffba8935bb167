"""Class lists as an Excel workbook: an index, then a sheet a class; or one class alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import msgspec
import rustpy_xlsxwriter as workbook

from rosterdesk.errors import ExportError
from rosterdesk.export.cells import distinct, fitting
from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.class_lists.names import INDEX, sheet_names
from rosterdesk.export.confinement import confined
from rosterdesk.language import Say, english

MOST_SHEETS = 2_000
"""Excel takes as many as its memory holds; to write them takes up to half a megabyte each."""

_INDEX = (
    *(english("Sheet"), english("Class"), english("School"), english("Period")),
    *(english("Room"), english("Teachers"), english("Students"), english("Class ID")),
)
_WIDEST = 40  # characters, beyond which texts go on below
_LANDSCAPE = 100  # characters, from which on a sheet is printed across
_HEIGHT, _SPACE = 15.0, 9.0  # points: of a line, and below the last one of the head
_TALLEST = 405.0  # Excel's limit is 409
_PAGE = english("Page {0} of {1}")

Cell: TypeAlias = str | int


class _Sheet(msgspec.Struct, frozen=True):
    """Lines above a table, whose columns have a title and are at least so many characters wide."""

    name: str
    head: tuple[str, ...]
    titles: tuple[str, ...]
    least: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    page: str

    @property
    def widths(self) -> tuple[int, ...]:
        """In characters: as wide as the texts, as far as that is sensible."""
        longest = [
            max((len(line) for row in self.rows for line in str(row[place]).split("\n")), default=0)
            for place in range(len(self.titles))
        ]
        return tuple(
            max(least, len(title) + 3, min(length + 2, _WIDEST))
            for least, title, length in zip(self.least, self.titles, longest, strict=True)
        )


def write(lists: Sequence[ClassList], part: Path, source: str, say: Say = str) -> None:
    """Fill the file with an index and all lists, which come from this source; raises `ExportError` where they are too
    many, and `OSError`.
    """
    if len(lists) > MOST_SHEETS:
        raise ExportError(
            f"{len(lists):,} classes are too many for one workbook, which takes {MOST_SHEETS:,}.",
            "Choose fewer, or write a file a class into a folder.",
        )
    mended: Counter[str] = Counter()
    sheets = [
        _fitting(_sheet(name, each, say), mended) for name, each in zip(sheet_names(lists, say), lists, strict=True)
    ]
    index = _fitting(_index([each.name for each in sheets], lists, source, mended, say), Counter())
    _save((index, *sheets), part)


def write_one(listed: ClassList, part: Path, say: Say = str) -> None:
    """Fill the file with this list alone; raises `OSError`."""
    (name,) = sheet_names((listed,))
    _save((_fitting(_sheet(name, listed, say), Counter()),), part)


def _index(names: Sequence[str], lists: Sequence[ClassList], source: str, mended: Counter[str], say: Say) -> _Sheet:
    students = sum(len(each.rows) for each in lists)
    head = (
        say("Class lists of {0}").format(source),
        _line(
            say("As of {0}").format(lists[0].as_of),
            (say("{0} class") if len(lists) == 1 else say("{0} classes")).format(f"{len(lists):,}"),
            (say("{0} name") if students == 1 else say("{0} names")).format(f"{students:,}"),
        ),
        say("Written {0}").format(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"),
        *(f"{say(what)}: {count:,}" for what, count in mended.items()),
    )
    rows = tuple(map(_listed, names, lists))
    return _Sheet(say(INDEX), head, tuple(map(say, _INDEX)), (0,) * len(_INDEX), rows, say(_PAGE))


def _listed(name: str, each: ClassList) -> tuple[Cell, ...]:
    """The line of a class in the index."""
    teachers = ", ".join(each.teachers)
    return (name, each.title, each.school, each.period, each.room, teachers, len(each.rows), each.sourced_id)


def _sheet(name: str, listed: ClassList, say: Say) -> _Sheet:
    """The sheet of a class, headed in as few lines as can be, for they stay on the screen."""
    course = "" if listed.course == listed.title else listed.course
    teachers = _said(say("Teacher") if len(listed.teachers) == 1 else say("Teachers"), ", ".join(listed.teachers))
    head = (
        listed.title,
        _line(listed.school, course, _said(say("Period"), listed.period), _said(say("Room"), listed.room)),
        _line(teachers, ", ".join(listed.terms)),
        _line(say("As of {0}").format(listed.as_of), say("{0} on this list").format(f"{len(listed.rows):,}")),
    )
    titles = tuple(column.said(say) for column in listed.columns)
    least = tuple(column.width if column.is_blank else 0 for column in listed.columns)
    numbers = [column.name == "number" for column in listed.columns]
    rows = tuple(
        tuple(int(cell) if is_number else cell for cell, is_number in zip(row, numbers, strict=True))
        for row in listed.rows
    )
    return _Sheet(name, tuple(filter(None, head)), titles, least, rows, say(_PAGE))


def _line(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _said(label: str, words: str) -> str:
    return f"{label} {words}" if words else ""


def _fitting(sheet: _Sheet, mended: Counter[str]) -> _Sheet:
    """The sheet with texts as cells can hold them; counts what was altered."""

    def fit(cell: Cell) -> Cell:
        return fitting(cell, mended) if isinstance(cell, str) else cell

    return msgspec.structs.replace(
        sheet,
        head=tuple(fitting(line, mended) for line in sheet.head),
        rows=tuple(tuple(map(fit, row)) for row in sheet.rows),
    )


def _save(sheets: Iterable[_Sheet], part: Path) -> None:
    book = workbook.FastExcel(str(part), output_format="xlsx")
    for sheet in sheets:
        _add(book, sheet)
    with confined(part.parent):
        book.save()


def _add(book: workbook.FastExcel, sheet: _Sheet) -> None:
    headers, widths = distinct(tuple(title or " " for title in sheet.titles)), sheet.widths
    lines, last = len(sheet.head), max(1, len(headers) - 1)
    text = workbook.Format().set_num_format("@").set_text_wrap().set_align("top")
    number = workbook.Format().set_num_format("0").set_align("left").set_align("top")
    first = sheet.rows[0] if sheet.rows else headers
    book.sheet(
        sheet.name,
        # An empty sheet would have no header either, so nothing is one row of nothing.
        [dict(zip(headers, (None if cell == "" else cell for cell in row), strict=True)) for row in sheet.rows]
        or [dict.fromkeys(headers)],
        column_widths=list(map(float, widths)),
        column_formats=[number if isinstance(cell, int) else text for cell in first],
        header_format=workbook.Format().set_bold().set_background_color("#E8EDF3").set_border_bottom("thin"),
        header_row=lines,
        merge_ranges=[(row, 0, row, last, line, _heading(row)) for row, line in enumerate(sheet.head)],
        row_heights={0: _HEIGHT + _SPACE, lines - 1: _HEIGHT + _SPACE} | _heights(sheet.rows, widths, lines + 1),
        ignore_errors=list(headers),
        page_setup={
            "fit_to_pages": (1, 0),
            "footer": "&L&A&R" + sheet.page.format("&P", "&N"),
            "repeat_rows": lines,
            "landscape": sum(widths) > _LANDSCAPE,
        },
        # Else each sheet keeps a file of its own open until all are written: more than a system allows.
        dedupe_strings=True,
    )
    book.freeze(row=lines + 1, sheet=sheet.name)


def _heights(rows: Sequence[Sequence[Cell]], widths: Sequence[int], first: int) -> dict[int, float]:
    """The heights of those rows in which a text takes more than a line: not every program finds them by itself."""
    lines = (max(_lines(str(cell), width - 2) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return {row: min(_HEIGHT * count, _TALLEST) for row, count in enumerate(lines, first) if count > 1}


def _lines(words: str, width: int) -> int:
    return sum(max(1, -(-len(line) // width)) for line in words.split("\n"))


def _heading(row: int) -> workbook.Format:
    text = workbook.Format().set_num_format("@").set_align("left").set_align("top")
    return text.set_bold().set_font_size(14.0) if row == 0 else text
