"""What the tests of paper share: choices, and what the sheets that are made of them say."""

from datetime import date
from typing import TypeVar

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from rosterdesk.export.class_lists import choosing
from rosterdesk.export.paper.choice import Choice, KindName
from rosterdesk.export.paper.kinds import document
from rosterdesk.export.paper.sheet import Cards, Grid, Labels, Note, Sheet
from rosterdesk.model.query import Query
from rosterdesk.model.rows import text
from rosterdesk.store.reader import Reader
from tests.store import roster

B = TypeVar("B", Cards, Grid, Labels, Note)
ZANDER = Query(collection="users", ids=("t1",))
MATH = choosing.of(classes=("m7",))
SCHOOL_YEAR = st.dates(date(2026, 7, 15), date(2027, 7, 15))
anytime = settings(max_examples=20)


def of(kind: KindName, query: Query, day: date = roster.TODAY, **more: object) -> Choice:
    return msgspec.structs.replace(Choice(kind=kind, of=query, day=day), **more)


def sheets(reader: Reader, choice: Choice) -> list[Sheet]:
    """The sheets of the document, which has as many as it says."""
    made = document(reader, choice, "Sunny Valley")
    found = list(made.sheets)
    assert len(found) == made.count
    return found


def block(sheet: Sheet, kind: type[B]) -> B:
    """The one block of the sheet, which is of this kind."""
    (found,) = sheet.blocks
    assert isinstance(found, kind)
    return found


def listed(sheet: Sheet, column: int) -> list[str]:
    """What stands in a column of the sheet; nothing where a note stands in place of a grid."""
    return [row[column] for each in sheet.blocks if isinstance(each, Grid) for row in each.rows]


def ids(reader: Reader, query: Query, field: str = "sourcedId") -> list[str]:
    return [text(value) for (value,) in reader.rows(query.collection, reader.keys(query), (field,), query.as_of)]
