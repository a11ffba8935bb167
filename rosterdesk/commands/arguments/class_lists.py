"""The arguments of `class-lists`."""

from rosterdesk.commands.arguments.command import Commands, besides, command, day, name_or_bundle


def class_lists(commands: Commands) -> None:
    """`class-lists NAME --to FILE or DIR/`."""
    parser = command(
        commands, "class-lists", "class_lists", "write who is in each class: a sheet, page or file a class"
    )
    name_or_bundle(parser)
    parser.add_argument(
        "--to", metavar="FILE", required=True, help="a file that ends in .xlsx or .pdf; or a folder, as DIR/"
    )
    parser.add_argument("--school", metavar="ID", default="", help="classes of this school")
    parser.add_argument("--teacher", metavar="ID", default="", help="classes of this teacher")
    parser.add_argument(
        "--term", metavar="ID", default="", help="classes of this term, or of those within this session"
    )
    parser.add_argument("--class", metavar="ID", action="append", default=[], help="this class; may be repeated")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="who is in them then, YYYY-MM-DD; default: today")
    columns = parser.add_mutually_exclusive_group()
    columns.add_argument("--template", metavar="NAME", help="names, ids (the default), contact or attendance")
    columns.add_argument(
        "--columns", metavar="A,B,…", help="fields of students; number, guardians, guardianEmails, phase, blank:TITLE"
    )
    parser.add_argument(
        "--include", metavar="A,B", type=besides, default=(), help="besides who is in them: incoming, dropped"
    )
