"""`export`: what the store has, to a file for people or programs."""

import argparse
import logging
from pathlib import Path

from rosterdesk.commands import selection
from rosterdesk.commands.context import Context
from rosterdesk.export import formats
from rosterdesk.export.table import columns_of
from rosterdesk.model.standing import lack

_LOG = logging.getLogger(__name__)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write what the selection answers to the file."""
    handed = context.handover.target if context.handover else ""
    target = Path(handed or arguments.to).expanduser()
    formats.check(target)
    query = selection.query(context, arguments)
    headers = arguments.headers or (context.handover.headers if context.handover else "names")
    with context.reader(arguments.name) as reader:
        rows = formats.export(
            reader,
            query,
            target,
            csv_mode=arguments.csv_mode,
            headers=headers,
            source=context.source(arguments.name).name,
            report=context.report,
        )
        lacking = lack(query.collection, reader.runs())
    # A record of what left this computer: no rows, and not the file's own name, which may be a person's.
    columns = ", ".join(columns_of(query))
    _LOG.info("%d rows of %s (%s) written to a %s file", rows, query.collection, columns, target.suffix)
    context.settle()
    print(f"{rows:,} {'row' if rows == 1 else 'rows'} written to {target}")
    if lacking:
        context.remark(lacking)
