"""How what is written is committed: each page whole, and where the store is large, a few pages at once."""

import contextlib
import time
from collections.abc import Iterator
from typing import Protocol

import apsw

from rosterdesk.store.file.connection import translated

_SHARED = 100_000  # rows that may share a commit
_SOON = 2.5  # seconds after which a commit waits for no other page: readers want to see rows
_SHARE = 10  # unless commits would then take more than one part in so many of the time, as on a slow disk


class Remembering(Protocol):
    """What remembers something of the store, which is wrong after a rollback."""

    def forget(self) -> None:
        """Trust nothing that was remembered."""


class Transactions:
    """The transactions of one connection; after a rollback, these forget what they remember."""

    def __init__(self, connection: apsw.Connection, *remembering: Remembering) -> None:
        self._connection = connection
        self._remembering = remembering
        self._uncommitted = 0
        self._commit_by = 0.0
        self._took = 0.0

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        """All or nothing, with the pages that still wait for their commit; a `StoreError` where it cannot be."""
        with self.page():
            yield
            self._commit()

    @contextlib.contextmanager
    def page(self) -> Iterator[None]:
        """The same, but the commit may wait: see `may_wait`."""
        with translated():
            try:
                if not self._connection.in_transaction:
                    self._connection.execute("BEGIN IMMEDIATE")
                    self._uncommitted = 0
                    self._commit_by = time.monotonic() + max(_SOON, self._took * _SHARE)
                yield
            except BaseException:
                for each in self._remembering:
                    each.forget()
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def may_wait(self, rows: int, last: int) -> None:
        """At the end of a page of so many rows: commit, unless that is soon and it costs less together with the next.

        What a commit costs is the index pages that it touched; where the `last` key is high, those are soon nearly all.
        """
        self._uncommitted += rows
        if self._uncommitted >= min(_SHARED, last // 8) or time.monotonic() > self._commit_by:
            self._commit()

    def flush(self) -> None:
        """Commit the pages that still wait."""
        if self._connection.in_transaction:
            with self.whole():
                pass

    def _commit(self) -> None:
        begun = time.monotonic()
        self._connection.execute("COMMIT")
        self._took = time.monotonic() - begun
