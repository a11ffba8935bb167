"""What all rules mean by active, current, a window, above: as SQL, so that each is defined once.

Days are numbers as the store has them; every window is half-open, `[start, end)`, and open where a bound is NULL.
`:today` is the day of judgement and `:now` its moment, `:student` and `:teacher` are roles, `:narrowed` is true where
only chosen schools were read. `:csv` is true of a bundle, `:version` that of the standard, empty where nobody knows it.
A definition that a rule does not use costs nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from rosterdesk.store.reading import phases
from rosterdesk.store.records import sourced_ids, vocabulary

DEFINITIONS = f"""
WITH RECURSIVE
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
)
"""

_BLANKS = re.compile(r"\s+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_CONTINUATIONS = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_DAMAGED = re.compile(f"\ufffd|[ÃÂ][{_CONTINUATIONS}]|â€")
_PLACEHOLDERS = frozenset({"test", "tbd", "unknown", "teacher", "staff", "student", "vacant", "."})
_GRADES = frozenset({"IT", "PR", "PK", "TK", "KG", *(f"{grade:02}" for grade in range(1, 14)), "PS", "UG", "Other"})


def norm(text: str | None) -> str | None:
    """The text as names and addresses are compared: composed, without case and needless blanks; nothing is NULL."""
    plain = _BLANKS.sub(" ", unicodedata.normalize("NFC", text or "")).strip()
    return plain.casefold() or None


def is_email(text: str | None) -> bool:
    """Whether this may be an address: one @, no blanks, nothing empty, a dot in the domain."""
    return text is not None and _EMAIL.fullmatch(text) is not None


def is_placeholder(name: str | None) -> bool:
    """Whether this is no name, but stands where one belongs. Names of one sign are common in some scripts."""
    plain = norm(name)
    return plain is None or plain in _PLACEHOLDERS or (len(plain) == 1 and plain.isascii())


def unknown_grade(grades: str | None) -> str | None:
    """The first of the grades that is no CEDS entry grade level."""
    return next((grade for grade in (grades or "").split("\x1f") if grade and grade not in _GRADES), None)


def hides(texts: str | None) -> bool:
    """Whether one of the texts, joined by U+001E, has what nobody sees: blanks at an end, controls, zero widths."""
    return texts is not None and any(each != each.strip() or not each.isprintable() for each in texts.split("\x1e"))


def is_damaged(texts: str | None) -> bool:
    """Whether one of the texts has a character that stands for a lost one, or UTF-8 that was read as Windows-1252."""
    return texts is not None and not texts.isascii() and _DAMAGED.search(texts) is not None


def norm_id(kept: sourced_ids.Stored) -> str | None:
    """A sourcedId, as the store keeps it, without case and needless blanks."""
    return norm(sourced_ids.sent(kept))


def role_name(kept: int | str | None) -> str | None:
    """A role, as the store keeps it, in the word of the standard or the source."""
    return vocabulary.sent(kept)


def as_set(members: str | None) -> str | None:
    """A list, joined by U+001F, of which neither order nor repeats matter."""
    return members and "\x1f".join(sorted(set(members.split("\x1f"))))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (norm, norm_id, role_name, as_set, is_email, is_placeholder, unknown_grade, hides, is_damaged)
}
"""What rules may call in their SQL."""


def parameters(today: date, now: datetime, *, csv: bool, version: str) -> dict[str, int | str | date]:
    """The parameters of all rules, but for `:narrowed`, which each question has of its own."""
    return {
        "today": today,
        "now": int(now.timestamp() * 1000),  # moments are milliseconds since 1970
        "student": vocabulary.STUDENT,
        "teacher": vocabulary.TEACHER,
        "csv": csv,
        "version": version,
    }


def overlap(a: str, b: str) -> str:
    """The condition that two windows share a day; they have columns `start` and `end`, and an empty one shares none."""
    bounds = ((a, a), (a, b), (b, a), (b, b))
    return "(" + " AND ".join(f"coalesce({start}.start < {end}.end, TRUE)" for start, end in bounds) + ")"


def day(expression: str) -> str:
    """The day as an ISO date."""
    return f"date('2000-01-01', ({expression}) || ' days')"
