"""Runs one command, and is the border at which whatever goes wrong becomes an exit code and one line."""

import contextlib
import errno
import io
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from types import FrameType

from rosterdesk import log, progress
from rosterdesk.commands import arguments, plain_table
from rosterdesk.commands.context import Context
from rosterdesk.errors import ExportError, RosterDeskError

_LOG = logging.getLogger(__name__)

CANCELLED = 130
_BUG = 70
_FULL = ExportError("The results could not be written: the disk is full.", "Free some space, then try again.")
_MISTAKE = "RosterDesk made a mistake. Please report the lines above: they hold no names and no secrets."


def main(argv: Sequence[str]) -> int:
    """Carry out the arguments of the command line; says how it ended (see `docs/guide.md`, exit codes)."""
    as_json = _asks_for_json(argv)
    report = progress.for_stream("json" if as_json else None, sys.stderr)
    with _streams_in_utf8(), _termination_as_interruption():
        try:
            code = _run(argv, report)
            sys.stdout.flush()
        except RosterDeskError as error:
            _LOG.warning("%s: %s", error.kind, log.said(error))
            return _failed(progress.failure(error), report, error.exit_code, as_json=as_json)
        except KeyboardInterrupt:
            return _failed(progress.Failure("cancelled", "Cancelled."), report, CANCELLED, as_json=as_json)
        except BrokenPipeError:
            _let_go_of_stdout()  # whoever read our results has read enough
            return 0
        except SystemExit as asked:  # --help and --version
            return int(asked.code or 0)
        except Exception as error:  # noqa: BLE001
            return _mistaken(error, report, as_json=as_json)
        report(progress.Result("ok"))
        return code


def _run(argv: Sequence[str], report: progress.Report) -> int:
    asked = arguments.parse(argv)
    context = Context(asked, report)
    log.set_up(None if context.bundle else context.data_dir.log(), verbose=asked.verbose)
    if "retention_days" in context.data_dir.fixed() and not context.handover:  # the window has seen to it
        import_module("rosterdesk.commands.retention").enforce(context)
    # Each command loads its own half of the program, so that the quick ones stay quick.
    command = import_module(f"rosterdesk.commands.{asked.module}")
    return command.run(context, asked) or 0


def _mistaken(error: Exception, report: progress.Report, *, as_json: bool) -> int:
    """An error that nobody translated: a mistake of ours, but for a disk that took no more of the results."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        _let_go_of_stdout()
        return _failed(progress.failure(_FULL), report, _FULL.exit_code, as_json=as_json)
    _LOG.error("a mistake of ours", exc_info=error)
    if not as_json:
        report(progress.Result("ok"))  # ends a line that was being written over
    print(log.report(error), file=sys.stderr)
    return _failed(progress.Failure("bug", _MISTAKE), report, _BUG, as_json=as_json)


def _failed(failure: progress.Failure, report: progress.Report, code: int, *, as_json: bool) -> int:
    report(failure)
    if not as_json:
        print(f"rosterdesk: {plain_table.printable(failure.detail)}", file=sys.stderr)  # one line, whatever it quotes
    return code


def _asks_for_json(argv: Sequence[str]) -> bool:
    """Whether `--progress json` is given: asked before parsing, which may fail and must say so in JSON then."""
    return "--progress=json" in argv or any(pair == ("--progress", "json") for pair in pairwise(argv))


@contextlib.contextmanager
def _streams_in_utf8() -> Iterator[None]:
    """Whatever the console's own encoding, results are UTF-8 and nothing that it cannot show stops a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    yield


def _let_go_of_stdout() -> None:
    """What is still to be written goes nowhere: Python would try once more when it ends, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminate(_number: int, _frame: FrameType | None) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a shell's background job
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def _termination_as_interruption() -> Iterator[None]:
    """SIGTERM ends a command as Ctrl+C does: files half written are removed, the exit code says cancelled."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
