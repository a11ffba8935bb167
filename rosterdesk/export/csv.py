"""Tables as CSV: `safe` for a spreadsheet, `exact` for a program.

Safe is what OWASP ASVS 5 (1.2.10) asks for, and a byte order mark, without which Excel garbles accents; it alters
texts that a spreadsheet would calculate. Exact is RFC 4180 and nothing else.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TextIO, TypeAlias

from rosterdesk import progress
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Value, text

Mode: TypeAlias = Literal["safe", "exact"]

_CALCULATED = frozenset("=+-@\t\r\n\0＝＋－＠")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BATCH = 2000


def write(table: Table, target: Path, *, mode: Mode = "safe", report: progress.Report = progress.silent) -> None:
    """Write the table to the file, whole or not at all; raises `ExportError`."""

    def fill(part: Path) -> None:
        encoding = "utf-8-sig" if mode == "safe" else "utf-8"
        with part.open("w", encoding=encoding, errors="replace", newline="") as stream:
            write_to(stream, table, mode=mode, report=report)

    write_whole(target, fill)


def write_to(stream: TextIO, table: Table, *, mode: Mode, report: progress.Report = progress.silent) -> None:
    """Write the table to a stream that leaves line ends as they are."""
    writer = csv.writer(stream)
    converters = [_CONVERTERS.get(kind, _same) for kind in table.kinds]

    def rows() -> Iterator[list[str]]:
        done = 0
        for done, row in enumerate(table.rows, 1):
            yield [convert(value) for convert, value in zip(converters, row, strict=True)]
            if done % _BATCH == 0 and done < table.count:
                report(progress.Progress("export", table.collection, done, table.count))
        report(progress.Progress("export", table.collection, done, table.count))

    lines: Iterator[Sequence[str]] = chain([table.headers], rows())
    writer.writerows(map(_guarded, lines) if mode == "safe" else lines)


def plain(value: Value, kind: Kind) -> str:
    """The value as programs read it: true and false, moments as ISO 8601 in UTC, the rest as people read it."""
    return _CONVERTERS.get(kind, _same)(value)


def guard(cell: str) -> str:
    """The text with a leading quote where a spreadsheet might calculate it; plain numbers stay as they are."""
    for character in cell:
        if character in _CALCULATED:
            return cell if _PLAIN_NUMBER.fullmatch(cell) else "'" + cell
        if not character.isspace() and unicodedata.category(character) not in {"Cf", "Cc"}:
            return cell
    return cell


def _guarded(cells: Sequence[str]) -> list[str]:
    # What begins with a letter or digit needs no closer look, and nearly everything does.
    return [cell if not cell or cell[0].isalnum() else guard(cell) for cell in cells]


def _same(value: Any) -> str:
    return value or ""


def _flag(value: Any) -> str:
    return "" if value is None else "true" if value else "false"


def _moment(value: Any) -> str:
    if value is None:
        return ""
    return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


# A converter a column, chosen once: a table has millions of cells.
_CONVERTERS: dict[Kind, Callable[[Any], str]] = {
    Kind.FLAG: _flag,
    Kind.MOMENT: _moment,
    Kind.NUMBER: text,
    Kind.REFERENCE: text,
    Kind.REFERENCES: text,
}
