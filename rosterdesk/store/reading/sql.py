"""From a query to SQL and its parameters. Pure; names come from tables of ours only, values are always parameters."""

from array import array
from datetime import date
from itertools import chain

import apsw

from rosterdesk.model import fields
from rosterdesk.model.query import Query, Sort
from rosterdesk.store.reading.asked import Asked, Statement
from rosterdesk.store.reading.orders import ordered


def whole(query: Query) -> Query | None:
    """The list without view, text, filters and day of which the answer is a part, in its order; none where it is found
    without that.
    """
    if query.scopes or query.ids or query.limit is not None:
        return None
    collection = fields.collection(query.collection)
    return Query(collection=collection.base, sort=query.sort or (Sort(collection.sort),))


def part(query: Query, today: date) -> Statement | None:
    """Which keys of the whole list the answer has, in any order, and some of no record; none where it has all."""
    asked = Asked(query, today)
    conditions = [*asked.view(), *asked.roles(), *asked.text(), *asked.looking()]
    if not conditions:
        return None
    return Statement(f"SELECT t.id FROM {asked.source()} WHERE {' AND '.join(conditions)}", asked.parameters)


def keys(query: Query, today: date, few: "array[int] | None" = None) -> Statement:
    """The keys of all rows of the answer, in order; of a `few` rows alone, where these are given."""
    asked = Asked(query, today)
    if few is not None:
        among = f"t.id IN carray({asked.parameter(apsw.carray(few or array('q', [0])))})"
        order = ", ".join(chain.from_iterable(asked.order()))
        return Statement(
            f"SELECT t.id FROM {asked.source()} WHERE {among} AND {asked.present} ORDER BY {order}", asked.parameters
        )
    statement = ordered(asked)
    if query.limit is None:
        return statement
    limit = f" LIMIT {asked.parameter(max(0, query.limit))}"
    return Statement(statement.sql + limit, statement.parameters, statement.rest and statement.rest + limit)


def count(query: Query, today: date) -> Statement:
    """How many rows the answer has; `limit` counts."""
    asked = Asked(query, today)
    conditions = " AND ".join(asked.conditions())
    sql = f"SELECT count(*) FROM {asked.source()} WHERE {conditions}"
    if query.limit is not None:
        sql = f"SELECT min(({sql}), {asked.parameter(max(0, query.limit))})"
    return Statement(sql, asked.parameters)


def facets(query: Query, field: str, today: date) -> Statement:
    """Each stored value of the field in the answer, with the number of rows; for references the target's key."""
    asked = Asked(query, today)
    asked.collection.field(field)
    column = asked.columns[field]
    conditions = " AND ".join(asked.conditions())
    if column.many:
        return Statement(f"SELECT t.id FROM {asked.source()} WHERE {conditions}", asked.parameters)
    value = asked.value(column)
    sql = f"SELECT {value} AS value, count(*) FROM {asked.source()} WHERE {conditions} GROUP BY 1"
    return Statement(sql, asked.parameters)
