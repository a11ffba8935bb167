"""A store in memory alone: what is read there for a moment is on no disk, ever."""

import contextlib
import itertools
from collections.abc import Iterator

from rosterdesk.store.file.connection import Memory, in_memory

_numbers = itertools.count()


@contextlib.contextmanager
def store() -> Iterator[Memory]:
    """Where a writer and readers of this process find one and the same store, until the end of the `with`.

    They may be given any key: there is nothing to encrypt.
    """
    location = Memory(f"file:/rosterdesk-{next(_numbers)}?vfs=memdb")
    kept = in_memory(location)
    try:
        yield location
    finally:
        kept.close()
