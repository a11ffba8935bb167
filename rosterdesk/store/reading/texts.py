"""Which rows of a list a text finds: the condition behind `Query.text`. Pure."""

from rosterdesk.store.reading.comparison import Bind
from rosterdesk.store.records import search_words
from rosterdesk.store.records.folding import fold, words
from rosterdesk.store.records.sourced_ids import stored
from rosterdesk.store.records.tables import TABLES

_REFERRED = {
    "enrollments": (("user", "users"), ("class", "classes")),
    "demographics": (("user", "users"),),
    "lineItems": (("class", "classes"),),
    "results": (("student", "users"),),
    "assessmentLineItems": (("class", "classes"),),
    "assessmentResults": (("student", "users"),),
}
"""Collections that are found by those that they refer to."""


def is_found(base: str, text: str, bind: Bind) -> str:
    """The condition that every word begins some word of the row of a base collection, or that it is its sourcedId."""
    own = TABLES[base]
    whole = bind(stored(text.strip()))
    expression = search_words.match(text)
    parts = [f"t.sourced_id = {whole}"]
    targets = _REFERRED.get(base, ())
    for column, target in (("id", base),) if own.kind is not None else targets:
        table = TABLES[target]
        if target != base:
            parts.append(f"t.{column} = (SELECT id FROM {table.name} WHERE sourced_id = {whole})")
        if expression is not None:
            parts.append(
                f"t.{column} IN (SELECT rowid >> 3 FROM words WHERE words MATCH {bind(expression)}"
                f" AND rowid & 7 = {table.kind})"
            )
    if own.kind is None and "title" in own.columns:  # few enough to be looked through
        parts.append(_titled(text, bind))
    return f"({' OR '.join(parts)})"


def _titled(text: str, bind: Bind) -> str:
    """Every word is somewhere in the title."""
    parts = [f"instr(t.sort_name, {bind(word)})" for word in words(fold(text))[: search_words.MOST_WORDS]]
    return " AND ".join(parts) or "FALSE"
