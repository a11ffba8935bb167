"""What a query asks for, in the parts of its SQL. Pure; names come from our tables only, values are parameters."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

import apsw
import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model import fields
from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.query import Phase, Query, Where
from rosterdesk.store.reading import phases, scopes
from rosterdesk.store.reading.columns import COLUMNS, Column
from rosterdesk.store.reading.comparison import is_between, is_value
from rosterdesk.store.reading.parts import has_part
from rosterdesk.store.reading.texts import is_found
from rosterdesk.store.records import vocabulary
from rosterdesk.store.records.cells import day
from rosterdesk.store.records.folding import encodable
from rosterdesk.store.records.sourced_ids import stored
from rosterdesk.store.records.tables import TABLES

Parameter: TypeAlias = object
_KINDS = {"students": vocabulary.IS_STUDENT, "teachers": vocabulary.IS_TEACHER}
_OWN_PHASES = {
    "academicSessions": phases.phase("t.start_date", "t.end_date", "t.status IS NOT NULL"),
    "classes": phases.of_class("t.id", "t.status"),
}


class Statement(msgspec.Struct, frozen=True):
    """A SELECT and its named parameters; the rows of `rest`, another SELECT with the same ones, come after its own."""

    sql: str
    parameters: dict[str, Parameter]
    rest: str = ""


class Asked:
    """A query on its way to SQL: collects parameters while its parts are written."""

    def __init__(self, query: Query, today: date) -> None:
        self.query = query
        self.collection = fields.collection(query.collection)
        self.columns = COLUMNS[self.collection.base]
        self.joins: dict[str, None] = {}
        self.parameters: dict[str, Parameter] = {"today": day(day_of(query.as_of, today))}
        current: tuple[Phase, ...] = ("current",)
        self.phases = query.phases or (current if query.as_of is not None else ())
        self.present = f"t.{TABLES[self.collection.base].present} IS NOT NULL"

    def parameter(self, value: Parameter) -> str:
        """The name by which the SQL speaks of the value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = encodable(value) if isinstance(value, str) else value
        return f":{name}"

    def source(self, *, as_they_lie: bool = False) -> str:
        """What the rows come from; to be asked for last, when everything has been said.

        `as_they_lie` where each leads to rows of other tables: neighbours often lead to neighbours.
        """
        walk = " NOT INDEXED" if as_they_lie else ""
        return " ".join((f"{TABLES[self.collection.base].name} t{walk}", *self.joins))

    def value(self, column: Column) -> str:
        """The value of a column; where it is asked for all rows, out of what brings all values at once."""
        if not column.join or self.query.scopes or self.query.ids:
            return column.value
        self.joins[column.join] = None
        return column.whole

    def conditions(self) -> list[str]:
        """All that a row of the answer must meet."""
        return [*self.listed(), *self.looking()]

    def listed(self) -> list[str]:
        """What makes it one of the list, which indexes tell: first that there is a record."""
        parts = [self.present, *self._scopes(), *self.view(), *self.roles()]
        if self.query.ids:
            parts.append(f"t.sourced_id IN ({self._ids(self.query.ids)})")
        return [*parts, *self.text()]

    def text(self) -> list[str]:
        """What a text finds."""
        text = self.query.text
        return [is_found(self.collection.base, text, self.parameter)] if text.strip() else []

    def looking(self) -> list[str]:
        """What is seen in the row itself."""
        return [*self._phases(), *(self._where(where) for where in self.query.where)]

    def is_narrowed(self) -> bool:
        """Whether it is not about a whole list, whatever its filters."""
        return bool(self.query.scopes or self.query.ids or self.query.text.strip())

    def order(self) -> list[list[str]]:
        """The order asked for, else the collection's usual one, the terms of each field; never left open."""
        sorts = [
            (self.columns[self.collection.field(name).name], name, descending) for name, descending in self.sorts()
        ]
        terms = [
            self.terms(name, column.sort or (self.value(column),), descending=descending)
            for column, name, descending in sorts
        ]
        column, _, descending = sorts[-1]
        return [*terms, [f"{each} {direction(descending)}" for each in (*column.ties, "t.id")]]

    def leading(self) -> Column:
        """The column by which rows are sorted first."""
        ((name, _), *_) = self.sorts()
        return self.columns[self.collection.field(name).name]

    def terms(self, name: str, expressions: Sequence[str], *, descending: bool) -> list[str]:
        field = self.collection.field(name)
        terms = [f"{each}{_collation(field, each)} {direction(descending)}" for each in expressions]
        return [f"{terms[0]} NULLS LAST", *terms[1:]]

    def sorts(self) -> list[tuple[str, bool]]:
        return [(sort.field, sort.descending) for sort in self.query.sort] or [(self.collection.sort, False)]

    def _scopes(self) -> list[str]:
        return [
            scopes.condition(self.collection, scope.relation, self.parameter(stored(scope.sourced_id)), self.phases)
            for scope in self.query.scopes
        ]

    def view(self) -> list[str]:
        name = self.collection.name
        if not self.collection.values or any(
            scopes.says_the_role(self.collection, scope.relation) for scope in self.query.scopes
        ):
            return []
        if name in _KINDS:
            return [f"t.kinds & {_KINDS[name]}"]
        values = ", ".join(self.parameter(value) for value in self.collection.values)
        return [f"t.{self.collection.view_field} IN ({values})"]

    def roles(self) -> list[str]:
        """What the index by name tells of people who are asked for by roles that are neither student nor teacher."""
        asked = any(
            where.field == "role" and where.values and where.match == "is" and not where.negated
            and all(vocabulary.is_other(value) for value in where.values)
            for where in self.query.where
        )  # fmt: skip
        return [f"t.kinds & {vocabulary.IS_OTHER}"] if asked and self.collection.base == "users" else []

    def _phases(self) -> list[str]:
        """What the phases ask of the row itself, where no scope says it: a person's classes are told by both."""
        if not self.phases:
            return []
        base = self.collection.base
        said = any(scopes.says_the_phase(self.collection, scope.relation) for scope in self.query.scopes)
        if base == "enrollments":
            return [phases.is_among(self.value(self.columns["phase"]), self.phases)]
        if base in _OWN_PHASES and not (said and base == "classes"):
            return [phases.is_among(_OWN_PHASES[base], self.phases)]
        if self.query.phases and not said:
            narrowed = ", ".join(scopes.that_say_the_phase(self.collection))
            raise UsageError(
                f"{self.collection.title} have no days of their own to be current, incoming or dropped by.",
                f"Narrow them to one of these, or ask without a phase: {narrowed}."
                if narrowed
                else "Ask for them without a phase.",
            )
        return []

    def _ids(self, ids: Iterable[str]) -> str:
        kept = [stored(encodable(sourced_id)) for sourced_id in ids]
        parts = []
        for kind in (str, bytes):
            values = tuple(dict.fromkeys(each for each in kept if isinstance(each, kind)))
            if values:
                parts.append(f"SELECT value FROM carray({self.parameter(apsw.carray(values))})")
        return " UNION ALL ".join(parts)

    def _where(self, where: Where) -> str:
        field, column = self.collection.field(where.field), self.columns[where.field]
        is_of_all = not self.is_narrowed() and "" not in where.values
        other = column.other if is_of_all else None
        expression = f"s.{other.column}" if other else self.value(column)
        match where.match:
            case "is":
                parts = [is_value(field, column, expression, value, self.parameter) for value in where.values]
            case part:
                parts = [has_part(field, column, expression, part, value, self.parameter) for value in where.values]
        if where.least or where.most:
            parts.append(is_between(field, column, expression, where.least, where.most, self.parameter))
        condition = f"({' OR '.join(parts)})" if parts else "FALSE"
        if other:  # asked once of each record that is referred to, not in each row
            condition = f"t.{other.reference} IN (SELECT s.id FROM {other.table} s WHERE {condition})"
        return f"{condition} IS NOT TRUE" if where.negated else condition


def _collation(field: Field, expression: str) -> str:
    """Texts sort without case, columns by themselves; `sort_name` and the like are folded already."""
    is_column = expression[:2] in {"t.", "s."}
    folded = expression.startswith("lower(") or expression.endswith("_rank") or "sort_name" in expression
    texts = field.kind in {Kind.TEXT, Kind.WORD, Kind.ID, Kind.GRADE}
    return " COLLATE NOCASE" if texts and not folded and not is_column else ""


def direction(descending: bool) -> str:
    return "DESC" if descending else "ASC"


def day_of(as_of: str | None, today: date) -> date:
    """The day that is asked for, else today; raises `UsageError` where it is none."""
    if as_of is None:
        return today
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise UsageError("The day is not a date.", "Write it as 2026-09-01.") from None
