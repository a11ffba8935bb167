"""The fields of each kind of record: what they are called, what they hold, how wide they are.

`Field.name` is the standard's word (or, for what we derive, a word of ours that the standard does not use), and
what `--where`, `--sort` and `--columns` take. `Field.title` is the people's word.
"""

from enum import Enum

import msgspec


class Kind(Enum):
    """How a field's values are compared, shown and written."""

    TEXT = "text"
    WORD = "word"  # of a vocabulary of the standard; several, divided by commas
    ID = "id"  # text that a spreadsheet must not touch
    GRADE = "grade"  # sorts KG, 01 … 12
    DATE = "date"  # ISO text, YYYY-MM-DD
    MOMENT = "moment"  # milliseconds since 1970, UTC
    FLAG = "flag"  # true, false or nothing
    NUMBER = "number"
    REFERENCE = "reference"  # one record of `target`
    REFERENCES = "references"  # several


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute of a collection. `width` is in characters; `usual` fields are shown without being asked for."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 14
    target: str = ""
    usual: bool = False


def _field(name: str, title: str, kind: Kind = Kind.TEXT, width: int = 14, target: str = "") -> Field:
    return Field(name=name, title=title, kind=kind, width=width, target=target)


def _usual(name: str, title: str, kind: Kind = Kind.TEXT, width: int = 14, target: str = "") -> Field:
    return Field(name=name, title=title, kind=kind, width=width, target=target, usual=True)


_STATUS = _usual("status", "Status", Kind.WORD, 12)
_MODIFIED = _field("dateLastModified", "Last modified", Kind.MOMENT, 17)
_MODIFIED_USUAL = _usual("dateLastModified", "Last modified", Kind.MOMENT, 17)
_SOURCED_ID = _field("sourcedId", "Sourced ID", Kind.ID, 22)

ORG = (
    _usual("name", "Name", width=28),
    _usual("type", "Type", Kind.WORD, 12),
    _usual("identifier", "Identifier", Kind.ID, 12),
    _usual("parent", "Part of", Kind.REFERENCE, 24, "orgs"),
    _STATUS,
    _MODIFIED_USUAL,
    _SOURCED_ID,
)
SESSION = (
    _usual("title", "Title", width=22),
    _usual("type", "Type", Kind.WORD, 17),
    _usual("startDate", "Begins", Kind.DATE, 11),
    _usual("endDate", "Ends before", Kind.DATE, 11),
    _usual("schoolYear", "School year", Kind.ID, 11),
    _usual("parent", "Part of", Kind.REFERENCE, 20, "academicSessions"),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
COURSE = (
    _usual("title", "Course", width=26),
    _usual("courseCode", "Code", Kind.ID, 12),
    _usual("grades", "Grades", Kind.GRADE, 12),
    _usual("subjects", "Subjects", width=18),
    _usual("org", "Organization", Kind.REFERENCE, 24, "orgs"),
    _usual("schoolYear", "School year", Kind.REFERENCE, 14, "academicSessions"),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
CLASS = (
    _usual("title", "Class", width=26),
    _usual("classCode", "Code", Kind.ID, 13),
    _usual("periods", "Period", Kind.GRADE, 8),
    _usual("location", "Room", Kind.ID, 9),
    _usual("teachers", "Teachers", Kind.REFERENCES, 22, "users"),
    _usual("size", "Students", Kind.NUMBER, 8),
    _usual("terms", "Terms", Kind.REFERENCES, 18, "academicSessions"),
    _field("course", "Course", Kind.REFERENCE, 24, "courses"),
    _field("school", "School", Kind.REFERENCE, 24, "orgs"),
    _field("classType", "Type", Kind.WORD, 10),
    _field("grades", "Grades", Kind.GRADE, 10),
    _field("subjects", "Subjects", width=18),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
_NAME = _usual("name", "Name", width=24)  # family name, given name


def people(identifier: str, *usual: str) -> tuple[Field, ...]:
    """The fields of users; `usual` names those shown without being asked for, `identifier` titles the local id."""
    fields = (
        _NAME,
        _field("role", "Role", Kind.WORD, 15),
        _field("grades", "Grade", Kind.GRADE, 7),
        _field("identifier", identifier, Kind.ID, 12),
        _field("email", "Email", width=32),
        _field("homeroom", "Homeroom", Kind.ID, 11),
        _field("phone", "Phone", Kind.ID, 15),
        _field("sms", "Text messages", Kind.ID, 15),
        _field("username", "Username", Kind.ID, 16),
        _field("schools", "Schools", Kind.REFERENCES, 24, "orgs"),
        _field("agents", "Guardians", Kind.REFERENCES, 24, "users"),
        _field("givenName", "Given name", width=14),
        _field("middleName", "Middle name", width=14),
        _field("familyName", "Family name", width=16),
        _field("preferredFirstName", "Preferred first name", width=14),
        _field("preferredLastName", "Preferred last name", width=14),
        _field("pronouns", "Pronouns", width=10),
        _field("enabledUser", "Enabled", Kind.FLAG, 8),
        _STATUS,
        _MODIFIED_USUAL,
        _SOURCED_ID,
    )
    return tuple(msgspec.structs.replace(field, usual=True) if field.name in usual else field for field in fields)


ENROLLMENT = (
    _usual("user", "Person", Kind.REFERENCE, 24, "users"),
    _usual("role", "Role", Kind.WORD, 15),
    _usual("class", "Class", Kind.REFERENCE, 26, "classes"),
    _usual("school", "School", Kind.REFERENCE, 24, "orgs"),
    _usual("primary", "Primary", Kind.FLAG, 8),
    _usual("beginDate", "Begins", Kind.DATE, 11),
    _usual("endDate", "Ends before", Kind.DATE, 11),
    _field("phase", "As of the day", Kind.WORD, 12),  # current, incoming or dropped
    _field("grades", "Grade", Kind.GRADE, 7),
    _field("identifier", "Person's ID", Kind.ID, 12),
    _field("email", "Email", width=32),
    _field("periods", "Period", Kind.GRADE, 8),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
DEMOGRAPHICS = (
    _usual("user", "Person", Kind.REFERENCE, 24, "users"),
    _usual("birthDate", "Birth date", Kind.DATE, 11),
    _usual("sex", "Sex", Kind.WORD, 12),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)

RESOURCE = (
    _usual("title", "Title", width=28),
    _usual("vendorResourceId", "Vendor's ID", Kind.ID, 18),
    _usual("importance", "Importance", Kind.WORD, 11),
    _usual("roles", "For", Kind.WORD, 18),
    _field("vendorId", "Vendor", Kind.ID, 16),
    _field("applicationId", "Application", Kind.ID, 16),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
CATEGORY = (
    _usual("title", "Title", width=28),
    _usual("weight", "Weight", Kind.NUMBER, 8),
    _STATUS,
    _MODIFIED_USUAL,
    _SOURCED_ID,
)
LINE_ITEM = (
    _usual("title", "Title", width=28),
    _usual("class", "Class", Kind.REFERENCE, 26, "classes"),
    _usual("category", "Category", Kind.REFERENCE, 16, "categories"),
    _usual("assignDate", "Assigned", Kind.DATE, 11),
    _usual("dueDate", "Due", Kind.DATE, 11),
    _usual("resultValueMin", "From", Kind.NUMBER, 7),
    _usual("resultValueMax", "To", Kind.NUMBER, 7),
    _field("gradingPeriod", "Grading period", Kind.REFERENCE, 18, "academicSessions"),
    _field("academicSession", "Session", Kind.REFERENCE, 18, "academicSessions"),
    _field("school", "School", Kind.REFERENCE, 24, "orgs"),
    _field("scoreScale", "Scale", Kind.REFERENCE, 16, "scoreScales"),
    _field("description", "Description", width=32),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
SCORE = (
    _usual("score", "Score", Kind.NUMBER, 8),
    _usual("textScore", "As text", width=10),
    _usual("scoreStatus", "State", Kind.WORD, 14),
    _usual("scoreDate", "Scored", Kind.DATE, 11),
)
RESULT = (
    _usual("student", "Student", Kind.REFERENCE, 24, "users"),
    _usual("lineItem", "Line item", Kind.REFERENCE, 26, "lineItems"),
    *SCORE,
    _field("class", "Class", Kind.REFERENCE, 26, "classes"),
    _field("scoreScale", "Scale", Kind.REFERENCE, 16, "scoreScales"),
    _field("comment", "Comment", width=32),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
SCORE_SCALE = (
    _usual("title", "Title", width=28),
    _usual("type", "Type", width=14),
    _usual("class", "Class", Kind.REFERENCE, 26, "classes"),
    _field("course", "Course", Kind.REFERENCE, 24, "courses"),
    _field("org", "Organization", Kind.REFERENCE, 24, "orgs"),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
ASSESSMENT_LINE_ITEM = (
    _usual("title", "Title", width=28),
    _usual("class", "Class", Kind.REFERENCE, 26, "classes"),
    _usual("parentAssessmentLineItem", "Part of", Kind.REFERENCE, 24, "assessmentLineItems"),
    _usual("resultValueMin", "From", Kind.NUMBER, 7),
    _usual("resultValueMax", "To", Kind.NUMBER, 7),
    _field("scoreScale", "Scale", Kind.REFERENCE, 16, "scoreScales"),
    _field("description", "Description", width=32),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
ASSESSMENT_RESULT = (
    _usual("student", "Student", Kind.REFERENCE, 24, "users"),
    _usual("assessmentLineItem", "Assessment", Kind.REFERENCE, 26, "assessmentLineItems"),
    *SCORE,
    _usual("scorePercentile", "Percentile", Kind.NUMBER, 9),
    _field("scoreScale", "Scale", Kind.REFERENCE, 16, "scoreScales"),
    _field("comment", "Comment", width=32),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
