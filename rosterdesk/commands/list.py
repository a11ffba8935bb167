"""`list`: what the store has, as a table, CSV or JSON."""

import argparse
import sys

from rosterdesk.commands import plain_table, report_forms, selection
from rosterdesk.commands.context import Context
from rosterdesk.export import json
from rosterdesk.export.table import table
from rosterdesk.model.attributes import Kind
from rosterdesk.model.query import Query
from rosterdesk.model.rows import text
from rosterdesk.model.standing import lack
from rosterdesk.store.reader import Reader


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what the selection answers."""
    query = selection.query(context, arguments)
    with context.reader(arguments.name) as reader:
        match arguments.format:
            case "table":
                _print_table(reader, query)
            case "csv":
                report_forms.print_csv(table(reader, query))
            case shape:
                json.write_to(sys.stdout.buffer, reader, query, shape=shape)
        lacking = lack(query.collection, reader.runs())
    if lacking:
        sys.stdout.flush()
        context.remark(lacking)


def _print_table(reader: Reader, query: Query) -> None:
    answer = table(reader, query, headers="titles")
    rows = ([text(value, kind) for value, kind in zip(row, answer.kinds, strict=True)] for row in answer.rows)
    for line in plain_table.lines(answer.headers, rows, [kind is Kind.NUMBER for kind in answer.kinds]):
        print(line)
