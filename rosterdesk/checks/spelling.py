"""VAL: how ids, names, codes and lists are written."""

from rosterdesk.checks.rule import Rule
from rosterdesk.checks.selection import of_each, selected
from rosterdesk.store.reading.columns import COLUMNS
from rosterdesk.store.records.tables import TABLES

_SIS = "In the student information system,"
_TEXTS = {
    "orgs": ("name", "identifier"),
    "academicSessions": ("title", "schoolYear"),
    "courses": ("title", "courseCode"),
    "classes": ("title", "classCode"),
    "users": ("givenName", "familyName", "username", "identifier", "email"),
}
_CODES = {"orgs": "identifier", "courses": "courseCode", "classes": "classCode", "users": "identifier"}
_SCIENTIFIC = "({0} GLOB '[0-9].[0-9]*E+[0-9]*' OR {0} GLOB '[0-9]E+[0-9]*')"


def _with_texts(name: str, condition: str) -> str:
    """The records whose texts, joined by U+001E, fulfil the condition: they are looked at together, for speed."""
    values = ", ".join(COLUMNS[name][field].value for field in _TEXTS[name])
    sourced_id = "iif(typeof(t.sourced_id) = 'text', t.sourced_id, NULL)"
    return (
        f"SELECT '{name}' AS collection, t.id AS key FROM active_{TABLES[name].name} t"
        f" WHERE {condition}(concat_ws(char(30), {sourced_id}, {values}))"
    )


def _alike(name: str) -> str:
    """The records whose ids differ only by case or blanks, and how many others have that."""
    return (
        f"SELECT '{name}' AS collection, key, others FROM (SELECT id AS key,"
        " count(*) OVER (PARTITION BY norm_id(sourced_id)) - 1 AS others"
        f" FROM active_{TABLES[name].name}) WHERE others"
    )


def _length(name: str, member: str) -> str:
    """How many members a list of a record has, as it was sent."""
    return f"json_array_length(sent_member('{name}', t.record, '{member}'))"


def _uncoded(name: str) -> str:
    """The records that have another number of subjects than of their codes, and both."""
    subjects, codes = _length(name, "subjects"), _length(name, "subjectCodes")
    return selected(name, "subjects", f"{{}} IS NOT NULL AND {codes} > 0 AND {subjects} <> {codes}")


def _curtailed(name: str, field: str) -> str:
    """The records whose code is written as Excel writes long numbers; or, where nearly all codes are numbers of one
    length, is a shorter one that has no zero in front.
    """
    return f"""
        WITH coded AS MATERIALIZED (
            SELECT t.id, {COLUMNS[name][field].value} AS code FROM active_{TABLES[name].name} t WHERE code IS NOT NULL
        ),
        usual AS MATERIALIZED (
            SELECT length(code) AS digits FROM coded WHERE code NOT GLOB '*[^0-9]*' GROUP BY digits
            HAVING 100 * count(*) >= 95 * (SELECT count(*) FROM coded)
        )
        SELECT '{name}' AS collection, c.id AS key, '{field}' AS field, c.code AS said
        FROM coded c LEFT JOIN usual u
        WHERE {_SCIENTIFIC.format("c.code")} OR (c.code NOT GLOB '*[^0-9]*' AND c.code NOT GLOB '0*'
            AND length(c.code) < u.digits)
        """


RULES = (
    Rule(
        id="VAL-04",
        severity="warning",
        title="Ids differ only by case or blanks",
        message="Others have the same sourcedId but for capitals and blanks: {others!s}.",
        why="Ids are compared exactly; programs that do not do so take these for one record.",
        fix=f"{_SIS} find out which of them is right, and export that one.",
        parts=of_each((name, _alike(name)) for name in _TEXTS),
    ),
    Rule(
        id="VAL-11",
        severity="warning",
        starred=True,
        title="Unknown grade",
        message="This grade is on no list: {said}",
        why="Programs that choose by grade leave the record out. A 1 is probably meant to be 01.",
        fix=f"{_SIS} map the grades to KG, 01, 02 … 12.",
        good="Grades of another list than that of CEDS: give the list to the rule.",
        parts=of_each(
            (
                name,
                selected(
                    *(name, "grades", "unknown_grade({}, :grades) IS NOT NULL"),
                    more=", unknown_grade({}, :grades) AS said",
                ),
            )
            for name in ("courses", "classes", "users")
        ),
    ),
    Rule(
        id="VAL-12",
        severity="warning",
        title="Subject lists differ",
        message="It has another number of subjects than of subject codes.",
        why="Nobody can tell which code belongs to which subject.",
        fix=f"{_SIS} export as many subject codes as subjects.",
        parts=of_each((name, _uncoded(name)) for name in ("courses", "classes")),
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
        parts=of_each((name, _with_texts(name, "hides")) for name in _TEXTS),
    ),
    Rule(
        id="VAL-14",
        severity="warning",
        title="Damaged text",
        message="A name or code of it was garbled on its way.",
        why="Accents became other characters; people see a wrong name.",
        fix=f"{_SIS} export as UTF-8, and look at the step that turns it into another encoding.",
        parts=of_each((name, _with_texts(name, "is_damaged")) for name in _TEXTS),
    ),
    Rule(
        id="VAL-15",
        severity="warning",
        title="Bad pair",
        message="One of this person's other ids lacks its type or the id itself.",
        why="Other ids of a person, or what belongs to what, cannot be told apart.",
        fix=f"{_SIS} export {{type:identifier}}, with a comma between several.",
        collection="users",
        needs=("users",),
        sql="""
            SELECT DISTINCT u.id AS key, 'userIds' AS field
            FROM active_user u, json_each(sent_member('users', u.record, 'userIds')) i
            WHERE iif(i.type = 'object', coalesce(i.value ->> 'type', '') = ''
                OR coalesce(i.value ->> 'identifier', '') = '', i.type <> 'null')
            """,
        of_files=True,
    ),
    Rule(
        id="VAL-17",
        severity="info",
        title="Phone not international",
        message="The number is not written with + and the country in front: {said}",
        why="Services that send messages refuse the number, or send to another country.",
        fix=f"{_SIS} enter numbers as +15550100123, or let the export add the country.",
        good="Numbers of one country, where every program that reads them knows which.",
        parts=of_each(
            ("users", selected("users", field, "{0} IS NOT NULL AND NOT is_phone({0})", more=", {0} AS said"))
            for field in ("phone", "sms")
        ),
    ),
    Rule(
        id="VAL-18",
        severity="warning",
        title="Excel damage suspected",
        message="This looks like a number that Excel has rewritten: {said}",
        why="Excel takes zeros in front of a number away and rounds long ones: the code is another one now.",
        fix="Where the export is opened in Excel, import the column as text, or leave that step out; export it again.",
        good="Numbers that were given in turn, so that the early ones are shorter.",
        parts=of_each(
            [
                *((name, _curtailed(name, field)) for name, field in _CODES.items()),
                *((name, selected(name, "sourcedId", _SCIENTIFIC, more=", sent_id({}) AS said")) for name in _TEXTS),
            ]
        ),
    ),
)
