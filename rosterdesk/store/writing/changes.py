"""The journal of changes, written: what is different after a run, record by record. Belongs into transactions.

Before a record is written or cleared, how it was is noted, once a run; when all is written, what was noted is compared
with what is there, and only the difference stays. So it does not matter what happened to a record in between.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

import apsw
import msgspec

from rosterdesk.store.records import entity_rows, packed
from rosterdesk.store.records.cells import Cell
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import Stored
from rosterdesk.store.records.tables import TABLES
from rosterdesk.wire import difference

OUTSIDE = 0
"""The run of what happens outside of runs; the next one takes it over."""
SWEPT = "swept"
"""The kind of what was deleted before, and is listed no more: remembered, and told to nobody."""
_REMOVED = "SELECT DISTINCT id FROM change WHERE collection = :collection AND kind = 'removed'"
_ALIVE = "t.record IS NOT NULL AND t.status IS NOT 'tobedeleted'"


class Counts(msgspec.Struct, frozen=True):
    """How many records of a collection a run made different."""

    added: int = 0
    changed: int = 0
    removed: int = 0


class Changes:
    """Notes how records are, and settles what became of them. After a rollback, `forget`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._codecs = Codecs(connection)
        self._run = OUTSIDE
        self._new: dict[str, array[int]] = {}
        self._seen: dict[str, set[int]] = {}  # alive, by what was stored outside of runs

    def forget(self) -> None:
        """Trust nothing that was remembered of the store."""
        self._codecs.forget()
        self._run = OUTSIDE
        self._new.clear()
        self._seen.clear()

    def begin(self, run: int) -> None:
        """What is noted from now on is the run's, and so is what was noted outside of runs."""
        self.forget()
        self._run = run
        for collection, table in TABLES.items():
            alive = f"FROM {table.name} t WHERE c.run = {OUTSIDE} AND c.collection = ? AND t.id = c.id AND {_ALIVE}"
            self._seen[collection] = {
                key
                for (key,) in self._connection.execute(
                    f"SELECT c.id FROM change c WHERE EXISTS (SELECT 1 {alive})", (collection,)
                )
            }
            self._connection.execute(
                f"UPDATE change AS c SET before = t.record {alive} AND c.before IS NULL", (collection,)
            )
        self._connection.execute("UPDATE change SET run = ? WHERE run = ?", (run, OUTSIDE))

    def altering(self, collection: str, keys: "array[int]") -> None:
        """These records are about to be written again.

        What was deleted is `added` if it lives in the end, or has `returned` if it was known alive; any other has
        `changed`, unless it is found to be gone.
        """
        if keys:
            self._connection.execute(
                "INSERT OR IGNORE INTO change SELECT :collection, t.id, :run,"
                f" CASE WHEN t.status IS NOT 'tobedeleted' THEN 'changed' WHEN t.id IN ({_REMOVED}) THEN 'returned'"
                " ELSE 'added' END, t.record"
                f" FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
                " WHERE t.record IS NOT NULL",
                {"collection": collection, "run": self._run, "keys": apsw.carray(keys)},
            )

    def clearing(self, collection: str, keys: "array[int]") -> None:
        """These records are about to be cleared; one that has only just arrived was never there to anybody."""
        self.altering(collection, array("q", set(keys).difference(self._new.get(collection, ()))))

    def arrived(self, collection: str, keys: "array[int]") -> None:
        """These records were just written; none was here before, unless the journal knows that it was removed."""
        if not keys:
            return
        known = array(
            "q",
            [
                key
                for (key,) in self._connection.execute(
                    f"{_REMOVED} AND id IN carray(:keys)", {"collection": collection, "keys": apsw.carray(keys)}
                )
            ],
        )
        self._note(collection, "returned", known)
        new = array("q", sorted(set(keys).difference(known)))
        if self._run == OUTSIDE:
            self._note(collection, "added", new)
        else:
            self._new.setdefault(collection, array("q")).extend(new)

    def settle(self) -> dict[str, Counts]:
        """Keep only what is different now, and say how much that is, by collection."""
        for collection in TABLES:
            self._compare(collection)
        return self._counted({name: self._alive(name, keys) for name, keys in self._new.items()})

    def settle_first(self) -> dict[str, Counts]:
        """All that is here was added: nothing was before."""
        self._connection.execute("DELETE FROM change")
        return self._counted({name: self._alive(name) for name in TABLES})

    def removed(self, run: int, collection: str) -> Iterator[dict[str, Cell]]:
        """The rows, as they were, of what a run has removed."""
        columns = TABLES[collection].columns
        for before, kept in self._connection.execute(
            f"SELECT c.before, t.sourced_id FROM change c JOIN {TABLES[collection].name} t ON t.id = c.id"
            " WHERE c.run = ? AND c.collection = ? AND c.kind = 'removed'",
            (run, collection),
        ):
            entity = self._codecs.item(collection, before, kept).entity
            yield dict(zip(columns, entity_rows.row(entity, _no_key).cells, strict=True))

    def added(self, run: int, collection: str) -> "array[int]":
        """The records that a run has added."""
        names = (run, collection)
        kept = self._connection.execute("SELECT keys FROM added WHERE run = ? AND collection = ?", names).get
        found = self._connection.execute(
            "SELECT id FROM change WHERE run = ? AND collection = ? AND kind IN ('added', 'returned')", names
        )
        return (packed.unpacked(kept) if kept else array("q")) + array("q", chain.from_iterable(found))

    def _note(self, collection: str, kind: str, keys: Iterable[int]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?, NULL)",
            [(collection, key, self._run, kind) for key in keys],
        )

    def _compare(self, collection: str) -> None:
        """Each record that was noted, as it was and as it is."""
        became: dict[str, array[int]] = {kind: array("q") for kind in ("", "changed", "removed", SWEPT)}
        for key, kept, noted, before, record, alive in self._connection.execute(
            f"SELECT c.id, t.sourced_id, c.kind, c.before, t.record, {_ALIVE} FROM change c"
            f" JOIN {TABLES[collection].name} t ON t.id = c.id WHERE c.run = ? AND c.collection = ?",
            (self._run, collection),
        ):
            if not alive and (noted == "changed" or key in self._seen.get(collection, ())):
                kind = "removed"
            else:
                kind = self._kind(noted, before, record, alive=bool(alive))
            if kind == "changed" and not self._differ(collection, kept, before, record):
                kind = ""
            if kind != noted:
                became[kind].append(key)
        where = "WHERE run = :run AND collection = :collection AND id IN carray(:keys)"
        names = {"run": self._run, "collection": collection}
        for kind in ("changed", "removed", SWEPT):
            if keys := became[kind]:
                statement = f"UPDATE change SET kind = '{kind}' {where}"
                self._connection.execute(statement, names | {"keys": apsw.carray(keys)})
        if untold := became[""]:
            self._connection.execute(f"DELETE FROM change {where}", names | {"keys": apsw.carray(untold)})

    def _kind(self, noted: str, before: bytes | None, after: bytes | None, *, alive: bool) -> str:
        """What became of a record that was not removed, if it differs; nothing where it was never seen."""
        if alive and noted != "changed":
            return noted
        if before is None:
            return ""
        if after is None:
            return SWEPT
        return "changed"

    def _differ(self, collection: str, kept: Stored, before: bytes, after: bytes) -> bool:
        expand = self._codecs.codec(collection).expand
        return before != after and difference.differ(expand(before, kept), expand(after, kept))

    def _alive(self, collection: str, keys: "array[int] | None" = None) -> "array[int]":
        """Those of the keys, or of all, whose record is here and not deleted, in order."""
        table = TABLES[collection].name
        source = f"{table} t" if keys is None else f"carray(:keys) k CROSS JOIN {table} t ON t.id = k.value"
        found = self._connection.execute(
            f"SELECT t.id FROM {source} WHERE {_ALIVE} ORDER BY t.id", {"keys": apsw.carray(keys or array("q", [0]))}
        )
        return array("q", chain.from_iterable(found))

    def _counted(self, added: dict[str, "array[int]"]) -> dict[str, Counts]:
        """Write what was added, then count all."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for collection, keys in added.items():
            if keys:
                self._connection.execute(
                    "INSERT INTO added VALUES (?, ?, ?)", (self._run, collection, packed.packed(keys))
                )
                counts[collection]["added"] = len(keys)
        for collection, kind, count in self._connection.execute(
            "SELECT collection, kind, count(*) FROM change WHERE run = ? AND kind <> ? GROUP BY collection, kind",
            (self._run, SWEPT),
        ):
            counts[collection]["added" if kind == "returned" else kind] += count
        self._run = OUTSIDE
        self._new.clear()
        return {collection: Counts(**each) for collection, each in counts.items()}


def _no_key(_collection: str, _sourced_id: str) -> int:
    """Nobody looks at what the row refers to."""
    return 0
