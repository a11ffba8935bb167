"""What somebody asks to see: a value, the same for the table, the command line and the export."""

from typing import Literal, TypeAlias

import msgspec

Relation = Literal[
    "school",
    "class",
    "term",
    "user",
    "course",
    "parent",
    "agents_of",
    "dependants_of",
    "member",
    "category",
    "line_item",
    "score_scale",
    "assessment_line_item",
    "resource",
]
"""How a scope narrows a collection. `parent`: sub-orgs, sub-sessions and parts of an assessment; `agents_of`: guardians
of a user; `dependants_of`: the users who name this one as agent; `member`: the orgs of a user; `resource`: what uses
it."""


Match: TypeAlias = Literal["is", "contains", "begins"]
"""How a text is compared: as a whole without case, or for a part or its beginning without accents as well."""

Phase = Literal["incoming", "current", "dropped"]
"""Where a day finds what has a first day and a day before which it ends: not begun, running, over or taken back."""


class Scope(msgspec.Struct, frozen=True):
    """Only what belongs to one record, named by its `sourcedId`."""

    relation: Relation
    sourced_id: str


class Where(msgspec.Struct, frozen=True, omit_defaults=True):
    """Only rows whose field holds one of the values (wire spelling, compared as text without case), or a text that
    contains or begins with one of them; what refers to a record holds its title.

    The empty text is nothing: a field that says nothing holds it. `negated`: only rows whose field holds none of them.
    Without values, dates, moments and numbers may lie between `least` and `most`, both included; either may be open.
    """

    field: str
    values: tuple[str, ...] = ()
    negated: bool = False
    least: str = ""
    most: str = ""
    match: Match = "is"


class Sort(msgspec.Struct, frozen=True):
    """By this field first to last, or last to first; empty values always come last."""

    field: str
    descending: bool = False


class Query(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked for: a collection, narrowed, searched, filtered and sorted.

    `text` matches rows in which every word begins some word of a name, id, email, username or phone number, accents
    and case aside. `phases` keeps enrollments, classes and sessions by where a day finds them; people by the best of
    their enrollments in the scope or of their roles at the school; a person's classes by class and enrollment, where
    both must be current to be so. A class runs from the first day of its active terms to the end of the last, and an
    enrollment that does not say since when or until when is there as long; whoever is marked as deleted is dropped.
    The day is `as_of` (ISO date), else today; a day without phases keeps what is
    current. `ids` keeps just these records (a selection). `columns` are field names; empty means the usual ones.
    """

    collection: str
    scopes: tuple[Scope, ...] = ()
    text: str = ""
    where: tuple[Where, ...] = ()
    sort: tuple[Sort, ...] = ()
    columns: tuple[str, ...] = ()
    as_of: str | None = None
    phases: tuple[Phase, ...] = ()
    ids: tuple[str, ...] = ()
    limit: int | None = None
