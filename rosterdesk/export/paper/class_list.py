"""A class list: who is in a class, in the columns that were asked for."""

from collections.abc import Iterator

from rosterdesk.export.class_lists import choosing
from rosterdesk.export.class_lists.columns import column
from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Column, Grid, Note, Sheet, Sheets
from rosterdesk.language import Say, english
from rosterdesk.store.reader import Reader

_MOST_UPRIGHT = 100  # characters
_NUMBERS = 0.06  # of the width, however many columns there are
_NOBODY = english("Nobody is in this class on this day.")


def sheets(reader: Reader, choice: Choice, say: Say) -> Sheets:
    """A sheet for each class."""
    count, lists = lists_of(reader, choice, choice.columns, say)
    return count, (sheet(each, say) for each in lists)


def lists_of(
    reader: Reader, choice: Choice, columns: tuple[str, ...], say: Say = str
) -> tuple[int, Iterator[ClassList]]:
    """How many classes the choice is about, and the list of each; raises `ExportError` where there is none."""
    asked = wanted(choice, columns)
    keys = choosing.classes(reader, asked)
    return len(keys), choosing.lists(reader, asked, keys, say)


def wanted(choice: Choice, columns: tuple[str, ...]) -> choosing.Choice:
    """What the choice says of class lists, with these columns."""
    return choosing.Choice(of=choice.of, as_of=choice.day.isoformat(), columns=columns, include=choice.include)


def sheet(listed: ClassList, say: Say) -> Sheet:
    """The sheet of a class."""
    width = sum(each.width for each in listed.columns)
    columns = tuple(
        Column(each.said(say), width * _NUMBERS, "right")
        if each.name == "number"
        else Column(each.said(say), each.width)
        for each in listed.columns
    )
    ruled = any(each.is_blank for each in listed.columns)
    grid = Grid(columns, listed.rows, ruled=ruled) if listed.rows else nobody(say)
    return Sheet(title(listed), head(listed, say), (grid,), people=len(listed.rows))


def upright(choice: Choice) -> bool:
    """Whether there is room for all columns across the narrow side of the paper."""
    return sum(column(name).width for name in choice.columns) <= _MOST_UPRIGHT


def title(listed: ClassList) -> str:
    """What the class is called, or, where it has no name, its sourcedId."""
    return listed.title or listed.sourced_id


def nobody(say: Say) -> Note:
    """What stands in place of an empty list."""
    return Note(say(_NOBODY))


def head(listed: ClassList, say: Say) -> tuple[tuple[str, str], ...]:
    """What stands under the title of a class: what the title has not said, and how many they are."""
    *lines, as_of = ((label, said) for label, said in listed.lines(say) if said != listed.title)
    return (*lines, (say("Students"), f"{len(listed.rows):,}"), as_of)
