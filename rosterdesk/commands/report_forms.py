"""The forms in which a command tells what it found: a table to read, CSV, a workbook or JSON."""

import io
import sys
from pathlib import Path

from rosterdesk.errors import UsageError
from rosterdesk.export import csv
from rosterdesk.export.table import Table


def form(asked: str | None, target: Path | None) -> str:
    """The form that is asked for, else what the file's name says.

    Raises `UsageError` where the name says nothing, or another form than the one that is asked for.
    """
    if target is None:
        return asked or "table"
    suffix = target.suffix.lower().removeprefix(".")
    if suffix in {"csv", "xlsx", "json"} and asked in {None, suffix}:
        return suffix
    raise UsageError("The file's name does not say in which format to write.", "End it in .xlsx, .csv or .json.")


def print_csv(table: Table) -> None:
    """The table to stdout, with the line ends of RFC 4180 on every system."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    csv.write_to(sys.stdout, table, mode="exact")
