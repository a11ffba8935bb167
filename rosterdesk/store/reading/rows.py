"""The values of rows as people see them: many keys and columns at once."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import apsw

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.fields import Collection
from rosterdesk.model.rows import Value
from rosterdesk.store.reading import phases
from rosterdesk.store.reading.columns import COLUMNS, Column
from rosterdesk.store.reading.links import links
from rosterdesk.store.records import vocabulary
from rosterdesk.store.records.cells import FIRST_DAY, day
from rosterdesk.store.records.folding import SEPARATOR
from rosterdesk.store.records.sourced_ids import all_sent, sent
from rosterdesk.store.records.tables import TABLES

Show = Callable[[Any], Value]
_EXACT = 2**53  # below it, a float is the whole number that it says


def rows(
    connection: apsw.Connection, collection: Collection, keys: Sequence[int], names: Sequence[str], today: date
) -> list[tuple[Value, ...]]:
    """The values of these fields for each key, in the order of the keys; of a key that is gone, nothing."""
    there, values = columns(connection, collection, keys, names, today)
    found: list[tuple[Value, ...]] = list(zip(*values, strict=True)) if values else [()] * len(there)
    if there == tuple(keys):
        return found
    by_key = dict(zip(there, found, strict=True))
    nothing: tuple[Value, ...] = (None,) * len(names)
    return [by_key.get(key, nothing) for key in keys]


def columns(
    connection: apsw.Connection, collection: Collection, keys: Sequence[int], names: Sequence[str], today: date
) -> tuple[tuple[int, ...], list[Sequence[Value]]]:
    """Which of the keys are there, in their order, and of those the values of these fields, field by field."""
    wanted = [collection.field(name) for name in names]
    sources = [COLUMNS[collection.base][name] for name in names]
    selected = ", ".join(["t.id", *map(_selected, sources)])
    joins = " ".join(dict.fromkeys(source.other.join for source in sources if source.other))
    table = TABLES[collection.base].name
    found = connection.execute(  # CROSS JOIN: in the order of the keys
        f"SELECT {selected} FROM carray(:keys) k CROSS JOIN {table} t ON t.id = k.value {joins}"
        " WHERE t.record IS NOT NULL",
        {"keys": apsw.carray(array("q", keys) or array("q", [0])), "today": day(today)},
    ).fetchall()
    if not found:
        return (), [()] * len(names)
    there, *stored = zip(*found, strict=True)
    return there, [
        _shown(connection, field, source, there, column, today)
        for field, source, column in zip(wanted, sources, stored, strict=True)
    ]


def _selected(source: Column) -> str:
    if source.many or source.apart:
        return "NULL"
    return source.other.value if source.other else source.value


def shown(field: Field, column: Column) -> Show | None:
    """What makes a stored value of the field a shown one; `None` where it is shown as it is."""
    if column.holds:
        return _BY_CONTENT.get(column.holds)
    if column.members:
        return _list
    return _SHOWN.get(field.kind)


def _shown(
    connection: apsw.Connection,
    field: Field,
    source: Column,
    keys: Sequence[int],
    stored: Sequence[Any],
    today: date,
) -> Sequence[Value]:
    """A column as it is shown, of what is stored of it in the rows with these keys."""
    if source.many:
        return _several(connection, field.target, source, keys, today)
    if source.apart:
        return _each(dict(_of_keys(connection, source.apart, keys, today)), keys)
    if field.kind is Kind.REFERENCE:
        return _each(links(connection, field.target, set(stored) - {None}), stored)
    if source.holds == "id":
        return all_sent(stored)
    show = shown(field, source)
    if show is None:
        return stored
    # Of dates, roles, grades there are few: each is made once.
    return _each({value: show(value) for value in set(stored) if value is not None}, stored)


def _each(made: Mapping[Any, Value], stored: Sequence[Any]) -> list[Value]:
    """What is made of each stored value; nothing of nothing."""
    return list(map(made.get, stored))


def several(connection: apsw.Connection, source: Column, keys: Sequence[int], today: date) -> dict[int, list[int]]:
    """For each of these records the keys of those that it refers to, in order, each once."""
    found: dict[int, list[int]] = defaultdict(list)
    if keys:
        for owner, target in dict.fromkeys(_of_keys(connection, source.many, keys, today)):
            found[owner].append(target)
    return found


def _of_keys(connection: apsw.Connection, pairs: str, keys: Sequence[int], today: date) -> list[tuple[Any, ...]]:
    """The pairs that this SELECT has of the records with these keys."""
    return connection.execute(pairs, {"keys": apsw.carray(array("q", keys)), "today": day(today)}).fetchall()


def _several(connection: apsw.Connection, target: str, source: Column, keys: Sequence[int], today: date) -> list[Value]:
    found = several(connection, source, keys, today)
    link = links(connection, target, chain.from_iterable(found.values())).__getitem__
    return [tuple(map(link, found.get(key, ()))) for key in keys]


def _list(value: str) -> str:
    return value.replace(SEPARATOR, ", ")


def _date(value: int) -> str:
    return date.fromordinal(value + FIRST_DAY).isoformat()


def _number(value: float) -> float:
    """A whole number without a point, as people write it."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


_BY_CONTENT: dict[str, Show] = {"role": vocabulary.sent, "id": sent, "phase": phases.word}
_SHOWN: dict[Kind, Show] = {Kind.DATE: _date, Kind.FLAG: bool, Kind.NUMBER: _number}
