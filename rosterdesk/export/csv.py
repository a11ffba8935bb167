"""Tables as CSV: `safe` for a spreadsheet, `exact` for a program.

Safe is what OWASP ASVS 5 (1.2.10) asks for, and a byte order mark, without which Excel garbles accents; it alters
texts that a spreadsheet would calculate. Exact is RFC 4180 and nothing else.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO, TypeAlias

from rosterdesk import progress
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.model.fields import Kind
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
    writer.writerow(_guarded(table.headers) if mode == "safe" else table.headers)
    done = 0
    for row in table.rows:
        cells = [plain(value, kind) for value, kind in zip(row, table.kinds, strict=True)]
        writer.writerow(_guarded(cells) if mode == "safe" else cells)
        done += 1
        if done % _BATCH == 0:
            report(progress.Progress("export", table.collection, done, table.count))
    report(progress.Progress("export", table.collection, done, table.count))


def plain(value: Value, kind: Kind) -> str:
    """The value as programs read it: true and false, moments as ISO 8601 in UTC, the rest as people read it."""
    if value is True or value is False:
        return "true" if value else "false"
    if kind is Kind.MOMENT and isinstance(value, int):
        return f"{datetime.fromtimestamp(value / 1000, tz=UTC):%Y-%m-%dT%H:%M:%S}.{value % 1000:03}Z"
    return text(value, kind)


def guard(cell: str) -> str:
    """The text with a leading quote where a spreadsheet might calculate it; plain numbers stay as they are."""
    for character in cell:
        if character in _CALCULATED:
            return cell if _PLAIN_NUMBER.fullmatch(cell) else "'" + cell
        if not character.isspace() and unicodedata.category(character) not in {"Cf", "Cc"}:
            return cell
    return cell


def _guarded(cells: Iterable[str]) -> list[str]:
    return [guard(cell) for cell in cells]
