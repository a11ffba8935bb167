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


class _Writing(msgspec.Struct, frozen=True):
    """One writing of these lists to this place, and how many lists and names are there already."""

    context: Context
    reader: Reader
    choice: Choice
    source: str
    target: Path
    done: Counter[str]

    def write(self, form: str) -> int:
        """Write them in this form; says how many files of a folder were replaced. Raises `ExportError`."""
        # Each form loads what it needs itself: Qt alone takes longer than a workbook.
        match form:
            case ".pdf":
                self._to_pdf()
            case ".xlsx":
                self._to_workbook()
            case _:
                return self._to_folder()
        return 0

    def _to_pdf(self) -> None:
        from rosterdesk.export.paper import pdf  # noqa: PLC0415

        document = kinds.document(self.reader, _on_paper(self.choice), self.source, self.context.say)
        tally = pdf.write(document, self.target, report=self.context.report)
        self.done.update(lists=document.count, names=tally.people)

    def _to_workbook(self) -> None:
        from rosterdesk.export.class_lists import workbook  # noqa: PLC0415

        lists = self._lists(self.context.report)
        write_whole(self.target, lambda part: workbook.write(lists, part, self.source, self.context.say))
        for each in lists:
            self._count(each)

    def _to_folder(self) -> int:
        from rosterdesk.export.class_lists import folder  # noqa: PLC0415

        lists = self._lists(progress.silent)  # a folder takes longer to write than to read
        return folder.write(lists, self.target, self.context.report, self._count, self.context.say)

    def _lists(self, report: progress.Report) -> list[ClassList]:
        keys = choosing.classes(self.reader, self.choice)
        return list(_reported(choosing.lists(self.reader, self.choice, keys, self.context.say), len(keys), report))

    def _count(self, listed: ClassList) -> None:
        self.done.update(lists=1, names=len(listed.rows))


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
            replaced = _Writing(context, reader, choice, source, target, done).write(form)
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
