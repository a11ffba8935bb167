"""The arguments of the commands that try things: the made-up district, and whether this computer is sound."""

from rosterdesk.commands.arguments.command import Commands, Parser, command, count, group


def demo(commands: Commands) -> None:
    """`demo ACTION`."""
    actions = group(commands, "demo", "a made-up district")
    serve = command(actions, "serve", "demo_serve", "serve it as a OneRoster service on this computer")
    serve.add_argument("--port", metavar="N", type=int, default=0)
    _district(serve)
    bundle = command(actions, "bundle", "demo_bundle", "write it as a OneRoster CSV bundle")
    bundle.add_argument("--to", metavar="FILE", required=True, help="a file that ends in .zip")
    bundle.add_argument("--oneroster", choices=["1.1", "1.2"], default="1.1")
    _district(bundle)


def selftest(commands: Commands) -> None:
    """`selftest`."""
    command(commands, "selftest", "selftest", "say whether everything that RosterDesk stands on is sound")


def _district(parser: Parser) -> None:
    parser.add_argument("--students", metavar="N", type=count, default=6000)
    parser.add_argument("--seed", metavar="N", type=int, default=1)
    parser.add_argument("--faulty", action="store_true", help="plant known faults")
