"""The program: the window, or one command. Loads only the half that it needs."""

import contextlib
import sys
from collections.abc import Sequence
from importlib import import_module

_WITH_VALUE = frozenset({"--data-dir", "--passphrase-file", "--progress", "--theme"})
_PR_SET_DUMPABLE = 4
_FOR_COMMANDS = frozenset({"-h", "--help", "--version"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; the exit code."""
    _leave_no_core()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if _asks_for_window(arguments):
        from rosterdesk.ui.program import quick_start  # noqa: PLC0415

        quick_start.hasten()
        from rosterdesk.ui import app  # noqa: PLC0415

        return app.main(arguments)
    from rosterdesk.commands.main import main as command  # noqa: PLC0415

    return command(arguments)


def _leave_no_core() -> None:
    """When the process dies, its memory, which holds keys and names, is written to no file; nor do other processes of
    this user look into it, on Linux.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has no such file
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            # The limit does not hold where the system pipes cores to a program of its own.
            import_module("ctypes").CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _asks_for_window(arguments: Sequence[str]) -> bool:
    """Whether no command is named: only options, none of which asks for a text."""
    before = ""
    for argument in arguments:
        if argument in _FOR_COMMANDS or not (argument.startswith("-") or before in _WITH_VALUE):
            return False
        before = argument
    return True


if __name__ == "__main__":
    sys.exit(main())
