"""The arguments of the commands that bring data here, and of those that tell how it went."""

from rosterdesk.commands.arguments.command import Commands, command, count, name_or_bundle
from rosterdesk.model.changes import KINDS


def sync(commands: Commands) -> None:
    """`sync NAME`."""
    parser = command(commands, "sync", "sync", "bring the store up to date")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--full", action="store_true", help="read everything, not only what changed")
    parser.add_argument(
        "--school", metavar="ID", action="append", default=[], help="only what belongs to this school; may be repeated"
    )
    parser.add_argument(
        "--collection", metavar="C", action="append", default=[], help="only this collection; may be repeated"
    )
    parser.add_argument(
        "--accept", action="store_true", help="take over what is held, or would be: it removes or changes much"
    )
    parser.add_argument("--rebuild", action="store_true", help="set the local copy aside, and read everything anew")


def refresh(commands: Commands) -> None:
    """`refresh NAME COLLECTION ID`."""
    parser = command(commands, "refresh", "refresh", "read one record again from the service")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("collection", metavar="COLLECTION")
    parser.add_argument("id", metavar="ID", nargs="?", default="")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def runs(commands: Commands) -> None:
    """`runs NAME`."""
    parser = command(commands, "runs", "runs", "list the syncs, newest first")
    name_or_bundle(parser)
    parser.add_argument("--format", choices=["table", "json"], default="table")


def changes(commands: Commands) -> None:
    """`changes NAME`."""
    parser = command(commands, "changes", "changes", "say what a sync added, removed and changed")
    name_or_bundle(parser)
    parser.add_argument(
        "--run", "--to-run", metavar="N", type=count, help="the run to tell of, as numbered by runs; default: the last"
    )
    parser.add_argument(
        "--from-run", metavar="N", type=count, help="tell of all runs after this one together, up to that one"
    )
    parser.add_argument("--school", metavar="ID", default="", help="only what belongs to this school, or did so before")
    parser.add_argument("--collection", metavar="C", default="", help="only this collection")
    parser.add_argument("--kind", choices=KINDS, help="only what was added, removed or changed")
    parser.add_argument(
        "--limit", metavar="N", type=count, help="at most so many records added, removed and changed each"
    )
    parser.add_argument("--format", choices=["table", "json", "csv"])
    parser.add_argument("--to", metavar="FILE", help="write to this file, which ends in .xlsx, .csv or .json")
