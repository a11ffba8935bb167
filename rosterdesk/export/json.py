"""Records as JSON: each as the source sent it, or, where columns are asked for, those alone as text."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

import msgspec

from rosterdesk import progress
from rosterdesk.export.csv import texts
from rosterdesk.export.table import columns_of, in_columns, table
from rosterdesk.export.whole import write_whole
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader

Shape: TypeAlias = Literal["json", "jsonl"]

_LINE_ENDS = bytes.maketrans(b"\r\n", b"  ")  # between tokens only: inside a JSON string they are escaped
_BATCH = 2000


def write(
    reader: Reader, query: Query, target: Path, *, shape: Shape, report: progress.Report = progress.silent
) -> int:
    """Write the records to the file, whole or not at all; says how many. Raises `ExportError`."""
    count = 0

    def fill(part: Path) -> None:
        nonlocal count
        with part.open("wb") as stream:
            count = write_to(stream, reader, query, shape=shape, report=report)

    write_whole(target, fill)
    return count


def write_to(
    stream: BinaryIO, reader: Reader, query: Query, *, shape: Shape, report: progress.Report = progress.silent
) -> int:
    """Write the records to a stream, as one array (`json`) or a line each (`jsonl`); says how many."""
    between = b",\n" if shape == "json" else b"\n"
    count = 0
    if shape == "json":
        stream.write(b"[")
    for count, record in enumerate(_records(reader, query, report), 1):
        if count > 1:
            stream.write(between)
        stream.write(record.translate(_LINE_ENDS))
    stream.write(b"]\n" if shape == "json" else b"\n" if count else b"")
    return count


def _records(reader: Reader, query: Query, report: progress.Report) -> Iterator[bytes]:
    if query.columns:
        yield from _objects(reader, query, report)
        return
    keys = reader.keys(query)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        yield from filter(None, reader.sent(query.collection, batch))  # a record gone meanwhile is nothing
        report(progress.Progress("export", query.collection, start + len(batch), len(keys)))


def _objects(reader: Reader, query: Query, report: progress.Report) -> Iterator[bytes]:
    answer = table(reader, query)
    names, done = columns_of(query), 0
    for columns in in_columns(answer.rows):
        cells = [texts(column, kind) for column, kind in zip(columns, answer.kinds, strict=True)]
        for row in zip(*cells, strict=True):
            yield msgspec.json.encode(dict(zip(names, row, strict=True)))
        done += len(columns[0])
        report(progress.Progress("export", query.collection, done, answer.count))
