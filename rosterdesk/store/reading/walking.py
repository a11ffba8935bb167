"""All records of a collection, one after the other in the order of what identifies them: so two stores can be gone
through side by side.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import apsw

from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.sourced_ids import Stored, sent
from rosterdesk.store.records.tables import TABLES

Place: TypeAlias = tuple[bool, bytes]
"""Where a record stands in the order, which is the same in all stores. Records may share one, but by sourcedId."""

_WITHOUT_CASE = frozenset({"email", "username"})  # which systems spell as they like


class Walked(NamedTuple):
    """A record, its place, `None` where it lacks what identifies it, and how it was sent."""

    place: Place | None
    sourced_id: str
    key: int
    sent: bytes


def identifies(collection: str, column: str) -> bool:
    """Whether records of the base collection have this column, by which they can be walked."""
    return column == "sourced_id" or column in TABLES[collection].columns


def walk(connection: apsw.Connection, codecs: Codecs, collection: str, column: str) -> Iterator[Walked]:
    """The records of a base collection by this column, those without any first; not those that are to be deleted.
    Emails and user names are told apart by their letters alone, not by case or by blanks around them.
    """
    place = f"lowered(trim(t.{column}))" if column in _WITHOUT_CASE else f"t.{column}"
    found = connection.execute(
        f"SELECT {place} AS identity, t.sourced_id, t.id, t.record FROM {TABLES[collection].name} t"
        " WHERE t.record IS NOT NULL AND t.status IS NOT 'tobedeleted'"
        " ORDER BY identity COLLATE BINARY, t.sourced_id"
    )
    expand = None
    for identity, kept, key, record in found:
        expand = expand or codecs.codec(collection).expand
        yield Walked(_place(identity), sent(kept), key, expand(record, kept))


def _place(identity: Stored | None) -> Place | None:
    """As SQLite orders: texts, then blobs."""
    if not identity:
        return None
    is_text = isinstance(identity, str)
    return not is_text, identity.encode("utf-8", "surrogatepass") if isinstance(identity, str) else identity
