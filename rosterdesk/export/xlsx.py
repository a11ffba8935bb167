"""Tables as an Excel workbook in which nothing is ever calculated, linked or rounded.

Every text is a text cell with the format "@", which a spreadsheet leaves alone even when the cell is edited; dates
are dates, our own counts are numbers. A second sheet says what the table is.
"""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter as workbook

from rosterdesk import progress
from rosterdesk.export import csv
from rosterdesk.export.cells import CHARACTERS_A_CELL, distinct, fitting
from rosterdesk.export.confinement import confined
from rosterdesk.export.table import Table, in_columns
from rosterdesk.export.whole import write_whole
from rosterdesk.language import Say
from rosterdesk.model.attributes import Kind
from rosterdesk.model.fields import collection

ROWS_A_SHEET = 1_048_576 - 1  # Excel's limit, less the header

_SURELY_FITS = CHARACTERS_A_CELL // 2
_STREAMED = 50
"""Tables that are written as they are read, each sheet to a file of its own that is open until all are written. More
files are not open to every program, so of more tables the texts are kept in memory.
"""
_LOOKED_AT = 500  # rows that decide how wide the columns are
_WIDEST = 60
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm", Kind.NUMBER: "0"}

Cell = str | int | float | date | None


def write(table: Table, target: Path, *, say: Say = str, report: progress.Report = progress.silent) -> None:
    """Write the table to the file, whole or not at all; raises `ExportError`.

    Rows beyond what a sheet holds go on, under the same header, on further sheets.
    """
    write_all((table,), target, say=say, report=report)


def write_all(
    tables: Sequence[Table], target: Path, *, say: Say = str, report: progress.Report = progress.silent
) -> None:
    """Write each table, of which no two have the same title, to sheets of its own, as `write` does."""

    def fill(part: Path) -> None:
        with confined(part.parent) as aloud:
            _book(tables, part, say, lambda message: aloud(lambda: report(message))).save()

    write_whole(target, fill)


def _book(tables: Sequence[Table], part: Path, say: Say, report: progress.Report) -> workbook.FastExcel:
    mended: Counter[str] = Counter()
    book = workbook.FastExcel(str(part), output_format="xlsx").format(bold_headers=True).freeze(row=1)
    for table in tables:
        _add(book, table, mended, say, report, dedupe_strings=len(tables) > _STREAMED)
    plain = workbook.Format().set_num_format("@")
    book.sheet(say("Info"), _info(tables, mended, say), column_widths=[30.0, 60.0], column_formats=[plain, plain])
    return book


def _add(
    book: workbook.FastExcel,
    table: Table,
    mended: Counter[str],
    say: Say,
    report: progress.Report,
    *,
    dedupe_strings: bool,
) -> None:
    headers = distinct(table.headers)
    read = _cells(table, mended, say, report)
    first = list(islice(read, _LOOKED_AT))
    rows, widths = chain(first, read), _widths(table, first)
    title = table.title or say(collection(table.collection).title)
    sheets = max(1, -(-table.count // ROWS_A_SHEET))
    for number in range(sheets):
        book.sheet(
            title if number == 0 else f"{title} {number + 1}",
            # An empty sheet would have no header either, so nothing is one row of nothing.
            (dict(zip(headers, row, strict=True)) for row in islice(rows, ROWS_A_SHEET))
            if first
            else [dict.fromkeys(headers)],
            column_widths=[float(width) for width in widths],
            column_formats=[_format(kind) for kind in table.kinds],
            header_format=workbook.Format().set_bold().set_background_color("#E8EDF3").set_border_bottom("thin"),
            autofilter=True,
            ignore_errors=list(headers),
            dedupe_strings=dedupe_strings,
        )


def _widths(table: Table, first: Sequence[tuple[Cell, ...]]) -> list[int]:
    """How wide the columns are: as wide as they are in the window, or as the first rows need, within reason."""
    columns = zip(table.widths, zip(*first or [table.headers], strict=True), strict=True)
    return [
        max([width, *(min(len(cell) + 2, _WIDEST) for cell in column if isinstance(cell, str))])
        for width, column in columns
    ]


def _format(kind: Kind) -> workbook.Format:
    return workbook.Format().set_num_format(_FORMATS.get(kind, "@"))


def _cells(table: Table, mended: Counter[str], say: Say, report: progress.Report) -> Iterator[tuple[Cell, ...]]:
    converters = [_converter(kind, mended, say) for kind in table.kinds]
    done = 0
    for columns in in_columns(table.rows):
        yield from zip(*[convert(column) for convert, column in zip(converters, columns, strict=True)], strict=True)
        done += len(columns[0])
        report(progress.Progress("export", table.collection, done, table.count))


def _converter(kind: Kind, mended: Counter[str], say: Say) -> Callable[[Sequence[Any]], Sequence[Cell]]:
    """What makes the cells of a column, chosen once: a table has millions of them. Nothing is no cell."""

    def texts(column: Sequence[Any]) -> Sequence[Cell]:
        return [
            (value or None)
            if value is None or (value.isprintable() and len(value) <= _SURELY_FITS)
            else fitting(value, mended)
            for value in column
        ]

    def days(column: Sequence[Any]) -> Sequence[Cell]:
        return [None if value is None else _day(value) or texts((value,))[0] for value in column]

    match kind:
        case Kind.NUMBER:
            return _as_they_are
        case Kind.MOMENT:
            return _moments
        case Kind.DATE:
            return days
        case Kind.FLAG:
            words = {None: None, False: say("No"), True: say("Yes")}
            return lambda column: [words[value] for value in column]
        case Kind.REFERENCE | Kind.REFERENCES:
            return lambda column: texts(csv.texts(column, kind))
        case _:
            return texts


def _as_they_are(column: Sequence[Any]) -> Sequence[Cell]:
    return column


def _moments(column: Sequence[Any]) -> Sequence[Cell]:
    return [_moment(value) for value in column]


@lru_cache(maxsize=4096)
def _moment(value: Any) -> Cell:
    """The moment in local time, to the second; nothing where no calendar has it."""
    with contextlib.suppress(TypeError, ValueError, OverflowError, OSError):
        moment = datetime.fromtimestamp(value // 1000)  # noqa: DTZ006 - a workbook knows local time only
        return moment if moment.date() >= _FIRST_DAY else moment.isoformat(" ", "minutes")
    return None


@lru_cache(maxsize=4096)
def _day(value: str) -> date | None:
    """The day, where the text is one that Excel can count and spells it as it was sent."""
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(value)
        return day if day >= _FIRST_DAY and day.isoformat() == value else None
    return None


def _info(tables: Sequence[Table], mended: Counter[str], say: Say) -> Iterator[dict[str, str]]:
    """The lines of the last sheet; read when the others are written, so that it knows what was altered."""
    rows = sum(table.count for table in tables)
    lines = [
        *tables[0].info,
        (say("Rows"), f"{rows:,}"),
        (say("Written"), f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"),
    ]
    if any(table.count > ROWS_A_SHEET for table in tables):
        lines.append((say("Sheets"), say("A sheet holds 1,048,576 rows; the others follow on further sheets.")))
    lines += [(say(what), f"{count:,}") for what, count in mended.items()]
    for label, value in lines:
        yield {say("About this table"): fitting(label, Counter()), " ": fitting(value, Counter())}
