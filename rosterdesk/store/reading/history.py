"""The journal of changes, read: what a run made different."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

import apsw

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.changes import KINDS, Change, ChangeQuery, Kind, Step
from rosterdesk.model.differences import Counts
from rosterdesk.model.rows import Link
from rosterdesk.store.reading.spans import between
from rosterdesk.store.reading.titles import Titles
from rosterdesk.store.reading.whereabouts import BELONGING, Whereabouts
from rosterdesk.store.records import packed
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import Stored, sent
from rosterdesk.store.records.tables import TABLES
from rosterdesk.store.writing.changes import OUTSIDE
from rosterdesk.wire import difference

# What the record became by the run: what it was before its next change, be that outside of runs, else what it is now.
_AFTER = f"""coalesce(
    (SELECT n.before FROM change n WHERE n.collection = :collection AND n.id = t.id AND n.before IS NOT NULL
        AND (n.run > :run OR n.run = {OUTSIDE}) ORDER BY n.run = {OUTSIDE}, n.run LIMIT 1),
    t.record
)"""
# What it was after the run `since`, the one before where one alone is told: before the first change after that.
_BEFORE = """(
    SELECT c.before FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.before IS NOT NULL
        AND c.run > :since AND c.run <= :run ORDER BY c.run LIMIT 1
)"""
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

    def keys(self, asked: ChangeQuery, kind: Kind, collection: str, limit: int | None = None) -> "array[int]":
        """The records of this base collection of which that is told, by title; so many at most.

        Of a school: those that belong to it or to an org below it, or did so before the runs. Raises
        `NothingStoredError` where it was never heard of.
        """
        keys = self._told(asked, kind, collection)
        if asked.school:
            whereabouts = Whereabouts(self._connection, self._codecs, asked)
            wanted = whereabouts.key(asked.school)
            if not wanted:
                raise NothingStoredError("There is no org with this sourcedId in the local copy.", "Check the id.")
            keys = array("q", [key for key, orgs in whereabouts.orgs(kind, collection, keys) if wanted in orgs])
        return array(
            "q",
            chain.from_iterable(
                self._connection.execute(
                    f"SELECT t.id FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
                    f" ORDER BY {self._titles.sql(collection)} COLLATE NOCASE, t.id LIMIT :limit",
                    {"keys": apsw.carray(keys or array("q", [0])), "limit": -1 if limit is None else limit},
                )
            ),
        )

    def by_school(self, asked: ChangeQuery) -> list[tuple[Link, dict[str, Counts]]]:
        """How much that is at each school by base collection, by its title; what belongs to several counts at each."""
        counted: defaultdict[int, defaultdict[str, Counter[Kind]]] = defaultdict(lambda: defaultdict(Counter))
        whereabouts = Whereabouts(self._connection, self._codecs, asked)
        for collection in BELONGING:
            for kind in KINDS:
                keys = self._told(asked, kind, collection)
                if asked.since is not None and kind == "changed":
                    keys = array("q", [key for key, _change in self._states(asked, kind, collection, keys)])
                for _key, orgs in whereabouts.orgs(kind, collection, keys):
                    for org in orgs:
                        counted[org][collection][kind] += 1
        schools = self._connection.execute(
            f"SELECT t.id, t.sourced_id, {self._titles.sql('orgs')} AS title FROM org t"
            " WHERE (t.type = 'school' OR t.record IS NULL) AND title <> '' ORDER BY title COLLATE NOCASE, t.id"
        )
        return [
            (
                Link("orgs", sent(kept), title),
                {name: Counts.of(each) for name, each in counted[key].items()},
            )
            for key, kept, title in schools
            if key in counted
        ]

    def title(self, collection: str, key: int) -> str:
        """What a record of a base collection is called; nothing where it has no name."""
        statement = f"SELECT {self._titles.sql(collection)} FROM {TABLES[collection].name} t WHERE t.id = ?"
        return str(self._connection.execute(statement, (key,)).get or "")

    def changes(self, asked: ChangeQuery, kind: Kind, collection: str, keys: "array[int]") -> list[Change]:
        """What is told of these records of a base collection, in order; what changed back is left out."""
        return [change for _key, change in self._states(asked, kind, collection, keys)]

    def _states(
        self, asked: ChangeQuery, kind: Kind, collection: str, keys: "array[int]"
    ) -> Iterator[tuple[int, Change]]:
        states = _STATES[kind]
        found = self._connection.execute(
            f"SELECT t.id, t.sourced_id, {self._titles.sql(collection)}, {states}"
            f" FROM carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value",
            {
                "keys": apsw.carray(keys or array("q", [0])),
                "collection": collection,
                "run": asked.run,
                "since": asked.run - 1 if asked.since is None else asked.since,
            },
        )
        for key, kept, name, before, after, has_returned in found:
            sourced_id = sent(kept)
            different = self._different(collection, kept, before, after) if before and after else {}
            if asked.since is not None and kind == "changed" and not different:
                continue
            yield key, Change(collection, sourced_id, name or sourced_id, different, bool(has_returned))

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
        return [
            Step(run, kind, *self.changes(ChangeQuery(run), kind, collection, one))
            for run, kind in sorted(told, reverse=True)
        ]

    def _told(self, asked: ChangeQuery, kind: Kind, collection: str) -> "array[int]":
        """The records of a base collection of which the runs tell this; some may have changed back."""
        if asked.since is not None:
            return between(self._connection, asked.since, asked.run, collection)[kind]
        names = (asked.run, collection)
        kept = self._connection.execute("SELECT keys FROM added WHERE run = ? AND collection = ?", names).get
        told = self._connection.execute(
            "SELECT id FROM change WHERE run = ? AND collection = ? AND kind IN (?, ?)",
            (*names, kind, "returned" if kind == "added" else kind),
        )
        return (packed.unpacked(kept) if kept and kind == "added" else array("q")) + array(
            "q", chain.from_iterable(told)
        )

    def _different(self, collection: str, kept: Stored, before: bytes, after: bytes) -> dict[str, tuple[Any, Any]]:
        expand = self._codecs.codec(collection).expand
        return difference.fields(expand(before, kept), expand(after, kept))
