"""Links to records, by key: what a reference shows and where it leads."""

from array import array
from collections.abc import Iterable

import apsw

from rosterdesk.model.rows import Link
from rosterdesk.store.columns import USER_TITLE
from rosterdesk.store.sourced_ids import sent
from rosterdesk.store.tables import TABLES

TITLES = {
    **{base: "t.title" if "title" in table.columns else "''" for base, table in TABLES.items()},
    "orgs": "t.name",
    "users": USER_TITLE.format("t"),
}
"""The title of a record of a base collection, as SQL on the table `t`."""


def links(connection: apsw.Connection, collection: str, keys: Iterable[int]) -> dict[int, Link]:
    """The link to each of these records of a base collection."""
    wanted = array("q", set(keys))
    if not wanted:
        return {}
    found = connection.execute(
        f"SELECT t.id, t.sourced_id, {TITLES[collection]}, t.record IS NOT NULL"
        f" FROM carray(?) k CROSS JOIN {TABLES[collection].name} t ON t.id = k.value",
        (apsw.carray(wanted),),
    )
    result = {}
    for key, kept, title, present in found:
        sourced_id = sent(kept)
        result[key] = Link(collection, sourced_id, (present and title) or sourced_id, bool(present))
    return result
