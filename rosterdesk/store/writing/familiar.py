"""Pages that came before just so: what a service sends again, word for word, need not be read again."""

from array import array

import apsw
import msgspec

from rosterdesk.store.records import packed
from rosterdesk.store.writing.listed import Listed

_NONE = -1  # what no run is


class Familiar(msgspec.Struct, frozen=True):
    """What a page was when it came first: its rows, those without an id, and what was bent, by kind."""

    received: int
    dropped: int
    bent: dict[str, int]


class FamiliarPages:
    """The pages of a base collection's own list, by their digest; every call belongs into a transaction.

    A page is familiar only where each of its records is in the store as the page has it. So a page counts once its run
    is shown, and no longer when a later run has changed the collection and did not bring the page again.
    """

    def __init__(self, connection: apsw.Connection, listed: Listed) -> None:
        self._connection = connection
        self._listed = listed

    def recognise(self, collection: str, digest: bytes, run: int) -> "tuple[Familiar, array[int]] | None":
        """The page, if it is a familiar one, which the run has brought again, and its records, which are listed."""
        found = self._connection.execute(
            "UPDATE familiar SET run = ? WHERE collection = ? AND digest = ? AND shown"
            " RETURNING received, dropped, bent, keys",
            (run, collection, digest),
        ).get
        if found is None:
            return None
        received, dropped, bent, kept = found
        keys = packed.unpacked(kept)
        self._listed.add(collection, collection, keys)
        return Familiar(received, dropped, msgspec.json.decode(bent, type=dict[str, int])), keys

    def keep(self, collection: str, digest: bytes, run: int, keys: "array[int]", page: Familiar) -> None:
        """The run has brought this page; it will be familiar once the run is shown."""
        self._connection.execute(
            "INSERT OR REPLACE INTO familiar (collection, digest, run, keys, received, dropped, bent)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(collection, digest, run, packed.packed(keys)),
                *(page.received, page.dropped, msgspec.json.encode(page.bent).decode()),
            ),
        )

    def forget(self, collection: str | None = None) -> None:
        """No page of the collection is familiar any more; or none of any."""
        self._connection.execute("DELETE FROM familiar WHERE collection = coalesce(?, collection)", (collection,))

    def begin_list(self, collection: str) -> None:
        """The run reads the list from its beginning: what it had brought of it before counts no more."""
        self._connection.execute("DELETE FROM familiar WHERE collection = ? AND NOT shown", (collection,))
        self._connection.execute("UPDATE familiar SET run = ? WHERE collection = ?", (_NONE, collection))

    def settle(self, run: int, changed: set[str], waiting: set[str]) -> None:
        """The run is shown, but for what is `waiting`; these base collections are `changed` by it.

        Of a collection that it read whole, or changed, only the pages that it brought are as the store is; not even
        those where a record came on several of them, or in several lists: the last word was another page's.
        """
        read = {
            name
            for (name,) in self._connection.execute(
                "SELECT DISTINCT collection FROM run_list JOIN run_collection USING (run, collection)"
                " WHERE run = ? AND kind = 'full'",
                (run,),
            )
        }
        for collection in changed | (read - waiting):
            if collection in waiting or self._listed.repeats(collection):
                self.forget(collection)
            else:
                of_it = (collection, run)
                self._connection.execute("DELETE FROM familiar WHERE collection = ? AND run <> ?", of_it)
                self._connection.execute("UPDATE familiar SET shown = 1 WHERE collection = ? AND run = ?", of_it)
