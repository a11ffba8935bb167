"""What a query answers, as a table that is read while it is written: in batches, whatever its length."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, TypeAlias

import msgspec

from rosterdesk.export.description import about
from rosterdesk.language import Say
from rosterdesk.model import vocabulary
from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reader import Reader

Headers: TypeAlias = Literal["names", "titles"]
Columns: TypeAlias = Sequence[Sequence[Value]]

_BATCH = 2000
_ID_WIDTH = 38  # of a UUID, and a little
_ARROW = 3  # room for the filter's


class InColumns:
    """Rows that are read column by column, some thousand at a time; once, as all rows of tables."""

    def __init__(self, columns: Iterator[Columns]) -> None:
        self.columns = columns

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        for columns in self.columns:
            yield from zip(*columns, strict=True)


class Table(msgspec.Struct, frozen=True):
    """Rows of the answer, in order, each as wide as `headers`, `kinds` and `widths` (in characters).

    `rows` can be read once. `info` says where the table comes from, for people: label and text. `ids` are, for the
    columns that refer to records, the headers under which their sourcedIds may stand beside them; else nothing.
    `title` is for what is no collection's.
    """

    collection: str
    headers: tuple[str, ...]
    kinds: tuple[Kind, ...]
    widths: tuple[int, ...]
    rows: Iterable[tuple[Value, ...]]
    count: int
    info: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    title: str = ""


def table(
    reader: Reader,
    query: Query,
    *,
    headers: Headers = "names",
    source: str = "",
    say: Say = str,
    batch: int = _BATCH,
) -> Table:
    """The answer of the query; it has an `info` where `source` names where it comes from. Titles and that are said in a
    language, names are not.
    """
    names = columns_of(query)
    fields = [collection(query.collection).field(name) for name in names]
    shown = tuple(field.name if headers == "names" else say(field.title) for field in fields)
    keys = reader.keys(query)
    batches = (keys[start : start + batch] for start in range(0, len(keys), batch))
    return Table(
        collection=query.collection,
        headers=shown,
        kinds=tuple(field.kind for field in fields),
        widths=tuple(max(field.width, len(header) + _ARROW) for field, header in zip(fields, shown, strict=True)),
        rows=InColumns(reader.columns(query.collection, some, names, query.as_of) for some in batches),
        count=len(keys),
        info=about(reader, query, source, say) if source else (),
        ids=tuple(id_header(field, headers, say) for field in fields),
    )


def with_ids(table: Table) -> Table:
    """The table with the sourcedIds of what it refers to, each column of them beside the one that people read."""

    def read() -> Iterator[Columns]:
        for columns in in_columns(table.rows):
            ids = [
                [_ids(value) for value in column] if header else ()
                for column, header in zip(columns, table.ids, strict=True)
            ]
            yield _beside(table.ids, columns, ids)

    return msgspec.structs.replace(
        table,
        headers=tuple(_beside(table.ids, table.headers, table.ids)),
        kinds=tuple(_beside(table.ids, table.kinds, [Kind.ID] * len(table.ids))),
        widths=tuple(_beside(table.ids, table.widths, [max(_ID_WIDTH, len(header) + _ARROW) for header in table.ids])),
        rows=InColumns(read()),
        ids=(),
    )


def in_words(table: Table, say: Say) -> Table:
    """The table with the people's words in a language for the standard's, as they stand in a window."""
    said = lru_cache(maxsize=1024)(lambda value: value and vocabulary.words(value, say))  # a roster has a few

    def read() -> Iterator[Columns]:
        for columns in in_columns(table.rows):
            yield [
                list(map(said, column)) if kind is Kind.WORD else column
                for column, kind in zip(columns, table.kinds, strict=True)
            ]

    return msgspec.structs.replace(table, rows=InColumns(read()))


def in_columns(rows: Iterable[tuple[Value, ...]]) -> Iterator[Columns]:
    """The same column by column, some thousand rows at a time: what is done to a whole column is done quickly."""
    if isinstance(rows, InColumns):
        yield from rows.columns
        return
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield list(zip(*batch, strict=True))


def columns_of(query: Query) -> tuple[str, ...]:
    """The names of the columns that the query asks for, each once."""
    return tuple(dict.fromkeys(query.columns)) or collection(query.collection).usual_columns


def columns_with_ids(query: Query) -> tuple[str, ...]:
    """The same, and beside each that refers to records the name of the one with their sourcedIds."""
    names = columns_of(query)
    ids = [id_header(collection(query.collection).field(name), "names", str) for name in names]
    return tuple(_beside(ids, names, ids))


def _beside(ids: Sequence[str], each: Sequence[Any], its: Sequence[Any]) -> list[Any]:
    pairs = zip(ids, each, its, strict=True)
    return [value for header, own, of_ids in pairs for value in ((own, of_ids) if header else (own,))]


def _ids(value: Any) -> str | None:
    match value:
        case None:
            return None
        case Link():
            return value.sourced_id
        case several:
            return ", ".join([link.sourced_id for link in several])


def id_header(field: Field, headers: Headers, say: Say) -> str:
    """The header above the sourcedIds of what a field refers to; of one that refers to nothing, nothing.

    Names are in the standard's spelling, as in its CSV files: `schoolSourcedId`, `termSourcedIds`.
    """
    match field.kind, headers:
        case Kind.REFERENCE, "names":
            return f"{field.name}SourcedId"
        case Kind.REFERENCES, "names":
            return f"{field.name.removesuffix('s')}SourcedIds"
        case Kind.REFERENCE, "titles":
            return say("{0} (sourced ID)").format(say(field.title))
        case Kind.REFERENCES, "titles":
            return say("{0} (sourced IDs)").format(say(field.title))
        case _:
            return ""
