"""VAL: single values. In a bundle its reader judges the cells; of a service, the store is asked."""

from rosterdesk.checks.rule import Rule
from rosterdesk.model.fields import collection
from rosterdesk.store.columns import COLUMNS
from rosterdesk.store.tables import TABLES
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
_WORDED = {"orgs": "type", "academicSessions": "type", "classes": "classType"}
_TEXTS = {
    "orgs": ("name", "identifier"),
    "academicSessions": ("title", "schoolYear"),
    "courses": ("title", "courseCode"),
    "classes": ("title", "classCode"),
    "users": ("givenName", "familyName", "username", "identifier", "email"),
}
_EVERYBODY = tuple(_REQUIRED)


def _selected(name: str, field: str, condition: str, *, more: str = "", table: str = "active_{}") -> str:
    """The records of a collection in which the field, which the condition calls {}, is wrong."""
    value = COLUMNS[name][field].value
    return (
        f"SELECT '{name}' AS collection, t.id AS key, '{field}' AS field{more.format(value)}"
        f" FROM {table.format(TABLES[name].name)} t WHERE {condition.format(value)}"
    )


def _each(*selects: str) -> str:
    return " UNION ALL ".join(selects)


def _unknown_words(name: str, field: str) -> str:
    (known,) = WORDS[collection(name).entity].values()
    words = ", ".join(f"'{word}'" for word in known)
    return _selected(name, field, f"{{0}} NOT IN ({words}) AND {{0}} NOT LIKE 'ext:%'", more=", {} AS said")


_UNKNOWN_ROLES = """
    SELECT 'users', u.id, 'role', l.role FROM active_user u JOIN user_org l ON l.user = u.id
    WHERE typeof(l.role) = 'text' AND l.role NOT LIKE 'ext:%'
    UNION ALL
    SELECT 'enrollments', id, 'role', role FROM enrollment
    WHERE status IS NULL AND class IS NOT NULL AND typeof(role) = 'text' AND role NOT LIKE 'ext:%'
    """  # one that is known is kept as a number


def _with_texts(condition: str) -> str:
    """The records whose texts, joined by U+001E, fulfil the condition: they are looked at together, for speed."""
    return _each(
        *(
            f"SELECT '{name}' AS collection, t.id AS key FROM active_{TABLES[name].name} t WHERE {condition}(concat_ws("
            f"char(30), iif(typeof(t.sourced_id) = 'text', t.sourced_id, NULL), "
            f"{', '.join(COLUMNS[name][field].value for field in fields)}))"
            for name, fields in _TEXTS.items()
        )
    )


RULES = (
    Rule(
        id="VAL-01",
        severity="error",
        starred=True,
        title="Required value missing",
        message="A value that must be there is missing: {field}.",
        why="Strict programs refuse the record, others guess.",
        fix=f"{_SIS} fill the field, or share it with this key.",
        needs=_EVERYBODY,
        sql=_each(*(_selected(name, field, "{} IS NULL") for name in _REQUIRED for field in _REQUIRED[name])),
        of_files=True,
    ),
    Rule(
        id="VAL-02",
        severity="error",
        title="Illegal sourcedId",
        message="Its sourcedId has characters that the standard does not allow, or more than 255.",
        why="Some programs cannot ask for such a record, or take it for another.",
        fix=f"{_SIS} export an id of letters, digits and . - _ / @.",
        needs=_EVERYBODY,
        sql=_each(
            *(
                _selected(
                    *(
                        name,
                        "sourcedId",
                        "typeof({0}) = 'text' AND ({0} GLOB '*[^-0-9A-Za-z._/@]*' OR length({0}) > 255)",
                    ),
                    more=", 'warning' AS severity",
                )
                for name in _EVERYBODY
            )
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
    ),
    Rule(
        id="VAL-04",
        severity="warning",
        title="Ids differ only by case or blanks",
        message="Others have the same sourcedId but for capitals and blanks: {others}.",
        why="Ids are compared exactly; programs that do not do so take these for one record.",
        fix=f"{_SIS} find out which of them is right, and export that one.",
        needs=tuple(_TEXTS),
        sql=_each(
            *(
                f"SELECT '{name}' AS collection, key, others FROM (SELECT id AS key, count(*) OVER"
                " (PARTITION BY norm(sourced_id)) - 1 AS others"
                f" FROM active_{TABLES[name].name} WHERE typeof(sourced_id) = 'text') WHERE others"
                for name in _TEXTS
            )
        ),
    ),
    Rule(
        id="VAL-05",
        severity="error",
        starred=True,
        title="Bad date",
        why="A date that cannot be read is no date: what it bounds is open, or refused.",
        fix=f"{_SIS} export dates as YYYY-MM-DD.",
        of_files=True,
    ),
    Rule(
        id="VAL-06",
        severity="error",
        title="Bad date-time",
        why="Programs that ask for what changed since yesterday miss the record.",
        fix=f"{_SIS} export moments in UTC, as 2026-08-31T12:00:00.000Z.",
        of_files=True,
    ),
    Rule(
        id="VAL-07",
        severity="error",
        starred=True,
        title="Value outside the vocabulary",
        message="The standard does not know this word in {field}: {said}",
        why="Programs that decide by this word leave the record out.",
        fix=f"{_SIS} map it to a word of the standard; in OneRoster 1.2 a word of your own begins with ext:.",
        needs=("orgs", "academicSessions", "classes", "users", "enrollments"),
        sql=_each(*(_unknown_words(*each) for each in _WORDED.items()), _UNKNOWN_ROLES),
        of_files=True,
    ),
    Rule(
        id="VAL-08",
        severity="error",
        title="Legacy status",
        message="Its status is neither active nor tobedeleted: {said}",
        why="Programs disagree on whether such a record is there.",
        fix=f"{_SIS} export active or tobedeleted. The old inactive is read as tobedeleted.",
        needs=_EVERYBODY,
        sql=_each(
            *(
                _selected(
                    *(name, "status", "{} NOT IN ('active', 'tobedeleted')"),
                    more=", {0} AS said, iif({0} = 'inactive', 'info', 'error') AS severity",
                    table="{}",
                )
                for name in _EVERYBODY
            )
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
    ),
    Rule(
        id="VAL-10",
        severity="warning",
        title="Bad school year",
        message="The school year is not written as four digits: {said}",
        why="Programs match years by these digits.",
        fix=f"{_SIS} export the year in which the school year ends: 2027.",
        needs=("academicSessions",),
        sql=_selected("academicSessions", "schoolYear", "{} NOT GLOB '[0-9][0-9][0-9][0-9]'", more=", {} AS said"),
        of_files=True,
    ),
    Rule(
        id="VAL-11",
        severity="warning",
        starred=True,
        title="Unknown grade",
        message="This is no grade of the CEDS list: {said}",
        why="Programs that choose by grade leave the record out. A 1 is probably meant to be 01.",
        fix=f"{_SIS} map the grades to KG, 01, 02 … 12.",
        needs=("courses", "classes", "users"),
        sql=_each(
            *(
                _selected(name, "grades", "unknown_grade({}) IS NOT NULL", more=", unknown_grade({}) AS said")
                for name in ("courses", "classes", "users")
            )
        ),
    ),
    Rule(
        id="VAL-12",
        severity="warning",
        title="Subject lists differ",
        why="Nobody can tell which code belongs to which subject.",
        fix=f"{_SIS} export as many subject codes as subjects.",
        of_files=True,
    ),
    Rule(
        id="VAL-13",
        severity="warning",
        starred=True,
        title="Hidden characters",
        message="An id, name, code or address of it has blanks at an end, or characters that nobody sees.",
        why="It looks like another one and is not the same: people are not found, ids do not match.",
        fix=f"{_SIS} type the value anew; it was probably pasted.",
        needs=tuple(_TEXTS),
        sql=_with_texts("hides"),
    ),
    Rule(
        id="VAL-14",
        severity="warning",
        title="Damaged text",
        message="A name or code of it was garbled on its way.",
        why="Accents became other characters; people see a wrong name.",
        fix=f"{_SIS} export as UTF-8, and look at the step that turns it into another encoding.",
        needs=tuple(_TEXTS),
        sql=_with_texts("is_damaged"),
    ),
    Rule(
        id="VAL-15",
        severity="warning",
        title="Bad pair",
        why="Other ids of a person, or what belongs to what, cannot be told apart.",
        fix=f"{_SIS} export {{type:identifier}}, with a comma between several.",
        of_files=True,
    ),
    Rule(
        id="VAL-16",
        severity="warning",
        title="Modified in the future",
        message="Its date of last modification lies more than a day ahead.",
        why="Programs that ask for what changed miss the next change, or read this record again every time.",
        fix=f"{_SIS} look at the clock and the time zone of the export.",
        needs=_EVERYBODY,
        sql=_each(
            *(
                # Moments are milliseconds since 1970, days are since 2000; two days ahead it is tomorrow everywhere.
                _selected(name, "dateLastModified", "{} > 946684800000 + (:today + 2) * 86400000")
                for name in _EVERYBODY
            )
        ),
    ),
    Rule(
        id="VAL-19",
        severity="error",
        title="Not a number",
        why="Nothing can be reckoned with it.",
        fix=f"{_SIS} export digits, with a point before decimals.",
        of_files=True,
    ),
)
