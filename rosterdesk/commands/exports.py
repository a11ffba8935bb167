"""`exports`: what was written out of the local copies, the newest first."""

import argparse
from datetime import datetime

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.settings.exports_log import Written

_HEADERS = ("When", "Who", "Source", "What", "Rows", "Columns", "File")
_NUMBERS = tuple(header == "Rows" for header in _HEADERS)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what is remembered."""
    found = context.data_dir.exports()
    if arguments.format == "json":
        print(msgspec.json.encode(found).decode())
    else:
        for line in plain_table.lines(_HEADERS, map(_row, found), _NUMBERS):
            print(line)


def _row(each: Written) -> tuple[str, ...]:
    when = datetime.fromisoformat(each.when).astimezone()
    what = COLLECTIONS[each.what].title if each.what in COLLECTIONS else each.what
    columns = ", ".join(each.columns) or "in full"
    return f"{when:%Y-%m-%d %H:%M}", each.who, each.source, what, f"{each.rows:,}", columns, str(each.path)
