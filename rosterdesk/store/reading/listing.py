"""The keys of lists. Whole ones are kept in the orders asked for last: what a filter leaves is a part of one."""

from array import array
from collections.abc import Iterator
from datetime import date
from itertools import chain, compress
from typing import TypeAlias

import apsw

from rosterdesk.model.query import Query
from rosterdesk.store.reading import sql
from rosterdesk.store.reading.asked import Statement, day_of
from rosterdesk.store.records import integers

_FEW = 50_000  # keys that are sorted in less time than all
_KEPT = 3  # orders
_CHUNK = 50_000  # keys: nobody else has the interpreter meanwhile
_Order: TypeAlias = tuple[int, Query, date]
"""State of the store, whole list, day."""


class Lists:
    """The keys of lists on one connection. Nobody may change an array that it gives."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._kept: dict[_Order, array[int]] = {}

    def keys(self, query: Query, today: date) -> "array[int]":
        """The keys of all rows of the answer, in order; belongs into a transaction."""
        whole = sql.whole(query)
        if whole is None:
            return self._read(sql.keys(query, today), query.limit)[: query.limit]
        day, part = day_of(query.as_of, today), sql.part(query, today)
        wanted = None if part is None else self._read(part)
        order = (self._state(), whole, day)
        if wanted is not None and len(wanted) < _FEW and order not in self._kept:
            return self._read(sql.keys(whole, day, wanted))
        keys = self._whole(order)
        return keys if wanted is None else _among(keys, wanted)

    def count(self, query: Query, today: date) -> int:
        """How many rows the answer has; belongs into a transaction."""
        whole = sql.whole(query)
        if whole is not None and sql.part(query, today) is None:
            keys = self._kept.get((self._state(), whole, day_of(query.as_of, today)))
            if keys is not None:
                return len(keys)
        statement = sql.count(query, today)
        return int(self._connection.execute(statement.sql, statement.parameters).get)

    def _state(self) -> int:
        return int(self._connection.execute("SELECT value FROM meta WHERE name = 'shown'").get or 0)

    def _whole(self, order: _Order) -> "array[int]":
        state, query, day = order
        keys = self._kept.pop(order, None)
        if keys is None:
            keys = self._read(sql.keys(query, day))
        of_now = [each for each in self._kept if each[0] == state][-_KEPT + 1 :]
        self._kept = {each: self._kept[each] for each in of_now} | {order: keys}
        return keys

    def _read(self, statement: Statement, limit: int | None = None) -> "array[int]":
        keys = self._integers(statement.sql, statement)
        if statement.rest and (limit is None or len(keys) < limit):
            keys += self._integers(statement.rest, statement)
        return keys

    def _integers(self, select: str, statement: Statement) -> "array[int]":
        all_keys = f"SELECT {integers.column('id')} FROM ({select})"
        return integers.read(str(self._connection.execute(all_keys, statement.parameters).get))


def _among(keys: "array[int]", these: "array[int]") -> "array[int]":
    """Those of the keys that are among these, in their order; a byte a key, of which a set takes sixty."""
    largest = max(map(max, chain(_chunks(keys), _chunks(these))), default=0)
    marks = bytearray(largest + 1)
    for key in these:
        marks[key] = True
    found = array("q")
    for chunk in _chunks(keys):
        found.extend(compress(chunk, map(marks.__getitem__, chunk)))
    return found


def _chunks(keys: "array[int]") -> Iterator["array[int]"]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
