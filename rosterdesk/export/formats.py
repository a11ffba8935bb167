"""Which file format a file's name asks for."""

from pathlib import Path

from rosterdesk import progress
from rosterdesk.errors import UsageError
from rosterdesk.export import csv, json
from rosterdesk.export.table import Headers, Table, columns_of, columns_with_ids, in_words, table, with_ids
from rosterdesk.language import Say
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader

_KNOWN = (".csv", ".xlsx", ".json", ".jsonl", ".parquet")


def check(target: Path) -> str:
    """The suffix of the file's name, in small letters; raises `UsageError` where it is none that can be written."""
    suffix = target.suffix.lower()
    if suffix not in _KNOWN:
        what = f"Files that end in {suffix} cannot be written." if suffix else "The file's name has no ending."
        raise UsageError(what, f"Choose a name that ends in {', '.join(_KNOWN[:-1])} or {_KNOWN[-1]}.")
    return suffix


def columns(query: Query, target: Path, *, headers: Headers = "names", ids: bool = False) -> tuple[str, ...]:
    """The names of the columns that `export` writes to this file; none where it writes records in full."""
    suffix = check(target)
    if suffix in {".json", ".jsonl"}:
        return columns_of(query) if query.columns else ()
    return columns_with_ids(query) if _has_ids(suffix, headers, ids=ids) else columns_of(query)


def export(
    reader: Reader,
    query: Query,
    target: Path,
    *,
    csv_mode: csv.Mode = "safe",
    headers: Headers = "names",
    ids: bool = False,
    source: str = "",
    say: Say = str,
    report: progress.Report = progress.silent,
) -> int:
    """Write what the query answers to the file, in the format that its name asks for; says how many rows.

    Beside each column that refers to records stands one with their sourcedIds: in files for people, whose headers are
    titles, in workbooks and Parquet, and in a CSV that is asked for with `ids`. What people read in it is said in
    a language by `say`, below titles the standard's words too, but for an exact CSV. The file is written whole or not
    at all, of one state of the store. Raises `UsageError` and `ExportError`.
    """
    suffix = check(target)
    with reader.snapshot():
        match suffix:
            case ".json":
                return json.write(reader, query, target, shape="json", report=report)
            case ".jsonl":
                return json.write(reader, query, target, shape="jsonl", report=report)
            case ".parquet":
                from rosterdesk.export import parquet  # noqa: PLC0415 - a large library that few exports need

                answer = table(reader, query, source=source)
                parquet.write(answer, target, report=report)
            case ".xlsx":
                from rosterdesk.export import xlsx  # noqa: PLC0415 - as above

                answer = table(reader, query, headers=headers, source=source, say=say)
                xlsx.write(with_ids(_said(answer, headers, say)), target, say=say, report=report)
            case _:
                answer = table(reader, query, headers=headers, source=source, say=say)
                said = answer if csv_mode == "exact" else _said(answer, headers, say)
                shown = with_ids(said) if _has_ids(suffix, headers, ids=ids) else said
                csv.write(shown, target, mode=csv_mode, report=report)
    return answer.count


def _said(answer: Table, headers: Headers, say: Say) -> Table:
    """The table with the words that stand below its headers: the people's below titles, the standard's below names."""
    return in_words(answer, say) if headers == "titles" else answer


def _has_ids(suffix: str, headers: Headers, *, ids: bool) -> bool:
    """Whether sourcedIds stand beside what people read."""
    return suffix != ".csv" or ids or headers == "titles"
