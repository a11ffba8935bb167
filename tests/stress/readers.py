"""C20: a reader keeps to one state of the store while syncs publish others: it sees that one, and holds none up."""

import sys
import time
from pathlib import Path
from random import Random

from rosterdesk.model.query import Query
from tests.store import picture, scene
from tests.store.scene import Scene
from tests.stress import _rounds

_PUBLISHED = 100
_WAL = 1024 * 1024


class _Reader:
    def __init__(self, here: Scene) -> None:
        self._here = here
        self._wal = Path(f"{here.store}-wal")

    def a_round(self, chance: Random) -> str:
        here, everybody = self._here, Query(collection="users")
        with picture.reader(here.store, here.key) as reader:
            with reader.snapshot():
                before = reader.sent("users", reader.keys(everybody))
                begun = time.monotonic()
                for _ in range(_PUBLISHED):
                    here.turn(vanish=False)
                    done = here.sync()
                    assert done.code == 0, done.said
                    assert reader.sent("users", reader.keys(everybody)) == before
                each = (time.monotonic() - begun) / _PUBLISHED
                grown = self._wal.stat().st_size
            here.sync()
            left = self._wal.stat().st_size if self._wal.exists() else 0
            assert left < min(_WAL, grown), f"The WAL did not come back: {left:,} of {grown:,} bytes are left."
            assert reader.sent("users", reader.keys(everybody)) != before
        return f"{_PUBLISHED} syncs beside a reader, {each:.2f} s each; WAL {grown / _WAL:.1f} MB, then {left:,} bytes"


def main() -> bool:
    with _rounds.folder() as folder, scene.set_up(folder, students=20) as here:
        here.sync()
        return _rounds.run("A reader takes its time while syncs publish (C20)", _Reader(here).a_round, rounds=1)


if __name__ == "__main__":
    sys.exit(not main())
