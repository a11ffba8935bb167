"""The collections and their fields: one table that the window, the commands and the export all read.

`Field.name` is the standard's word (or, for what we derive, a word of ours that the standard does not use), and
what `--where`, `--sort` and `--columns` take. `Field.title` is the people's word.
"""

from enum import Enum

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model import entities


class Kind(Enum):
    """How a field's values are compared, shown and written."""

    TEXT = "text"
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


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of records.

    `base` is the collection that holds the records where this one is only a view of it (students are users);
    `values` are then the `view_field` values that make a record part of the view.
    """

    name: str
    title: str
    singular: str
    base: str
    entity: type[entities.Entity]
    fields: tuple[Field, ...]
    sort: str
    view_field: str = ""
    values: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """The field of that name; raises `UsageError` with the names that there are."""
        for field in self.fields:
            if field.name == name:
                return field
        names = ", ".join(field.name for field in self.fields)
        raise UsageError(f"{self.name} has no field “{name}”.", f"Choose from: {names}.")

    @property
    def usual_columns(self) -> tuple[str, ...]:
        """The names of the fields that are shown without being asked for, in order."""
        return tuple(field.name for field in self.fields if field.usual)


def _field(name: str, title: str, kind: Kind = Kind.TEXT, width: int = 14, target: str = "") -> Field:
    return Field(name=name, title=title, kind=kind, width=width, target=target)


def _usual(name: str, title: str, kind: Kind = Kind.TEXT, width: int = 14, target: str = "") -> Field:
    return Field(name=name, title=title, kind=kind, width=width, target=target, usual=True)


_STATUS = _usual("status", "Status", width=12)
_MODIFIED = _field("dateLastModified", "Last modified", Kind.MOMENT, 17)
_MODIFIED_USUAL = _usual("dateLastModified", "Last modified", Kind.MOMENT, 17)
_SOURCED_ID = _field("sourcedId", "Sourced ID", Kind.ID, 22)

_ORG_FIELDS = (
    _usual("name", "Name", width=28),
    _usual("type", "Type", width=10),
    _usual("identifier", "Identifier", Kind.ID, 12),
    _usual("parent", "Part of", Kind.REFERENCE, 24, "orgs"),
    _STATUS,
    _MODIFIED_USUAL,
    _SOURCED_ID,
)
_SESSION_FIELDS = (
    _usual("title", "Title", width=22),
    _usual("type", "Type", width=13),
    _usual("startDate", "Begins", Kind.DATE, 11),
    _usual("endDate", "Ends before", Kind.DATE, 11),
    _usual("schoolYear", "School year", Kind.ID, 11),
    _usual("parent", "Part of", Kind.REFERENCE, 20, "academicSessions"),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
_COURSE_FIELDS = (
    _usual("title", "Course", width=26),
    _usual("courseCode", "Code", Kind.ID, 12),
    _usual("grades", "Grades", Kind.GRADE, 12),
    _usual("subjects", "Subjects", width=18),
    _usual("org", "Organisation", Kind.REFERENCE, 24, "orgs"),
    _usual("schoolYear", "School year", Kind.REFERENCE, 14, "academicSessions"),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
_CLASS_FIELDS = (
    _usual("title", "Class", width=26),
    _usual("classCode", "Code", Kind.ID, 13),
    _usual("periods", "Period", Kind.GRADE, 8),
    _usual("location", "Room", Kind.ID, 9),
    _usual("teachers", "Teachers", Kind.REFERENCES, 22, "users"),
    _usual("size", "Students", Kind.NUMBER, 8),
    _usual("terms", "Terms", Kind.REFERENCES, 18, "academicSessions"),
    _field("course", "Course", Kind.REFERENCE, 24, "courses"),
    _field("school", "School", Kind.REFERENCE, 24, "orgs"),
    _field("classType", "Type", width=10),
    _field("grades", "Grades", Kind.GRADE, 10),
    _field("subjects", "Subjects", width=18),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
_NAME = _usual("name", "Name", width=24)  # family name, given name


def _people(identifier: str, *usual: str) -> tuple[Field, ...]:
    """The fields of users; `usual` names those shown without being asked for, `identifier` titles the local id."""
    fields = (
        _NAME,
        _field("role", "Role", width=12),
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


_ENROLLMENT_FIELDS = (
    _usual("user", "Person", Kind.REFERENCE, 24, "users"),
    _usual("role", "Role", width=10),
    _usual("class", "Class", Kind.REFERENCE, 26, "classes"),
    _usual("school", "School", Kind.REFERENCE, 24, "orgs"),
    _usual("primary", "Primary", Kind.FLAG, 8),
    _usual("beginDate", "Begins", Kind.DATE, 11),
    _usual("endDate", "Ends before", Kind.DATE, 11),
    _field("grades", "Grade", Kind.GRADE, 7),
    _field("identifier", "Person's ID", Kind.ID, 12),
    _field("email", "Email", width=32),
    _field("periods", "Period", Kind.GRADE, 8),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)
_DEMOGRAPHICS_FIELDS = (
    _usual("user", "Person", Kind.REFERENCE, 24, "users"),
    _usual("birthDate", "Birth date", Kind.DATE, 11),
    _usual("sex", "Sex", width=12),
    _STATUS,
    _MODIFIED,
    _SOURCED_ID,
)

GUARDIAN_ROLES = ("guardian", "parent", "relative")

_ORG = {"base": "orgs", "entity": entities.Org, "fields": _ORG_FIELDS, "sort": "name"}
_SESSION = {
    "base": "academicSessions",
    "entity": entities.AcademicSession,
    "fields": _SESSION_FIELDS,
    "sort": "startDate",
    "view_field": "type",
}

COLLECTIONS: dict[str, Collection] = {
    collection.name: collection
    for collection in (
        Collection(name="orgs", title="Organisations", singular="org", **_ORG),  # type: ignore[arg-type]
        Collection(
            name="schools",
            title="Schools",
            singular="org",
            view_field="type",
            values=("school",),
            **_ORG,  # type: ignore[arg-type]
        ),
        Collection(
            name="academicSessions",
            title="Sessions",
            singular="academicSession",
            **_SESSION,  # type: ignore[arg-type]
        ),
        Collection(
            name="terms",
            title="Terms",
            singular="academicSession",
            values=("term",),
            **_SESSION,  # type: ignore[arg-type]
        ),
        Collection(
            name="gradingPeriods",
            title="Grading periods",
            singular="academicSession",
            values=("gradingPeriod",),
            **_SESSION,  # type: ignore[arg-type]
        ),
        Collection(
            name="courses",
            title="Courses",
            singular="course",
            base="courses",
            entity=entities.Course,
            fields=_COURSE_FIELDS,
            sort="title",
        ),
        Collection(
            name="classes",
            title="Classes",
            singular="class",
            base="classes",
            entity=entities.Class,
            fields=_CLASS_FIELDS,
            sort="title",
        ),
        Collection(
            name="users",
            title="People",
            singular="user",
            base="users",
            entity=entities.User,
            fields=_people("Local ID", "role", "grades", "identifier", "email", "schools"),
            sort="name",
            view_field="role",
        ),
        Collection(
            name="students",
            title="Students",
            singular="user",
            base="users",
            entity=entities.User,
            fields=_people("Student ID", "grades", "identifier", "email", "homeroom"),
            sort="name",
            view_field="role",
            values=("student",),
        ),
        Collection(
            name="teachers",
            title="Teachers",
            singular="user",
            base="users",
            entity=entities.User,
            fields=_people("Staff ID", "identifier", "email", "phone", "schools"),
            sort="name",
            view_field="role",
            values=("teacher",),
        ),
        Collection(
            name="enrollments",
            title="Enrollments",
            singular="enrollment",
            base="enrollments",
            entity=entities.Enrollment,
            fields=_ENROLLMENT_FIELDS,
            sort="user",
        ),
        Collection(
            name="demographics",
            title="Demographics",
            singular="demographics",
            base="demographics",
            entity=entities.Demographics,
            fields=_DEMOGRAPHICS_FIELDS,
            sort="user",
        ),
    )
}

BASES = ("orgs", "academicSessions", "courses", "users", "classes", "enrollments", "demographics")
"""The collections that hold records, in the order in which a sync asks for them: what is referred to comes first."""


def collection(name: str) -> Collection:
    """The collection of that name; raises `UsageError` with the names that there are."""
    try:
        return COLLECTIONS[name]
    except KeyError:
        names = ", ".join(COLLECTIONS)
        raise UsageError(f"There is no collection “{name}”.", f"Choose from: {names}.") from None
