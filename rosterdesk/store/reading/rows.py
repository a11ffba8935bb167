"""The values of rows as people see them: many keys and columns at once."""

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import apsw

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import Collection
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reading import phases
from rosterdesk.store.reading.columns import COLUMNS, Column
from rosterdesk.store.reading.links import links
from rosterdesk.store.records import vocabulary
from rosterdesk.store.records.cells import FIRST_DAY, day
from rosterdesk.store.records.folding import SEPARATOR
from rosterdesk.store.records.sourced_ids import sent
from rosterdesk.store.records.tables import TABLES

Show = Callable[[Any], Value]
_EXACT = 2**53  # below it, a float is the whole number that it says


def rows(
    connection: apsw.Connection, collection: Collection, keys: Sequence[int], columns: Sequence[str], today: date
) -> list[tuple[Value, ...]]:
    """The values of these columns for each key, in the order of the keys; of a key that is gone, nothing."""
    wanted = [collection.field(name) for name in columns]
    sources = [COLUMNS[collection.base][name] for name in columns]
    values = ", ".join("NULL" if source.many else source.value for source in sources)
    table = TABLES[collection.base].name
    found = connection.execute(
        f"SELECT t.id{', ' if values else ''}{values} FROM carray(:keys) k CROSS JOIN {table} t ON t.id = k.value"
        " WHERE t.record IS NOT NULL",
        {"keys": apsw.carray(array("q", keys) or array("q", [0])), "today": day(today)},
    ).fetchall()
    by_key = dict(zip([row[0] for row in found], _shown(connection, wanted, sources, found, today), strict=True))
    nothing: tuple[Value, ...] = (None,) * len(columns)
    return [by_key.get(key, nothing) for key in keys]


def shown(field: Field, column: Column) -> Show | None:
    """What makes a stored value of the field a shown one; `None` where it is shown as it is."""
    if column.holds:
        return _BY_CONTENT.get(column.holds)
    if column.members:
        return _list
    return _SHOWN.get(field.kind)


def _shown(
    connection: apsw.Connection,
    wanted: Sequence[Field],
    sources: Sequence[Column],
    found: Sequence[tuple[Any, ...]],
    today: date,
) -> list[tuple[Value, ...]]:
    """The found rows (key first), each value as it is shown."""
    columns: list[list[Value]] = []
    for place, (field, source) in enumerate(zip(wanted, sources, strict=True), start=1):
        stored = [row[place] for row in found]
        if source.many:
            columns.append(_several(connection, field.target, source, [row[0] for row in found], today))
        elif field.kind is Kind.REFERENCE:
            targets = links(connection, field.target, (key for key in stored if key is not None))
            columns.append([None if key is None else targets.get(key) for key in stored])
        else:
            show = shown(field, source)
            columns.append(stored if show is None else [None if value is None else show(value) for value in stored])
    return list(zip(*columns, strict=True)) if columns else [()] * len(found)


def several(connection: apsw.Connection, source: Column, keys: Sequence[int], today: date) -> dict[int, list[int]]:
    """For each of these records the keys of those that it refers to, in order."""
    found: dict[int, list[int]] = {}
    if keys:
        for owner, target in connection.execute(
            source.many, {"keys": apsw.carray(array("q", keys)), "today": day(today)}
        ):
            targets = found.setdefault(owner, [])
            if target not in targets:
                targets.append(target)
    return found


def _several(connection: apsw.Connection, target: str, source: Column, keys: Sequence[int], today: date) -> list[Value]:
    found = several(connection, source, keys, today)
    targets = links(connection, target, (key for each in found.values() for key in each))
    return [tuple[Link, ...](targets[each] for each in found.get(key, ())) for key in keys]


def _list(value: str) -> str:
    return value.replace(SEPARATOR, ", ")


def _date(value: int) -> str:
    return date.fromordinal(value + FIRST_DAY).isoformat()


def _number(value: float) -> float:
    """A whole number without a point, as people write it."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


_BY_CONTENT: dict[str, Show] = {"role": vocabulary.sent, "id": sent, "phase": phases.word}
_SHOWN: dict[Kind, Show] = {Kind.DATE: _date, Kind.FLAG: bool, Kind.NUMBER: _number}
