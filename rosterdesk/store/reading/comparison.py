"""That a field's value, as text and case aside, is this one: the conditions behind `Where`. Pure."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

import msgspec

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.store.reading.columns import Column
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.store.records import vocabulary
from rosterdesk.store.records.cells import day
from rosterdesk.store.records.folding import SEPARATOR, fold
from rosterdesk.store.records.sourced_ids import stored
from rosterdesk.store.records.tables import TABLES

Bind: TypeAlias = Callable[[object], str]
"""Makes a parameter of a value and says its name in SQL."""


class _Compared(msgspec.Struct, frozen=True):
    """What is compared with what."""

    field: Field
    column: Column
    expression: str
    value: str
    bind: Bind


_FLAGS = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
_LONGEST_NUMBER = 17


def is_value(field: Field, column: Column, expression: str, value: str, bind: Bind) -> str:
    """The condition that `expression`, which is the column's value, is this one; nothing is the empty text."""
    if not value:
        return f"{expression} IS NULL"
    compare = _BY_CONTENT.get(column.holds, _is_text) if column.holds else _BY_KIND.get(field.kind, _is_text)
    return compare(_Compared(field, column, expression, value, bind))


def is_between(field: Field, column: Column, expression: str, least: str, most: str, bind: Bind) -> str:
    """The condition that `expression` is neither before `least` nor after `most`; an empty one leaves that end open."""
    parts = []
    for text, sign, last in ((least, ">=", False), (most, "<=", True)):
        if text:
            end = _end(field.kind, text, last=last) if column.holds != "text" else text
            parts.append("FALSE" if end is None else f"{expression} {sign} {bind(end)}")
    return f"({' AND '.join(parts)})" if parts else "TRUE"


def _end(kind: Kind, text: str, *, last: bool) -> float | None:
    """One end of a range as the store keeps it; `None` where the kind has no ranges, or the text is no such value."""
    match kind:
        case Kind.NUMBER:
            return _decimal(text)
        case Kind.DATE:
            return day_or_none(text)
        case Kind.MOMENT if day_or_none(text) is not None:
            moment = datetime.combine(date.fromisoformat(text), time.max if last else time.min, UTC)
            return math.floor(moment.timestamp() * 1000)
    return None


def day_or_none(text: str) -> int | None:
    """An ISO date as the store keeps it; `None` for any other text."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _decimal(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _is(this: _Compared, number: float | None) -> str:
    return "FALSE" if number is None else f"{this.expression} = {this.bind(number)}"


def _is_phase(this: _Compared) -> str:
    return _is(this, {str(name): number for number, name in enumerate(PHASES)}.get(this.value.lower()))


def _is_moment(this: _Compared) -> str:
    """A moment to the millisecond, or within a day (UTC), or as its number."""
    number = _number(this.value)
    if number is not None:
        return _is(this, number)
    try:
        begin = datetime.fromisoformat(this.value)
        begin = begin if begin.tzinfo else begin.replace(tzinfo=UTC)
        end = begin + (timedelta(days=1) if len(this.value) <= 10 else timedelta(milliseconds=1))
    except (ValueError, OverflowError):
        return "FALSE"
    first, last = (this.bind(round(each.timestamp() * 1000)) for each in (begin, end))
    return f"({this.expression} >= {first} AND {this.expression} < {last})"


def _is_text(this: _Compared) -> str:
    expression, value, bind = this.expression, this.value, this.bind
    number = vocabulary.stored(value) if this.column.holds == "role" else None
    if isinstance(number, int):
        alone = _is(this, number)
    elif value.isascii():
        alone = f"{expression} = {bind(value)} COLLATE NOCASE"
    else:  # SQLite's own lower() knows ASCII only
        alone = f"lowered({expression}) = {bind(value.lower())}"
    if not this.column.members:
        return alone
    lower = "lower" if value.isascii() else "lowered"
    member = bind(SEPARATOR + value.lower() + SEPARATOR)
    separator = f"char({ord(SEPARATOR)})"
    several = f"instr({expression}, {separator})"
    return f"({alone} OR ({several} AND instr({lower}({separator} || {expression} || {separator}), {member})))"


def _is_name(value: str, bind: Bind) -> str:
    """A user by “Family, Given” or “Given Family”, wherever the one ends; the index by name finds them."""
    folded = fold(value.strip())
    family, comma, given = folded.partition(",")
    pairs = [(family.strip(), given.strip())] if comma else [(folded, ""), ("", folded)]
    parts = folded.split(" ")
    pairs += [(" ".join(parts[cut:]), " ".join(parts[:cut])) for cut in range(1, min(len(parts), 8))]
    names = ", ".join(bind(f"{family}{SEPARATOR}{given}") for family, given in pairs)
    return f"t.sort_name IN ({names})"


def _named(target: str, value: str, bind: Bind) -> str:
    """The keys of the records of a base collection that this text names: by sourcedId or by title."""
    table = TABLES[target].name
    by_id = f"SELECT id FROM {table} WHERE sourced_id = {bind(stored(value))}"
    by_name = f"SELECT t.id FROM {table} t WHERE {_is_title(target, value, bind)}"
    return f"{by_id} UNION ALL {by_name}"


def _is_title(target: str, value: str, bind: Bind) -> str:
    if target != "users":
        return f"t.sort_name = {bind(fold(value))}"
    # The index narrows a million names to the few that can be meant.
    titles = f"{bind(value.lower())}, {bind(_turned(value))}"
    return f"{_is_name(value, bind)} AND lowered({_GIVEN_FIRST}) IN ({titles})"


_GIVEN_FIRST = "trim(coalesce(t.given_name, '') || ' ' || coalesce(t.family_name, ''))"


def _turned(value: str) -> str:
    """“Given Family” of “Family, Given”."""
    family, comma, given = value.lower().partition(",")
    return f"{given.strip()} {family.strip()}" if comma else value.lower()


_BY_CONTENT: dict[str, Callable[[_Compared], str]] = {
    "phase": _is_phase,
    "name": lambda this: _is_name(this.value, this.bind),
    "id": lambda this: f"{this.expression} = {this.bind(stored(this.value))}",
}
_BY_KIND: dict[Kind, Callable[[_Compared], str]] = {
    Kind.REFERENCE: lambda this: f"{this.expression} IN ({_named(this.field.target, this.value, this.bind)})",
    Kind.REFERENCES: lambda this: (
        f"t.id IN ({this.column.owners.format(_named(this.field.target, this.value, this.bind))})"
    ),
    Kind.MOMENT: _is_moment,
    Kind.DATE: lambda this: _is(this, day_or_none(this.value)),
    Kind.FLAG: lambda this: _is(this, _FLAGS.get(this.value.lower())),
    Kind.NUMBER: lambda this: _is(this, _decimal(this.value)),
}
