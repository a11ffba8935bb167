"""`compare`: in what two rosters differ, record by record: sources or bundles, in whichever version."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from rosterdesk import progress
from rosterdesk.bundle import straight
from rosterdesk.commands import compare_table, report_forms
from rosterdesk.commands.comparing import Asked, compare
from rosterdesk.commands.context import Context
from rosterdesk.errors import NothingStoredError, UsageError
from rosterdesk.export import csv
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.language import Say
from rosterdesk.model.comparison import Compared, Comparison, Difference
from rosterdesk.model.fields import BASES, collection
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader
from rosterdesk.store.reading.walking import identifies

_SHOWN = 20  # records of a kind in a collection; CSV and JSON have all
_COLUMNS = {"sourcedId": "sourced_id"}


class _Told(msgspec.Struct, frozen=True):
    """What is to be told of the two, in a language where `say` says it. Compared anew whenever it is gone through."""

    names: tuple[str, str]
    by: str
    readers: tuple[Reader, Reader]
    asked: Asked
    report: progress.Report
    say: Say = str

    def __iter__(self) -> Iterator[Difference | Compared]:
        return compare(*self.readers, self.asked, self.report)

    def with_records(self, limit: int) -> Comparison:
        """All of it at once: of each kind in a collection at most so many records."""
        asked = msgspec.structs.replace(self.asked, limit=limit)
        records: list[Difference] = []
        compared: list[Compared] = []
        for each in msgspec.structs.replace(self, asked=asked):
            if isinstance(each, Compared):
                compared.append(each)
            else:
                records.append(each)
        return Comparison(*self.names, self.by, records, compared)

    def summary(self) -> Table:
        """How much is different."""
        return compare_table.summary(self.with_records(0), self.say)

    def table(self, *, counted: bool) -> Table:
        """In what they differ, or where that must not be told, how much; `counted` where it must say how long it is."""
        if self.asked.safe:
            return self.summary()
        # There may be a million: counted, then compared again.
        count = sum(1 for _ in compare_table.rows(self)) if counted else 0
        return compare_table.table(compare_table.rows(self, self.say), count, self.names, self.say)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what is different, or write it to a file."""
    target = context.target(arguments.to) if arguments.to else None
    form = report_forms.form(arguments.format, target)
    asked = _asked(context, arguments)
    left, right = arguments.name, context.other
    names = context.source(left).name, context.source(right).name
    if names[0] == names[1]:  # files of the same name in two folders
        names = f"{names[0]} (left)", f"{names[1]} (right)"
    with context.reader(left) as one, context.reader(right) as other:
        _check_schools((one, other), asked)
        say = context.say if form == "xlsx" else str  # other files are for programs too
        told = _Told(names, arguments.by, (one, other), asked, context.report, say)
        if target is None:
            _print(told, form, context.settle)
            return
        with one.snapshot(), other.snapshot():
            count = _write(told, form, target)
        columns = compare_table.SUMMARY if asked.safe else compare_table.HEADERS
        for name in dict.fromkeys((left, right)):
            context.record(name, "comparison", target, count, columns)
        context.settle()
        # Before the readers close: that a bundle could not be read whole is said then, and the file is there.
        print(f"In what {names[0]} and {names[1]} differ was written to {target}")


def _asked(context: Context, arguments: argparse.Namespace) -> Asked:
    """What the arguments ask for; raises `UsageError`, also for what the settings hide."""
    column = _COLUMNS.get(arguments.by, arguments.by)
    for name in arguments.collection:
        context.check_shown(collection(name).name)
    wanted = [collection(name).base for name in arguments.collection] or list(filter(context.shows, BASES))
    lists = tuple(name for name in BASES if name in wanted and identifies(name, column))
    if not lists:
        raise UsageError(f"These records have no {arguments.by}.", "Compare them by sourcedId.")
    _check_fields([*arguments.field, *arguments.ignore], lists)
    return Asked(
        collections=lists,
        schools=tuple(dict.fromkeys(arguments.school)),
        column=column,
        fields=frozenset(arguments.field),
        ignored=frozenset(arguments.ignore),
        limit=0 if arguments.safe else arguments.limit,
        safe=arguments.safe,
    )


def _check_fields(names: Sequence[str], lists: Sequence[str]) -> None:
    """Raise `UsageError` for a field of no record: no difference in it would look as if all were well."""
    known = set().union(*(straight.names(each)[0] for each in lists))
    for name in names:
        if name not in known:
            raise UsageError(f"There is no field “{name}”.", f"Choose from: {', '.join(sorted(known))}.")


def _check_schools(readers: Sequence[Reader], asked: Asked) -> None:
    """Raise `NothingStoredError` for a school that neither has."""
    for school in asked.schools:
        if not any(reader.count(_named(school)) for reader in readers):
            raise NothingStoredError("Neither side has a school with this sourcedId.", "Check the id.")


def _named(school: str) -> Query:
    return Query(collection="orgs", ids=(school,))


def _print(told: _Told, form: str, settle: Callable[[], None]) -> None:
    match form:
        case "json":
            _write_json(sys.stdout.buffer, told)
        case "csv":
            report_forms.print_csv(told.table(counted=False))
        case _:
            limit = _SHOWN if told.asked.limit is None else told.asked.limit
            found = told.with_records(limit)
            settle()
            for line in compare_table.lines(found):
                print(line)


def _write(told: _Told, form: str, target: Path) -> int:
    """Write the file, whole or not at all; says how many lines, or in JSON records, it has."""
    if form == "json":
        count = 0

        def fill(part: Path) -> None:
            nonlocal count
            with part.open("wb") as stream:
                count = _write_json(stream, told)

        write_whole(target, fill)
        return count
    table = told.table(counted=True)
    if form == "csv":
        csv.write(table, target, report=told.report)
    else:
        from rosterdesk.export import xlsx  # noqa: PLC0415 - only who writes a workbook needs it

        tables = (table,) if told.asked.safe else (told.summary(), table)
        xlsx.write_all(tables, target, say=told.say, report=told.report)
    return table.count


def _write_json(stream: BinaryIO, told: _Told) -> int:
    """The object of a `Comparison`, piece by piece: there may be a million records. Says how many."""
    compared: list[Compared] = []
    count = 0
    head = msgspec.json.encode({"left": told.names[0], "right": told.names[1], "by": told.by})
    stream.write(head[:-1] + b',\n"records": [')
    for each in told:
        if isinstance(each, Compared):
            compared.append(each)
        else:
            stream.write(b",\n" if count else b"\n")
            stream.write(msgspec.json.encode(each))
            count += 1
    stream.write(b'],\n"collections": %b}\n' % msgspec.json.encode(compared))
    return count
