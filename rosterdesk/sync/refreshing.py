"""One record, asked for again: what the service says of it now goes into the store at once."""

from typing import Literal, TypeAlias

from rosterdesk.errors import NotOneRosterError, ServiceRefusedError
from rosterdesk.model import fields
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer

Refreshed: TypeAlias = Literal["unchanged", "changed", "new", "gone"]
"""`gone` is a record that the service does not know, or no more; the store keeps its copy until a sync."""

_UNKNOWN = {404, 410}


async def refresh(client: Client, writer: Writer, collection: str, sourced_id: str) -> Refreshed:
    """Bring one record up to date, and say what became of it; raises `ServiceError` and `StoreError`."""
    base = fields.collection(collection).base
    try:
        item = await client.one(base, sourced_id)
    except ServiceRefusedError as error:
        if error.status not in _UNKNOWN:
            raise
        return "gone"
    if item.entity.sourced_id != sourced_id:
        raise NotOneRosterError("The service answered with another record than the one asked for.", "Sync instead.")
    new = not writer.present(base, [sourced_id])
    changed = writer.amend(base, item)
    return "new" if new else "changed" if changed else "unchanged"
