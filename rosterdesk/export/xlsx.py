"""Tables as an Excel workbook in which nothing is ever calculated, linked or rounded.

Every text is a text cell with the format "@", which a spreadsheet leaves alone even when the cell is edited; dates
are dates, our own counts are numbers. A second sheet says what the table is.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter as workbook

from rosterdesk import progress
from rosterdesk.export.confinement import confined
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.model.attributes import Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import text

ROWS_A_SHEET = 1_048_576 - 1  # Excel's limit, less the header
CHARACTERS_A_CELL = 32_767  # of UTF-16

_SURELY_FITS = CHARACTERS_A_CELL // 2
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_BATCH = 2000
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm", Kind.NUMBER: "0"}
_CUT = "Texts cut, because a cell holds 32,767 characters"
_REPLACED = "Characters replaced, because a workbook cannot hold them"

Cell = str | int | float | date | None


def write(table: Table, target: Path, *, report: progress.Report = progress.silent) -> None:
    """Write the table to the file, whole or not at all; raises `ExportError`.

    Rows beyond what a sheet holds go on, under the same header, on further sheets.
    """

    def fill(part: Path) -> None:
        with confined(part.parent) as aloud:
            _book(table, part, lambda message: aloud(lambda: report(message))).save()

    write_whole(target, fill)


def _book(table: Table, part: Path, report: progress.Report) -> workbook.FastExcel:
    headers = _distinct(table.headers)
    mended: Counter[str] = Counter()
    rows = _reported(_cells(table, mended), table, report)
    title = collection(table.collection).title
    sheets = max(1, -(-table.count // ROWS_A_SHEET))
    book = workbook.FastExcel(str(part), output_format="xlsx").format(bold_headers=True).freeze(row=1)
    for number in range(sheets):
        book.sheet(
            title if number == 0 else f"{title} {number + 1}",
            # An empty sheet would have no header either, so nothing is one row of nothing.
            (dict(zip(headers, row, strict=True)) for row in islice(rows, ROWS_A_SHEET))
            if table.count
            else [dict.fromkeys(headers)],
            column_widths=[float(width) for width in table.widths],
            column_formats=[_format(kind) for kind in table.kinds],
            header_format=workbook.Format().set_bold().set_background_color("#E8EDF3").set_border_bottom("thin"),
            autofilter=True,
            ignore_errors=list(headers),
        )
    plain = workbook.Format().set_num_format("@")
    book.sheet("Info", _info(table, mended), column_widths=[30.0, 60.0], column_formats=[plain, plain])
    return book


def _format(kind: Kind) -> workbook.Format:
    return workbook.Format().set_num_format(_FORMATS.get(kind, "@"))


def _distinct(headers: tuple[str, ...]) -> tuple[str, ...]:
    """The headers, numbered where two are alike: the writer knows columns by their header."""
    seen: Counter[str] = Counter()
    for place, header in enumerate(headers):
        seen[header] += 1
        if seen[header] > 1:
            return _distinct((*headers[:place], f"{header} ({seen[header]})", *headers[place + 1 :]))
    return headers


def _cells(table: Table, mended: Counter[str]) -> Iterator[tuple[Cell, ...]]:
    converters = [_converter(kind, mended) for kind in table.kinds]
    for row in table.rows:
        yield tuple([convert(value) for convert, value in zip(converters, row, strict=True)])


def _converter(kind: Kind, mended: Counter[str]) -> Callable[[Any], Cell]:
    """What makes the cells of a column, chosen once: a table has millions of cells. Nothing is no cell."""

    def same(value: Any) -> Cell:
        if value is None or (value.isprintable() and len(value) <= _SURELY_FITS):
            return value or None
        return _text(value, mended)

    def said(value: Any) -> Cell:
        return None if value is None else same(text(value))

    def day(value: Any) -> Cell:
        return None if value is None else _day(value) or same(value)

    match kind:
        case Kind.NUMBER:
            return _as_it_is
        case Kind.MOMENT:
            return _moment
        case Kind.DATE:
            return day
        case Kind.FLAG | Kind.REFERENCE | Kind.REFERENCES:
            return said
        case _:
            return same


def _reported(rows: Iterator[tuple[Cell, ...]], table: Table, report: progress.Report) -> Iterator[tuple[Cell, ...]]:
    for done, row in enumerate(rows, 1):
        yield row
        if done % _BATCH == 0 or done == table.count:
            report(progress.Progress("export", table.collection, done, table.count))


def _as_it_is(value: Any) -> Cell:
    return value  # type: ignore[no-any-return]


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


def _text(cell: str, mended: Counter[str]) -> str:
    """The text as a cell can hold it, with line ends as spreadsheets have them; counts what it had to alter."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    cell, replaced = _NOT_XML.subn("\ufffd", cell)
    if replaced:
        mended[_REPLACED] += replaced
    if len(cell.encode("utf-16-le")) // 2 > CHARACTERS_A_CELL:
        mended[_CUT] += 1
        cell = cell.encode("utf-16-le")[: CHARACTERS_A_CELL * 2].decode("utf-16-le", "ignore")
    return cell


def _info(table: Table, mended: Counter[str]) -> Iterator[dict[str, str]]:
    """The lines of the second sheet; read when the first is written, so that it knows what was altered."""
    lines = [*table.info, ("Rows", f"{table.count:,}"), ("Written", f"{datetime.now().astimezone():%Y-%m-%d %H:%M}")]
    if table.count > ROWS_A_SHEET:
        lines.append(("Sheets", "A sheet holds 1,048,576 rows; the others follow on further sheets."))
    lines += [(what, f"{count:,}") for what, count in mended.items()]
    for label, value in lines:
        yield {"About this table": _text(label, Counter()), " ": _text(value, Counter())}
