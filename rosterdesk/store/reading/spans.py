"""What several runs together made different: what was added and then removed is nothing."""

from array import array
from collections.abc import Iterator
from typing import NamedTuple

import apsw

from rosterdesk.model.changes import KINDS, Kind
from rosterdesk.store.records import packed

_WAS_HERE = frozenset({"changed", "removed"})
_IS_HERE = frozenset({"changed", "added", "returned"})


class _Span(NamedTuple):
    """Whether a record was there before the runs that tell of it, and whether it is after them."""

    was_here: bool
    is_here: bool


def between(connection: apsw.Connection, since: int, run: int, collection: str) -> "dict[Kind, array[int]]":
    """The records of a base collection that are different after `run` from how they were after `since`, by kind.

    Among those that changed may be some that have changed back.
    """
    spans: dict[int, _Span] = {}
    for key, kind in _told(connection, since, run, collection):
        before = spans.get(key)
        spans[key] = _Span(kind in _WAS_HERE if before is None else before.was_here, kind in _IS_HERE)
    found: dict[Kind, array[int]] = {kind: array("q") for kind in KINDS}
    kinds: dict[_Span, Kind] = {
        _Span(was_here=False, is_here=True): "added",
        _Span(was_here=True, is_here=False): "removed",
        _Span(was_here=True, is_here=True): "changed",
    }
    for key, span in spans.items():
        if span in kinds:
            found[kinds[span]].append(key)
    return found


def _told(connection: apsw.Connection, since: int, run: int, collection: str) -> Iterator[tuple[int, str]]:
    """What the runs tell, in their order: the record, and the journal's word."""
    asked = (collection, since, run)
    added = dict(connection.execute("SELECT run, keys FROM added WHERE collection = ? AND run > ? AND run <= ?", asked))
    numbers = sorted({*added, *_runs(connection, asked)})
    for number in numbers:
        if number in added:
            yield from ((key, "added") for key in packed.unpacked(added[number]))
        yield from connection.execute(
            "SELECT id, kind FROM change WHERE run = ? AND collection = ?", (number, collection)
        )


def _runs(connection: apsw.Connection, asked: tuple[str, int, int]) -> Iterator[int]:
    for (number,) in connection.execute(
        "SELECT DISTINCT run FROM change WHERE collection = ? AND run > ? AND run <= ?", asked
    ):
        yield number
