"""What can be exported of the list that is shown: its rows, those that are chosen, or the whole collection. Values."""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.ui.browsing import places

What: TypeAlias = Literal["shown", "selected", "everything"]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it is shown. `query` has its columns and its day; it has `rows`, of the `whole` that there would be
    without filters (`None`: nobody knows), of which `selected` are chosen; its collection has `every`.

    `scope` is what that list is narrowed to is called, and `title` the list itself.
    """

    query: Query
    rows: int
    whole: int | None = None
    selected: int = 0
    every: int | None = None
    scope: str = ""
    title: str = ""

    def count(self, what: What) -> int | None:
        """How many rows that are; `None` where nobody knows."""
        return {"shown": self.rows, "selected": self.selected, "everything": self.every}[what]

    def asked(self, what: What, ids: tuple[str, ...] = ()) -> Query:
        """The query that is written then; of a selection, the `ids` of its records."""
        match what:
            case "shown":
                return self.query
            case "selected":
                return msgspec.structs.replace(self.query, ids=ids)
            case "everything":
                name = self.query.collection
                columns = tuple(field.name for field in collection(name).fields)
                return msgspec.structs.replace(places.listing(name), columns=columns)
