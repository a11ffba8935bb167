"""Which values a field has in an answer, and how often: what filter chips offer."""

from collections import Counter
from datetime import date
from itertools import chain
from typing import Any

import apsw

from rosterdesk.model import fields
from rosterdesk.model.attributes import Kind
from rosterdesk.model.query import Query
from rosterdesk.store.reading import rows, sql
from rosterdesk.store.reading.asked import day_of
from rosterdesk.store.reading.columns import COLUMNS
from rosterdesk.store.reading.links import links


def facets(connection: apsw.Connection, query: Query, name: str, today: date) -> list[tuple[str, int]]:
    """Each value as `Where` takes it, with the number of rows; the most common first. Each member of a list counts."""
    kind = fields.collection(query.collection)
    field, column = kind.field(name), COLUMNS[kind.base][name]
    statement = sql.facets(query, name, today)
    found: list[tuple[Any, ...]] = connection.execute(statement.sql, statement.parameters).fetchall()
    if column.many:
        targets = rows.several(connection, column, [key for (key,) in found], day_of(query.as_of, today))
        found = list(Counter(chain.from_iterable(targets.values())).items())
    found = [(value, count) for value, count in found if value is not None]
    if field.target:
        titles = links(connection, field.target, (key for key, _count in found))
        found = [(titles[key].title, count) for key, count in found if key in titles]
    counts: Counter[str] = Counter()
    show = rows.shown(field, column)
    for value, count in found:
        text = str(show(value) if show is not None and not field.target else value)
        if field.kind is Kind.FLAG:
            text = text.lower()
        for member in text.split(", ") if column.members else (text,):
            counts[member] += count
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
