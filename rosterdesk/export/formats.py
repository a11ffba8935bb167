"""Which file format a file's name asks for."""

from pathlib import Path

from rosterdesk import progress
from rosterdesk.errors import UsageError
from rosterdesk.export import csv, json, xlsx
from rosterdesk.export.table import Headers, table
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader

_KNOWN = (".csv", ".xlsx", ".json", ".jsonl")


def check(target: Path) -> str:
    """The suffix of the file's name, in small letters; raises `UsageError` where it is none that can be written."""
    suffix = target.suffix.lower()
    if suffix not in _KNOWN:
        what = f"Files that end in {suffix} cannot be written." if suffix else "The file's name has no ending."
        raise UsageError(what, f"Choose a name that ends in {', '.join(_KNOWN[:-1])} or {_KNOWN[-1]}.")
    return suffix


def export(
    reader: Reader,
    query: Query,
    target: Path,
    *,
    csv_mode: csv.Mode = "safe",
    headers: Headers = "names",
    source: str = "",
    report: progress.Report = progress.silent,
) -> int:
    """Write what the query answers to the file, in the format that its name asks for; says how many rows.

    The file is written whole or not at all. Raises `UsageError` and `ExportError`.
    """
    match check(target):
        case ".json":
            return json.write(reader, query, target, shape="json", report=report)
        case ".jsonl":
            return json.write(reader, query, target, shape="jsonl", report=report)
        case suffix:
            answer = table(reader, query, headers=headers, source=source)
    if suffix == ".xlsx":
        xlsx.write(answer, target, report=report)
    else:
        csv.write(answer, target, mode=csv_mode, report=report)
    return answer.count
