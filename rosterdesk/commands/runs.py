"""`runs`: the syncs of a source, the newest first."""

import argparse
from collections.abc import Iterator, Sequence

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.commands.remarks import of_run
from rosterdesk.model import differences
from rosterdesk.model.access import access
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run

_COLUMNS = {
    "Run": True,
    "Started": False,
    "Ended": False,
    "Kind": False,
    "Complete": False,
    "Rows": True,
    "Added": True,
    "Changed": True,
    "Removed": True,
    "Schools": False,
}
"""By header: whether these are numbers."""


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print the syncs."""
    with context.reader(arguments.name, for_runs=True) as reader:
        runs = reader.runs()
    if arguments.format == "json":
        print(msgspec.json.encode(runs).decode())
        return
    for line in _lines(runs):
        print(line)
    if since := list(_since(runs)):
        print("", "What this key can see:", *(f"  {line}" for line in since), sep="\n")


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    yield from plain_table.lines(tuple(_COLUMNS), map(_row, runs), tuple(_COLUMNS.values()))
    settled: set[str] = set()  # the collections that a later run had all of: what was missing before is no news
    for each in runs:
        if told := of_run(each, newest=each is runs[0], settled=settled):
            yield ""
            yield f"Run {each.run}"
            for sentence in told:
                yield plain_table.printable(f"  {sentence}")
        if each.ended is not None and not each.schools:
            settled.update(name for name, state in each.collections.items() if state.complete)


def _since(runs: Sequence[Run]) -> Iterator[str]:
    """Since when a collection may be read otherwise than before, a line each."""
    for each in access(runs):
        if each.was:
            yield f"{collection(each.collection).title}: {each.state} since {each.since}, was {each.was}."


def _row(each: Run) -> tuple[str, ...]:
    rows = sum(state.rows for state in each.collections.values())
    ended = "held" if each.held else each.ended or "not ended"
    numbers = (f"{count:,}" for count in (rows, *differences.total(each.touched.values())))
    complete = "yes" if each.complete else "no"
    return str(each.run), each.started, ended, each.kind, complete, *numbers, ", ".join(each.schools) or "all"
