"""How the rows of a list come in their order: sorted, or as an index has them. Pure."""

from itertools import chain

from rosterdesk.store.reading.asked import Asked, Statement, direction
from rosterdesk.store.records.tables import TABLES


def ordered(asked: Asked) -> Statement:
    """The keys of all rows that are asked for."""
    return _by_index(asked) or _by_others(asked) or _sorted(asked)


def _by_index(asked: Asked) -> Statement | None:
    """Those that have a value as an index has them, without a look at the table; then the others, where there are
    some.
    """
    column = asked.leading()
    if asked.is_narrowed() or asked.sorts()[1:] or not column.indexed:
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


def _by_others(asked: Asked) -> Statement | None:
    """All rows as the records lie, or an index has them, by which they are sorted, each with those that lead to it. So
    none is looked for twice, nor all of them for the first rows; that an index leads there tells that a row is no
    placeholder.
    """
    ((_, descending), *further) = asked.sorts()
    if asked.conditions() != [asked.present] or further or not asked.leading().sorts:
        return None
    first, *_ = sorts = asked.leading().sorts
    own, ties = TABLES[asked.collection.base].name, ", ".join(asked.order()[-1])
    order = ", ".join(f"o.{each.column} {direction(descending)}" for each in sorts)
    led = f"SELECT t.id FROM {first.table} o CROSS JOIN {own} t ON t.{first.reference} = o.id WHERE o.{first.column} IS"
    unled = f"SELECT t.id FROM {own} t WHERE t.{first.reference} IS NULL AND {asked.present}"
    return Statement(
        f"{led} NOT NULL ORDER BY {order}, {ties}",
        asked.parameters,
        f"SELECT t.id FROM ({led} NULL UNION ALL {unled}) t ORDER BY {ties}",
    )


def _sorted(asked: Asked) -> Statement:
    """All rows, sorted; where an index has them so, they need not be."""
    order = list(chain.from_iterable(asked.order()))
    # In the order of their keys, rows are the easier to sort; and neighbours often lead to neighbours.
    looks = bool(asked.looking()) or not asked.leading().ties
    # The first of a few roles are met soon on the way through the index by name, which tells most others apart.
    is_short_way = asked.query.limit is not None and bool(asked.roles())
    conditions = " AND ".join(asked.conditions())
    walked = asked.source(as_they_lie=looks and not asked.is_narrowed() and not is_short_way)
    return Statement(f"SELECT t.id FROM {walked} WHERE {conditions} ORDER BY {', '.join(order)}", asked.parameters)
