"""The filter language of OneRoster: one clause, or two joined by `AND` or `OR`.

    filter    = clause [ " AND " clause | " OR " clause ]
    clause    = field predicate "'" value "'"
    predicate = "=" | "!=" | ">" | ">=" | "<" | "<=" | "~"

Source: OneRoster 1.1, section 3.3. The standard gives no way to put an apostrophe into a value; nor do we.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from rosterdesk.demo.vocabulary import DATES, LISTS, MOMENTS, NUMBERS, Fields, known
from rosterdesk.demo.wire import Record

Test: TypeAlias = Callable[[Record], bool]

_CLAUSE = re.compile(r"\s*([A-Za-z][A-Za-z.]*)\s*(!=|>=|<=|=|>|<|~)\s*'([^']*)'\s*")
_JOIN = re.compile(r"(AND|OR)(?=\s)")


class InvalidFilterError(ValueError):
    """The filter is not in the language, names an unknown field, or compares a date with what is none."""


def parse(text: str, fields: Fields) -> Test:
    """What tells the records with these fields that the filter keeps; raises `InvalidFilterError`."""
    first, rest = _clause(text, fields)
    if not rest:
        return first
    join = _JOIN.match(rest)
    if not join:
        raise InvalidFilterError("After a clause comes AND, OR or the end.")
    second, rest = _clause(rest[join.end() :], fields)
    if rest:
        raise InvalidFilterError("At most two clauses can be joined.")
    if join[1] == "AND":
        return lambda record: first(record) and second(record)
    return lambda record: first(record) or second(record)


def values(record: Record, path: str) -> list[str]:
    """All values at a dotted path, as text; lists along the way are walked through."""
    found: list[Any] = [record]
    for name in path.split("."):
        found = [value for each in found for value in _inside(each, name)]
    return [str(value.get("sourcedId", "")) if isinstance(value, dict) else str(value) for value in found]


def _inside(value: Any, name: str) -> Iterator[Any]:
    inner = value.get(name) if isinstance(value, dict) else None
    if isinstance(inner, list):
        yield from inner
    elif inner is not None:
        yield inner


def _clause(text: str, fields: Fields) -> tuple[Test, str]:
    match = _CLAUSE.match(text)
    if not match:
        raise InvalidFilterError("A clause is a field, a predicate and a value in single quotes.")
    path, predicate, value = match.groups()
    if not known(fields, path):
        raise InvalidFilterError("The filter names a field that this collection does not have.")
    if path in MOMENTS:
        return _ordered(path, predicate, _moment(value), str), text[match.end() :]
    if path in DATES:
        return _ordered(path, predicate, _date(value)), text[match.end() :]
    if path in NUMBERS:
        return _ordered(path, predicate, _number(value), float), text[match.end() :]
    wanted = value.casefold()
    if path in LISTS and predicate in {"=", "!=", "~"}:
        return _listed(path, predicate, wanted), text[match.end() :]
    return _ordered(path, predicate, wanted), text[match.end() :]


def _ordered(path: str, predicate: str, wanted: Any, read: Callable[[str], Any] = str.casefold) -> Test:
    """A test on single values: text without case, numbers, dates in their ISO form, which sorts as they do."""
    compare: dict[str, Callable[[Any], bool]] = {
        "=": lambda value: value == wanted,
        ">": lambda value: value > wanted,
        ">=": lambda value: value >= wanted,
        "<": lambda value: value < wanted,
        "<=": lambda value: value <= wanted,
        "~": lambda value: str(wanted) in str(value),
    }
    if predicate == "!=":
        return lambda record: all(read(value) != wanted for value in values(record, path))
    holds = compare[predicate]
    if path == "dateLastModified":  # the one that is asked of a million records
        return lambda record: holds(record[path])
    return lambda record: any(holds(read(value)) for value in values(record, path))


def _listed(path: str, predicate: str, wanted: str) -> Test:
    """A test on a list: `=` where it holds all of the values (apart by commas), `~` where it holds any of them."""
    parts = {part.strip() for part in wanted.split(",")}

    def held(record: Record) -> set[str]:
        return {value.casefold() for value in values(record, path)}

    if predicate == "=":
        return lambda record: parts <= held(record)
    if predicate == "!=":
        return lambda record: not parts <= held(record)
    return lambda record: bool(parts & held(record))


def _moment(value: str) -> str:
    """A moment as our records spell it, in UTC to the millisecond; one without a zone is UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise InvalidFilterError("The value is not a date and time.") from None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InvalidFilterError("The value is not a date.") from None


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise InvalidFilterError("The value is not a number.") from None
