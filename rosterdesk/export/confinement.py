"""Keeps the writers of workbooks and Parquet, compiled code with habits of its own, within our rules."""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_SYSTEM_ERROR = re.compile(r"(?:os error|code:) (\d+)")


@contextlib.contextmanager
def confined(folder: Path) -> Iterator[Callable[[Callable[[], None]], None]]:
    """Run such a writer: its scratch file stays in `folder`, its troubles become `OSError`, and it is silent.

    The scratch file is nameless, but roster data belongs in no shared folder. A full disk makes a writer panic, in
    several lines on the process's own error stream. What is called through the function given still speaks there.
    All this is the process's, not the thread's: a worker does nothing else meanwhile.
    """
    sys.stderr.flush()
    voice, silence = os.dup(2), os.open(os.devnull, os.O_WRONLY)

    def aloud(speak: Callable[[], None]) -> None:
        os.dup2(voice, 2)
        try:
            speak()
            sys.stderr.flush()
        finally:
            os.dup2(silence, 2)

    os.dup2(silence, 2)
    try:
        with _scratch_in(folder):
            yield aloud
    except BaseException as error:
        _raise_system_error(error)
        raise
    finally:
        os.dup2(voice, 2)
        os.close(voice)
        os.close(silence)


def _raise_system_error(error: BaseException) -> None:
    """Raise what the system said, where it was only told in words; a panic is no `Exception` and must not pass."""
    panicked = type(error).__module__ == "pyo3_runtime"
    number = _SYSTEM_ERROR.search(str(error))
    if number and (panicked or (isinstance(error, OSError) and error.errno is None)):
        code = int(number[1])
        raise (OSError(0, "", None, code) if os.name == "nt" else OSError(code, os.strerror(code))) from error
    if panicked:
        raise RuntimeError(str(error)) from error


@contextlib.contextmanager
def _scratch_in(folder: Path) -> Iterator[None]:
    names = ("TMPDIR",) if os.name == "posix" else ("TMP", "TEMP")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(folder)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
