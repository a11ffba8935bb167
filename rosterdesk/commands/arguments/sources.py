"""The arguments of the commands about sources: what is added, tested, removed, how long it is kept, and what
was written out of it.
"""

from rosterdesk.commands.arguments.command import Commands, Parser, command, count, group, name_or_bundle


def source(commands: Commands) -> None:
    """`source ACTION`."""
    actions = group(commands, "source", "add, list, test and remove sources")
    _add(actions)
    listed = command(actions, "list", "source_list", "list the sources")
    listed.add_argument("--format", choices=["table", "json"], default="table")
    test = command(actions, "test", "source_test", "say what the key of a source, or a bundle, lets you see")
    name_or_bundle(test)
    test.add_argument("--format", choices=["table", "json"], default="table")
    for name, about in (
        ("remove", "remove a source with its data and secrets"),
        ("forget", "keep a source, wipe its local data"),
    ):
        command(actions, name, f"source_{name}", about).add_argument("name", metavar="NAME")


def settings(commands: Commands) -> None:
    """`settings [NAME=VALUE]…`."""
    parser = command(commands, "settings", "settings", "show your settings, or choose them")
    parser.add_argument("chosen", metavar="NAME=VALUE", nargs="*", help="such as theme=dark, or retention_days=30")
    parser.add_argument("--format", choices=["table", "json"], default="table")


def exports(commands: Commands) -> None:
    """`exports`."""
    parser = command(commands, "exports", "exports", "list the files that were written out of the local copies")
    parser.add_argument("--format", choices=["table", "json"], default="table")


def _add(actions: Commands) -> None:
    add = command(
        actions, "add", "source_add", "add a OneRoster service, whose secret is the first line of stdin, or a bundle"
    )
    add.add_argument("name", metavar="NAME")
    add.add_argument("--bundle", metavar="PATH", default="", help="a OneRoster CSV bundle: a zip file or a folder")
    add.add_argument("--url", metavar="BASE", default="", help="the service's address: …/ims/oneroster/v1p1")
    add.add_argument(
        "--oneroster", choices=["1.1", "1.2"], help="its version; default: what the address ends in, else 1.1"
    )
    add.add_argument(
        "--gradebook-url", metavar="BASE", default="", help="where the gradebook is (1.2), if it does not follow"
    )
    add.add_argument("--resources-url", metavar="BASE", default="", help="the same for resources")
    add.add_argument(
        "--also", metavar="COLLECTION", action="append", default=[], help="read this as well, such as demographics"
    )
    add.add_argument(
        "--school", metavar="ID", action="append", default=[], help="sync this school alone; may be repeated"
    )
    add.add_argument("--page-size", metavar="N", type=count, help="rows a request; default 5000")
    add.add_argument("--ca-file", metavar="FILE", default="", help="certificates to trust beside the system's")
    add.add_argument("--allow-http", action="store_true", help="allow http:// on a host of your own network")
    _sign_in(add)


def _sign_in(add: Parser) -> None:
    add.add_argument("--auth", choices=["oauth2", "oauth1", "bearer", "none"], help="how the service knows you")
    add.add_argument("--client-id", metavar="ID", default="", help="the client ID (oauth2) or consumer key (oauth1)")
    add.add_argument("--token-url", metavar="URL", default="", help="where tokens are had (oauth2)")
    add.add_argument("--token-auth", choices=["basic", "body"], help="where the client is named (oauth2)")
    add.add_argument("--scope", metavar="S", action="append", default=[], help="a scope to ask for; may be repeated")
    add.add_argument("--oauth1-signature", choices=["sha256", "sha1"], help="how requests are signed; default sha256")
    add.add_argument("--secret-stdin", action="store_true", help="read the secret from stdin, also on a terminal")
