"""A sign-in sheet: the people of a class, and columns to write in."""

from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.paper import class_list, days
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Column, Grid, Sheet, Sheets, said
from rosterdesk.language import Say, english
from rosterdesk.store.reader import Reader

_WHO = (Column(english("No."), 4, "right"), Column(english("Name"), 26))
_WRITTEN = 70  # what all columns to write in share, where number and name have 30
_MOST_UPRIGHT = 12


def sheets(reader: Reader, choice: Choice, say: Say) -> Sheets:
    """A sheet for each class, with nothing of a student but the name: such a sheet lies about."""
    count, lists = class_list.lists_of(reader, choice, ("number", "name", "sourcedId"), say)
    titles, span = [""] * choice.blanks, ""
    if choice.begins is not None:
        across = list(days.school_days(choice.begins, choice.blanks))
        titles = [days.short(day, say) if upright(choice) else days.shortest(day, say) for day in across]
        span = say("{0} to {1}").format(across[0].isoformat(), across[-1].isoformat())
    return count, (_sheet(each, titles, span, say) for each in lists)


def upright(choice: Choice) -> bool:
    """Whether there is room for all columns across the narrow side of the paper."""
    return choice.blanks <= _MOST_UPRIGHT


def _sheet(listed: ClassList, titles: list[str], span: str, say: Say) -> Sheet:
    columns = (*said(_WHO, say), *(Column(title, _WRITTEN / len(titles), "centre") for title in titles))
    rows = tuple((number, name or id_, *("" for _ in titles)) for number, name, id_, *_ in listed.rows)
    lines = (*class_list.head(listed, say), *(((say("Days"), span),) if span else ()))
    grid = Grid(columns, rows, ruled=True) if rows else class_list.nobody(say)
    return Sheet(class_list.title(listed), lines, (grid,), people=len(rows))
