"""`export`: what the store has, to a file for people or programs."""

import argparse
from pathlib import Path

from rosterdesk.commands import selection
from rosterdesk.commands.context import Context
from rosterdesk.export import formats


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write what the selection answers to the file."""
    target = Path(arguments.to).expanduser()
    formats.check(target)
    query = selection.query(context, arguments)
    source = context.source(arguments.name)
    headers = arguments.headers or (context.handover.headers if context.handover else "names")
    with context.reader(source) as reader:
        rows = formats.export(
            reader,
            query,
            target,
            csv_mode=arguments.csv_mode,
            headers=headers,
            source=source.name,
            report=context.report,
        )
    print(f"{rows:,} {'row' if rows == 1 else 'rows'} written to {target}")
