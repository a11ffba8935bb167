"""That a field's text contains this one, or begins with it, case and accents aside: conditions behind `Where`. Pure."""

from typing import Literal

from rosterdesk.errors import UsageError
from rosterdesk.model.attributes import Field, Kind
from rosterdesk.store.reading.columns import Column
from rosterdesk.store.reading.comparison import Bind
from rosterdesk.store.records.folding import SEPARATOR, fold
from rosterdesk.store.records.tables import TABLES

_BETWEEN = f"char({ord(SEPARATOR)})"
_FAMILY = f"nullif(substr(t.sort_name, 1, instr(t.sort_name, {_BETWEEN}) - 1), '')"
# A person as listed and as spoken of, either of which may be typed.
_NAME = f"replace(t.sort_name, {_BETWEEN}, ', ') || {_BETWEEN} || concat_ws(' ', t.sort_given, {_FAMILY})"


def has_text(field: Field, column: Column) -> bool:
    """Whether the field holds a text, or refers to what has one."""
    kinds = {Kind.TEXT, Kind.WORD, Kind.ID, Kind.GRADE, Kind.REFERENCE, Kind.REFERENCES}
    return field.kind in kinds and column.holds in {"", "id", "name"}


def has_part(
    field: Field, column: Column, expression: str, match: Literal["contains", "begins"], value: str, bind: Bind
) -> str:
    """The condition that `expression`, which is the column's value, or the title of what it refers to, has this part;
    nothing is the empty text. Raises `UsageError` where the field holds no text.
    """
    if not has_text(field, column):
        raise UsageError(f"“{field.name}” holds no text of which a part could be asked for.", "Ask for whole values.")
    if not value:
        return f"{expression} IS NULL"
    if not field.target:
        text = _NAME if column.holds == "name" else _folded(expression, column)
        if column.members and match == "contains":
            text = f"replace({text}, {_BETWEEN}, ', ')"  # as it is shown
        return _has(text, match, value, bind)
    title = _NAME if field.target == "users" else "t.sort_name"
    named = f"SELECT t.id FROM {TABLES[field.target].name} t WHERE {_has(title, match, value, bind)}"
    if field.kind is Kind.REFERENCES:
        return f"t.id IN ({column.owners.format(named)})"
    return f"{expression} IN ({named})"


def _folded(expression: str, column: Column) -> str:
    """The text of the value: SQLite folds ASCII, as nearly all is, ten times quicker than we do."""
    if column.holds == "id":
        return f"folded({expression})"
    is_ascii = f"octet_length({expression}) = length({expression})"
    return f"CASE WHEN {is_ascii} THEN lower({expression}) ELSE folded({expression}) END"


def _has(text: str, match: Literal["contains", "begins"], value: str, bind: Bind) -> str:
    """Of several texts in one, each may begin so."""
    if match == "contains":
        return f"instr({text}, {bind(fold(value))})"
    return f"instr({_BETWEEN} || {text}, {bind(SEPARATOR + fold(value))})"
