"""What the parsers of all commands share: how one is made, what each takes, how a mistake is said."""

import argparse
from datetime import date
from typing import NoReturn, Protocol

from rosterdesk.errors import UsageError


class Parser(argparse.ArgumentParser):
    """A parser that raises what it has to say, in one sentence, and does not guess at shortened options."""

    def __init__(self, **given: object) -> None:
        super().__init__(allow_abbrev=False, **given)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"See: {self.prog} --help.")


class Commands(Protocol):
    """What `add_subparsers` gives; argparse has no public name for it."""

    def add_parser(self, name: str, *, help: str, description: str = "") -> Parser:  # noqa: A002
        """Another command."""


def command(commands: Commands, name: str, module: str, about: str) -> Parser:
    """The parser of a command that the module of that name carries out."""
    parser = commands.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
    parser.set_defaults(module=module)
    everywhere(parser)
    return parser


def group(commands: Commands, name: str, about: str) -> Commands:
    """The commands of two words that begin with this one."""
    parser = commands.add_parser(name, help=about)
    everywhere(parser)
    return parser.add_subparsers(title="actions", metavar="ACTION", required=True)


def name_or_bundle(parser: Parser) -> None:
    """NAME of a command that only reads: the path of a bundle serves too."""
    parser.add_argument("name", metavar="NAME", help="a source, or the path of a bundle")
    parser.set_defaults(bundle_too=True)


def everywhere(parser: Parser, nothing_given: object = argparse.SUPPRESS) -> None:
    """The options that every command takes, before or after its name: the ones after must not undo the ones before."""
    options = parser.add_argument_group("everywhere")
    options.add_argument("--data-dir", metavar="DIR", default=nothing_given, help="where everything is kept")
    options.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=nothing_given,
        help="keep secrets in the data folder, encrypted under this passphrase, instead of in the system keyring",
    )
    options.add_argument("--progress", choices=["json"], default=nothing_given, help="one JSON object a line on stderr")
    flag = False if nothing_given is None else nothing_given
    options.add_argument("--verbose", action="store_true", default=flag, help="the log on stderr")
    options.add_argument("--handover", action="store_true", default=flag, help=argparse.SUPPRESS)


def day(text: str) -> date:
    """A day; for argparse, as `type`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it as YYYY-MM-DD") from None


def besides(text: str) -> tuple[str, ...]:
    """Who is wanted besides those who are there on the day; for argparse, as `type`."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    if not {"incoming", "dropped"}.issuperset(names):
        raise argparse.ArgumentTypeError(f"{text!r} is not incoming, dropped or both with a comma between")
    return names


def count(text: str) -> int:
    """A whole number above 0; for argparse, as `type`."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number
