"""How the rows of a list come in their order: sorted, or as an index has them. Pure."""

from itertools import chain

from rosterdesk.store.reading.asked import Asked, Statement
from rosterdesk.store.records.tables import TABLES


def ordered(asked: Asked) -> Statement:
    """The keys of all rows that are asked for."""
    return _by_index(asked) or _sorted(asked)


def _by_index(asked: Asked) -> Statement | None:
    """Those that have a value as an index has them, without a look at the table; then the others, where there are
    some.
    """
    ((name, _), *further) = asked.sorts()
    column = asked.columns[asked.collection.field(name).name]
    if asked.is_narrowed() or further or not column.indexed:
        return None
    table, value = TABLES[asked.collection.base], column.value
    looking = [*asked.view(), *asked.roles(), *asked.looking()]
    missing = f"t.id NOT IN (SELECT id FROM {table.name} WHERE {table.present} IS NULL)"
    order = ", ".join(chain.from_iterable(asked.order()))
    valued = " AND ".join((f"{value} IS NOT NULL", missing, *looking))
    sql = f"SELECT t.id FROM {asked.source()} WHERE {valued} ORDER BY {order}"
    if column.holds == "id":
        return Statement(sql, asked.parameters)
    all_rows = f"SELECT count(*) FROM {table.name} t WHERE {asked.present}"
    some = f"({all_rows}) > (SELECT count(*) FROM {table.name} t WHERE {value} IS NOT NULL)"
    rest = " AND ".join((some, f"{value} IS NULL", asked.present, *looking))
    rest = f"SELECT t.id FROM {asked.source()} WHERE {rest} ORDER BY {', '.join(asked.order()[-1])}"
    return Statement(sql, asked.parameters, rest)


def _sorted(asked: Asked) -> Statement:
    """All rows, sorted; where an index has them so, they need not be."""
    order = list(chain.from_iterable(asked.order()))
    # In the order of their keys, rows are the easier to sort; and neighbours often lead to neighbours.
    looks = bool(asked.looking()) or not asked.has_index()
    # The first of a few roles are met soon on the way through the index by name, which tells most others apart.
    is_short_way = asked.query.limit is not None and bool(asked.roles())
    conditions = " AND ".join(asked.conditions())
    walked = asked.source(as_they_lie=looks and not asked.is_narrowed() and not is_short_way)
    return Statement(f"SELECT t.id FROM {walked} WHERE {conditions} ORDER BY {', '.join(order)}", asked.parameters)
