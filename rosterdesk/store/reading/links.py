"""Links to records, by key: what a reference shows and where it leads."""

from array import array
from collections.abc import Iterable
from typing import Any

import apsw

from rosterdesk.model.rows import Link
from rosterdesk.store.reading.columns import USER_TITLE
from rosterdesk.store.records.sourced_ids import all_sent
from rosterdesk.store.records.tables import TABLES


def title(collection: str, table: str) -> str:
    """The title of a record of a base collection, as SQL on its table by this name; nothing where it has none."""
    match collection:
        case "orgs":
            return f"{table}.name"
        case "users":
            return USER_TITLE.format(table)
        case _:
            return f"{table}.title" if "title" in TABLES[collection].columns else "NULL"


def links(connection: apsw.Connection, collection: str, keys: Iterable[int]) -> dict[int, Link]:
    """The link to each of these records of a base collection."""
    wanted = array("q", sorted(set(keys)))  # as they lie
    if not wanted:
        return {}
    found: list[tuple[Any, ...]] = connection.execute(
        f"SELECT t.id, t.sourced_id, {title(collection, 't')}, t.record IS NOT NULL"
        f" FROM carray(?) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value",
        (apsw.carray(wanted),),
    ).fetchall()
    ids = all_sent([kept for _, kept, _, _ in found])
    return {
        key: Link(collection, sourced_id, (present and name) or sourced_id, bool(present))
        for (key, _, name, present), sourced_id in zip(found, ids, strict=True)
    }
