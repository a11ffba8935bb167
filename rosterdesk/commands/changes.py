"""`changes`: what a sync added, removed and changed, field by field."""

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from rosterdesk.commands import change_table
from rosterdesk.commands.context import Context
from rosterdesk.errors import NothingStoredError
from rosterdesk.model.changes import KINDS, Change, Kind
from rosterdesk.model.rows import Run
from rosterdesk.store.reader import Reader

_HEADERS = ("change", "collection", "sourcedId", "title", "returned", "field", "before", "after")


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what a run made different: the one asked for, else the last that ended."""
    with context.reader(arguments.name) as reader:
        asked = _asked(reader, arguments)
        match arguments.format:
            case "table":
                for line in change_table.lines(reader, asked, arguments.limit):
                    print(line)
            case "json":
                _write_json(sys.stdout.buffer, reader, asked, arguments.limit)
            case _:
                if isinstance(sys.stdout, io.TextIOWrapper):
                    sys.stdout.reconfigure(newline="")
                writer = csv.writer(sys.stdout)
                writer.writerow(_HEADERS)
                for kind in KINDS:
                    for change in reader.changes(asked.run, kind, limit=arguments.limit):
                        writer.writerows(_cells(kind, change))


def _asked(reader: Reader, arguments: argparse.Namespace) -> Run:
    """The run to tell of; raises `NothingStoredError` where nothing can be told of it."""
    runs = reader.runs()
    list_them = f"Run: rosterdesk runs {arguments.name}."
    if arguments.run is None:
        found = next((run for run in runs if run.ended and not run.held), None)
        if found is None:
            raise NothingStoredError("No sync has come to its end yet.", "Sync again: it goes on where it stopped.")
    else:
        found = next((run for run in runs if run.run == arguments.run), None)
        if found is None:
            raise NothingStoredError(f"There is no run {arguments.run}, or it is no longer kept.", list_them)
    if found.held:
        raise NothingStoredError(f"Run {found.run} was held, so it has changed nothing.", list_them)
    if found.ended is None:
        raise NothingStoredError(f"Run {found.run} has not come to its end, so it has changed nothing.", list_them)
    if _is_forgotten(reader, found):
        raise NothingStoredError(f"What run {found.run} made different is no longer kept.", list_them)
    return found


def _is_forgotten(reader: Reader, run: Run) -> bool:
    """Whether the run made something different that the journal, which is kept for a time, tells no more."""
    counted: list[tuple[int, Kind, str]] = []
    for name, state in run.touched.items():
        counted += [(state.added, "added", name), (state.removed, "removed", name), (state.changed, "changed", name)]
    fewest = min((each for each in counted if each[0]), default=None)
    if fewest is None:
        return False
    _count, kind, name = fewest
    return next(reader.changes(run.run, kind, name, limit=1), None) is None


def _write_json(stream: BinaryIO, reader: Reader, run: Run, limit: int | None) -> None:
    """The object piece by piece: a first run has a million records."""
    stream.write(b'{"run": %d, "started": %b' % (run.run, msgspec.json.encode(run.started)))
    for kind in KINDS:
        stream.write(b',\n"%b": [' % kind.encode())
        for number, change in enumerate(reader.changes(run.run, kind, limit=limit)):
            stream.write(b",\n" if number else b"\n")
            stream.write(msgspec.json.encode(change))
        stream.write(b"]")
    stream.write(b"}\n")


def _cells(kind: Kind, change: Change) -> Iterator[tuple[str, ...]]:
    """A line a changed field, with values as JSON but for text; of what was added or removed, one line."""
    record = (kind, change.collection, change.sourced_id, change.title, "true" if change.returned else "")
    if not change.fields:
        yield (*record, "", "", "")
    for name, (before, after) in change.fields.items():
        yield (*record, name, _cell(before), _cell(after))


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else msgspec.json.encode(value).decode()
