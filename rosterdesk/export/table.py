"""What a query answers, as a table that is read while it is written: in batches, whatever its length."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Relation, Where
from rosterdesk.model.rows import Value
from rosterdesk.store.reader import Reader

Headers: TypeAlias = Literal["names", "titles"]

_RELATIONS: dict[Relation, str] = {
    "school": "School",
    "class": "Class",
    "term": "Term",
    "user": "Person",
    "course": "Course",
    "parent": "Part of",
    "agents_of": "Guardians of",
    "dependants_of": "Students of",
    "member": "Organisations of",
    "category": "Category",
    "line_item": "Line item",
    "score_scale": "Score scale",
    "assessment_line_item": "Assessment",
    "resource": "Resource",
}


class Table(msgspec.Struct, frozen=True):
    """Rows of the answer, in order, each as wide as `headers`, `kinds` and `widths` (in characters).

    `rows` can be read once. `info` says where the table comes from, for people: label and text.
    """

    collection: str
    headers: tuple[str, ...]
    kinds: tuple[Kind, ...]
    widths: tuple[int, ...]
    rows: Iterator[tuple[Value, ...]]
    count: int
    info: tuple[tuple[str, str], ...] = ()


def table(reader: Reader, query: Query, *, headers: Headers = "names", source: str = "", batch: int = 2000) -> Table:
    """The answer of the query; `source` is the name of where it comes from."""
    columns = columns_of(query)
    fields = [collection(query.collection).field(name) for name in columns]
    keys = reader.keys(query)

    def read() -> Iterator[tuple[Value, ...]]:
        for start in range(0, len(keys), batch):
            rows = reader.rows(query.collection, keys[start : start + batch], (*columns, "sourcedId"), query.as_of)
            yield from (row[:-1] for row in rows if row[-1] is not None)  # else a sync took it away meanwhile

    return Table(
        collection=query.collection,
        headers=tuple(field.name if headers == "names" else field.title for field in fields),
        kinds=tuple(field.kind for field in fields),
        widths=tuple(_width(field, headers) for field in fields),
        rows=read(),
        count=len(keys),
        info=described(query, source),
    )


def columns_of(query: Query) -> tuple[str, ...]:
    """The names of the columns that the query asks for, each once."""
    return tuple(dict.fromkeys(query.columns)) or collection(query.collection).usual_columns


def described(query: Query, source: str) -> tuple[tuple[str, str], ...]:
    """What the query asks for, in words; nothing is left out that makes rows fewer."""
    asked = collection(query.collection)
    lines = [("Source", source)] if source else []
    lines.append(("Collection", asked.title))
    lines += [(_RELATIONS[scope.relation], scope.sourced_id) for scope in query.scopes]
    if query.text:
        lines.append(("Search", query.text))
    lines += [(asked.field(where.field).title, _values(where)) for where in query.where]
    if query.as_of:
        lines.append(("As of", query.as_of))
    if query.phases:
        lines.append(("Phase", " or ".join(query.phases)))
    if query.ids:
        lines.append(("Selected rows", str(len(query.ids))))
    if query.limit is not None:
        lines.append(("At most", f"{query.limit} rows"))
    return tuple(lines)


def _values(where: Where) -> str:
    if where.least or where.most:
        words = " ".join((f"from {where.least}" if where.least else "", f"up to {where.most}" if where.most else ""))
    else:
        words = " or ".join(value or "(nothing)" for value in where.values)
    return f"not {words.strip()}" if where.negated else words.strip()


def _width(field: Field, headers: Headers) -> int:
    header = field.name if headers == "names" else field.title
    return max(field.width, len(header) + 3)  # room for the filter's arrow
