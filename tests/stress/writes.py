"""C4, C5: the disk is full at any write of a sync: the old roster is there, and with room the next sync completes."""

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.store import picture, scene
from tests.store.scene import Scene
from tests.stress import _rounds
from tests.victims import Done, Fate

_SMALL = 4 * 1024 * 1024


class _Writes:
    def __init__(self, here: Scene, sync: Callable[[Random], Done]) -> None:
        self._here = here
        self._sync = sync

    def a_round(self, chance: Random) -> str:
        here, before = self._here, self._here.picture()
        here.turn(vanish=True)
        done = self._sync(chance)
        assert done.code in {0, 5}, done.said
        assert done.code == 0 or "no room" in done.said, done.said
        seen = here.picture()
        for _ in range(2):  # the first goes on where the other stopped, and is not sure of what is gone
            again = here.sync("--full")
            assert again.code == 0, again.said
        after = here.picture()
        assert after == picture.fresh(here.turnover.records)
        assert seen in (before, after)
        return "there was room" if done.code == 0 else "there was no room, and it was said so"


def limited(here: Scene) -> Callable[[Random], Done]:
    """Syncs in processes that may write no file beyond some size: each a little larger than the last."""
    sizes = itertools.cycle(range(0, 2 * here.store.stat().st_size, here.store.stat().st_size // 100))
    return lambda _chance: here.sync("--full", fate=Fate(room=next(sizes)))


def crowded(here: Scene, disk: Path) -> Callable[[Random], Done]:
    """Syncs on a small disk that is nearly full."""

    def sync(chance: Random) -> Done:
        filler = disk / "filler"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        filler.write_bytes(bytes(max(0, free - chance.randrange(free // 4))))
        try:
            return here.sync("--full")
        finally:
            filler.unlink()

    return sync


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A small disk there, where this user may mount one; whether that is so."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SMALL}", "none", str(folder)]
    mounted = os.geteuid() == 0 and not subprocess.run(mount, check=False, capture_output=True).returncode
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def main() -> bool:
    with _rounds.folder() as folder, scene.set_up(folder) as here:
        here.sync()
        sound = _rounds.run("No file may grow beyond some size (C5)", _Writes(here, limited(here)).a_round, rounds=200)
    with _rounds.folder() as folder, small_disk(folder) as mounted:
        if not mounted:
            print("── A small disk is nearly full (C4): not run, for only root may mount one.")
            return sound
        with scene.set_up(folder) as here:
            here.sync()
            writes = _Writes(here, crowded(here, folder))
            return _rounds.run("A small disk is nearly full (C4)", writes.a_round, rounds=100) and sound


if __name__ == "__main__":
    sys.exit(not main())
