"""How the rows of a list come in their order: sorted, as an index has them, or after those that they refer to. Pure."""

from itertools import chain

from rosterdesk.store.reading.asked import Asked, Statement, direction
from rosterdesk.store.reading.columns import Led
from rosterdesk.store.records.tables import TABLES


def ordered(asked: Asked) -> Statement:
    """The keys of all rows that are asked for."""
    return _following(asked) or _by_index(asked) or _sorted(asked)


def _following(asked: Asked) -> Statement | None:
    """Those that refer to a record that has a value, in the order of these records; then the others.

    A loop over the records in their order keeps it: no row need be sorted.
    """
    ((name, descending), *further) = asked.sorts()
    led = asked.columns[asked.collection.field(name).name].led
    looking = [*asked.view(), *asked.roles(), *asked.looking()]
    if asked.is_narrowed() or further or led is None:
        return None
    if led.through and (looking or asked.query.limit is not None):
        return None
    leaders = _leaders(asked, led, name, descending=descending)
    way, without = direction(descending), f"SELECT id FROM {led.table} WHERE {led.columns[0]} IS NULL"
    if led.through:
        owner = TABLES[asked.collection.base].name
        is_first = (
            f"NOT EXISTS (SELECT 1 FROM {led.through} m WHERE m.{owner} = l.{owner} AND m.place < l.place"
            f" AND m.{led.reference} IS NOT NULL)"
        )
        sql = f"SELECT l.{owner} AS id FROM ({leaders}) s CROSS JOIN {led.through} l ON l.{led.reference} = s.id"
        others = f"SELECT t.id FROM {asked.source()} WHERE {asked.present} ORDER BY t.id {way}"
        return Statement(f"{sql} WHERE {is_first}", asked.parameters, others=others)
    # A placeholder refers to nothing: with the reference there is no need to ask whether there is a record.
    follows = " AND ".join((f"t.{led.reference} = s.id", *looking))
    sql = f"SELECT t.id FROM ({leaders}) s CROSS JOIN {asked.source()} WHERE {follows}"
    rest = " AND ".join((asked.present, f"(t.{led.reference} IS NULL OR t.{led.reference} IN ({without}))", *looking))
    return Statement(sql, asked.parameters, f"SELECT t.id FROM {asked.source()} WHERE {rest} ORDER BY t.id {way}")


def _leaders(asked: Asked, led: Led, name: str, *, descending: bool) -> str:
    """The records that others follow, in order."""
    terms = asked.terms(name, [f"s.{each}" for each in led.columns], descending=descending)
    ties = [f"s.{each} {direction(descending)}" for each in (*led.ties, "id")]
    order = ", ".join((*terms, *ties))
    return f"SELECT s.id FROM {led.table} s WHERE s.{led.columns[0]} IS NOT NULL ORDER BY {order} LIMIT -1"


def _by_index(asked: Asked) -> Statement | None:
    """Those that have a value as an index has them, without a look at the table; then the others, where there are
    some.
    """
    ((name, descending), *further) = asked.sorts()
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
    rest = f"SELECT t.id FROM {asked.source()} WHERE {rest} ORDER BY t.id {direction(descending)}"
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
