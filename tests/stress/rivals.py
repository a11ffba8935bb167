"""C11: two processes sync one store at once: each comes to its end or says that the other is at work."""

import sys
from random import Random

from tests.store import picture, scene
from tests.store.scene import Scene
from tests.stress import _rounds
from tests.victims import Victims


class _Rivals:
    def __init__(self, here: Scene, both: tuple[Victims, Victims]) -> None:
        self._here = here
        self._both = both

    def a_round(self, chance: Random) -> str:
        self._here.turn(vanish=True)
        for one in self._both:
            one.start(["sync", "Lakeside", "--full", "--progress", "json", *self._here.desk.options()])
        done = [one.done() for one in self._both]
        codes = sorted(each.code for each in done)
        assert codes in ([0, 0], [0, 5]), done
        assert all("store-busy" in each.said for each in done if each.code == 5), done
        assert self._here.picture() == picture.fresh(self._here.turnover.records)
        return "both came to their end" if codes == [0, 0] else "one said that the other is at work"


def main() -> bool:
    with _rounds.folder() as folder, scene.set_up(folder, students=20) as here, Victims() as one, Victims() as other:
        here.sync()
        return _rounds.run(
            "Two processes sync one store at once (C11)", _Rivals(here, (one, other)).a_round, rounds=150
        )


if __name__ == "__main__":
    sys.exit(not main())
