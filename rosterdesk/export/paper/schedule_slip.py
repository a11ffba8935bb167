"""A schedule slip: the classes of one student by period, with whom, where and when. Short ones share a page."""

from collections.abc import Iterator, Sequence

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Column, Grid, Note, Sheet, Sheets, said
from rosterdesk.export.paper.students import students
from rosterdesk.export.paper.timetable import meetings
from rosterdesk.export.values import worded
from rosterdesk.language import Say, english
from rosterdesk.model.rows import text
from rosterdesk.store.reader import Reader

_FIELDS = ("sourcedId", "name", "identifier", "grades", "schools", "homeroom")
_LINES = (english("Student ID"), english("Grade"), english("School"), english("Homeroom"))
_COLUMNS = (
    Column(english("Period"), 9),
    Column(english("Class"), 27),
    Column(english("Teachers"), 27),
    Column(english("Room"), 14),
    Column(english("Terms"), 23),
)
_BATCH = 200  # students who are read at once


def sheets(reader: Reader, choice: Choice, say: Say) -> Sheets:
    """A sheet for each student; also where no class meets, so that nobody is missing from the pile."""
    keys = students(reader, choice)
    return len(keys), _slips(reader, choice, keys, say)


def _slips(reader: Reader, choice: Choice, keys: Sequence[int], say: Say) -> Iterator[Sheet]:
    day, columns = choice.day.isoformat(), said(_COLUMNS, say)
    for start in range(0, len(keys), _BATCH):
        for sourced_id, name, *values in reader.rows("students", keys[start : start + _BATCH], _FIELDS, day):
            if sourced_id is None:
                continue
            lines = zip(_LINES, (worded(value, say) for value in values), strict=True)
            rows = tuple(
                (each.period, each.title, worded(each.teachers, say), each.room, each.terms)
                for each in meetings(reader, text(sourced_id), "student", choice, say)
            )
            yield Sheet(
                text(name) or text(sourced_id),
                (*((say(label), value) for label, value in lines if value), (say("As of"), day)),
                (Grid(columns, rows) if rows else Note(say("No class meets on this day.")),),
                follows=True,
                people=1,
            )
