"""Labels: one for each student, with what tells to whom and where it belongs."""

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Labels, Sheet, Sheets
from rosterdesk.export.paper.students import students
from rosterdesk.model.rows import Value, text
from rosterdesk.store.reader import Reader

_FIELDS = ("sourcedId", "name", "grades", "homeroom", "schools")


def sheets(reader: Reader, choice: Choice) -> Sheets:
    """All labels as one sheet, which goes on over as many of the stock as it takes."""
    keys = students(reader, choice)
    rows = reader.rows("students", keys, _FIELDS, choice.day.isoformat())
    labels = tuple(_label(*row) for row in rows if row[0] is not None)
    return 1, iter((Sheet("Labels", blocks=(Labels(choice.stock, labels, choice.first),)),))


def _label(sourced_id: Value, name: Value, grades: Value, homeroom: Value, schools: Value) -> tuple[str, ...]:
    """OneRoster knows no addresses: the way to a person is by school, grade and homeroom."""
    where = (f"Grade {text(grades)}" if grades else "", f"Homeroom {text(homeroom)}" if homeroom else "")
    school = schools[0].title if isinstance(schools, tuple) and schools else ""
    return tuple(filter(None, (text(name or sourced_id), " · ".join(filter(None, where)), school)))
