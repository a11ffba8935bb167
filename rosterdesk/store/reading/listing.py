"""The keys of a list, as a `Statement` asks for them."""

from array import array
from itertools import chain, compress

import apsw

from rosterdesk.store.reading.sql import Statement

_FEW = 50_000  # keys that SQLite tells from others in less time than it takes to hand those out


def keys(connection: apsw.Connection, statement: Statement, limit: int | None = None) -> "array[int]":
    """The keys of its rows, in order; so many at most."""
    wanted, parameters = array("q"), statement.parameters
    if statement.only:
        wanted.extend(chain.from_iterable(connection.execute(statement.only, parameters)))
        few = len(wanted) < _FEW
        parameters = parameters | {"few": few, "only": apsw.carray(wanted if few and wanted else array("q", [0]))}
    found = array("q")
    for select in filter(None, (statement.sql, statement.rest)):
        found.extend(chain.from_iterable(connection.execute(select, parameters)))
        if limit is not None and len(found) >= limit:
            return found[: max(0, limit)]
    return _among(found, wanted) if statement.only else found


def _among(keys: "array[int]", wanted: "array[int]") -> "array[int]":
    """Those of the keys that are wanted, in their order: a byte a key, where a set would take sixty."""
    marks = bytearray(max(max(keys, default=0), max(wanted, default=0)) + 1)
    for key in wanted:
        marks[key] = 1
    return array("q", compress(keys, map(marks.__getitem__, keys)))
