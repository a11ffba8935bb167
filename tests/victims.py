"""Commands that run in a process of their own, where they are killed, by the clock or in a write, or find no room.

A start costs next to nothing: one process, which runs the others itself, has everything loaded, and forks for these.
"""

import contextlib
import io
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from unittest.mock import patch

import msgspec

from rosterdesk.__main__ import main
from rosterdesk.store.file import drives
from tests.store import disk

ROOT = Path(__file__).parent.parent
_ELSEWHERE = "--elsewhere"


class Fate(msgspec.Struct, frozen=True):
    """What becomes of a process: it dies at the n-th thing that it does to the store's files (0: never, but they are
    counted), or after so many seconds; or it can write no file beyond so many bytes.
    """

    dies_at: int | None = None
    dies_after: float = 0.0
    room: int | None = None


NONE = Fate()


class Job(msgspec.Struct, frozen=True):
    """A command, and its fate."""

    arguments: list[str]
    fate: Fate


class Done(msgspec.Struct, frozen=True):
    """How it ended: the exit code, or less the signal; what it said on stderr, and its deeds on the disk."""

    code: int
    said: str = ""
    deeds: int = 0

    @property
    def killed(self) -> bool:
        """Whether it died as it was to."""
        return self.code in {-signal.SIGKILL, -signal.SIGALRM}


class Victims:
    """Runs commands, one after the other; `elsewhere`, the data are on a drive of another computer."""

    def __init__(self, *, elsewhere: bool = False) -> None:
        self._elsewhere = elsewhere

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.victims", *[_ELSEWHERE] * self._elsewhere]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, arguments: Sequence[str], fate: Fate = NONE) -> Done:
        """Run a command to its end."""
        self.start(arguments, fate)
        return self.done()

    def start(self, arguments: Sequence[str], fate: Fate = NONE) -> None:
        """Start a command; `done` waits for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(Job(list(arguments), fate)) + b"\n")
        self._process.stdin.flush()

    def done(self) -> Done:
        """How the command that was started ended."""
        assert self._process.stdout is not None
        return msgspec.json.decode(self._process.stdout.readline(), type=Done)


def _do(job: Job) -> Done:
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    accident = disk.Accident(job.fate.dies_at or 0, disk.killed)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the system ends the process then, at whatever instruction it is
    signal.setitimer(signal.ITIMER_REAL, job.fate.dies_after)
    if job.fate.room is not None:
        import resource  # noqa: PLC0415 - POSIX alone has it

        resource.setrlimit(resource.RLIMIT_FSIZE, (job.fate.room, resource.RLIM_INFINITY))
    # Elsewhere the store has the system's own disk: one in Python tells what SQLite keeps to itself, as when it closes.
    store = contextlib.nullcontext() if job.fate.dies_at is None else disk.under_the_store(accident)
    with patch.multiple(sys, **streams), store:
        code = main(job.arguments)
        signal.setitimer(signal.ITIMER_REAL, 0)  # who has answered must not die: the death would be an answer too
        sys.stderr.flush()
    said = streams["stderr"].buffer
    assert isinstance(said, io.BytesIO)
    return Done(code, said.getvalue().decode(), accident.deeds)


def _serve() -> None:
    """Run what stdin says until its end."""
    for line in sys.stdin:
        job = msgspec.json.decode(line, type=Job)
        if job.fate == NONE:
            _answer(_do(job))
            continue
        child = os.fork()
        if not child:
            try:
                _answer(_do(job))
            except BaseException:  # noqa: BLE001 - a fork that returns from here would go on as its parent
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if code := os.waitstatus_to_exitcode(status):
            _answer(Done(code))


def _answer(done: Done) -> None:
    os.write(1, msgspec.json.encode(done) + b"\n")


if __name__ == "__main__":
    with patch.object(drives, "is_network", lambda _path: _ELSEWHERE in sys.argv):
        _serve()
