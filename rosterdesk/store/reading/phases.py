"""Where a day finds what has a begin and an end, in SQL. A window is half-open: it holds its begin and not its end.

In every expression `:today` is the day. A phase is a number, its place in `PHASES`: of two, the smaller counts.
"""

from collections.abc import Iterable

from rosterdesk.model.query import Phase

PHASES: tuple[Phase, ...] = ("current", "incoming", "dropped")


def word(number: int) -> Phase:
    """The phase of this number."""
    return PHASES[number]


def phase(begin: str, end: str, status: str = "NULL") -> str:
    """The phase of one window; without a begin or an end it is open there, and with a status it is over."""
    return f"CASE WHEN {status} IS NOT NULL OR {end} <= :today THEN 2 WHEN {begin} > :today THEN 1 ELSE 0 END"


def of_class(key: str, status: str) -> str:
    """The phase of a class: the best of its terms'; one that says no term runs always."""
    terms = f"class_term l JOIN academic_session s ON s.id = l.term WHERE l.class = {key}"
    best = f"(SELECT min({phase('s.start_date', 's.end_date')}) FROM {terms})"
    return f"CASE WHEN {status} IS NOT NULL THEN 2 ELSE coalesce({best}, 0) END"


def is_among(expression: str, phases: Iterable[Phase]) -> str:
    """The condition that a phase is one of these."""
    return f"{expression} IN ({', '.join(str(PHASES.index(each)) for each in phases)})"


def best_is_among(expression: str, phases: tuple[Phase, ...], of: str) -> str:
    """What ends a SELECT of `of`, each of which may have several phases: its best is one of these."""
    if phases == ("current",):  # then any will do, and nothing need be grouped
        return f" AND {is_among(expression, phases)}"
    return f" GROUP BY {of} HAVING {is_among(f'min({expression})', phases)}"
