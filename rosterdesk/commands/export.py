"""`export`: what the store has, to a file for people or programs."""

import argparse
import logging

from rosterdesk.commands import selection
from rosterdesk.commands.context import Context
from rosterdesk.export import formats
from rosterdesk.model.standing import lack

_LOG = logging.getLogger(__name__)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write what the selection answers to the file."""
    target = context.target(arguments.to)
    formats.check(target)
    query = selection.query(context, arguments)
    headers = arguments.headers or (context.handover.headers if context.handover else "names")
    with context.reader(arguments.name) as reader:
        selection.check_answered(reader, query, arguments)
        rows = formats.export(
            reader,
            query,
            target,
            csv_mode=arguments.csv_mode,
            headers=headers,
            ids=arguments.ids,
            source=context.source(arguments.name).name,
            say=context.say,
            report=context.report,
        )
        lacking = lack(query.collection, reader.runs())
    # A record of what left this computer: no rows, and in the log not the file's own name, which may be a person's.
    columns = formats.columns(query, target, headers=headers, ids=arguments.ids)
    _LOG.info("%d rows of %s (%s) written to a %s file", rows, query.collection, ", ".join(columns), target.suffix)
    context.record(arguments.name, query.collection, target, rows, columns)
    context.settle()
    print(f"{rows:,} {'row' if rows == 1 else 'rows'} written to {target}")
    if lacking:
        context.remark(lacking)
