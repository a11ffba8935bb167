"""`class-lists`: who is in each class, as a workbook with a sheet a class, a file a class, or a PDF."""

import argparse
import logging
import os
from collections import Counter
from collections.abc import Iterator
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
from rosterdesk.export.paper import choice as paper
from rosterdesk.export.paper import kinds
from rosterdesk.export.paper.regions import size_here
from rosterdesk.export.paper.sheet import Paper
from rosterdesk.export.whole import write_whole
from rosterdesk.model.standing import lack
from rosterdesk.store.reader import Reader

_LOG = logging.getLogger(__name__)
_BATCH = 20


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write the lists, all or none of them; but a folder that was there keeps those that were written before the end
    came, and what it keeps is remembered.
    """
    to = (context.handover.target if context.handover else "") or arguments.to
    form, target = _form(to), context.target(to)
    handed = context.handover.choice if context.handover else ""
    choice = msgspec.json.decode(handed, type=Choice) if handed else _choice(arguments)
    done: Counter[str] = Counter()
    replaced = None
    with context.reader(arguments.name) as reader, reader.snapshot():
        if not handed:
            selection.check_known(reader, arguments)
        lacking = lack("enrollments", reader.runs())
        try:
            source = context.source(arguments.name).name
            replaced = _write(form, reader, choice, target, source, context, done)
        finally:
            if done:
                what = "class-list" if form == ".pdf" else "class-lists"  # as `print` calls it
                _LOG.info("%d class lists (%s) with %d names written", done["lists"], form or "folder", done["names"])
                context.record(arguments.name, what, target, done["names"], choice.columns)
            if done and replaced is None:
                context.remark(f"Lists that are in the folder all the same: {done['lists']:,}.")
    context.settle()
    print(f"{_counted('list', done)}, {_counted('name', done)} written to {target}")
    if replaced:
        context.remark(f"Files that were there already, and were replaced: {replaced:,}.")
    if lacking:
        context.remark(lacking)


def _counted(what: str, done: Counter[str]) -> str:
    count = done[f"{what}s"]
    return f"{count:,} {what if count == 1 else f'{what}s'}"


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


def _write(
    form: str,
    reader: Reader,
    choice: Choice,
    target: Path,
    source: str,
    context: Context,
    done: Counter[str],
) -> int:
    """Write the lists in this form, and count those that are there; says how many files of a folder were replaced.
    Raises `ExportError`.
    """
    # Each form loads what it needs itself: Qt alone takes longer than a workbook.
    if form == ".pdf":
        from rosterdesk.export.paper import pdf  # noqa: PLC0415

        document = kinds.document(reader, _on_paper(choice), source, context.say)
        tally = pdf.write(document, target, report=context.report)
        done.update(lists=document.count, names=tally.people)
        return 0

    def written(listed: ClassList) -> None:
        done.update(lists=1, names=len(listed.rows))

    keys = choosing.classes(reader, choice)
    reading = context.report if form else progress.silent  # a folder takes longer to write than to read
    lists = list(_reported(choosing.lists(reader, choice, keys, context.say), len(keys), reading))
    if not form:
        from rosterdesk.export.class_lists import folder  # noqa: PLC0415

        return folder.write(lists, target, context.report, written, context.say)
    from rosterdesk.export.class_lists import workbook  # noqa: PLC0415

    write_whole(target, lambda part: workbook.write(lists, part, source, context.say))
    for each in lists:
        written(each)
    return 0


def _on_paper(choice: Choice) -> paper.Choice:
    """The same, as `print` makes it of what is asked of it."""
    return paper.Choice(
        kind="class-list",
        of=choice.of,
        day=date.fromisoformat(choice.as_of),
        paper=Paper(size_here()),
        include=choice.include,
        columns=choice.columns,
    )


def _reported(lists: Iterator[ClassList], total: int, report: progress.Report) -> Iterator[ClassList]:
    for done, each in enumerate(lists, 1):
        yield each
        if done % _BATCH == 0 or done == total:
            report(progress.Progress("export", "classes", done, total))
