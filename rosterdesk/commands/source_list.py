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
    for line in plain_table.lines(
        ("Name", "Kind", "Address", "Known by", "Local data"), (_row(context, each) for each in sources)
    ):
        print(line)


def _row(context: Context, source: Source) -> tuple[str, ...]:
    kind = "bundle" if source.bundle else f"OneRoster {source.oneroster}"
    known_by = "" if source.bundle else source.auth
    return source.name, kind, source.bundle or source.url, known_by, "yes" if _stored(context, source) else "no"


def _described(context: Context, source: Source) -> dict[str, object]:
    about = {name: getattr(source, name) for name in source.__struct_fields__}
    return {**about, "kind": "bundle" if source.bundle else source.oneroster, "stored": _stored(context, source)}


def _stored(context: Context, source: Source) -> bool:
    return context.data_dir.store(source).exists()
