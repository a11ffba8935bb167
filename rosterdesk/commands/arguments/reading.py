"""The arguments of the commands that read what is stored, or a bundle: NAME may be the path of one."""

import argparse
from typing import get_args

from rosterdesk.commands.arguments.command import Commands, Parser, command, count, name_or_bundle
from rosterdesk.model.query import Phase


def listed(commands: Commands) -> None:
    """`list NAME COLLECTION`."""
    parser = command(commands, "list", "list", "list what the store has")
    _selection(parser)
    parser.add_argument("--format", choices=["table", "csv", "json", "jsonl"], default="table")


def show(commands: Commands) -> None:
    """`show NAME COLLECTION ID`."""
    parser = command(commands, "show", "show", "show one record with everything related")
    name_or_bundle(parser)
    parser.add_argument("collection", metavar="COLLECTION")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def find(commands: Commands) -> None:
    """`find NAME TEXT`."""
    parser = command(commands, "find", "find", "find people, classes, schools and courses")
    name_or_bundle(parser)
    parser.add_argument("text", metavar="TEXT", help="a name, id, email, username or phone number, or its beginning")
    parser.add_argument("--limit", metavar="N", type=count, default=50)
    parser.add_argument("--format", choices=["table", "json"], default="table")


def export(commands: Commands) -> None:
    """`export NAME COLLECTION --to FILE`."""
    parser = command(commands, "export", "export", "write what the store has to a file, whole or not at all")
    _selection(parser)
    formats = ".csv, .xlsx, .json, .jsonl or .parquet"
    parser.add_argument("--to", metavar="FILE", required=True, help=f"a file that ends in {formats}")
    parser.add_argument("--csv-mode", choices=["safe", "exact"], default="safe")
    parser.add_argument("--ids", action="store_true", help="in a CSV too, the sourcedId of what is referred to")
    parser.add_argument("--headers", choices=["names", "titles"], help=argparse.SUPPRESS)


def bundle(commands: Commands) -> None:
    """`bundle NAME --to FILE.zip`."""
    parser = command(commands, "bundle", "bundle", "write everything as a OneRoster CSV bundle, whole or not at all")
    name_or_bundle(parser)
    parser.add_argument("--to", metavar="FILE", required=True, help="a file that ends in .zip")
    parser.add_argument("--oneroster", choices=["1.1", "1.2"], help="the bundle's version; default: the source's")


def check(commands: Commands) -> None:
    """`check NAME`."""
    parser = command(commands, "check", "check", "judge the roster")
    name_or_bundle(parser)
    levels = ["error", "warning", "info"]
    parser.add_argument("--rule", metavar="ID", action="append", default=[], help="only this rule; may be repeated")
    parser.add_argument("--level", choices=levels, default="info", help="only findings at least so grave")
    parser.add_argument("--fail-on", choices=levels, help="exit code 1 where there is a finding at least so grave")
    parser.add_argument("--safe", action="store_true", help="no names, and hashes in place of ids")
    parser.add_argument("--ask", action="store_true", help="ask the service by its id for each record that is missing")
    parser.add_argument("--profile", metavar="FILE", help="judge by the rules of this profile")
    parser.add_argument(
        "--record", metavar=("COLLECTION", "ID"), nargs=2, help="judge this record alone, by what the store has"
    )
    parser.add_argument("--format", choices=["table", "json", "csv"])
    parser.add_argument("--to", metavar="FILE", help="write to this file, whole or not at all")


def compare(commands: Commands) -> None:
    """`compare LEFT RIGHT`."""
    parser = command(commands, "compare", "compare", "say in what two rosters differ, record by record")
    for side, metavar in (("name", "LEFT"), ("other", "RIGHT")):
        parser.add_argument(side, metavar=metavar, help="a source, or the path of a bundle")
    parser.set_defaults(bundle_too=True)
    narrowing = {
        "collection": ("C", "only this collection"),
        "school": ("ID", "only what belongs to this school on either side"),
        "field": ("F", "only this field"),
        "ignore": ("F", "all fields but this one"),
    }
    for option, (metavar, about) in narrowing.items():
        parser.add_argument(
            f"--{option}", metavar=metavar, action="append", default=[], help=f"{about}; may be repeated"
        )
    parser.add_argument(
        "--by", choices=["sourcedId", "identifier", "username", "email"], default="sourcedId",
        help="what identifies a record where the two sides have other ids; references are not compared then",
    )  # fmt: skip
    parser.add_argument(
        "--limit", metavar="N", type=count, help="at most so many records of each kind in a collection; all are counted"
    )
    parser.add_argument("--safe", action="store_true", help="only counts and the names of fields")
    parser.add_argument("--format", choices=["table", "json", "csv"])
    parser.add_argument("--to", metavar="FILE", help="write to this file, which ends in .xlsx, .csv or .json")


def exceptions(commands: Commands) -> None:
    """`exceptions NAME`."""
    parser = command(commands, "exceptions", "exceptions", "say what is right although a rule finds it, and why")
    parser.add_argument("name", metavar="NAME")
    about = ("RULE", "COLLECTION", "ID")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--add", metavar=about, nargs=3, help="what this rule finds on this record, or because of it")
    which.add_argument("--remove", metavar=about, nargs=3, help="it counts again")
    parser.add_argument("--reason", metavar="TEXT", help="why it is right")
    parser.add_argument("--until", metavar="DATE", help="the day from which on it counts again, YYYY-MM-DD")
    parser.add_argument("--format", choices=["table", "json"], default="table")


def _name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="a source, or the path of a bundle")


def _selection(parser: Parser) -> None:
    name_or_bundle(parser)
    parser.add_argument("collection", metavar="COLLECTION")
    for relation in ("school", "class", "term", "user"):
        parser.add_argument(f"--{relation}", metavar="ID", help=f"only what belongs to this {relation}")
    parser.add_argument(
        "--where", metavar="FIELD=VALUE", action="append", default=[],
        help="or FIELD~PART of it, FIELD^=BEGINNING, and with ! before the sign what is not so; may be repeated: values"
        " of a field add up",
    )  # fmt: skip
    parser.add_argument("--text", metavar="T", default="", help="only rows with these words")
    parser.add_argument("--sort", metavar="FIELD", action="append", default=[], help="or -FIELD, from last to first")
    parser.add_argument("--columns", metavar="A,B,…")
    parser.add_argument("--as-of", metavar="DATE", help="what is current on that day, YYYY-MM-DD")
    parser.add_argument(
        "--phase", choices=get_args(Phase), action="append", default=[],
        help="what is so on that day, or today; may be repeated",
    )  # fmt: skip
    parser.add_argument("--limit", metavar="N", type=count)
