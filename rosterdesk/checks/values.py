"""VAL: values that are missing, or are none of those that may be there.

In a bundle its reader judges the cells; of a service, the store is asked.
"""

from collections.abc import Iterable

from rosterdesk.bundle.headers import ROLES_1P1, ROLES_1P2
from rosterdesk.checks.rule import Rule
from rosterdesk.checks.selection import of_each, selected
from rosterdesk.model.fields import collection
from rosterdesk.store.records import vocabulary
from rosterdesk.wire.words import WORDS

_SIS = "In the student information system,"
_REQUIRED = {
    "orgs": ("name", "type"),
    "academicSessions": ("title", "type", "startDate", "endDate", "schoolYear"),
    "courses": ("title",),
    "classes": ("title", "course", "school"),
    "users": ("enabledUser", "givenName", "familyName"),
    "enrollments": ("user", "class", "school", "role"),
}
"""What every binding requires. That a class has a term and a person a role are rules of their own."""
_REQUIRED_OF_SERVICES = "dateLastModified"
_REQUIRED_OF_1P2 = {"orgs": "identifier", "courses": "courseCode"}
_WORDED = {"orgs": "type", "academicSessions": "type", "classes": "classType"}


def _missing(name: str) -> str:
    """The records of a collection that lack what they must have."""
    selects = [selected(name, field, "{} IS NULL") for field in _REQUIRED[name]]
    selects.append(selected(name, _REQUIRED_OF_SERVICES, "{} IS NULL AND :version <> ''"))
    if name in _REQUIRED_OF_1P2:
        selects.append(selected(name, _REQUIRED_OF_1P2[name], "{} IS NULL AND :version = '1.2'"))
    return " UNION ALL ".join(selects)


_IS_OWN = "({0} LIKE 'ext:%' AND :version <> '1.1')"
"""Whether {0} is a word of the source's own, as 1.2 allows."""


def _words(name: str) -> str:
    """The vocabulary of a collection that has one, for SQL; letters in another case are no other word."""
    (known,) = WORDS[collection(name).entity].values()
    return ", ".join(f"'{word}'" for word in known)


def _unknown_words(name: str, field: str) -> str:
    return selected(name, field, f"{{0}} NOT IN ({_words(name)}) AND NOT {_IS_OWN}", more=", {0} AS said")


_UNKNOWN_SEX = f"""
    SELECT 'demographics' AS collection, id AS key, 'sex' AS field, said FROM (
        SELECT id, sent_member('demographics', record, 'sex') ->> '$' COLLATE NOCASE AS said FROM active_demographics
    ) WHERE said NOT IN ('', {_words("demographics")}) AND NOT {_IS_OWN.format("said")}
    """


def _numbers(roles: Iterable[str]) -> str:
    return ", ".join(str(vocabulary.stored(role)) for role in roles)


_UNKNOWN_ROLES = f"""
    SELECT DISTINCT 'users' AS collection, u.id AS key, 'role' AS field, role_name(l.role) AS said
    FROM active_user u JOIN user_org l ON l.user = u.id
    WHERE (typeof(l.role) = 'text' AND NOT {_IS_OWN.format("l.role")})
        OR (:version = '1.1' AND typeof(l.role) = 'integer' AND l.role NOT IN ({_numbers(ROLES_1P1)}))
        OR (:version = '1.2' AND typeof(l.role) = 'integer' AND l.role NOT IN ({_numbers(ROLES_1P2)}))
    """
_UNKNOWN_ROLES_OF_ENROLLMENTS = f"""
    SELECT 'enrollments' AS collection, id AS key, 'role' AS field, role AS said FROM enrollment
    WHERE status IS NULL AND class IS NOT NULL AND typeof(role) = 'text' AND NOT {_IS_OWN.format("role")}
    """  # one that is known is kept as a number; which of them may be here is another rule


RULES = (
    Rule(
        id="VAL-01",
        severity="error",
        starred=True,
        title="Required value missing",
        message="A value that must be there is missing: {field}.",
        why="Strict programs refuse the record, others guess.",
        fix=f"{_SIS} fill the field, or share it with this key.",
        parts=of_each((name, _missing(name)) for name in _REQUIRED),
        of_files=True,
    ),
    Rule(
        id="VAL-02",
        severity="error",
        title="Illegal sourcedId",
        message="Its sourcedId has characters that the standard does not allow, or more than 255.",
        why="Some programs cannot ask for such a record, or take it for another.",
        fix=f"{_SIS} export an id of letters, digits and . - _ / @.",
        parts=of_each(
            (
                name,
                selected(
                    name,
                    "sourcedId",
                    "typeof({0}) = 'text' AND ({0} GLOB '*[^-0-9A-Za-z._/@]*' OR length({0}) > 255)",
                    more=", 'warning' AS severity",
                ),
            )
            for name in _REQUIRED
        ),
        of_files=True,
    ),
    Rule(
        id="VAL-03",
        severity="error",
        starred=True,
        title="Duplicate sourcedId",
        why="Two records under one id: programs keep one of them, and not always the same.",
        fix=f"{_SIS} give each record an id of its own, and export it once.",
        of_files=True,
        bends={"repeats": "error"},
    ),
    Rule(
        id="VAL-05",
        severity="error",
        starred=True,
        title="Bad date",
        why="A date that cannot be read is no date: what it bounds is open, or refused.",
        fix=f"{_SIS} export dates as YYYY-MM-DD.",
        of_files=True,
        bends={"undated": "error", "dates": "error"},
    ),
    Rule(
        id="VAL-06",
        severity="error",
        title="Bad date-time",
        why="Programs that ask for what changed since yesterday miss the record.",
        fix=f"{_SIS} export moments in UTC, as 2026-08-31T12:00:00.000Z.",
        of_files=True,
        bends={"zoneless": "warning", "zones": "warning"},
    ),
    Rule(
        id="VAL-07",
        severity="error",
        starred=True,
        title="Value outside the vocabulary",
        message="The standard does not know this word in {field}: {said}",
        why="Programs that decide by this word leave the record out.",
        fix=f"{_SIS} map it to a word of the standard; in OneRoster 1.2 a word of your own begins with ext:.",
        parts=of_each(
            [
                *((name, _unknown_words(name, field)) for name, field in _WORDED.items()),
                ("demographics", _UNKNOWN_SEX),
                ("users", _UNKNOWN_ROLES),
                ("enrollments", _UNKNOWN_ROLES_OF_ENROLLMENTS),
            ]
        ),
        of_files=True,
        bends={"words": "warning"},
    ),
    Rule(
        id="VAL-08",
        severity="error",
        title="Legacy status",
        message="Its status is neither active nor tobedeleted: {said}",
        why="Programs disagree on whether such a record is there.",
        fix=f"{_SIS} export active or tobedeleted. The old inactive is read as tobedeleted.",
        parts=of_each(
            (
                name,
                selected(
                    *(name, "status", "{} NOT IN ('active', 'tobedeleted')"),
                    more=", {0} AS said, iif({0} = 'inactive', 'info', 'error') AS severity",
                    table="{}",
                ),
            )
            for name in _REQUIRED
        ),
        of_files=True,
    ),
    Rule(
        id="VAL-09",
        severity="warning",
        title="Not true or false",
        why="Programs take an unknown word for false, or for nothing.",
        fix=f"{_SIS} export true or false, in small letters.",
        of_files=True,
        bends={"booleans": "warning"},
    ),
    Rule(
        id="VAL-10",
        severity="warning",
        title="Bad school year",
        message="The school year is not written as four digits: {said}",
        why="Programs match years by these digits.",
        fix=f"{_SIS} export the year in which the school year ends: 2027.",
        needs=("academicSessions",),
        sql=selected("academicSessions", "schoolYear", "{} NOT GLOB '[0-9][0-9][0-9][0-9]'", more=", {} AS said"),
        of_files=True,
    ),
    Rule(
        id="VAL-16",
        severity="warning",
        title="Modified in the future",
        message="Its date of last modification lies more than a day ahead.",
        why="Programs that ask for what changed miss the next change, or read this record again every time.",
        fix=f"{_SIS} look at the clock and the time zone of the export.",
        parts=of_each((name, selected(name, "dateLastModified", "{} > :now + 86400000")) for name in _REQUIRED),
    ),
    Rule(
        id="VAL-19",
        severity="error",
        title="Not a number",
        why="Nothing can be reckoned with it.",
        fix=f"{_SIS} export digits, with a point before decimals.",
        of_files=True,
        bends={"numbers": "warning"},
    ),
)
