"""The kinds of paper, and the document that a choice makes of a store."""

from collections.abc import Callable

import msgspec

from rosterdesk.export.paper import class_list, labels, photo_grid, schedule_slip, sign_in, substitute
from rosterdesk.export.paper.choice import Choice, KindName
from rosterdesk.export.paper.sheet import Document, Paper, Sheets
from rosterdesk.export.paper.stocks import STOCKS
from rosterdesk.language import Say, english
from rosterdesk.store.reader import Reader


class Kind(msgspec.Struct, frozen=True):
    """One kind: what it is called, what makes its sheets, and which fields of people are on them.

    `sheets` raises `ExportError` where there would be none.
    """

    title: str
    sheets: Callable[[Reader, Choice, Say], Sheets]
    columns: tuple[str, ...] = ()


KINDS: dict[KindName, Kind] = {
    "class-list": Kind(english("Class list"), class_list.sheets),
    "sign-in": Kind(english("Sign-in sheet"), sign_in.sheets, ("name",)),
    "photos": Kind(english("Photo list"), photo_grid.sheets, ("name", "identifier")),
    "labels": Kind(english("Labels"), labels.sheets, ("name", "grades", "homeroom", "schools")),
    "slips": Kind(english("Schedule"), schedule_slip.sheets, ("name", "identifier", "grades", "schools", "homeroom")),
    "substitute": Kind(english("Substitute’s packet"), substitute.sheets),
}
"""By name, in the order in which they are offered."""


def columns_of(choice: Choice) -> tuple[str, ...]:
    """The fields of people that are on the paper: on a class list those that were chosen."""
    return KINDS[choice.kind].columns or choice.columns


def document(reader: Reader, choice: Choice, source: str = "", say: Say = str) -> Document:
    """What the choice asks for; `source` is the name of where it comes from, `say` its language.

    Raises `ExportError` where nothing would be on the paper. Sheets are read from the store as they are asked for.
    """
    kind = KINDS[choice.kind]
    count, sheets = kind.sheets(reader, choice, say)
    title, day = say(kind.title), say("as of {0}").format(choice.day.isoformat())
    footer = " · ".join(filter(None, (source, title, day)))
    return Document(title, sheets, count, paper_of(choice), footer, say("Page {0} of {1}"))


def paper_of(choice: Choice) -> Paper:
    """Labels are on the paper of their stock, and what is too wide to stand lies."""
    if choice.kind == "labels":
        return Paper(STOCKS[choice.stock].size)
    wide = (choice.kind == "sign-in" and not sign_in.upright(choice)) or (
        choice.kind in {"class-list", "substitute"} and not class_list.upright(choice)
    )
    return Paper(choice.paper.size, choice.paper.landscape or wide)
