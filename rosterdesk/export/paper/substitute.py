"""A substitute’s packet: what one teacher teaches on a day, then the list of each class."""

from collections.abc import Iterator, Sequence

from rosterdesk.errors import ExportError, UsageError
from rosterdesk.export.class_lists import choosing
from rosterdesk.export.paper import class_list, days
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Column, Grid, Sheet, Sheets, said
from rosterdesk.export.paper.timetable import Meeting, meetings
from rosterdesk.export.values import worded
from rosterdesk.language import Say, english
from rosterdesk.model.rows import text
from rosterdesk.store.reader import Reader

_COLUMNS = (
    Column(english("Period"), 9),
    Column(english("Class"), 28),
    Column(english("Room"), 14),
    Column(english("Students"), 11, "right"),
    Column(english("Terms"), 20),
    Column(english("With"), 18),
)


def sheets(reader: Reader, choice: Choice, say: Say) -> Sheets:
    """The timetable, then a sheet for each class; raises `ExportError` where the teacher has none on the day."""
    people = reader.keys(choice.of)
    if len(people) != 1:
        raise UsageError("A substitute’s packet is for one teacher.", "Say for whom.")
    ((sourced_id, name, schools),) = reader.rows("users", people, ("sourcedId", "name", "schools"))
    taught = tuple(meetings(reader, text(sourced_id), "teacher", choice, say))
    if not taught:
        raise ExportError(
            f"No class of this teacher runs on {choice.day.isoformat()}.", "Choose another day, or another teacher."
        )
    lines = (
        (say("School"), worded(schools, say)),
        (say("Day"), days.long(choice.day, say)),
        (say("Classes"), f"{len(taught):,}"),
    )
    grid = _timetable([_row(each, text(sourced_id), say) for each in taught], say)
    timetable = Sheet(text(name), tuple(line for line in lines if line[1]), (grid,))
    return 1 + len(taught), _packet(reader, choice, timetable, [each.key for each in taught], say)


def _packet(reader: Reader, choice: Choice, timetable: Sheet, classes: Sequence[int], say: Say) -> Iterator[Sheet]:
    yield timetable
    lists = choosing.lists(reader, class_list.wanted(choice, choice.columns), classes, say)
    yield from (class_list.sheet(each, say) for each in lists)


def _timetable(rows: Sequence[tuple[str, ...]], say: Say) -> Grid:
    """All columns, but the last where it would be empty."""
    many = len(_COLUMNS) if any(row[-1] for row in rows) else len(_COLUMNS) - 1
    return Grid(said(_COLUMNS[:many], say), tuple(row[:many] for row in rows), say("Timetable"))


def _row(meeting: Meeting, teacher: str, say: Say) -> tuple[str, ...]:
    others = tuple(link for link in meeting.teachers if link.sourced_id != teacher)
    return meeting.period, meeting.title, meeting.room, meeting.size, meeting.terms, worded(others, say)
