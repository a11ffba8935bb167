"""`source list`: the sources, without their secrets."""

import argparse

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.settings import Source


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print the sources in the order in which they were added."""
    sources = context.data_dir.sources()
    if arguments.format == "json":
        print(msgspec.json.encode([_described(context, source) for source in sources]).decode())
        return
    rows = [
        (each.name, each.url, f"OneRoster {each.oneroster}", each.auth, "yes" if _stored(context, each) else "no")
        for each in sources
    ]
    for line in plain_table.lines(("Name", "Address", "Standard", "Known by", "Local data"), rows):
        print(line)


def _described(context: Context, source: Source) -> dict[str, object]:
    about = {name: getattr(source, name) for name in source.__struct_fields__}
    return {**about, "stored": _stored(context, source)}


def _stored(context: Context, source: Source) -> bool:
    return context.data_dir.store(source).exists()
