"""The journal of changes, read: what a run made different."""

from array import array
from itertools import chain
from typing import Any

import apsw

from rosterdesk.model.changes import Change, Kind, Step
from rosterdesk.store.reading.titles import Titles
from rosterdesk.store.records import packed
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import sent
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.changes import OUTSIDE
from rosterdesk.wire import difference

# What the record became by the run: what it was before its next change, be that outside of runs, else what it is now.
_AFTER = f"""coalesce(
    (SELECT n.before FROM change n WHERE n.collection = :collection AND n.id = t.id AND n.before IS NOT NULL
        AND (n.run > :run OR n.run = {OUTSIDE}) ORDER BY n.run = {OUTSIDE}, n.run LIMIT 1),
    t.record
)"""
_BEFORE = "(SELECT c.before FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.run = :run)"
# What a record was that has returned: how it was before it was last removed, as long as that is remembered.
_BEFORE_REMOVAL = """(
    SELECT c.before FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.run < :run
        AND c.kind = 'removed' ORDER BY c.run DESC LIMIT 1
)"""
_KIND = "(SELECT c.kind FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.run = :run)"
_HAS_RETURNED = f"{_KIND} IS 'returned'"
_STATES: dict[Kind, str] = {
    "changed": f"{_BEFORE}, {_AFTER}, FALSE",
    "added": f"iif({_HAS_RETURNED}, {_BEFORE_REMOVAL}, NULL), iif({_HAS_RETURNED}, {_AFTER}, NULL), {_HAS_RETURNED}",
    "removed": "NULL, NULL, FALSE",
}
"""What is selected of a record for each kind: as it was, as it became, whether it had been removed before."""


class History:
    """Reads the journal through one connection."""

    def __init__(self, connection: apsw.Connection, codecs: Codecs) -> None:
        self._connection = connection
        self._codecs = codecs
        self._titles = Titles(connection, codecs)

    def keys(self, run: int, kind: Kind, collection: str, limit: int | None) -> "array[int]":
        """The records of a base collection of which a run tells this, by title; so many at most."""
        names: dict[str, Any] = {
            "run": run,
            "collection": collection,
            "kind": kind,
            "limit": -1 if limit is None else limit,
        }
        told = "SELECT id FROM change WHERE run = :run AND collection = :collection AND kind = :kind"
        if kind == "added":
            told += " OR run = :run AND collection = :collection AND kind = 'returned'"
            told += " UNION ALL SELECT value FROM carray(:keys)"
            kept = self._connection.execute(
                "SELECT keys FROM added WHERE run = ? AND collection = ?", (run, collection)
            ).get
            names["keys"] = apsw.carray(packed.unpacked(kept) if kept else array("q", [0]))
        return array(
            "q",
            chain.from_iterable(
                self._connection.execute(
                    f"SELECT t.id FROM ({told}) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.id"
                    f" ORDER BY {self._titles.sql(collection)} COLLATE NOCASE, t.id LIMIT :limit",
                    names,
                )
            ),
        )

    def changes(self, run: int, kind: Kind, collection: str, keys: "array[int]") -> list[Change]:
        """What it tells of these, in their order."""
        states = _STATES[kind]
        found = self._connection.execute(
            f"SELECT t.sourced_id, {self._titles.sql(collection)}, {states}"
            f" FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value",
            {"keys": apsw.carray(keys), "collection": collection, "run": run},
        )
        changes = []
        for kept, name, before, after, has_returned in found:
            sourced_id = sent(kept)
            different = self._different(collection, before, after) if before and after else {}
            changes.append(Change(collection, sourced_id, name or sourced_id, different, bool(has_returned)))
        return changes

    def steps(self, collection: str, key: int) -> list[Step]:
        """What runs did to one record of a base collection, the newest first."""
        told: list[tuple[int, Kind]] = [
            (run, "added" if kind == "returned" else kind)
            for run, kind in self._connection.execute(
                "SELECT run, kind FROM change WHERE collection = ? AND id = ? AND run <> ? AND kind <> 'swept'",
                (collection, key, OUTSIDE),
            )
        ]
        told += [
            (run, "added")
            for run, kept in self._connection.execute("SELECT run, keys FROM added WHERE collection = ?", (collection,))
            if key in packed.unpacked(kept)
        ]
        one = array("q", [key])
        return [Step(run, kind, *self.changes(run, kind, collection, one)) for run, kind in sorted(told, reverse=True)]

    def _different(self, collection: str, before: bytes, after: bytes) -> dict[str, tuple[Any, Any]]:
        expand = self._codecs.codec(collection).expand
        return difference.fields(expand(before), expand(after))
