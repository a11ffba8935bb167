"""Arguments in, what they ask for out."""

import argparse
import contextlib
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import NoReturn

from rosterdesk.commands.arguments import class_lists, printing, reading, sources, syncing, trying
from rosterdesk.commands.arguments.command import Commands, Parser, everywhere
from rosterdesk.errors import UsageError

_COMMANDS: dict[str, Callable[[Commands], None]] = {
    "source": sources.source,
    "sync": syncing.sync,
    "refresh": syncing.refresh,
    "list": reading.listed,
    "show": reading.show,
    "find": reading.find,
    "export": reading.export,
    "class-lists": class_lists.class_lists,
    "print": printing.paper,
    "bundle": reading.bundle,
    "check": reading.check,
    "exceptions": reading.exceptions,
    "runs": syncing.runs,
    "changes": syncing.changes,
    "compare": reading.compare,
    "exports": sources.exports,
    "settings": sources.settings,
    "demo": trying.demo,
    "selftest": trying.selftest,
}


class _Version(argparse.Action):
    """Says the version; looked up only then, for that alone takes as long as a search."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> NoReturn:
        metadata = import_module("importlib.metadata")
        print(f"{parser.prog} {metadata.version('rosterdesk')}")
        parser.exit()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """What the arguments ask for; `module` names the module of the command. Raises `UsageError`."""
    if not all(map(_is_text, argv)):
        raise UsageError("An argument is not text in UTF-8.", "Check its spelling, or the encoding of your terminal.")
    given = _joined(argv)
    named = [name for name in _COMMANDS if name in given]
    if named and not {"-h", "--help"}.intersection(given):
        # To set up all commands takes as long as a search; it is done for help, and where this one does not do.
        with contextlib.suppress(UsageError):
            return _parser(named).parse_args(given)
    return _parser(_COMMANDS).parse_args(given)


def _is_text(argument: str) -> bool:
    """Whether these are characters, and not bytes that the system could not read as such."""
    return argument.isascii() or not any("\ud800" <= character <= "\udfff" for character in argument)


def _joined(argv: Sequence[str]) -> list[str]:
    """The arguments with `--sort -name` as one: else argparse takes -name for an option."""
    joined: list[str] = []
    for argument in argv:
        if joined and joined[-1] in {"--sort", "--text"} and argument.startswith("-") and argument[:2] != "--":
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser(names: Iterable[str]) -> Parser:
    parser = Parser(
        prog="rosterdesk",
        description="Find, check and export school rosters, offline and encrypted.",
        epilog="Without a command the window opens; with --demo it opens on a made-up district.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    everywhere(parser, nothing_given=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in names:
        _COMMANDS[name](commands)
    return parser
