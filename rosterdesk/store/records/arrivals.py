"""What a page brings, each record beside what is here of it."""

from collections.abc import Sequence

import apsw
import msgspec

from rosterdesk.model.entities import Entity, Item
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.keys import Kept, rows, rows_after
from rosterdesk.store.records.sourced_ids import Stored, all_stored

_NOTHING: Kept = (0, None)
_BEYOND = 2**63 - 1


class Arrival(msgspec.Struct, gc=False):
    """A record as it is to be kept; `key` is 0 where it has no row yet, `before` is what its row has."""

    sourced_id: Stored
    entity: Entity
    record: bytes
    key: int
    before: bytes | None


class Arrivals:
    """Compares what comes with what is here; every call belongs into a transaction, after a rollback comes `forget`.

    A service lists its records in the order of the last time, mostly. So a page is looked for first among the rows that
    follow those of the page before it: reading on is several times quicker than finding each by its id.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._codecs = Codecs(connection)
        self._last: dict[str, int] = {}

    def forget(self) -> None:
        """Trust nothing that was remembered of the store."""
        self._codecs.forget()
        self._last.clear()

    def of(self, collection: str, items: Sequence[Item]) -> list[Arrival]:
        """The records of a base collection, in order; of two with the same id the last one counts."""
        latest = {item.entity.sourced_id: item for item in items}
        if not latest:
            return []
        wanted = all_stored(latest)
        codec = self._codecs.codec_for(collection, list(latest.values()))
        here = self._here(collection, wanted)
        page = []
        for sourced_id, item in zip(wanted, latest.values(), strict=True):
            key, before = here.get(sourced_id, _NOTHING)
            # To expand what is here is quicker than to compress what comes.
            is_same = before is not None and codec.expand(before, sourced_id) == item.record
            record = before if is_same and before else codec.compress(item.record, item.entity.sourced_id)
            page.append(Arrival(sourced_id, item.entity, record, key, before))
        return page

    def _here(self, collection: str, wanted: Sequence[Stored]) -> dict[Stored, Kept]:
        """What is here of those that are wanted, and perhaps of others."""
        here = rows_after(self._connection, collection, self._last.get(collection, 0), len(wanted))
        elsewhere = [each for each in wanted if each not in here]
        if len(elsewhere) * 2 < len(wanted):
            self._last[collection] = max(here[each][0] for each in wanted if each in here)
        else:
            self._last[collection] = _BEYOND  # another order, or new ones
        return here | rows(self._connection, collection, elsewhere) if elsewhere else here
