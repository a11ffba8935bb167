"""`runs`: the syncs of a source, the newest first."""

import argparse

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.model.rows import Run


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print the syncs."""
    with context.reader(context.source(arguments.name), for_runs=True) as reader:
        runs = reader.runs()
    if arguments.format == "json":
        print(msgspec.json.encode(runs).decode())
        return
    headers = ("Run", "Started", "Ended", "Kind", "Complete", "Rows", "Remarks")
    numbers = (True, False, False, False, False, True, False)
    for line in plain_table.lines(headers, map(_row, runs), numbers):
        print(line)


def _row(each: Run) -> tuple[str, ...]:
    rows = sum(state.rows for state in each.collections.values())
    remarks = " ".join(f"{name}: {state.why}" for name, state in each.collections.items() if state.why)
    complete = "yes" if each.complete else "no"
    return str(each.run), each.started, each.ended or "not ended", each.kind, complete, f"{rows:,}", remarks
