"""What a worker says while it works: values, written as one JSON object a line, or as a line on a terminal.

The JSON is relied on by outside programs and by the window; see `docs/guide.md`.
"""

import contextlib
import sys
from collections.abc import Callable
from typing import Literal, TextIO

import msgspec

from rosterdesk.errors import RosterDeskError


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """So many rows of a collection done, always written; `total` where it is known. So many of them were `kept` from
    the time before, where it was stopped.

    Where a step or a collection is found to be so or so, `state` is the word for it and `detail` says it to people.
    """

    phase: str
    collection: str = ""
    done: int = msgspec.field(default_factory=int)  # what a factory makes is not omitted
    total: int | None = None
    state: str = ""
    detail: str = ""
    kept: int = 0


class Result(msgspec.Struct, frozen=True):
    """The end: all went well. Without a default: else any object would be read as one."""

    result: Literal["ok"]


class Failure(msgspec.Struct, frozen=True):
    """The end: an error of this kind; `detail` is the sentence for people."""

    error: str
    detail: str


Message = Progress | Result | Failure
Report = Callable[[Message], None]
"""How a worker speaks: called with each message."""


def silent(_message: Message) -> None:
    """Says nothing."""


def json_lines(stream: TextIO) -> Report:
    """Each message as one line of JSON."""

    def report(message: Message) -> None:
        stream.write(msgspec.json.encode(message).decode() + "\n")
        stream.flush()

    return report


def terminal(stream: TextIO) -> Report:
    """One line that is written over; results and errors are the command's own business."""
    width = 0

    def report(message: Message) -> None:
        nonlocal width
        if isinstance(message, Progress):
            line = f"{message.phase} {message.collection} {message.state or _count(message)}"
            stream.write("\r" + line.ljust(width))
            width = len(line)
        elif width:
            stream.write("\r" + " " * width + "\r")
            width = 0
        stream.flush()

    return report


def _count(message: Progress) -> str:
    return f"{message.done:,}" if message.total is None else f"{message.done:,} of {message.total:,}"


def for_stream(kind: str | None, stream: TextIO = sys.stderr) -> Report:
    """The way to report that `--progress` asks for: `json`, else a line on a terminal, else nothing."""
    if kind == "json":
        return json_lines(stream)
    return terminal(stream) if stream.isatty() else silent


def failure(error: RosterDeskError) -> Failure:
    """The last message of a worker that stopped on this error."""
    return Failure(error=error.kind, detail=str(error))


def read(line: bytes | str) -> Message | None:
    """The message that a line carries; `None` for any other line."""
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    kinds: tuple[type[Message], ...] = (Progress, Failure, Result)
    for kind in kinds:
        with contextlib.suppress(msgspec.ValidationError):
            return msgspec.convert(value, kind)
    return None
