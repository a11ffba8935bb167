"""`class-lists`: who is in each class, as a workbook with a sheet a class, a file a class, or a PDF."""

import argparse
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from rosterdesk import progress
from rosterdesk.commands import selection
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.export.class_lists import choosing, columns, templates
from rosterdesk.export.class_lists.choosing import Choice
from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.whole import write_whole
from rosterdesk.model.standing import lack

_LOG = logging.getLogger(__name__)
_BATCH = 20
_UPRIGHT = 100  # characters, which a page that stands can take
_NAMED = {"school": "orgs", "teacher": "users", "term": "academicSessions", "class": "classes"}
"""The options that name records, and of which collection."""


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write the lists, all or none of them."""
    to = (context.handover.target if context.handover else "") or arguments.to
    form, target = _form(to), context.target(to)
    handed = context.handover.choice if context.handover else ""
    choice = msgspec.json.decode(handed, type=Choice) if handed else _choice(arguments)
    source = context.source(arguments.name).name
    with context.reader(arguments.name) as reader:
        if not handed:
            selection.check_known(reader, arguments, _NAMED)
        keys = choosing.classes(reader, choice)
        reading = progress.silent if form == "" else context.report  # a folder takes longer to write than to read
        lists = list(_reported(choosing.lists(reader, choice, keys), len(keys), reading))
        lacking = lack("enrollments", reader.runs())
        replaced = _write(form, lists, target, source, context.report)
    names = sum(len(each.rows) for each in lists)
    _LOG.info("%d class lists (%s) with %d names written", len(lists), form or "folder", names)
    context.record(arguments.name, "class-lists", target, names, choice.columns)
    context.settle()
    counts = f"{len(lists):,} {'list' if len(lists) == 1 else 'lists'}, {names:,} {'name' if names == 1 else 'names'}"
    print(f"{counts} written to {target}")
    if replaced:
        context.remark(f"Files that were there already, and were replaced: {replaced:,}.")
    if lacking:
        context.remark(lacking)


def _form(to: str) -> str:
    """The suffix of the file to write; nothing for a folder. Raises `UsageError`."""
    suffix = Path(to).suffix.lower()
    if to.endswith(("/", os.sep)) or Path(to).expanduser().is_dir():
        return ""
    if suffix in {".xlsx", ".pdf"}:
        return suffix
    raise UsageError(
        "Class lists are written to a file that ends in .xlsx or .pdf, or into a folder.",
        "For a folder, end its name with a slash.",
    )


def _choice(arguments: argparse.Namespace) -> Choice:
    if arguments.columns is not None:
        names = columns.named(arguments.columns)
    else:
        names = templates.template(arguments.template).columns if arguments.template else templates.USUAL.columns
    day: date = arguments.as_of or date.today()  # noqa: DTZ011 - a school day is local
    classes = getattr(arguments, "class")
    return Choice(
        of=choosing.of(school=arguments.school, teacher=arguments.teacher, term=arguments.term, classes=classes),
        as_of=day.isoformat(),
        columns=names,
        include=arguments.include,
    )


def _write(form: str, lists: Sequence[ClassList], target: Path, source: str, report: progress.Report) -> int:
    """Write the lists in this form; says how many files of a folder were replaced. Raises `ExportError`."""
    # Each form loads what it needs itself: Qt alone takes longer than a workbook.
    if form == ".xlsx":
        from rosterdesk.export.class_lists import workbook  # noqa: PLC0415

        write_whole(target, lambda part: workbook.write(lists, part, source))
        return 0
    if form == ".pdf":
        from rosterdesk.export.paper import class_list, pdf, regions, sheet  # noqa: PLC0415

        sheets = map(class_list.sheet, lists)
        footer = f"{source} · as of {lists[0].as_of}"
        width = sum(column.width for column in lists[0].columns)
        paper = sheet.Paper(regions.size_here(), landscape=width > _UPRIGHT)
        document = sheet.Document("Class lists", sheets, len(lists), paper, footer)
        pdf.write(document, target, report=report)
        return 0
    from rosterdesk.export.class_lists import folder  # noqa: PLC0415

    return folder.write(lists, target, report)


def _reported(lists: Iterator[ClassList], total: int, report: progress.Report) -> Iterator[ClassList]:
    for done, each in enumerate(lists, 1):
        yield each
        if done % _BATCH == 0 or done == total:
            report(progress.Progress("export", "classes", done, total))
