"""Two rosters gone through side by side, record by record, in little memory."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

import msgspec

from rosterdesk import progress
from rosterdesk.model import standing
from rosterdesk.model.changes import Fields
from rosterdesk.model.comparison import Compared, Difference, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Scope
from rosterdesk.store.reader import Reader
from rosterdesk.store.reading.walking import Walked
from rosterdesk.wire import meaning

Pair: TypeAlias = tuple[Sequence[Walked], Sequence[Walked]]
"""What both sides have at a place, or one record that the other side has none for."""

_STEP = 1000  # records between two words of progress


class Asked(msgspec.Struct, frozen=True):
    """What is to be compared: these base collections, of these schools (sourcedIds) if any, by this `column`, in these
    fields or but for those; of each kind in a collection at most so many records are told, and all are counted.
    """

    collections: tuple[str, ...]
    schools: tuple[str, ...] = ()
    column: str = "sourced_id"
    fields: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    limit: int | None = None
    safe: bool = False

    def wants(self, name: str) -> bool:
        """Whether this field is compared."""
        return name not in self.ignored and (not self.fields or name in self.fields)


def compare(
    left: Reader, right: Reader, asked: Asked, report: progress.Report = progress.silent
) -> Iterator[Difference | Compared]:
    """Of each collection that a side has anything of, its differences by sourcedId, then how many there are: of one
    state of both stores.
    """
    with left.snapshot(), right.snapshot():
        for name in asked.collections:
            one, other = (_Side(reader, name, asked) for reader in (left, right))
            if one.size or other.size:
                yield from _List(name, one, other, asked).differences(report)


def merged(left: Iterator[Walked], right: Iterator[Walked]) -> Iterator[Pair]:
    """The records of both sides, place by place; one without a place, or that only one side has, is alone."""
    ours, theirs = _places(left), _places(right)
    one, other = next(ours, ()), next(theirs, ())
    while one or other:
        if _is_before(one, other):
            yield from (((each,), ()) for each in one)
            one = next(ours, ())
        elif _is_before(other, one):
            yield from (((), (each,)) for each in other)
            other = next(theirs, ())
        else:
            yield one, other
            one, other = next(ours, ()), next(theirs, ())


def _is_before(one: Sequence[Walked], other: Sequence[Walked]) -> bool:
    """Whether the other side has nothing for what this one has next."""
    if not one or not other:
        return bool(one)
    here, there = one[0].place, other[0].place
    return here is None or (there is not None and here < there)


def _places(records: Iterator[Walked]) -> Iterator[Sequence[Walked]]:
    """The records that share a place, together; of those without any, each for itself."""
    for place, found in groupby(records, key=attrgetter("place")):
        if place is None:
            yield from ((each,) for each in found)
        else:
            yield tuple(found)


def _shared(records: Sequence[Walked]) -> str:
    """That by which these are told apart from others, and not from each other."""
    _is_blob, identity = records[0].place or (False, b"")
    return identity.decode(errors="replace")


class _Side:
    """One side's records of a collection."""

    def __init__(self, reader: Reader, name: str, asked: Asked) -> None:
        self.reader = reader
        self.size = reader.tally().get((name, ""), 0)
        self.lacks = standing.lack(name, reader.runs(), schools=asked.schools, safe=asked.safe)
        self.records = reader.walk(name, asked.column)
        scopes = [Scope("school", each) for each in asked.schools]
        self._keys = {key for each in scopes for key in reader.keys(Query(collection=name, scopes=(each,)))}

    def has(self, records: Sequence[Walked]) -> bool:
        """Whether one of these records of this side is at one of the schools."""
        return any(each.key in self._keys for each in records)


class _List:
    """One collection, compared."""

    def __init__(self, name: str, left: _Side, right: _Side, asked: Asked) -> None:
        self._name = name
        self._left, self._right = left, right
        self._asked = asked
        self._kind = collection(name).entity
        self._unlike = frozenset[str]()
        if asked.column != "sourced_id":  # whose ids differ, refers by other ids too
            self._unlike = meaning.references(self._kind)
        self._counts: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()

    def differences(self, report: progress.Report) -> Iterator[Difference | Compared]:
        total, done = self._left.size + self._right.size, 0
        for number, pair in enumerate(merged(self._left.records, self._right.records)):
            if number % _STEP == 0:
                report(progress.Progress("compare", self._name, done, total))
            done += len(pair[0]) + len(pair[1])
            if not self._asked.schools or self._left.has(pair[0]) or self._right.has(pair[1]):
                yield from self._at_place(*pair)
        report(progress.Progress("compare", self._name, total, total))
        yield Compared(
            self._name,
            **self._counts,
            fields=dict(sorted(self._fields.items())),
            left_lacks=self._left.lacks,
            right_lacks=self._right.lacks,
        )

    def _at_place(self, left: Sequence[Walked], right: Sequence[Walked]) -> Iterator[Difference]:
        """What is to be told of what the sides have there; it is counted."""
        if len(left) == len(right) == 1:
            fields = self._different(left[0], right[0])
            self._fields.update(fields.keys())
            if fields:
                yield from self._told("different", self._left, left, fields)
            else:
                self._counts["same"] += 1
        elif left and right:
            shared = _shared(left)
            yield from self._told("ambiguous", self._left, left, {self._asked.column: (shared, None)})
            yield from self._told("ambiguous", self._right, right, {self._asked.column: (None, shared)})
        else:
            kind: Kind = "left" if left else "right"
            side, other = (self._left, self._right) if left else (self._right, self._left)
            (record,) = left or right
            if other.lacks or record.place is None:
                self._counts["unknown"] += 1
            else:
                yield from self._told(kind, side, (record,), {})

    def _told(self, kind: Kind, side: _Side, records: Sequence[Walked], fields: Fields) -> Iterator[Difference]:
        for each in records:
            self._counts[kind] += 1
            if self._asked.limit is None or self._counts[kind] <= self._asked.limit:
                title = side.reader.title(self._name, each.key) or each.sourced_id
                yield Difference(self._name, each.sourced_id, title, fields, kind=kind)

    def _different(self, left: Walked, right: Walked) -> Fields:
        found = meaning.different(left.sent, right.sent, self._kind)
        return {name: both for name, both in found.items() if name not in self._unlike and self._asked.wants(name)}
