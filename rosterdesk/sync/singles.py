"""One record, asked for by its id."""

from rosterdesk.errors import NotOneRosterError, ServiceRefusedError
from rosterdesk.model.entities import Item
from rosterdesk.oneroster.client import Client

_UNKNOWN = {404, 410}


async def single(client: Client, collection: str, sourced_id: str) -> Item | None:
    """The record as the service has it now, `None` where it knows none of that id; raises `ServiceError`."""
    try:
        item = await client.one(collection, sourced_id)
    except ServiceRefusedError as error:
        if error.status not in _UNKNOWN:
            raise
        return None
    if item.entity.sourced_id != sourced_id:
        raise NotOneRosterError("The service answered with another record than the one asked for.", "Sync instead.")
    return item
