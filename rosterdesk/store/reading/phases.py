"""Where a day finds what has a begin and an end, in SQL. A window is half-open: it holds its begin and not its end.

What is marked as deleted is dropped, and so is every enrollment and role of a person who is.
In every expression `:today` is the day. A phase is a number, its place in `PHASES`: of two, the smaller counts.
"""

from collections.abc import Iterable

from rosterdesk.model.query import Phase

PHASES: tuple[Phase, ...] = ("current", "incoming", "dropped")
TERMS = "class_term l JOIN academic_session s ON s.id = l.term AND s.status IS NULL AND s.start_date < s.end_date"
"""The terms that say when a class runs: those that are known, have days, and are not marked as deleted."""


def word(number: int) -> Phase:
    """The phase of this number."""
    return PHASES[number]


def phase(begin: str, end: str, over: str = "FALSE") -> str:
    """The phase of one window; without a begin or an end it is open there, and whatever is `over` is dropped."""
    return f"CASE WHEN {over} OR {end} <= :today THEN 2 WHEN {begin} > :today THEN 1 ELSE 0 END"


def of_class(key: str, status: str) -> str:
    """The phase of a class: from the first day of its terms to the end of the last; without a term it runs always."""
    return f"CASE WHEN {status} IS NOT NULL THEN 2 ELSE {_by_terms('NULL', 'NULL', key)} END"


def of_enrollment(table: str) -> str:
    """The phase of an enrollment of the table that is called so: where it says no day, that of its class counts."""
    begin, end = f"{table}.begin_date", f"{table}.end_date"
    over = f"{table}.status IS NOT NULL OR {is_gone(f'{table}.user')}"
    by_itself, by_class = phase(begin, end, over), _by_terms(begin, end, f"{table}.class")
    return (
        f"CASE WHEN {begin} IS NOT NULL AND {end} IS NOT NULL THEN {by_itself} WHEN {over} THEN 2 ELSE {by_class} END"
    )


def of_enrollment_by(begin: str, end: str, table: str) -> str:
    """The same, where it is known already from when to when its class runs."""
    over = f"{table}.status IS NOT NULL OR {is_gone(f'{table}.user')}"
    return phase(f"coalesce({table}.begin_date, {begin})", f"coalesce({table}.end_date, {end})", over)


def is_gone(user: str) -> str:
    """The condition that the person of this key is marked as deleted: few are, and an index has them alone."""
    return f"EXISTS (SELECT 1 FROM user g INDEXED BY user_gone WHERE g.id = {user} AND g.status IS NOT NULL)"


def _by_terms(begin: str, end: str, class_: str) -> str:
    """The phase of a window that is open where that of the class is, if it does not say otherwise itself."""
    whole = phase(f"coalesce({begin}, min(s.start_date))", f"coalesce({end}, max(s.end_date))")
    return f"(SELECT {whole} FROM {TERMS} WHERE l.class = {class_})"


def is_among(expression: str, phases: Iterable[Phase]) -> str:
    """The condition that a phase is one of these."""
    return f"{expression} IN ({', '.join(str(PHASES.index(each)) for each in phases)})"


def best_is_among(expression: str, phases: tuple[Phase, ...], of: str) -> str:
    """What ends a SELECT of `of`, each of which may have several phases: its best is one of these."""
    if phases == ("current",):  # then any will do, and nothing need be grouped
        return f" AND {is_among(expression, phases)}"
    return f" GROUP BY {of} HAVING {is_among(f'min({expression})', phases)}"
