"""What a page of the detail pane is about, and the rows that belong to it."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from rosterdesk.model.rows import Link, Record, Value
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details.asking import Ask
from rosterdesk.ui.look.words import value as as_text

Tally = dict[tuple[str, str], int]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What an overview is about: a record, where to ask for more, and the day that it is about.

    `reader` is for what costs less than a frame, `ask` for all else.
    `as_of` is that day where it was chosen, to be put into queries: without it they have everything, past and to come.
    `origin` is where the record came from; `demographics` whether they may be shown; `missing` says by base collection
    why nothing of it has come.
    """

    reader: Reader
    ask: Ask
    record: Record
    tally: Tally
    today: date
    as_of: str | None = None
    origin: str = ""
    demographics: bool = True
    missing: Mapping[str, str] = {}

    def value(self, name: str) -> Value:
        return self.record.values.get(name)

    def text(self, name: str) -> str:
        """The field's value as words; empty where nothing was said."""
        return as_text(self.value(name))

    def link(self, name: str) -> Link | None:
        value = self.value(name)
        return value if isinstance(value, Link) else None

    def links(self, name: str) -> tuple[Link, ...]:
        value = self.value(name)
        if isinstance(value, Link):
            return (value,)
        return value if isinstance(value, tuple) else ()


def rows_of(
    reader: Reader, keys: Sequence[int], collection: str, columns: tuple[str, ...], as_of: str | None = None
) -> list[dict[str, Value]]:
    """The rows of these keys, on this day or today, as values by column; one that is gone meanwhile is left out."""
    rows = [dict(zip(columns, row, strict=True)) for row in reader.rows(collection, keys, columns, as_of)]
    return [row for row in rows if row["sourcedId"] is not None]
