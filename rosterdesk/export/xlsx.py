"""Tables as an Excel workbook in which nothing is ever calculated, linked or rounded.

Every text is a text cell with the format "@", which a spreadsheet leaves alone even when the cell is edited; dates
are dates, our own counts are numbers. A second sheet says what the table is.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import rustpy_xlsxwriter as workbook

from rosterdesk import progress
from rosterdesk.export.confinement import confined
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.model.fields import Kind, collection
from rosterdesk.model.rows import Value, text

ROWS_A_SHEET = 1_048_576 - 1  # Excel's limit, less the header
CHARACTERS_A_CELL = 32_767

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
    for row in table.rows:
        yield tuple(_cell(value, kind, mended) for value, kind in zip(row, table.kinds, strict=True))


def _reported(rows: Iterator[tuple[Cell, ...]], table: Table, report: progress.Report) -> Iterator[tuple[Cell, ...]]:
    for done, row in enumerate(rows, 1):
        yield row
        if done % _BATCH == 0 or done == table.count:
            report(progress.Progress("export", table.collection, done, table.count))


def _cell(value: Value, kind: Kind, mended: Counter[str]) -> Cell:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        if kind is not Kind.MOMENT:
            return value
        with contextlib.suppress(ValueError, OverflowError, OSError):
            moment = datetime.fromtimestamp(value / 1000).astimezone().replace(tzinfo=None, microsecond=0)
            if moment.year >= 1900:
                return moment
    if kind is Kind.DATE and isinstance(value, str):
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(value)
            # Before March 1900 Excel counts a day that never was; other spellings are not what was sent.
            if day >= date(1900, 3, 1) and day.isoformat() == value:
                return day
    return _text(text(value, kind), mended) or None


def _text(cell: str, mended: Counter[str]) -> str:
    """The text as a cell can hold it, with line ends as spreadsheets have them; counts what it had to alter."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    cell, replaced = _NOT_XML.subn("\ufffd", cell)
    if replaced:
        mended[_REPLACED] += replaced
    if len(cell) * 2 > CHARACTERS_A_CELL and len(cell.encode("utf-16-le")) // 2 > CHARACTERS_A_CELL:
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
