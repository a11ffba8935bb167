"""The command line: every command, its arguments, and the module that carries it out."""

import argparse
import contextlib
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import NoReturn, Protocol

from rosterdesk.errors import UsageError


class _Parser(argparse.ArgumentParser):
    """A parser that raises what it has to say, in one sentence, and does not guess at shortened options."""

    def __init__(self, **given: object) -> None:
        super().__init__(allow_abbrev=False, **given)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"See: {self.prog} --help.")


class _Version(argparse.Action):
    """Says the version; looked up only then, for that alone takes as long as a search."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> NoReturn:
        metadata = import_module("importlib.metadata")
        print(f"{parser.prog} {metadata.version('rosterdesk')}")
        parser.exit()


class _Commands(Protocol):
    """What `add_subparsers` gives; argparse has no public name for it."""

    def add_parser(self, name: str, *, help: str, description: str = "") -> _Parser:  # noqa: A002
        """Another command."""


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


def _parser(names: Iterable[str]) -> _Parser:
    parser = _Parser(
        prog="rosterdesk",
        description="Find, check and export school rosters, offline and encrypted.",
        epilog="Without a command the window opens; with --demo it opens on a made-up district.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    _everywhere(parser, nothing_given=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in names:
        _COMMANDS[name](commands)
    return parser


def _everywhere(parser: argparse.ArgumentParser, nothing_given: object = argparse.SUPPRESS) -> None:
    """The options that every command takes, before or after its name: the ones after must not undo the ones before."""
    group = parser.add_argument_group("everywhere")
    group.add_argument("--data-dir", metavar="DIR", default=nothing_given, help="where everything is kept")
    group.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=nothing_given,
        help="keep secrets in the data folder, encrypted under this passphrase, instead of in the system keyring",
    )
    group.add_argument("--progress", choices=["json"], default=nothing_given, help="one JSON object a line on stderr")
    flag = False if nothing_given is None else nothing_given
    group.add_argument("--verbose", action="store_true", default=flag, help="the log on stderr")
    group.add_argument("--handover", action="store_true", default=flag, help=argparse.SUPPRESS)


def _command(commands: _Commands, name: str, module: str, about: str) -> _Parser:
    parser = commands.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
    parser.set_defaults(module=module)
    _everywhere(parser)
    return parser


def _source(commands: _Commands) -> None:
    source = commands.add_parser("source", help="add, list, test and remove sources")
    _everywhere(source)
    actions = source.add_subparsers(title="actions", metavar="ACTION", required=True)
    _source_add(actions)
    listed = _command(actions, "list", "source_list", "list the sources")
    listed.add_argument("--format", choices=["table", "json"], default="table")
    test = _command(actions, "test", "source_test", "say what the key of a source can see")
    test.add_argument("name", metavar="NAME")
    test.add_argument("--format", choices=["table", "json"], default="table")
    for name, about in (
        ("remove", "remove a source with its data and secrets"),
        ("forget", "keep a source, wipe its local data"),
    ):
        _command(actions, name, f"source_{name}", about).add_argument("name", metavar="NAME")


def _source_add(actions: _Commands) -> None:
    add = _command(actions, "add", "source_add", "add a OneRoster service; its secret is the first line of stdin")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--url", metavar="BASE", help="the service's address, up to the version: …/ims/oneroster/v1p1")
    add.add_argument("--bundle", metavar="PATH", help=argparse.SUPPRESS)
    add.add_argument("--oneroster", choices=["1.1", "1.2"], default="1.1")
    add.add_argument("--auth", choices=["oauth2", "oauth1", "bearer", "none"], help="how the service knows you")
    add.add_argument("--token-url", metavar="URL", default="", help="where tokens are had (oauth2)")
    add.add_argument("--client-id", metavar="ID", default="")
    add.add_argument("--scope", metavar="S", action="append", default=[], help="a scope to ask for; may be repeated")
    add.add_argument("--token-auth", choices=["basic", "body"], default="basic")
    add.add_argument("--oauth1-signature", choices=["sha256", "sha1"], default="sha256", help=argparse.SUPPRESS)
    add.add_argument("--page-size", metavar="N", type=_count, default=5000, help="rows a request")
    add.add_argument("--ca-file", metavar="FILE", default="", help="certificates to trust beside the system's")
    add.add_argument("--allow-http", action="store_true", help="allow http:// on a host of your own network")
    add.add_argument("--secret-stdin", action="store_true", help="read the secret from stdin, also on a terminal")


def _sync(commands: _Commands) -> None:
    sync = _command(commands, "sync", "sync", "bring the store up to date")
    sync.add_argument("name", metavar="NAME")
    sync.add_argument("--full", action="store_true", help="read everything, not only what changed")
    sync.add_argument("--school", metavar="ID", action="append", default=[], help=argparse.SUPPRESS)
    sync.add_argument("--collection", metavar="C", action="append", default=[], help="only this; may be repeated")


def _list(commands: _Commands) -> None:
    listed = _command(commands, "list", "list", "list what the store has")
    _selection(listed)
    listed.add_argument("--format", choices=["table", "csv", "json", "jsonl"], default="table")


def _show(commands: _Commands) -> None:
    show = _command(commands, "show", "show", "show one record with everything related")
    show.add_argument("name", metavar="NAME")
    show.add_argument("collection", metavar="COLLECTION")
    show.add_argument("id", metavar="ID")
    show.add_argument("--format", choices=["text", "json"], default="text")


def _find(commands: _Commands) -> None:
    find = _command(commands, "find", "find", "find people, classes, schools and courses")
    find.add_argument("name", metavar="NAME")
    find.add_argument("text", metavar="TEXT", help="a name, id, email or username, or its beginning")
    find.add_argument("--limit", metavar="N", type=_count, default=50)
    find.add_argument("--format", choices=["table", "json"], default="table")


def _export(commands: _Commands) -> None:
    export = _command(commands, "export", "export", "write what the store has to a file, whole or not at all")
    _selection(export)
    export.add_argument("--to", metavar="FILE", required=True, help="a file that ends in .csv, .xlsx, .json or .jsonl")
    export.add_argument("--csv-mode", choices=["safe", "exact"], default="safe")
    export.add_argument("--headers", choices=["names", "titles"], help=argparse.SUPPRESS)


def _runs(commands: _Commands) -> None:
    runs = _command(commands, "runs", "runs", "list the syncs, newest first")
    runs.add_argument("name", metavar="NAME")
    runs.add_argument("--format", choices=["table", "json"], default="table")


def _demo(commands: _Commands) -> None:
    demo = commands.add_parser("demo", help="a made-up district")
    _everywhere(demo)
    actions = demo.add_subparsers(title="actions", metavar="ACTION", required=True)
    serve = _command(actions, "serve", "demo_serve", "serve it as a OneRoster service on this computer")
    serve.add_argument("--port", metavar="N", type=int, default=0)
    serve.add_argument("--students", metavar="N", type=_count, default=6000)
    serve.add_argument("--seed", metavar="N", type=int, default=1)
    serve.add_argument("--faulty", action="store_true", help="plant known faults")


def _selftest(commands: _Commands) -> None:
    _command(commands, "selftest", "selftest", "say whether everything that RosterDesk stands on is sound")


def _selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("collection", metavar="COLLECTION")
    for relation in ("school", "class", "term", "user"):
        parser.add_argument(f"--{relation}", metavar="ID", help=f"only what belongs to this {relation}")
    parser.add_argument(
        "--where", metavar="FIELD=VALUE", action="append", default=[], help="may be repeated; values of a field add up"
    )
    parser.add_argument("--text", metavar="T", default="", help="only rows with these words")
    parser.add_argument("--sort", metavar="FIELD", action="append", default=[], help="or -FIELD, from last to first")
    parser.add_argument("--columns", metavar="A,B,…", default="")
    parser.add_argument("--as-of", metavar="DATE", help="what is in force on that day, YYYY-MM-DD")
    parser.add_argument("--limit", metavar="N", type=_count)


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


_COMMANDS: dict[str, Callable[[_Commands], None]] = {
    "source": _source,
    "sync": _sync,
    "list": _list,
    "show": _show,
    "find": _find,
    "export": _export,
    "runs": _runs,
    "demo": _demo,
    "selftest": _selftest,
}
