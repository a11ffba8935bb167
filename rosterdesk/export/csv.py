"""Tables as CSV: `safe` for a spreadsheet, `exact` for a program.

Safe is what OWASP ASVS 5 (1.2.10) asks for, and a byte order mark, without which Excel garbles accents; it alters
texts that a spreadsheet would calculate. Exact is RFC 4180 and nothing else.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, TextIO, TypeAlias

from rosterdesk import progress
from rosterdesk.export.table import Table, in_columns
from rosterdesk.export.whole import write_whole
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import text

Mode: TypeAlias = Literal["safe", "exact"]
Cells: TypeAlias = Sequence[str]

_CALCULATED = frozenset("=+-@\t\r\n\0＝＋－＠")
_UNSEEN = frozenset({"Cf", "Cc"})
_QUOTED = ',"\r\n'
_FIRST = itemgetter(slice(1))
_DIVIDERS = ";\t\r\n"
"""What may divide cells or lines beside our commas: programs in other languages divide by semicolons, some by tabs."""
_LATER = re.compile(f"(?<=[{_DIVIDERS}])[^{_DIVIDERS}]+")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NEVER_CALCULATED = {Kind.DATE, Kind.FLAG, Kind.MOMENT}


def write(table: Table, target: Path, *, mode: Mode = "safe", report: progress.Report = progress.silent) -> None:
    """Write the table to the file, whole or not at all; raises `ExportError`."""

    def fill(part: Path) -> None:
        encoding = "utf-8-sig" if mode == "safe" else "utf-8"
        with part.open("w", encoding=encoding, errors="replace", newline="") as stream:
            write_to(stream, table, mode=mode, report=report)

    write_whole(target, fill)


def write_to(stream: TextIO, table: Table, *, mode: Mode, report: progress.Report = progress.silent) -> None:
    """Write the table to a stream that leaves line ends as they are."""
    stream.write(lines([(header,) for header in (_guarded(table.headers) if mode == "safe" else table.headers)]))
    done = 0
    for columns in in_columns(table.rows):
        done += len(columns[0])
        cells = [_written(column, kind, mode) for column, kind in zip(columns, table.kinds, strict=True)]
        stream.write(lines(cells))
        if done < table.count:
            report(progress.Progress("export", table.collection, done, table.count))
    report(progress.Progress("export", table.collection, done, table.count))


def texts(column: Sequence[Any], kind: Kind) -> Cells:
    """A column as programs read it: true and false, moments as ISO 8601 in UTC, the rest as people read it."""
    return _CONVERTERS.get(kind, _same)(column)


def lines(columns: Sequence[Cells]) -> str:
    """The rows of these columns as CSV: what `csv.writer` makes, to the letter; but that looks at each character."""
    fields = map(_quoted, columns) if len(columns) > 1 else [[cell or '""' for cell in _quoted(*columns)]]
    return "\r\n".join([*map(",".join, zip(*fields, strict=True)), ""])


def guard(cell: str) -> str:
    """The text with a quote before all that a spreadsheet might calculate: at its beginning, and where a program that
    divides by semicolons or tabs would have a cell begin. Plain numbers stay as they are.
    """
    return _LATER.sub(lambda later: _begun(later[0]), _begun(cell))


def _begun(cell: str) -> str:
    for character in cell:
        if character in _CALCULATED:
            return cell if _PLAIN_NUMBER.fullmatch(cell) else "'" + cell
        if not _is_passed_over(character):
            return cell
    return cell


def _is_passed_over(character: str) -> bool:
    """Whether a spreadsheet might look behind the character for what it calculates."""
    return character.isspace() or unicodedata.category(character) in _UNSEEN


def _written(column: Sequence[Any], kind: Kind, mode: Mode) -> Cells:
    cells = texts(column, kind)
    return cells if mode == "exact" or kind in _NEVER_CALCULATED else _guarded(cells)


def _guarded(cells: Cells) -> Cells:
    # Mostly a whole column is not divided and begins harmlessly, as a few characters tell.
    whole = "".join(cells)
    if any(map(whole.__contains__, _DIVIDERS)):
        return [guard(cell) for cell in cells]
    begins = {each for each in set(map(_FIRST, cells)) if each and (each in _CALCULATED or _is_passed_over(each))}
    return [_begun(cell) if cell[:1] in begins else cell for cell in cells] if begins else cells


def _quoted(cells: Cells) -> Cells:
    whole = "".join(cells)
    if not any(map(whole.__contains__, _QUOTED)):
        return cells
    return ['"' + cell.replace('"', '""') + '"' if any(map(cell.__contains__, _QUOTED)) else cell for cell in cells]


def _same(column: Sequence[Any]) -> Cells:
    return [value or "" for value in column] if None in column else column


def _said(column: Sequence[Any]) -> Cells:
    return [text(value) for value in column]


def _titles(column: Sequence[Any]) -> Cells:
    return ["" if link is None else link.title for link in column]


def _lists(column: Sequence[Any]) -> Cells:
    return [links[0].title if len(links) == 1 else ", ".join([link.title for link in links]) for links in column]


def _flags(column: Sequence[Any]) -> Cells:
    return ["" if value is None else "true" if value else "false" for value in column]


def _moments(column: Sequence[Any]) -> Cells:
    return ["" if value is None else _moment(value) for value in column]


@lru_cache(maxsize=4096)  # a service's nightly job gives thousands of records one moment
def _moment(value: int) -> str:
    return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


_CONVERTERS: dict[Kind, Callable[[Sequence[Any]], Cells]] = {
    Kind.FLAG: _flags,
    Kind.MOMENT: _moments,
    Kind.NUMBER: _said,
    Kind.REFERENCE: _titles,
    Kind.REFERENCES: _lists,
}
