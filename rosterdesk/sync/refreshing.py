"""One record, asked for again: what the service says of it now goes into the store at once."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from rosterdesk.errors import NothingStoredError
from rosterdesk.model import fields
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.singles import single

Refreshed: TypeAlias = Literal["unchanged", "changed", "new", "gone"]
"""`gone` is a record that the service has no more; the store keeps its copy until all is read again."""


async def refresh(client: Client, opened: Callable[[], Writer], collection: str, sourced_id: str) -> Refreshed:
    """Bring one record up to date, and say what became of it; raises `ServiceError`, and `StoreError` where nobody has
    such a record.

    The store is `opened` once the record is here: others may write it while the service takes its time.
    """
    base = fields.collection(collection).base
    item = await single(client, base, sourced_id)
    with opened() as writer:
        new = not writer.preview.present(base, [sourced_id])
        if item is None and new:
            raise NothingStoredError("Neither the service nor the local copy has a record of this id.", "Check the id.")
        if item is None:
            return "gone"
        changed = writer.amend(base, item)
    return "new" if new else "changed" if changed else "unchanged"
