"""How much of a collection a run would remove or change: of all of it, and of what people see as a list of its own."""

from array import array
from collections.abc import Iterator, Mapping

import apsw
import msgspec

from rosterdesk.store.records import vocabulary
from rosterdesk.store.records.cells import Cell
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing import limits
from rosterdesk.store.writing.changes import Changes, Counts
from rosterdesk.store.writing.extent import Extent
from rosterdesk.store.writing.journal import Journal
from rosterdesk.store.writing.limits import Weight


class _Part(msgspec.Struct, frozen=True):
    """A list of some of the records: those with this in a column, or with this bit of it."""

    name: str
    column: str
    value: int | str

    def holds(self, row: Mapping[str, Cell]) -> bool:
        cell = row[self.column]
        if isinstance(self.value, int):
            return isinstance(cell, int) and bool(cell & self.value)
        return cell == self.value

    @property
    def condition(self) -> str:
        return f"t.{self.column} {'&' if isinstance(self.value, int) else '='} {self.value!r}"


_PARTS = {
    "orgs": (_Part("schools", "type", "school"),),
    "users": (_Part("students", "kinds", vocabulary.IS_STUDENT), _Part("teachers", "kinds", vocabulary.IS_TEACHER)),
}


class Weighing:
    """Weighs a run whose changes are settled, within what it is about."""

    def __init__(self, connection: apsw.Connection, changes: Changes, journal: Journal) -> None:
        self._connection = connection
        self._changes = changes
        self._journal = journal

    def weights(self, collection: str, counts: Counts) -> list[Weight]:
        """Of all of a base collection; of its parts, where that is nothing to ask about."""
        if max(counts.removed, counts.changed) < limits.FEWEST:
            return []
        extent = Extent(self._connection, self._journal.schools).keys(collection)
        now = self._count(collection, extent)
        before = max(now - counts.added + counts.removed, counts.removed, counts.changed)
        whole = Weight(collection, counts.removed, counts.changed, before)
        return [whole] if limits.is_much(whole) else list(self._parts(collection, extent))

    def _parts(self, collection: str, extent: "array[int]") -> Iterator[Weight]:
        parts = _PARTS.get(collection, ())
        removed = list(self._changes.removed(self._journal.run, collection)) if parts else []
        for part in parts:
            gone = sum(map(part.holds, removed))
            added = self._count(collection, self._changes.added(self._journal.run, collection), part.condition)
            before = max(self._count(collection, extent, part.condition) - added + gone, gone)
            if gone:
                yield Weight(part.name, gone, 0, before)

    def _count(self, collection: str, keys: "array[int]", condition: str = "TRUE") -> int:
        return int(
            self._connection.execute(
                f"SELECT count(*) FROM carray(?) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
                f" WHERE t.status IS NOT 'tobedeleted' AND {condition}",
                (apsw.carray(keys or array("q", [0])),),
            ).get
        )
