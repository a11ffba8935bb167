"""A schedule slip: the classes of one student by period, with whom, where and when. Short ones share a page."""

from collections.abc import Iterator, Sequence

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Column, Grid, Note, Sheet, Sheets
from rosterdesk.export.paper.students import students
from rosterdesk.export.paper.timetable import meetings
from rosterdesk.model.rows import text
from rosterdesk.store.reader import Reader

_FIELDS = ("sourcedId", "name", "identifier", "grades", "schools", "homeroom")
_LINES = ("Student ID", "Grade", "School", "Homeroom")
_COLUMNS = (
    Column("Period", 9),
    Column("Class", 27),
    Column("Teachers", 27),
    Column("Room", 14),
    Column("Terms", 23),
)
_BATCH = 200  # students who are read at once


def sheets(reader: Reader, choice: Choice) -> Sheets:
    """A sheet for each student; also where no class meets, so that nobody is missing from the pile."""
    keys = students(reader, choice)
    return len(keys), _slips(reader, choice, keys)


def _slips(reader: Reader, choice: Choice, keys: Sequence[int]) -> Iterator[Sheet]:
    day = choice.day.isoformat()
    for start in range(0, len(keys), _BATCH):
        for sourced_id, name, *said in reader.rows("students", keys[start : start + _BATCH], _FIELDS, day):
            if sourced_id is None:
                continue
            lines = zip(_LINES, map(text, said), strict=True)
            rows = tuple(
                (each.period, each.title, text(each.teachers), each.room, each.terms)
                for each in meetings(reader, text(sourced_id), "student", choice)
            )
            yield Sheet(
                text(name) or text(sourced_id),
                (*((label, value) for label, value in lines if value), ("As of", day)),
                (Grid(_COLUMNS, rows) if rows else Note("No class meets on this day."),),
                follows=True,
                people=1,
            )
