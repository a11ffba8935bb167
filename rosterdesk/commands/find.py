"""`find`: people, classes, schools and courses, the best first."""

import argparse
import sys

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Found
from rosterdesk.model.standing import lack

_SEARCHED = ("orgs", "courses", "classes", "users")


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what was found; nothing found is no error."""
    with context.reader(arguments.name) as reader:
        found = reader.find(arguments.text, arguments.limit)
        runs = reader.runs()
    if arguments.format == "json":
        print(msgspec.json.encode([msgspec.structs.replace(hit, role="") for hit in found]).decode())
    else:
        _print_table(found)
    sys.stdout.flush()
    for lacking in filter(None, (lack(name, runs) for name in _SEARCHED)):
        context.remark(lacking)


def _print_table(found: list[Found]) -> None:
    rows = [(hit.title, hit.subtitle, collection(hit.collection).title, hit.sourced_id) for hit in found]
    for line in plain_table.lines(("Found", "What it is", "Collection", "Sourced ID"), rows):
        print(line)
