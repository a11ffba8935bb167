"""Which classes are wanted, of which day, with whom and in which columns."""

from array import array
from collections.abc import Iterator, Sequence

import msgspec

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists.columns import column, once
from rosterdesk.export.class_lists.content import ClassList, class_lists
from rosterdesk.export.class_lists.templates import USUAL
from rosterdesk.language import Say
from rosterdesk.model.query import Phase, Query, Relation, Scope, Sort
from rosterdesk.store.reader import Reader


class Choice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a class list is wanted of. The day and the phases of the query `of` do not count: the lists are of those
    classes that run on the day (ISO date), with all who are in them then, and those whom `include` asks for besides.
    """

    of: Query
    as_of: str
    columns: tuple[str, ...] = USUAL.columns
    include: tuple[Phase, ...] = ()


def of(*, school: str = "", teacher: str = "", term: str = "", course: str = "", classes: Sequence[str] = ()) -> Query:
    """The classes that belong to all of these, each by its sourcedId; those of one teacher by period."""
    relations: tuple[tuple[Relation, str], ...] = (
        ("school", school),
        ("user", teacher),
        ("term", term),
        ("course", course),
    )
    by_title = ("school", "title", "periods")
    return Query(
        collection="classes",
        scopes=tuple(Scope(relation, sourced_id) for relation, sourced_id in relations if sourced_id),
        ids=tuple(dict.fromkeys(classes)),
        sort=tuple(map(Sort, ("periods", "title") if teacher else by_title)),
    )


def running(choice: Choice) -> Query:
    """The query of the classes that lists are made of."""
    return msgspec.structs.replace(choice.of, as_of=choice.as_of, phases=("current",))


def classes(reader: Reader, choice: Choice) -> "array[int]":
    """The keys of the classes, in order; raises `ExportError` where none runs on the day."""
    keys = reader.keys(running(choice))
    if not keys:
        raise ExportError(f"No class of these runs on {choice.as_of}.", "Choose another day, or other classes.")
    return keys


def lists(reader: Reader, choice: Choice, keys: Sequence[int], say: Say = str) -> Iterator[ClassList]:
    """The lists of these classes, read while they are asked for."""
    names = once((*choice.columns, *(("phase",) if choice.include else ())))
    return class_lists(reader, keys, [column(name) for name in names], choice.as_of, choice.include, say)


def counted(reader: Reader, choice: Choice) -> tuple[int, int]:
    """How many classes, and how many names on all their lists together."""
    keys = reader.keys(running(choice))
    number = [column("number")]
    return len(keys), sum(len(each.rows) for each in class_lists(reader, keys, number, choice.as_of, choice.include))
