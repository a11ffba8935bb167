"""C2: who brings a store of an earlier version up to date is killed in the midst of it."""

import sys
from pathlib import Path
from random import Random

from tests.store import earlier
from tests.stress import _rounds


class _Migrations:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "a.db"
        self._deeds = {version: earlier.deeds(self._laid_out(version)) for version in earlier.VERSIONS}

    def a_round(self, chance: Random) -> str:
        version = chance.choice(earlier.VERSIONS)
        found = earlier.killed_at_any_deed(self._laid_out(version), chance, self._deeds[version])
        return f"made by version {version}, {found}"

    def _laid_out(self, version: int) -> Path:
        for file in self._path.parent.iterdir():
            file.unlink()
        return earlier.store(self._path, version)


def main() -> bool:
    with _rounds.folder() as folder:
        return _rounds.run("A migration is killed in its midst (C2)", _Migrations(folder).a_round, rounds=50)


if __name__ == "__main__":
    sys.exit(not main())
