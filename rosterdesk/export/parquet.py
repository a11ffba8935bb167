"""Tables as Parquet: typed columns, for DuckDB, Spark and the like.

Texts are strings, dates are dates, moments are UTC to the millisecond, flags booleans, numbers doubles. What refers to
a record is two columns, its title and its sourcedId; what refers to several, two columns of lists. Nothing is null.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema, list_array
from arro3.io import write_parquet

from rosterdesk import progress
from rosterdesk.export.cells import distinct
from rosterdesk.export.confinement import confined
from rosterdesk.export.table import Table, in_columns
from rosterdesk.export.whole import write_whole
from rosterdesk.model.attributes import Kind

_ROWS_A_GROUP = 65_536  # as many are held in memory
_EPOCH = date(1970, 1, 1).toordinal()

_TEXT = DataType.string()
_TEXTS = DataType.list(Field("item", _TEXT))
_DAY = DataType.date32()
_MOMENT = DataType.timestamp("ms", tz="UTC")
_FLAG = DataType.bool()
_NUMBER = DataType.float64()


Make: TypeAlias = Callable[[Sequence[Any]], Array]


class _Column(msgspec.Struct, frozen=True):
    """A column of the file, made of the values at a place of the table's rows."""

    place: int
    header: str
    type: DataType
    make: Make


def write(table: Table, target: Path, *, report: progress.Report = progress.silent) -> None:
    """Write the table to the file, whole or not at all; raises `ExportError`."""

    def fill(part: Path) -> None:
        with confined(part.parent) as aloud:
            _write(table, part, lambda message: aloud(lambda: report(message)))

    write_whole(target, fill)


def _write(table: Table, part: Path, report: progress.Report) -> None:
    columns = list(_columns(table))
    headers = distinct(tuple(column.header for column in columns))
    schema = Schema([Field(header, column.type) for header, column in zip(headers, columns, strict=True)])
    failed: list[BaseException] = []
    try:
        write_parquet(
            RecordBatchReader.from_batches(schema, _remembered(_batches(table, columns, schema, report), failed)),
            part,
            compression="snappy",  # what every reader knows
            created_by="RosterDesk",
            key_value_metadata={"about": "\n".join(f"{label}: {said}" for label, said in _about(table))},
            max_row_group_size=_ROWS_A_GROUP,
        )
    except BaseException:
        if failed:
            raise failed[0] from None
        raise


def _remembered(batches: Iterator[RecordBatch], failed: list[BaseException]) -> Iterator[RecordBatch]:
    """The batches; keeps what went wrong while they were read, of which the writer passes on no more than the words."""
    try:
        yield from batches
    except GeneratorExit:
        raise
    except BaseException as error:
        failed.append(error)
        raise


def _batches(
    table: Table, columns: Sequence[_Column], schema: Schema, report: progress.Report
) -> Iterator[RecordBatch]:
    done = 0
    for values in in_columns(table.rows):
        yield RecordBatch.from_arrays([column.make(values[column.place]) for column in columns], schema=schema)
        done += len(values[0])
        report(progress.Progress("export", table.collection, done, table.count))


def _about(table: Table) -> tuple[tuple[str, str], ...]:
    return (*table.info, ("Written", f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"))


def _columns(table: Table) -> Iterator[_Column]:
    for place, (header, kind) in enumerate(zip(table.headers, table.kinds, strict=True)):
        yield _Column(place, header, *_MADE.get(kind, (_TEXT, _texts)))
        if kind in _MADE_OF_IDS:
            yield _Column(place, table.ids[place], *_MADE_OF_IDS[kind])


def _texts(values: Sequence[str | None]) -> Array:
    try:
        return Array(values, _TEXT)
    except UnicodeEncodeError:  # half a character
        return Array([value and value.encode(errors="replace").decode() for value in values], _TEXT)


def _lists(values: Sequence[Sequence[str]]) -> Array:
    ends = list(accumulate(map(len, values), initial=0))
    return list_array(Array(ends, DataType.int32()), _texts(list(chain.from_iterable(values))), type=_TEXTS)


def _days(values: Sequence[str | None]) -> Array:
    return Array([value and _day(value) for value in values], DataType.int32()).cast(_DAY)


@lru_cache(maxsize=4096)
def _day(value: str) -> int:
    return date.fromisoformat(value).toordinal() - _EPOCH


_MADE: dict[Kind, tuple[DataType, Make]] = {
    Kind.DATE: (_DAY, _days),
    Kind.FLAG: (_FLAG, lambda values: Array(values, _FLAG)),
    Kind.MOMENT: (_MOMENT, lambda values: Array(values, DataType.int64()).cast(_MOMENT)),
    Kind.NUMBER: (_NUMBER, lambda values: Array(values, _NUMBER)),
    Kind.REFERENCE: (_TEXT, lambda values: _texts([link and link.title for link in values])),
    Kind.REFERENCES: (_TEXTS, lambda values: _lists([[link.title for link in links] for links in values])),
}
_MADE_OF_IDS: dict[Kind, tuple[DataType, Make]] = {
    Kind.REFERENCE: (_TEXT, lambda values: _texts([link and link.sourced_id for link in values])),
    Kind.REFERENCES: (_TEXTS, lambda values: _lists([[link.sourced_id for link in links] for links in values])),
}
