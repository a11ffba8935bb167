"""C8: a bit of the file is flipped, or the file is cut off: nothing else is read from it, and a sync makes it anew."""

import sys
from pathlib import Path
from random import Random

from rosterdesk.errors import NothingStoredError, StoreDamagedError
from tests.store import picture, scene
from tests.store.scene import Scene
from tests.stress import _rounds

_CUT = 0.1  # of the rounds


class _Flips:
    def __init__(self, here: Scene) -> None:
        self._here = here
        self._expected = here.picture()
        self._content = here.store.read_bytes()

    def a_round(self, chance: Random) -> str:
        here = self._here
        here.forget()
        here.store.write_bytes(self._damaged(chance))
        found = self._found()
        done = here.sync("--full")
        assert done.code == 0, done.said
        assert here.picture() == self._expected
        return f"{found}, {'set aside and made anew' if here.set_aside() else 'put right by the next sync'}"

    def _damaged(self, chance: Random) -> bytes:
        if chance.random() < _CUT:
            return self._content[: chance.randrange(len(self._content))]
        content = bytearray(self._content)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        return bytes(content)

    def _found(self) -> str:
        """What a reader makes of the file: it reads what was there, or says that it cannot."""
        try:
            assert picture.of(self._here.store, self._here.key) == self._expected, "Something else was read."
        except StoreDamagedError:
            return "noticed when it was read"
        except NothingStoredError:
            assert not Path(self._here.store).stat().st_size
            return "nothing was left"
        return "in a page that nobody reads"


def main() -> bool:
    with _rounds.folder() as folder, scene.set_up(folder) as here:
        here.sync("--full")
        return _rounds.run("A bit is flipped, or the file is cut off (C8)", _Flips(here).a_round, rounds=400)


if __name__ == "__main__":
    sys.exit(not main())
