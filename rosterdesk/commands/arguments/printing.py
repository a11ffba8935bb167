"""The arguments of `print`."""

from typing import get_args

from rosterdesk.commands.arguments.command import Commands, besides, command, count, day, name_or_bundle


def paper(commands: Commands) -> None:
    """`print NAME KIND --to FILE.pdf`."""
    # Not above: every command reads this file, and only one wants to know of paper.
    from rosterdesk.export.paper.choice import KindName  # noqa: PLC0415
    from rosterdesk.export.paper.sheet import Size  # noqa: PLC0415
    from rosterdesk.export.paper.stocks import STOCKS  # noqa: PLC0415

    parser = command(commands, "print", "print", "write class lists and the like as a PDF, whole or not at all")
    name_or_bundle(parser)
    parser.add_argument("kind", metavar="KIND", choices=get_args(KindName), help=", ".join(get_args(KindName)))
    parser.add_argument("--to", metavar="FILE", required=True, help="a file that ends in .pdf")
    parser.add_argument("--school", metavar="ID", default="", help="of this school")
    parser.add_argument("--teacher", metavar="ID", default="", help="of this teacher's classes")
    parser.add_argument("--term", metavar="ID", default="", help="of this term's classes, or of those within a session")
    parser.add_argument("--class", metavar="ID", action="append", default=[], help="of this class; may be repeated")
    parser.add_argument("--user", metavar="ID", action="append", default=[], help="this student; may be repeated")
    parser.add_argument("--grade", metavar="G", action="append", default=[], help="of this grade; may be repeated")
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="who is there on that day, YYYY-MM-DD; default: today"
    )
    parser.add_argument(
        "--include", metavar="A,B", type=besides, default=(), help="besides who is there: incoming, dropped"
    )
    parser.add_argument("--paper", choices=get_args(Size), help="default: what is usual where this computer is")
    parser.add_argument("--landscape", action="store_true", help="the paper lies")
    parser.add_argument(
        "--columns", metavar="A,B,… or N", help="of a class list; of a sign-in sheet, how many to write in"
    )
    parser.add_argument(
        "--dates", metavar="DATE", type=day, help="head the columns to write in with school days from this one on"
    )
    parser.add_argument("--stock", choices=list(STOCKS), help="the labels to print on")
    parser.add_argument("--first", metavar="N", type=count, help="the first free label of the first sheet")
    parser.add_argument("--photos", metavar="DIR", help="a folder of photos named by ID or username, .jpg or .png")
