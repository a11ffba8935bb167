"""What a person has on a day, by period."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.values import worded
from rosterdesk.language import Say
from rosterdesk.model.query import Query, Scope, Sort, Where
from rosterdesk.model.rows import Link, links, text
from rosterdesk.store.reader import Reader

_FIELDS = ("title", "periods", "classType", "teachers", "location", "terms", "size")
_BY_PERIOD = (Sort("periods"), Sort("title"))


class Meeting(msgspec.Struct, frozen=True):
    """A class, its teachers with the primary one first; `key` is its own in the store."""

    key: int
    title: str
    period: str
    teachers: tuple[Link, ...]
    room: str
    terms: str
    size: str


def meetings(
    reader: Reader, person: str, role: Literal["student", "teacher"], choice: Choice, say: Say = str
) -> Iterator[Meeting]:
    """The classes in which the person with this sourcedId has that role on the day of the choice, by period.

    On which days of a week a period meets is not in OneRoster: these are all classes that run.
    """
    day = choice.day.isoformat()
    enrolled = Query(
        collection="enrollments",
        scopes=(Scope("user", person),),
        where=(Where("role", (role,)),),
        as_of=day,
        phases=choice.phases,
    )
    rows = reader.rows("enrollments", reader.keys(enrolled), ("class",))
    ids = tuple(class_.sourced_id for (class_,) in rows if isinstance(class_, Link))
    if not ids:
        return
    running = Query(collection="classes", ids=ids, sort=_BY_PERIOD, as_of=day, phases=choice.phases)
    keys = reader.keys(running)
    for key, row in zip(keys, reader.rows("classes", keys, _FIELDS, day), strict=True):
        title, periods, class_type, teachers, room, terms, size = row
        period = text(periods) or (say("Homeroom") if class_type == "homeroom" else "")
        names = [worded(term, say) for term in links(terms)]
        yield Meeting(key, text(title), period, links(teachers), text(room), together(names), text(size))


def together(titles: Sequence[str]) -> str:
    """The titles of terms in few words: “Quarter 1, 2, 3” for three that are called alike but for the end."""
    beginnings = {title.rpartition(" ")[0] for title in titles}
    if len(beginnings) != 1 or not (beginning := beginnings.pop()):
        return ", ".join(titles)
    return f"{beginning} {', '.join(title.rpartition(' ')[2] for title in titles)}"
