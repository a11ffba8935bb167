"""C1: a sync is killed at any instant, by the clock, and taken up again, until one comes to its end."""

import sys
import time
from random import Random

from tests.store import scene
from tests.store.ordeal import Ordeal
from tests.store.scene import Scene
from tests.stress import _rounds
from tests.victims import Fate


class _Kills:
    def __init__(self, here: Scene) -> None:
        self._ordeal = Ordeal(here)
        begun = time.monotonic()
        here.sync("--full")
        self._longest = time.monotonic() - begun

    def a_round(self, chance: Random) -> str:
        longest = self._longest

        def fate() -> Fate:
            nonlocal longest
            longest *= 1.2  # on a machine that is busier than it was, none would come to its end
            return Fate(dies_after=chance.uniform(0.001, longest))

        states, _ = self._ordeal.survive(fate, full=chance.random() < 0.5)
        return f"kills survived: {len(states)}, the new roster seen after {states.count('new')}"


def main() -> bool:
    return all([_survived("", rounds=400), _survived(", on a network drive", rounds=100, elsewhere=True)])


def _survived(where: str, *, rounds: int, elsewhere: bool = False) -> bool:
    with _rounds.folder() as folder, scene.set_up(folder, students=20, elsewhere=elsewhere) as here:
        here.sync()
        return _rounds.run(f"A sync is killed at any instant{where} (C1)", _Kills(here).a_round, rounds=rounds)


if __name__ == "__main__":
    sys.exit(not main())
