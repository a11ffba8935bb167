"""`print`: class lists, sign-in sheets, labels and the like, as a PDF."""

import argparse
import logging
from datetime import date

import msgspec

from rosterdesk.commands import selection
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.export.class_lists import choosing, columns
from rosterdesk.export.paper.choice import MOST_BLANKS, Choice, KindName
from rosterdesk.export.paper.kinds import columns_of, document
from rosterdesk.export.paper.regions import size_here
from rosterdesk.export.paper.sheet import Paper
from rosterdesk.export.paper.stocks import STOCKS
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.standing import lack

_LOG = logging.getLogger(__name__)

_OF_CLASSES = {"school", "teacher", "term", "class"}
_OF_STUDENTS = {*_OF_CLASSES, "user", "grade"}
_TAKES: dict[KindName, set[str]] = {
    "class-list": {*_OF_CLASSES, "columns"},
    "sign-in": {*_OF_CLASSES, "columns", "dates"},
    "photos": {*_OF_CLASSES, "photos"},
    "labels": {*_OF_STUDENTS, "stock", "first"},
    "slips": _OF_STUDENTS,
    "substitute": {"teacher", "columns"},
}
"""Of the options that not every kind has, those of each."""


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write the PDF."""
    target = context.target(arguments.to)
    if target.suffix.lower() != ".pdf":
        raise UsageError("What is printed is written as a PDF.", "Choose a name that ends in .pdf.")
    handed = context.handover.choice if context.handover else ""
    choice = msgspec.json.decode(handed, type=Choice) if handed else _choice(arguments)
    with context.reader(arguments.name) as reader, reader.snapshot():
        if not handed:
            selection.check_known(reader, arguments)
        made = document(reader, choice, context.source(arguments.name).name, context.say)
        # Here and not above: Qt takes a while to load, and what cannot be printed is known without it.
        from rosterdesk.export.paper import pdf  # noqa: PLC0415

        done = pdf.write(made, target, report=context.report)
        lacking = lack("enrollments", reader.runs())
    _LOG.info("%d pages (%s) written to a PDF", done.pages, choice.kind)
    context.record(arguments.name, choice.kind, target, done.people, columns_of(choice))
    context.settle()
    print(f"{done.pages:,} {'page' if done.pages == 1 else 'pages'} written to {target}")
    if lacking:
        context.remark(lacking)


def _choice(arguments: argparse.Namespace) -> Choice:
    kind: KindName = arguments.kind
    for name in sorted(set().union(*_TAKES.values()) - _TAKES[kind]):
        if getattr(arguments, name):
            others = ", ".join(other for other, taken in _TAKES.items() if name in taken)
            raise UsageError(f"--{name} is not for {kind}.", f"It is for: {others}.")
    paper = Paper(arguments.paper or size_here(), arguments.landscape)
    choice = Choice(
        kind=kind,
        of=_of(kind, arguments),
        day=arguments.as_of or date.today(),  # noqa: DTZ011 - a school day is local
        paper=paper,
        include=arguments.include,
        grades=tuple(arguments.grade),
        begins=arguments.dates,
        stock=_stock(arguments, paper),
        first=arguments.first or 1,
        photos=arguments.photos or "",
    )
    if not arguments.columns:
        return choice
    if kind == "sign-in":
        return msgspec.structs.replace(choice, blanks=_blanks(arguments.columns))
    return msgspec.structs.replace(choice, columns=columns.named(arguments.columns))


def _of(kind: KindName, arguments: argparse.Namespace) -> Query:
    """Of which classes, or which people, the options speak."""
    narrowing = {name: getattr(arguments, name) for name in ("school", "teacher", "term")}
    classes = getattr(arguments, "class")
    if kind == "substitute":
        if not arguments.teacher:
            raise UsageError("A substitute’s packet is for one teacher.", "Say for whom: --teacher ID.")
        return Query(collection="users", ids=(arguments.teacher,))
    if arguments.user:
        if classes or any(narrowing.values()):
            raise UsageError("--user names students one by one.", "Leave out --school, --teacher, --term and --class.")
        return Query(collection="users", ids=tuple(arguments.user))
    if "user" in _TAKES[kind] and not (classes or arguments.teacher or arguments.term):
        return Query(collection="students", scopes=(Scope("school", arguments.school),) if arguments.school else ())
    return choosing.of(**narrowing, classes=classes)


def _stock(arguments: argparse.Namespace, paper: Paper) -> str:
    """The labels that are asked for, else the first on such paper."""
    name: str = arguments.stock or next(name for name, stock in STOCKS.items() if stock.size == paper.size)
    if (arguments.first or 1) > STOCKS[name].count:
        raise UsageError(f"A sheet of {name} has {STOCKS[name].count} labels.", "Choose --first among them.")
    return name


def _blanks(given: str) -> int:
    number = int(given) if given.isascii() and given.isdigit() else 0
    if not 0 < number <= MOST_BLANKS:
        raise UsageError(
            "--columns of a sign-in sheet is how many there are to write in.", f"Choose from 1 to {MOST_BLANKS}."
        )
    return number
