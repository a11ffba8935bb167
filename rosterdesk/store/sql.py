"""From a query to SQL and its parameters. Pure; names come from tables of ours only, values are always parameters."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import TypeAlias

import apsw
import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model import fields
from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.query import Query, Where
from rosterdesk.store import scopes, vocabulary
from rosterdesk.store.columns import COLUMNS, Column
from rosterdesk.store.comparison import day_or_none, is_value
from rosterdesk.store.entity_rows import day
from rosterdesk.store.folding import encodable, fold, words
from rosterdesk.store.sourced_ids import stored
from rosterdesk.store.tables import TABLES

Parameter: TypeAlias = object
_MOST_WORDS = 24
_KINDS = {"students": vocabulary.IS_STUDENT, "teachers": vocabulary.IS_TEACHER}
_TEXT_TARGETS = {
    "enrollments": (("user", "users"), ("class", "classes")),
    "demographics": (("user", "users"),),
    "lineItems": (("class", "classes"),),
    "results": (("student", "users"),),
    "assessmentLineItems": (("class", "classes"),),
    "assessmentResults": (("student", "users"),),
}
"""Collections that are found by those that they refer to."""


class Statement(msgspec.Struct, frozen=True):
    """A SELECT and its named parameters; the rows of `rest`, another SELECT with the same ones, come after its own."""

    sql: str
    parameters: dict[str, Parameter]
    rest: str = ""


def keys(query: Query, today: date) -> Statement:
    """The keys of all rows of the answer, in order."""
    asked = _Asked(query, today)
    present, *narrowed = asked.conditions()
    first, *following = asked.order()
    others = list(chain.from_iterable(following))
    order, rest = ", ".join((*first, *others)), ""
    leader = asked.leader()
    if leader is not None:  # the rows whose record has such a value, in its order; then the others
        table, reference, values, terms = leader
        order = ", ".join((*terms, *others))
        without = f"(t.{reference} IS NULL OR t.{reference} IN (SELECT id FROM {table} WHERE {values[0]} IS NULL))"
        missing = " AND ".join((present, *narrowed, without))
        rest = f"SELECT t.id FROM {asked.source()} WHERE {missing} ORDER BY {', '.join(others)}"
        # A placeholder refers to nothing: with the reference there is no need to ask whether there is a record.
        conditions = " AND ".join((f"t.{reference} = s.id", f"s.{values[0]} IS NOT NULL", *narrowed))
        sql = f"SELECT t.id FROM {table} s CROSS JOIN {asked.source()} WHERE {conditions} ORDER BY {order}"
    else:
        sql = f"SELECT t.id FROM {asked.source()} WHERE {' AND '.join((present, *narrowed))} ORDER BY {order}"
    if query.limit is not None:
        limit = f" LIMIT {asked.parameter(max(0, query.limit))}"
        sql, rest = sql + limit, rest and rest + limit
    return Statement(sql, asked.parameters, rest)


def count(query: Query, today: date) -> Statement:
    """How many rows the answer has; `limit` counts."""
    asked = _Asked(query, today)
    conditions = " AND ".join(asked.conditions())
    sql = f"SELECT count(*) FROM {asked.source()} WHERE {conditions}"
    if query.limit is not None:
        sql = f"SELECT min(({sql}), {asked.parameter(max(0, query.limit))})"
    return Statement(sql, asked.parameters)


def facets(query: Query, field: str, today: date) -> Statement:
    """Each stored value of the field in the answer, with the number of rows; for references the target's key."""
    asked = _Asked(query, today)
    asked.collection.field(field)
    column = asked.columns[field]
    conditions = " AND ".join(asked.conditions())
    if column.many:
        return Statement(f"SELECT t.id FROM {asked.source()} WHERE {conditions}", asked.parameters)
    value = asked.value(column)
    sql = f"SELECT {value} AS value, count(*) FROM {asked.source()} WHERE {conditions} GROUP BY 1"
    return Statement(sql, asked.parameters)


def match(text: str) -> str | None:
    """The full-text expression for rows in which every word begins some word; `None` where there is no word."""
    wanted = words(fold(text))[:_MOST_WORDS]
    return " ".join(f'"{word}"*' for word in wanted) or None


class _Asked:
    """A query on its way to SQL: collects parameters while its parts are written."""

    def __init__(self, query: Query, today: date) -> None:
        self.query = query
        self.collection = fields.collection(query.collection)
        self.columns = COLUMNS[self.collection.base]
        self.joins: dict[str, None] = {}
        self.parameters: dict[str, Parameter] = {"today": day(today)}

    def parameter(self, value: Parameter) -> str:
        """The name by which the SQL speaks of the value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = encodable(value) if isinstance(value, str) else value
        return f":{name}"

    def source(self) -> str:
        """What the rows come from; to be asked for last, when everything has been said."""
        return " ".join((f"{TABLES[self.collection.base].name} t", *self.joins))

    def value(self, column: Column) -> str:
        """The value of a column, where it is asked for all rows."""
        if not column.join:
            return column.value
        self.joins[column.join] = None
        return column.whole

    def conditions(self) -> list[str]:
        """All that a row of the answer must meet: first that there is a record."""
        on = self.parameter(_day(self.query.as_of)) if self.query.as_of is not None else ""
        parts = [
            f"t.{TABLES[self.collection.base].present} IS NOT NULL",
            *self._scopes(on),
            *self._view(),
            *self._on(on),
        ]
        if self.query.ids:
            parts.append(f"t.sourced_id IN ({self._ids(self.query.ids)})")
        if self.query.text.strip():
            parts.append(self._text(self.query.text))
        parts.extend(self._where(where) for where in self.query.where)
        return parts

    def leader(self) -> tuple[str, str, tuple[str, ...], list[str]] | None:
        """(table, reference, columns, terms of the order) where all rows are asked for in another table's order."""
        if self.query.scopes or self.query.ids or self.query.text.strip():
            return None
        name, descending = self._sorts()[0]
        led = self.columns[name].led
        if led is None:
            return None
        terms = self._terms(name, [f"s.{column}" for column in led.columns], descending=descending)
        return led.table, led.reference, led.columns, terms

    def order(self) -> list[list[str]]:
        """The order asked for, else the collection's usual one, the terms of each field; never left open."""
        terms = []
        for name, descending in self._sorts():
            column = self.columns[self.collection.field(name).name]
            terms.append(self._terms(name, column.sort or (self.value(column),), descending=descending))
        return [*terms, ["t.id"]]

    def _terms(self, name: str, expressions: Sequence[str], *, descending: bool) -> list[str]:
        field = self.collection.field(name)
        direction = "DESC NULLS LAST" if descending else "ASC NULLS LAST"
        return [f"{each}{_collation(field, each)} {direction}" for each in expressions]

    def _sorts(self) -> list[tuple[str, bool]]:
        return [(sort.field, sort.descending) for sort in self.query.sort] or [(self.collection.sort, False)]

    def _scopes(self, on: str) -> list[str]:
        return [
            scopes.condition(self.collection, scope.relation, self.parameter(stored(scope.sourced_id)), on)
            for scope in self.query.scopes
        ]

    def _view(self) -> list[str]:
        name = self.collection.name
        if not self.collection.values or any(
            scopes.says_the_role(self.collection, scope.relation) for scope in self.query.scopes
        ):
            return []
        if name in _KINDS:
            return [f"t.kinds & {_KINDS[name]}"]
        values = ", ".join(self.parameter(value) for value in self.collection.values)
        return [f"t.{self.collection.view_field} IN ({values})"]

    def _on(self, on: str) -> list[str]:
        if not on:
            return []
        runs = f"({{0}} IS NULL OR {{0}} <= {on}) AND ({{1}} IS NULL OR {{1}} > {on})"
        match self.collection.base:
            case "enrollments":
                return [runs.format("t.begin_date", "t.end_date")]
            case "academicSessions":
                return [runs.format("t.start_date", "t.end_date")]
            case "classes":
                sessions = "class_term l JOIN academic_session s ON s.id = l.term WHERE l.class = t.id"
                running = runs.format("s.start_date", "s.end_date")
                unsaid = "NOT EXISTS (SELECT 1 FROM class_term l WHERE l.class = t.id)"
                return [f"(EXISTS (SELECT 1 FROM {sessions} AND {running}) OR {unsaid})"]
            case _:
                return []

    def _ids(self, ids: Iterable[str]) -> str:
        kept = [stored(encodable(sourced_id)) for sourced_id in ids]
        parts = []
        for kind in (str, bytes):
            values = tuple(dict.fromkeys(each for each in kept if isinstance(each, kind)))
            if values:
                parts.append(f"SELECT value FROM carray({self.parameter(apsw.carray(values))})")
        return " UNION ALL ".join(parts)

    def _text(self, text: str) -> str:
        own = TABLES[self.collection.base]
        whole = self.parameter(stored(text.strip()))
        expression = match(text)
        parts = [f"t.sourced_id = {whole}"]
        targets = _TEXT_TARGETS.get(self.collection.base, ())
        for column, base in (("id", self.collection.base),) if own.kind is not None else targets:
            table = TABLES[base]
            if base != self.collection.base:
                parts.append(f"t.{column} = (SELECT id FROM {table.name} WHERE sourced_id = {whole})")
            if expression is not None:
                parts.append(
                    f"t.{column} IN (SELECT rowid >> 3 FROM words WHERE words MATCH {self.parameter(expression)}"
                    f" AND rowid & 7 = {table.kind})"
                )
        if own.kind is None and "title" in own.columns:  # few enough to be looked through
            parts.append(self._titled(text))
        return f"({' OR '.join(parts)})"

    def _titled(self, text: str) -> str:
        """Every word is somewhere in the title."""
        parts = [f"instr(t.sort_name, {self.parameter(word)})" for word in words(fold(text))[:_MOST_WORDS]]
        return " AND ".join(parts) or "FALSE"

    def _where(self, where: Where) -> str:
        field, column = self.collection.field(where.field), self.columns[where.field]
        parts = [is_value(field, column, self.value(column), value, self.parameter) for value in where.values]
        return f"({' OR '.join(parts)})" if parts else "FALSE"


def _collation(field: Field, expression: str) -> str:
    """Texts sort without case; `sort_name` and the like are folded already."""
    folded = expression.endswith(("sort_name", "sort_given", "_rank")) or "sort_name" in expression
    texts = field.kind in {Kind.TEXT, Kind.ID, Kind.GRADE}
    return " COLLATE NOCASE" if texts and not folded else ""


def _day(text: str) -> int:
    number = day_or_none(text)
    if number is None:
        raise UsageError("The day is not a date.", "Write it as 2026-09-01.")
    return number
