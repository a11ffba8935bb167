"""Labels: one for each student, with what tells to whom and where it belongs."""

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Labels, Sheet, Sheets
from rosterdesk.export.paper.stocks import STOCKS
from rosterdesk.export.paper.students import students
from rosterdesk.export.values import worded
from rosterdesk.language import Say
from rosterdesk.model.rows import Value, text
from rosterdesk.store.reader import Reader

_FIELDS = ("sourcedId", "name", "grades", "homeroom", "schools")


def sheets(reader: Reader, choice: Choice, say: Say) -> Sheets:
    """A sheet for each of the stock that it takes."""
    keys = students(reader, choice)
    rows = reader.rows("students", keys, _FIELDS, choice.day.isoformat())
    labels = tuple(_label(say, *row) for row in rows if row[0] is not None)
    most = STOCKS[choice.stock].count
    starts = range(1 - choice.first, len(labels), most)
    return len(starts), (
        _sheet(Labels(choice.stock, labels[max(0, start) : start + most], max(1, 1 - start))) for start in starts
    )


def _sheet(labels: Labels) -> Sheet:
    return Sheet("Labels", blocks=(labels,), people=len(labels.labels))


def _label(say: Say, sourced_id: Value, name: Value, grades: Value, homeroom: Value, schools: Value) -> tuple[str, ...]:
    """OneRoster knows no addresses: the way to a person is by school, grade and homeroom."""
    where = (
        say("Grade {0}").format(text(grades)) if grades else "",
        say("Homeroom {0}").format(worded(homeroom, say)) if homeroom else "",
    )
    school = worded(schools[0], say) if isinstance(schools, tuple) and schools else ""
    return tuple(filter(None, (text(name or sourced_id), " · ".join(filter(None, where)), school)))
