"""The lists that a OneRoster 1.1 rostering service offers: path, envelope and entity of each.

Names and entities come from `model.fields`. OneRoster 1.2 has the same rostering paths and envelopes under another
base address; gradebook and resources get their rows here when they come.
Source: oneroster 1.1, tables 3.1a to 3.1c.
"""

import msgspec

from rosterdesk.model import entities
from rosterdesk.model.fields import COLLECTIONS, collection


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One list. `envelopes` are the member names that may hold its rows, the right one first; `singles` the same for
    one record: servers put students under `students`, a term under `term`, one demographics under `demographic`.
    """

    collection: str
    path: str
    envelopes: tuple[str, ...]
    singles: tuple[str, ...]
    entity: type[entities.Entity]


def operation(name: str) -> Operation:
    """The list of that name; raises `UsageError` with the names that there are."""
    collection(name)
    return OPERATIONS[name]


def _operation(name: str) -> Operation:
    about = COLLECTIONS[name]
    relatives = [other.name for other in COLLECTIONS.values() if other.base == about.base]
    plural = [about.base, name, *relatives]
    singular = [about.singular, name.removesuffix("s"), *(other.removesuffix("s") for other in relatives)]
    return Operation(
        collection=name,
        path=f"/{name}",
        envelopes=tuple(dict.fromkeys([*plural, *singular])),
        singles=tuple(dict.fromkeys([*singular, *plural])),
        entity=about.entity,
    )


OPERATIONS: dict[str, Operation] = {name: _operation(name) for name in COLLECTIONS}
