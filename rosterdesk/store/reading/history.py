"""The journal of changes, read: what a run made different, and what became of one record."""

from array import array
from itertools import chain, pairwise
from typing import Any

import apsw

from rosterdesk.model.changes import Change, Event, Kind
from rosterdesk.store.reading.titles import Titles
from rosterdesk.store.records import packed
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import sent
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.changes import OUTSIDE, SWEPT
from rosterdesk.wire import difference

# What the record became by the run: what it was before its next change, be that outside of runs, else what it is now.
_AFTER = f"""coalesce(
    (SELECT n.before FROM change n WHERE n.collection = :collection AND n.id = t.id AND n.before IS NOT NULL
        AND (n.run > :run OR n.run = {OUTSIDE}) ORDER BY n.run = {OUTSIDE}, n.run LIMIT 1),
    t.record
)"""
_BEFORE = "(SELECT c.before FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.run = :run)"


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
            "kind": "returned" if kind == "added" else kind,
            "limit": -1 if limit is None else limit,
        }
        told = "SELECT id FROM change WHERE run = :run AND collection = :collection AND kind = :kind"
        if kind == "added":
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
        states = f"{_BEFORE}, {_AFTER}" if kind == "changed" else "NULL, NULL"
        returned = "EXISTS (SELECT 1 FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.run = :run)"
        found = self._connection.execute(
            f"SELECT t.sourced_id, {self._titles.sql(collection)}, {states}, {returned if kind == 'added' else 'FALSE'}"
            f" FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value",
            {"keys": apsw.carray(keys), "collection": collection, "run": run},
        )
        changes = []
        for kept, name, before, after, has_returned in found:
            sourced_id = sent(kept)
            different = self._different(collection, before, after) if kind == "changed" else {}
            changes.append(Change(collection, sourced_id, name or sourced_id, different, bool(has_returned)))
        return changes

    def events(self, collection: str, key: int) -> list[Event]:
        """What runs did to one record of a base collection, the newest first."""
        told: list[Any] = self._connection.execute(
            "SELECT c.run, run.started, c.kind, c.before FROM change c JOIN run ON run.id = c.run"
            " WHERE c.collection = ? AND c.id = ? ORDER BY c.run DESC",
            (collection, key),
        ).fetchall()
        now = self._connection.execute(f"SELECT record FROM {TABLES[collection].name} WHERE id = ?", (key,)).get
        outside = self._connection.execute(
            "SELECT before FROM change WHERE collection = ? AND id = ? AND run = ?", (collection, key, OUTSIDE)
        ).get
        events = []
        states = [outside or now, *(before for *_, before in told)]
        for (run, started, kind, _), (after, before) in zip(told, pairwise(states), strict=True):
            different = self._different(collection, before, after) if kind == "changed" else {}
            if kind != SWEPT:
                events.append(Event(run, started, kind, different))
        for run, started, keys in self._connection.execute(
            "SELECT run, started, keys FROM added JOIN run ON run.id = run WHERE collection = ? ORDER BY run DESC",
            (collection,),
        ):
            if key in packed.unpacked(keys):
                events.append(Event(run, started, "added"))
        return sorted(events, key=lambda event: event.run, reverse=True)

    def _different(self, collection: str, before: bytes, after: bytes) -> dict[str, tuple[Any, Any]]:
        expand = self._codecs.codec(collection).expand
        return difference.fields(expand(before), expand(after))
