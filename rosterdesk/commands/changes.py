"""`changes`: what a sync added, removed and changed, field by field."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from rosterdesk.commands import change_table, report_forms
from rosterdesk.commands.change_table import Told
from rosterdesk.commands.context import Context
from rosterdesk.errors import NothingStoredError, UsageError
from rosterdesk.export import csv
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.language import Say, all_english
from rosterdesk.model.attributes import Kind as FieldKind
from rosterdesk.model.changes import KINDS, Change, ChangeQuery, Kind, together
from rosterdesk.model.fields import BASES, collection
from rosterdesk.model.rows import Run
from rosterdesk.store.reader import Reader

_HEADERS = all_english("change", "collection", "sourcedId", "title", "returned", "field", "before", "after")
_WORDS: dict[Kind, str] = dict(zip(KINDS, all_english("added", "removed", "changed"), strict=True))
_WIDTHS = (12, 16, 22, 30, 12, 18, 30, 30)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what a run made different, or write it to a file: the one asked for, else the last that ended."""
    target = context.target(arguments.to) if arguments.to else None
    form = report_forms.form(arguments.format, target)
    with context.reader(arguments.name) as reader:
        told = _told(context, reader, arguments)
        if target is not None:
            rows = _write(context, told, form, target)
            context.record(arguments.name, "changes", target, rows, _HEADERS)
            context.settle()
            print(f"What run {told.run.run} made different was written to {target}")
            return
        match form:
            case "table":
                for line in change_table.lines(told):
                    print(line)
            case "json":
                _write_json(sys.stdout.buffer, told)
            case _:
                report_forms.print_csv(_table(told, 0))


def _told(context: Context, reader: Reader, arguments: argparse.Namespace) -> Told:
    """What is asked for; raises `UsageError` and `NothingStoredError` where there is no such thing."""
    kinds = (arguments.kind,) if arguments.kind else KINDS
    name = collection(arguments.collection).base if arguments.collection else ""
    if name:
        context.check_shown(name)
    hidden = frozenset(each for each in BASES if not context.shows(each))
    run = _asked(reader, arguments)
    since = _since(reader, run, arguments)
    asked = ChangeQuery(run.run, since, name, arguments.school)
    told = Told(reader, run, asked, kinds, arguments.limit, hidden)
    if asked.school:
        next(told.changes(kinds[0]), None)  # a school that there is none of is an error before anything is written
    return told


def _write(context: Context, told: Told, form: str, target: Path) -> int:
    """Write the file, whole or not at all; says how many lines it has."""
    count = sum(1 for _ in _rows(told))  # a first run has a million: counted, then read again
    if form == "json":

        def fill(part: Path) -> None:
            with part.open("wb") as stream:
                _write_json(stream, told)

        write_whole(target, fill)
    elif form == "xlsx":
        from rosterdesk.export import xlsx  # noqa: PLC0415 - only who writes a workbook needs it

        xlsx.write(_table(told, count, context.say), target, say=context.say, report=context.report)
    else:
        csv.write(_table(told, count), target, report=context.report)
    return count


def _table(told: Told, count: int, say: Say = str) -> Table:
    """The changes, which have so many lines, for a file; what is ours in it is said in a language."""
    return Table(
        collection="changes",
        headers=tuple(map(say, _HEADERS)),
        kinds=(FieldKind.TEXT,) * len(_HEADERS),
        widths=_WIDTHS,
        rows=_rows(told, say),
        count=count,
        info=((say("Run"), str(told.run.run)), (say("Begun"), told.run.started), *_narrowing(told, say)),
        title=say("Changes"),
    )


def _narrowing(told: Told, say: Say) -> Iterator[tuple[str, str]]:
    """What the file says that it does not hold all of, or holds besides."""
    asked = told.asked
    if asked.since is not None:
        yield say("Since run"), str(asked.since)
    if asked.school:
        yield say("School"), asked.school
    if asked.collection:
        yield say("Collection"), asked.collection
    if told.kinds != KINDS:
        yield say("Kind"), ", ".join(say(_WORDS[kind]) for kind in told.kinds)


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
    if found.forgotten:
        raise NothingStoredError(f"What run {found.run} made different is no longer kept.", list_them)
    return found


def _since(reader: Reader, run: Run, arguments: argparse.Namespace) -> int | None:
    """The run after which all are told together, where one is asked for; raises as `_asked`."""
    since: int | None = arguments.from_run
    if since is None:
        return None
    runs = reader.runs()
    if not any(each.run == since for each in runs):
        list_them = f"Run: rosterdesk runs {arguments.name}."
        raise NothingStoredError(f"There is no run {since}, or it is no longer kept.", list_them)
    if since >= run.run:
        raise UsageError(f"Run {since} is not before run {run.run}.", "Name the earlier one with --from-run.")
    if not any(each.run == since for each in together(runs, run.run)):
        raise NothingStoredError(
            f"Not all that was made different after run {since} is still kept.", "Begin with a later run."
        )
    return since


def _write_json(stream: BinaryIO, told: Told) -> None:
    """The object piece by piece: a first run has a million records."""
    stream.write(b'{"run": %d, "started": %b' % (told.run.run, msgspec.json.encode(told.run.started)))
    if told.asked.since is not None:
        stream.write(b', "since": %d' % told.asked.since)
    for kind in KINDS:  # each is there, also where it was not asked for
        stream.write(b',\n"%b": [' % kind.encode())
        for number, change in enumerate(told.changes(kind)):
            stream.write(b",\n" if number else b"\n")
            stream.write(msgspec.json.encode(change))
        stream.write(b"]")
    stream.write(b"}\n")


def _rows(told: Told, say: Say = str) -> Iterator[tuple[str, ...]]:
    for kind in told.kinds:
        for change in told.changes(kind):
            yield from _cells(say(_WORDS[kind]), change)


def _cells(kind: str, change: Change) -> Iterator[tuple[str, ...]]:
    """A line a changed field, with values as JSON but for text; of what was added or removed, one line."""
    record = (kind, change.collection, change.sourced_id, change.title, "true" if change.returned else "")
    if not change.fields:
        yield (*record, "", "", "")
    for name, (before, after) in change.fields.items():
        yield (*record, name, _cell(before), _cell(after))


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else msgspec.json.encode(value).decode()
