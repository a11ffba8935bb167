"""What all rules mean by active, current, a window, above: as SQL, so that each is defined once.

Days are numbers as the store has them; every window is half-open, `[start, end)`, and open where a bound is NULL.
`:today` is the day of judgement and `:now` its moment, `:student` and `:teacher` are roles, `:narrowed` is true where
only chosen schools were read. `:csv` is true of a bundle, `:version` that of the standard, empty where nobody knows it.
What a profile says is called as it is there; lists are JSON.
"""

import re
from datetime import date, datetime
from functools import cache

import msgspec

from rosterdesk.checks.profile import USUAL, Parameters
from rosterdesk.store.reading import phases
from rosterdesk.store.records import vocabulary

_ALL = f"""
active_org AS (SELECT * FROM org WHERE record IS NOT NULL AND status IS NULL),
active_academic_session AS (SELECT * FROM academic_session WHERE record IS NOT NULL AND status IS NULL),
active_course AS (SELECT * FROM course WHERE record IS NOT NULL AND status IS NULL),
active_class AS (SELECT * FROM class WHERE record IS NOT NULL AND status IS NULL),
active_user AS (SELECT * FROM user WHERE kinds IS NOT NULL AND status IS NULL),
active_enrollment AS (SELECT * FROM enrollment WHERE record IS NOT NULL AND status IS NULL),
active_demographics AS (SELECT * FROM demographics WHERE record IS NOT NULL AND status IS NULL),

-- From the first day of a class's active terms to the end of the last; a class of which none is known has none.
class_window (class, start, end) AS MATERIALIZED (
    SELECT l.class, min(s.start_date), max(s.end_date)
    FROM {phases.TERMS}
    GROUP BY l.class
),
-- The day on which a class is judged: today, or its first where it is yet to come. One that is over has none.
class_day (class, day) AS MATERIALIZED (
    SELECT c.id, max(:today, coalesce(w.start, :today))
    FROM active_class c LEFT JOIN class_window w ON w.class = c.id
    WHERE w.end IS NULL OR w.end > :today
),
-- An active enrollment and its window: its own dates, else those of its class. Read from an index alone; what has a
-- class and a user is no placeholder.
spell (id, user, class, role, start, end) AS (
    SELECT e.id, e.user, e.class, e.role, coalesce(e.begin_date, w.start), coalesce(e.end_date, w.end)
    FROM enrollment e LEFT JOIN class_window w ON w.class = e.class
    WHERE e.status IS NULL AND e.class IS NOT NULL AND e.user IS NOT NULL
),
current (id, user, class, role) AS (
    SELECT id, user, class, role FROM spell
    WHERE {phases.is_among(phases.phase("start", "end"), ("current",))}
),
-- Who is in a class on its day.
seated (id, user, class, role) AS (
    SELECT s.id, s.user, s.class, s.role FROM class_day d CROSS JOIN spell s ON s.class = d.class
    WHERE (s.start IS NULL OR s.start <= d.day) AND (s.end IS NULL OR s.end > d.day)
),
-- A role that somebody has today at an org.
post (user, org, role) AS (
    SELECT user, org, role FROM user_org
    WHERE org IS NOT NULL AND (begin_date IS NULL OR begin_date <= :today) AND (end_date IS NULL OR end_date > :today)
),
-- An org and each that it is part of, itself first. Nothing real is sixteen deep; a ring of parents is endless.
above (org, ancestor, steps) AS (
    SELECT id, id, 0 FROM org
    UNION ALL
    SELECT a.org, o.parent, a.steps + 1 FROM above a JOIN org o ON o.id = a.ancestor
    WHERE o.parent IS NOT NULL AND a.steps < 16
),

-- The newest run whose outcome readers see, and the records that were here before and that it made different, each as
-- it was `before`; and those that it brought.
last_run (id) AS (SELECT max(id) FROM run WHERE ended IS NOT NULL),
altered (collection, id, kind, before) AS (
    SELECT c.collection, c.id, c.kind, c.before FROM last_run r JOIN change c ON c.run = r.id
),
arrived (collection, id) AS (
    SELECT a.collection, k.value FROM last_run r JOIN added a ON a.run = r.id JOIN json_each(unpacked(a.keys)) k
    UNION ALL SELECT collection, id FROM altered WHERE kind IN ('added', 'returned')
)
"""
_BEGIN = re.compile(r"^(?=\w+ (?:\([\w, ]+\) )?AS )", re.MULTILINE)
_DEFINITIONS = {
    text.split(maxsplit=1)[0]: text.strip().removesuffix(",") for text in _BEGIN.split(re.sub("--.*", "", _ALL))[1:]
}

IN_SESSION = "EXISTS (SELECT 1 FROM active_academic_session WHERE start_date <= :today AND end_date > :today)"
"""The condition that a session holds today."""

PERSON = "norm(coalesce(u.given_name, '') || ' ' || coalesce(u.family_name, ''))"
"""The name of the user `u`, as names are compared."""

NOT_GIVEN = "[]"
"""A list that nobody has chosen, as a parameter."""


@cache
def definitions(sql: str) -> str:
    """What stands before a query: the definitions that it goes by, and no others. To prepare all of them for each
    question takes longer than most answers.
    """
    names: set[str] = set()
    waiting = _named(sql)
    while waiting:
        names |= waiting
        waiting = set().union(*(_named(_DEFINITIONS[name]) for name in waiting)) - names
    used = ",\n".join(text for name, text in _DEFINITIONS.items() if name in names)
    return f"WITH RECURSIVE {used}" if used else ""


def _named(sql: str) -> set[str]:
    return _DEFINITIONS.keys() & set(re.findall(r"\w+", sql))


def parameters(
    today: date, now: datetime, *, csv: bool, version: str, chosen: Parameters = USUAL
) -> dict[str, int | str | date]:
    """The parameters of all rules, but for `:narrowed`, which each question has of its own."""
    return {
        "grades": _json(chosen.grades),
        "email_roles": _json(chosen.email_roles),
        "email_domains": _json(chosen.email_domains),
        "least_students": chosen.least_students,
        "least_teachers": chosen.least_teachers,
        "least_classes": chosen.least_classes,
        "summer_start": chosen.summer[0],
        "summer_end": chosen.summer[1],
        "stale_days": chosen.stale_days,
        "today": today,
        "now": int(now.timestamp() * 1000),  # moments are milliseconds since 1970
        "student": vocabulary.STUDENT,
        "teacher": vocabulary.TEACHER,
        "csv": csv,
        "version": version,
    }


def _json(texts: tuple[str, ...]) -> str:
    return msgspec.json.encode(texts).decode()


def overlap(a: str, b: str) -> str:
    """The condition that two windows share a day; they have columns `start` and `end`, and an empty one shares none."""
    bounds = ((a, a), (a, b), (b, a), (b, b))
    return "(" + " AND ".join(f"coalesce({start}.start < {end}.end, TRUE)" for start, end in bounds) + ")"


def day(expression: str) -> str:
    """The day as an ISO date."""
    return f"date('2000-01-01', ({expression}) || ' days')"
