"""`runs`: the syncs of a source, the newest first."""

import argparse
from collections.abc import Iterator, Sequence

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.commands.remarks import remarks
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print the syncs."""
    with context.reader(arguments.name, for_runs=True) as reader:
        runs = reader.runs()
    if arguments.format == "json":
        print(msgspec.json.encode(runs).decode())
        return
    for line in _lines(runs):
        print(line)


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    headers = ("Run", "Started", "Ended", "Kind", "Complete", "Rows", "Schools")
    yield from plain_table.lines(headers, map(_row, runs), (True, False, False, False, False, True, False))
    for each in runs:
        told = [(name, remark, state.refused) for name, state in each.collections.items() for remark in remarks(state)]
        if told:
            yield ""
            yield f"Run {each.run}"
        for name, remark, refused in told:
            yield plain_table.printable(f"  {collection(name).title}{' (refused)' * refused}: {remark}")


def _row(each: Run) -> tuple[str, ...]:
    rows = sum(state.rows for state in each.collections.values())
    complete = "yes" if each.complete else "no"
    schools = ", ".join(each.schools) or "all"
    return str(each.run), each.started, each.ended or "not ended", each.kind, complete, f"{rows:,}", schools
