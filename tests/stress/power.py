"""C3: the power is cut during a sync: of what was written and not yet synced, any sector may be lost.

The system calls of one real sync are recorded with strace; each round plays them back up to some moment, on the files
as they were before, and loses some sectors.
"""

import itertools
import re
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

from rosterdesk.store.writer import Writer
from tests.store import picture, scene
from tests.store.picture import Picture
from tests.store.scene import Scene
from tests.stress import _rounds

_SECTOR = 512
_CALLS = "pwrite64,fdatasync,fsync,ftruncate,unlink"
_CALL = re.compile(r'(\w+)\((?:\d+<)?"?((?:\\x\w\w)+)"?>?(?:, "((?:\\x\w\w)*)")?(?:, (\d+))?(?:, (\d+))?\) += (\d+)')


_SYNC = "import sys; from rosterdesk.__main__ import main; sys.exit(main(sys.argv[1:]))"
_ELSEWHERE = f"from rosterdesk.store.file import drives; drives.is_network = lambda _path: True; {_SYNC}"


class Call(NamedTuple):
    """What was done to a file: `data` written at `place`, or the size to which it was cut."""

    name: str
    file: Path
    data: bytes
    place: int


def recorded(here: Scene, folder: Path, program: str) -> list[Call]:
    """What a sync by that program does to the files of the store, in order."""
    strace = ["strace", "-ff", "-y", "-xx", "-s", "1000000", "-e", f"trace={_CALLS}", "-o", str(folder / "calls")]
    sync = [sys.executable, "-c", program, "sync", "Lakeside", *here.desk.options()]
    subprocess.run([*strace, *sync], check=True, capture_output=True)
    calls = [call for trace in folder.glob("calls.*") for call in map(_call, trace.read_text().splitlines()) if call]
    here_alone = [
        call for call in calls if call.file.name.startswith(here.store.name) or call.file == here.store.parent
    ]
    ours = [call for call in here_alone if call.file.suffix != ".db-shm"]
    assert ours, "Nothing was recorded."
    return ours


def _call(line: str) -> Call | None:
    found = _CALL.match(line)
    if found is None:
        return None
    name, file, data, first, second, _ = found.groups()
    return Call(name, Path(_bytes(file).decode()), _bytes(data or ""), int(second or first or 0))


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


class _Cuts:
    def __init__(self, here: Scene, folder: Path, program: str) -> None:
        self._key = here.key
        self._name = here.store.name
        self._folder = folder / "cut"
        self._files = {path.name: path.read_bytes() for path in here.store.parent.glob(f"{self._name}*")}
        self._before = here.picture()
        here.turn(vanish=False)
        self._calls = recorded(here, folder, program)
        self._after = here.picture()

    def a_round(self, chance: Random) -> str:
        self._lay_out(chance)
        store = self._folder / self._name
        seen = self._seen(store)
        with Writer(store, self._key):
            pass
        assert self._seen(store) == seen
        return f"the {seen} roster is there"

    def _seen(self, store: Path) -> str:
        picture.examine(store, self._key)
        now: Picture = picture.of(store, self._key)
        assert now in (self._before, self._after), "Readers see neither the old roster nor the new one."
        return "old" if now == self._before else "new"

    def _lay_out(self, chance: Random) -> None:
        """The files as they may be after a cut at any moment."""
        files = {name: bytearray(content) for name, content in self._files.items()}
        waiting: dict[str, list[Call]] = {}
        for call in self._calls[: chance.randrange(len(self._calls) + 1)]:
            if call.name in {"fdatasync", "fsync"}:
                for name in [name for name, calls in waiting.items() if _is_safe(name, calls, call.file)]:
                    for each in waiting.pop(name):
                        _apply(files, each)
            else:
                waiting.setdefault(call.file.name, []).append(call)
        kept = chance.choice((0.0, 0.5, 0.95, 1.0))
        for calls in waiting.values():
            for call in calls:
                for sector in _sectors(call):
                    if chance.random() < kept:
                        _apply(files, sector)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        for name, content in files.items():
            (self._folder / name).write_bytes(content)


def _is_safe(name: str, waiting: list[Call], synced: Path) -> bool:
    """Whether that is lost no more: what was written, with its file; that a file is gone, with its folder."""
    return name == synced.name or (waiting[-1].name == "unlink" and not synced.suffix)


def _sectors(call: Call) -> list[Call]:
    """The parts of a call that are done or lost alone."""
    if call.name != "pwrite64":
        return [call]
    first = -call.place % _SECTOR
    ends = [0, *range(first or _SECTOR, len(call.data), _SECTOR), len(call.data)]
    return [
        call._replace(data=call.data[begin:end], place=call.place + begin) for begin, end in itertools.pairwise(ends)
    ]


def _apply(files: dict[str, bytearray], call: Call) -> None:
    if call.name == "unlink":
        files.pop(call.file.name, None)
        return
    content = files.setdefault(call.file.name, bytearray())
    end = call.place + len(call.data)
    if call.name == "ftruncate":
        del content[end:]
    content.extend(bytes(max(0, end - len(content))))
    content[call.place : end] = call.data


def main() -> bool:
    if shutil.which("strace") is None:
        print("── The power is cut during a sync (C3): not run, for strace is missing.")
        return True
    return all([_survived("", _SYNC, rounds=1000), _survived(", on a network drive", _ELSEWHERE, rounds=300)])


def _survived(where: str, program: str, *, rounds: int) -> bool:
    with _rounds.folder() as folder, scene.set_up(folder, students=20, elsewhere=program == _ELSEWHERE) as here:
        here.sync()
        return _rounds.run(f"The power is cut during a sync{where} (C3)", _Cuts(here, folder, program).a_round, rounds)


if __name__ == "__main__":
    sys.exit(not main())
