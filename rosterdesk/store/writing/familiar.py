"""Pages that came before just so: what a service sends again, word for word, need not be read again."""

from array import array
from collections import Counter

import apsw
import msgspec

from rosterdesk.model import fields
from rosterdesk.store.records import packed
from rosterdesk.store.writing.listed import Listed

NEVER = -1


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

    def again(self, collection: str, digest: bytes, run: int) -> Familiar | None:
        """The page, if it is a familiar one, which the run has brought again; its keys are listed."""
        found = self._connection.execute(
            "UPDATE familiar SET run = ? WHERE collection = ? AND digest = ? AND shown"
            " RETURNING received, dropped, bent",
            (run, collection, digest),
        ).get
        if found is None:
            return None
        received, dropped, bent = found
        self._connection.execute(
            "INSERT INTO listed (collection, list, keys)"
            " SELECT collection, collection, keys FROM familiar WHERE collection = ? AND digest = ?",
            (collection, digest),
        )
        return Familiar(received, dropped, msgspec.json.decode(bent, type=dict[str, int]))

    def keys(self, collection: str, digest: bytes) -> "array[int]":
        """The records of the page."""
        return packed.unpacked(
            self._connection.execute(
                "SELECT keys FROM familiar WHERE collection = ? AND digest = ?", (collection, digest)
            ).get
        )

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

    def forget(self, collection: str) -> None:
        """No page of the collection is familiar any more."""
        self._connection.execute("DELETE FROM familiar WHERE collection = ?", (collection,))

    def begin_list(self, collection: str) -> None:
        """The run reads the list from its beginning: what it had brought of it before counts no more."""
        self._connection.execute("DELETE FROM familiar WHERE collection = ? AND NOT shown", (collection,))
        self._connection.execute("UPDATE familiar SET run = ? WHERE collection = ?", (NEVER, collection))

    def settle(self, run: int, changed: set[str], waiting: set[str]) -> None:
        """The run is shown, but for what is `waiting`; these base collections are `changed` by it.

        Of a collection that it read whole, or changed, only the pages that it brought are as the store is; not even
        those where a record came on several of them, or in several lists: the last word was another page's.
        """
        lists = [
            (str(name), str(of), kind == "full")
            for name, of, kind in self._connection.execute(
                "SELECT l.collection, l.list, c.kind FROM run_list l JOIN run_collection c USING (run, collection)"
                " WHERE run = ?",
                (run,),
            )
        ]
        told = Counter(_base(name) for name, _of, _is_full in lists)
        alone = {name for name, of, _is_full in lists if name == of and told[_base(name)] == 1}
        read = {_base(name) for name, _of, is_full in lists if is_full}
        for collection in changed | (read - waiting):
            settled = collection in alone - waiting and not self._listed.repeats(collection)
            brought = run if settled else NEVER - 1
            self._connection.execute("DELETE FROM familiar WHERE collection = ? AND run <> ?", (collection, brought))
        shown = [(run, collection) for collection in alone - waiting]
        self._connection.executemany("UPDATE familiar SET shown = 1 WHERE run = ? AND collection = ?", shown)


def _base(collection: str) -> str:
    return fields.collection(collection).base
