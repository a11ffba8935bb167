"""At which schools the records are of which runs tell: where they are now, and where they were before them.

Of what is gone, and of what has moved, that is said by the record as it was. Categories and resources are of no school.
"""

from array import array
from collections.abc import Iterable

import apsw

from rosterdesk.model.changes import ChangeQuery, Kind
from rosterdesk.model.entities import Demographics, Entity, Org, Ref, User
from rosterdesk.model.fields import BASES
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import Stored, sent, stored
from rosterdesk.store.records.tables import TABLES

_OF_CLASS = "(SELECT c.school FROM class c WHERE c.id = t.class)"
_NOW = {
    "orgs": "SELECT t.id, t.id FROM {t}",
    "academicSessions": "SELECT DISTINCT t.id, c.school FROM {t} JOIN class_term l ON l.term = t.id"
    " JOIN class c ON c.id = l.class",
    "courses": "SELECT t.id, t.org FROM {t} UNION SELECT t.id, c.school FROM {t} JOIN class c ON c.course = t.id",
    "classes": "SELECT t.id, t.school FROM {t}",
    "users": "SELECT t.id, l.org FROM {t} JOIN user_org l ON l.user = t.id",
    "enrollments": f"SELECT t.id, coalesce(t.school, {_OF_CLASS}) FROM {{t}}",
    "demographics": "SELECT t.id, l.org FROM {t} JOIN user_org l ON l.user = t.user",
    "scoreScales": f"SELECT t.id, coalesce(t.org, {_OF_CLASS}) FROM {{t}}",
    "lineItems": f"SELECT t.id, coalesce(t.school, {_OF_CLASS}) FROM {{t}}",
    "results": f"SELECT t.id, coalesce({_OF_CLASS}, (SELECT c.school FROM line_item i JOIN class c ON c.id = i.class"
    " WHERE i.id = t.line_item)) FROM {t}",
    "assessmentLineItems": f"SELECT t.id, {_OF_CLASS} FROM {{t}}",
    "assessmentResults": "SELECT t.id, l.org FROM {t} JOIN user_org l ON l.user = t.student",
}
"""By base collection: pairs of a record and an org that it belongs to."""
_THROUGH = (("classes", "class_"), ("users", "student"), ("lineItems", "line_item"))
"""Of what names no org itself: the collections, and the attributes that refer to them, by which it belongs to one."""


# What a record was before the runs: before the first of them that made it different.
_WAS = """(
    SELECT c.before FROM change c WHERE c.collection = :collection AND c.id = t.id AND c.before IS NOT NULL
        AND c.run > :since AND c.run <= :run ORDER BY c.run LIMIT 1
)"""


class Whereabouts:
    """The orgs of records, each with all above it, through one connection. Belongs into one snapshot."""

    def __init__(self, connection: apsw.Connection, codecs: Codecs, asked: ChangeQuery) -> None:
        self._connection = connection
        self._codecs = codecs
        self._runs = {"run": asked.run, "since": asked.run - 1 if asked.since is None else asked.since}
        self._keys: dict[str, int] = {}
        parents: dict[int, int | None] = {}
        for key, kept, parent in connection.execute("SELECT id, sourced_id, parent FROM org"):
            self._keys[sent(kept)] = key
            parents[key] = parent
        self._up = {key: _way_up(key, parents) for key in parents}
        self._were: dict[tuple[str, str], frozenset[str]] = {}

    def key(self, school: str) -> int:
        """The key of an org, 0 where it was never heard of."""
        return self._keys.get(school, 0)

    def orgs(self, kind: Kind, collection: str, keys: "array[int]") -> Iterable[tuple[int, frozenset[int]]]:
        """Each of these records of a base collection that belongs to an org, with all that it belongs to; what was
        added belongs where it is now, whatever it was in between.
        """
        names = {"keys": apsw.carray(keys or array("q", [0]))}
        found: dict[int, frozenset[int]] = {}
        were: Iterable[tuple[int, bytes, Stored]] = ()
        if kind != "added":
            were = self._connection.execute(
                f"SELECT t.id, {_WAS} AS was, t.sourced_id FROM carray(:keys) k"
                f" CROSS JOIN {TABLES[collection].name} t ON t.id = k.value WHERE was IS NOT NULL",
                names | {"collection": collection, **self._runs},
            )
        for key, before, kept in were:
            entity = self._codecs.item(collection, before, kept).entity
            orgs = (self._up[self._keys[org]] for org in self._named(entity) if org in self._keys)
            found[key] = frozenset().union(*orgs)
        if now := _NOW.get(collection, ""):
            table = f"carray(:keys) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value"
            for key, org in self._connection.execute(now.format(t=table), names):
                if org is not None:
                    found[key] = found[key] | self._up[org] if key in found else self._up[org]  # most share one set
        return found.items()

    def _named(self, entity: Entity) -> frozenset[str]:
        """The sourcedIds of the orgs that a record named, or that what it refers to belonged to."""
        match entity:
            case Org():
                return frozenset((entity.sourced_id, *_ids(entity.parent)))
            case User():
                return frozenset(each for role in entity.memberships for each in _ids(role.org))
            case Demographics():
                return self._of("users", entity.sourced_id)
        if own := frozenset(each for name in ("school", "org") for each in _ids(getattr(entity, name, None))):
            return own
        for collection, attribute in _THROUGH:
            for sourced_id in _ids(getattr(entity, attribute, None)):
                if orgs := self._of(collection, sourced_id):
                    return orgs
        return frozenset()

    def _of(self, collection: str, sourced_id: str) -> frozenset[str]:
        """The same of a record that another one refers to: as it was before the runs, else as it is."""
        if (collection, sourced_id) not in self._were:
            record = self._connection.execute(
                f"SELECT coalesce({_WAS}, t.record) FROM {TABLES[collection].name} t WHERE t.sourced_id = :id",
                {"collection": collection, "id": stored(sourced_id), **self._runs},
            ).get
            orgs = self._named(self._codecs.item(collection, record, sourced_id).entity) if record else frozenset()
            self._were[collection, sourced_id] = orgs
        return self._were[collection, sourced_id]


BELONGING = tuple(base for base in BASES if base in _NOW)
"""The base collections whose records may belong to a school."""


def _ids(reference: Ref | None) -> tuple[str, ...]:
    return (reference.sourced_id,) if reference is not None else ()


def _way_up(key: int, parents: dict[int, int | None]) -> frozenset[int]:
    """An org with all above it; a ring of parents ends."""
    way: set[int] = set()
    above: int | None = key
    while above is not None and above not in way:
        way.add(above)
        above = parents.get(above)
    return frozenset(way)
