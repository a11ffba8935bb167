"""Two rosters gone through side by side, record by record, in little memory."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal, TypeAlias

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

Pair: TypeAlias = tuple[Walked | None, Walked | None]

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
    """The records of both sides in pairs; one that has no other half, or lacks what identifies it, is alone."""
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and (one.place is None or (other.place and one.place < other.place))):
            yield one, None
            one = next(left, None)
        elif one is None or other.place is None or (one.place and other.place < one.place):
            yield None, other
            other = next(right, None)
        else:
            yield one, other
            one, other = next(left, None), next(right, None)


class _Side:
    """One side's records of a collection."""

    def __init__(self, reader: Reader, name: str, asked: Asked) -> None:
        self.reader = reader
        self.size = reader.tally().get((name, ""), 0)
        self.lacks = standing.lack(name, reader.runs(), schools=asked.schools, safe=asked.safe)
        self.records = reader.walk(name, asked.column)
        scopes = [Scope("school", each) for each in asked.schools]
        self._keys = {key for each in scopes for key in reader.keys(Query(collection=name, scopes=(each,)))}

    def has(self, record: Walked | None) -> bool:
        """Whether this is a record of this side, at one of the schools."""
        return record is not None and record.key in self._keys


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
            done += sum(each is not None for each in pair)
            if self._asked.schools and not (self._left.has(pair[0]) or self._right.has(pair[1])):
                continue
            if (difference := self._difference(pair)) is not None:
                yield difference
        report(progress.Progress("compare", self._name, total, total))
        yield Compared(
            self._name,
            **self._counts,
            fields=dict(sorted(self._fields.items())),
            left_lacks=self._left.lacks,
            right_lacks=self._right.lacks,
        )

    def _difference(self, pair: Pair) -> Difference | None:
        """What is to be told of these two; they are counted."""
        left, right = pair
        fields: Fields = {}
        kind: Kind | Literal["same", "unknown"]
        if left is None:
            kind = "unknown" if self._left.lacks or not right or right.place is None else "right"
        elif right is None:
            kind = "unknown" if self._right.lacks or left.place is None else "left"
        else:
            fields = self._different(left, right)
            self._fields.update(fields.keys())
            kind = "different" if fields else "same"
        self._counts[kind] += 1
        match kind:
            case "same" | "unknown":
                return None
            case _ if self._asked.limit is not None and self._counts[kind] > self._asked.limit:
                return None
        side, record = (self._left, left) if left is not None else (self._right, right)
        assert record is not None
        title = side.reader.title(self._name, record.key) or record.sourced_id
        return Difference(self._name, record.sourced_id, title, fields, kind=kind)

    def _different(self, left: Walked, right: Walked) -> Fields:
        found = meaning.different(left.sent, right.sent, self._kind)
        return {name: both for name, both in found.items() if name not in self._unlike and self._asked.wants(name)}
