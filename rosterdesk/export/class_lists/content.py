"""What is on a class list: what heads it, and the people of the class in the columns that were asked for."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from rosterdesk.export.class_lists.columns import Column
from rosterdesk.export.values import worded
from rosterdesk.language import Say, english
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Phase, Query, Scope, Sort, Where
from rosterdesk.model.rows import Link, Value, links, text
from rosterdesk.store.reader import Reader

_HEAD = ("sourcedId", "title", "school", "course", "periods", "location", "terms", "teachers")
_PHASES: dict[Phase, str] = {
    "current": english("current"),
    "incoming": english("incoming"),
    "dropped": english("dropped"),
}
"""In the order of the list."""
_BATCH = 200  # classes that are read at once
ACTIVE = Where("status", ("active",))
"""Of people: whoever is marked as deleted is on no list and no paper."""


class ClassList(msgspec.Struct, frozen=True, kw_only=True):
    """A class on a day (ISO date). Teachers come with the primary one first; each of `rows` has a text a column."""

    title: str
    sourced_id: str
    school: str
    course: str
    teachers: tuple[str, ...]
    terms: tuple[str, ...]
    period: str
    room: str
    as_of: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def lines(self, say: Say = str) -> tuple[tuple[str, str], ...]:
        """What heads the list, label and text; nothing that the source does not say."""
        lines = (
            (say("School"), self.school),
            (say("Class"), self.title),
            (say("Course"), self.course),
            (say("Period"), self.period),
            (say("Room"), self.room),
            (say("Term") if len(self.terms) == 1 else say("Terms"), ", ".join(self.terms)),
            (say("Teacher") if len(self.teachers) == 1 else say("Teachers"), ", ".join(self.teachers)),
            (say("As of"), self.as_of),
        )
        return tuple((label, said) for label, said in lines if said)


def class_lists(
    reader: Reader,
    classes: Sequence[int],
    columns: Sequence[Column],
    as_of: str,
    include: Sequence[Phase] = (),
    say: Say = str,
) -> Iterator[ClassList]:
    """The list of each of these classes (keys), in their order; one that is gone meanwhile is left out.

    On a list are those who are students of the class on the day, by name; after them, where `include` asks for them,
    those who come later, and those who left; nobody who is marked as deleted. Words of our own are said in a language.
    """
    phases = [phase for phase in _PHASES if phase == "current" or phase in include]
    for start in range(0, len(classes), _BATCH):
        with reader.snapshot():
            heads = reader.rows("classes", classes[start : start + _BATCH], _HEAD, as_of)
            members = [_members(reader, text(head[0]), as_of, phases) for head in heads]
            people = tuple({key for each in members for key, _ in each})
            said = _said(reader, people, columns, as_of, say)
        for head, each in zip(heads, members, strict=True):
            if head[0] is not None:
                yield _class_list(head, columns, as_of, _rows(columns, each, said, say), say)


def _class_list(
    head: Sequence[Value], columns: Sequence[Column], as_of: str, rows: tuple[tuple[str, ...], ...], say: Say
) -> ClassList:
    sourced_id, title, school, course, periods, room, terms, teachers = head
    return ClassList(
        title=text(title),
        sourced_id=text(sourced_id),
        school=worded(school, say),
        course=worded(course, say),
        teachers=tuple(worded(link, say) for link in links(teachers)),
        terms=tuple(worded(link, say) for link in links(terms)),
        period=text(periods),
        room=text(room),
        as_of=as_of,
        columns=tuple(columns),
        rows=rows,
    )


def _members(reader: Reader, class_: str, as_of: str, phases: Sequence[Phase]) -> list[tuple[int, Phase]]:
    """The keys of those who are on the list, in its order, each with where the day finds them."""
    return [
        (key, phase)
        for phase in phases
        for key in reader.keys(
            Query(
                collection="students",
                scopes=(Scope("class", class_),),
                where=(ACTIVE,),
                sort=(Sort("name"),),
                as_of=as_of,
                phases=(phase,),
            )
        )
    ]


def _rows(
    columns: Sequence[Column], members: Sequence[tuple[int, Phase]], said: Mapping[int, Sequence[str]], say: Say
) -> tuple[tuple[str, ...], ...]:
    def cell(column: Column, words: str, number: int, phase: Phase) -> str:
        match column.name:
            case "number":
                return str(number)
            case "phase":
                return say(_PHASES[phase])
            case _:
                return words

    return tuple(
        tuple(cell(column, words, number, phase) for column, words in zip(columns, said[key], strict=True))
        for number, (key, phase) in enumerate(members, 1)
    )


def _said(
    reader: Reader, keys: Sequence[int], columns: Sequence[Column], as_of: str, say: Say
) -> dict[int, tuple[str, ...]]:
    """What stands in the columns for each of these people; nothing where that depends on the list."""
    texts = [_texts(reader, column, keys, as_of, say) for column in columns]
    return dict(zip(keys, zip(*texts, strict=True), strict=True))


def _texts(reader: Reader, column: Column, keys: Sequence[int], as_of: str, say: Say) -> list[str]:
    match column.name:
        case "guardians":
            return _guardians(reader, keys, say)
        case "guardianEmails":
            return _guardian_emails(reader, keys)
        case "number" | "phase":
            return [""] * len(keys)
        case name if column.is_blank:
            return [""] * len(keys)
        case name:
            kind = collection("students").field(name).kind
            return [worded(value, say, kind) for (value,) in reader.rows("students", keys, (name,), as_of)]


def _guardians(reader: Reader, keys: Sequence[int], say: Say) -> list[str]:
    """Of each student a line a guardian: the name, and the first telephone number that is known; or that the guardian
    was never received.
    """
    agents, known = _known_of_agents(reader, keys, ("phone", "sms"))

    def said(link: Link) -> str:
        return f"{link.title} {known[link.sourced_id]}".strip() if link.sourced_id in known else worded(link, say)

    return ["\n".join(said(link) for link in each if link.sourced_id in known or not link.present) for each in agents]


def _guardian_emails(reader: Reader, keys: Sequence[int]) -> list[str]:
    agents, known = _known_of_agents(reader, keys, ("email",))
    return ["\n".join(filter(None, (known.get(link.sourced_id) for link in each))) for each in agents]


def _known_of_agents(
    reader: Reader, keys: Sequence[int], wanted: Sequence[str]
) -> tuple[list[tuple[Link, ...]], dict[str, str]]:
    """The agents of each of these students, and of each agent who is active the first of these fields that is known."""
    agents = [links(value) for (value,) in reader.rows("students", keys, ("agents",))]
    ids = tuple({link.sourced_id for each in agents for link in each})
    people = reader.keys(Query(collection="users", ids=ids)) if ids else ()
    return agents, {
        text(sourced_id): next(filter(None, map(text, values)), "")
        for sourced_id, status, *values in reader.rows("users", people, ("sourcedId", "status", *wanted))
        if status == "active"
    }
