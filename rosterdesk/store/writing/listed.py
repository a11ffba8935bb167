"""Which records the lists of the run in progress brought: what is not among them, once they are whole, is gone."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress
from operator import not_

import apsw

from rosterdesk.store.records import packed


class Listed:
    """The keys that came, by collection and list, in the order in which they came."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def add(self, collection: str, of: str, keys: "array[int]") -> None:
        """These came with a page of the list."""
        if keys:
            self._connection.execute(
                "INSERT INTO listed (collection, list, keys) VALUES (?, ?, ?)",
                (collection, of, packed.packed(keys)),
            )

    def forget(self, collection: str, of: str | None = None) -> None:
        """The list begins anew; or every list of the collection."""
        self._connection.execute(
            "DELETE FROM listed WHERE collection = :collection AND list = coalesce(:list, list)",
            {"collection": collection, "list": of},
        )

    def last(self, collection: str, of: str, rows: int) -> "array[int]":
        """So many that came last with the list, in their order."""
        keys = array("q")
        for page in self._pages(collection, of):
            keys = (keys + page)[-rows:]
        return keys

    def count(self, collection: str, of: str) -> int:
        """How many different records the list brought."""
        return sum(self._marks(collection, of))

    def repeats(self, collection: str) -> bool:
        """Whether a record came on several pages."""
        return sum(map(len, self._pages(collection, None))) > sum(self._marks(collection))

    def missing(self, collection: str, keys: Sequence[int]) -> "array[int]":
        """Those of the keys that no list of the collection brought."""
        marks = self._marks(collection)
        marks.extend(bytes(max(0, max(keys, default=-1) + 1 - len(marks))))
        return array("q", compress(keys, map(not_, map(marks.__getitem__, keys))))

    def _marks(self, collection: str, of: str | None = None) -> bytearray:
        """A one at the place of every key that came: a byte a record is less than a set of them."""
        marks = bytearray()
        for page in self._pages(collection, of):
            marks.extend(bytes(max(0, max(page, default=-1) + 1 - len(marks))))
            for key in page:
                marks[key] = 1
        return marks

    def _pages(self, collection: str, of: str | None) -> Iterator["array[int]"]:
        for (content,) in self._connection.execute(
            "SELECT keys FROM listed WHERE collection = :collection AND list = coalesce(:list, list) ORDER BY id",
            {"collection": collection, "list": of},
        ):
            yield packed.unpacked(content)
