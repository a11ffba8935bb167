"""The worker: our own command line as a child process that writes the store while the window only reads it."""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import msgspec

from rosterdesk import log, progress
from rosterdesk.progress import Failure, Progress
from rosterdesk.settings import Handover

_LOG = logging.getLogger(__name__)

CANCELLED = 130
"""The exit code of a worker that was cancelled."""

_PATIENCE = 2.0
_NOISE = 20  # lines kept of what is not progress, for a bug report
_CHUNK = 65536
_FROM_OUTSIDE = {-1, -2, -9, -15}  # SIGHUP, SIGINT, SIGKILL, SIGTERM; other signals are a crash of its own


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a worker ended that did the `command`. `failure` is its own last word, `output` its results, `noise` its last
    other lines.
    """

    exit_code: int
    command: str = ""
    failure: Failure | None = None
    output: str = ""
    noise: tuple[str, ...] = ()

    @property
    def cancelled(self) -> bool:
        return self.exit_code == CANCELLED

    @property
    def ended_from_outside(self) -> bool:
        """Whether another program, or the system for want of memory, ended it."""
        return self.failure is None and self.exit_code in _FROM_OUTSIDE


class Worker:
    """One command at a time in a child process. Ending it at any moment is safe: the store sees to that.

    `patience` is how many seconds lie between asking it to end and ending it.
    """

    def __init__(self, data_dir: Path, program: Sequence[str] = (), *, patience: float = _PATIENCE) -> None:
        self._data_dir = data_dir
        self._program = tuple(program) or own_program()
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._cancelled = False

    async def run(
        self, arguments: Sequence[str], handover: Handover, on_progress: Callable[[Progress], None]
    ) -> Outcome:
        """Run the command to its end. When the awaiting task is cancelled, the child has ended before that is felt."""
        assert self._process is None, "a worker does one thing at a time"
        self._cancelled = False
        process = await asyncio.create_subprocess_exec(
            *self._program,
            *("--data-dir", str(self._data_dir), "--progress", "json", "--handover"),
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._process = process
        command = arguments[0] if arguments else ""  # what follows names sources
        _LOG.info("worker %d begins: %s", process.pid, command)
        if self._cancelled:  # while the child was being made
            process.terminate()
        try:
            outcome = await self._attend(process, command, handover, on_progress)
        finally:
            self._process = None
            # Shielded: the child must be gone also when the task is cancelled a second time.
            await asyncio.shield(_end(process, self._patience))
        if outcome.exit_code and outcome.failure is None and not outcome.cancelled:
            noise = " | ".join(log.unquoted(line) for line in outcome.noise) or "nothing"
            _LOG.error("worker %d (%s) ended with code %d; it said: %s", process.pid, command, outcome.exit_code, noise)
        return outcome

    def cancel(self) -> None:
        """Ask the child to end now, and see to it that it does; also one that is only being made."""
        if self._cancelled:
            return
        self._cancelled = True
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        asyncio.get_running_loop().call_later(self._patience, _kill, self._process)

    async def _attend(
        self,
        process: asyncio.subprocess.Process,
        command: str,
        handover: Handover,
        on_progress: Callable[[Progress], None],
    ) -> Outcome:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        output, (failure, noise), _ = await asyncio.gather(
            process.stdout.read(),
            _listen(process.stderr, on_progress),
            _hand_over(process.stdin, msgspec.json.encode(handover) + b"\n"),
        )
        exit_code = await process.wait()
        return Outcome(
            exit_code=CANCELLED if self._cancelled else exit_code,
            command=command,
            failure=failure,
            output=output.decode("utf-8", "replace"),
            noise=noise,
        )


def own_program() -> tuple[str, ...]:
    """How to start this very program again: the frozen executable, or the package by this interpreter."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "rosterdesk")


async def _hand_over(stream: asyncio.StreamWriter, line: bytes) -> None:
    # A child that ended early has closed its end; its exit code tells why.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stream.write(line)
        await stream.drain()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stream.close()
        await stream.wait_closed()


async def _listen(
    stream: asyncio.StreamReader, on_progress: Callable[[Progress], None]
) -> tuple[Failure | None, tuple[str, ...]]:
    failure: Failure | None = None
    noise: deque[str] = deque(maxlen=_NOISE)
    async for line in _lines(stream):
        match progress.read(line):
            case Progress() as step:
                on_progress(step)
            case Failure() as last_word:
                failure = last_word
            case None if line.strip():
                noise.append(line.decode("utf-8", "replace"))
            case _:
                pass
    return failure, tuple(noise)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The stream's lines, of any length: `readline` refuses long ones."""
    rest = b""
    while chunk := await stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line
    if rest:
        yield rest


async def _end(process: asyncio.subprocess.Process, patience: float) -> None:
    """Return once the child is gone; does nothing where it ended by itself."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), patience)
    except TimeoutError:
        _kill(process)
        await process.wait()


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
