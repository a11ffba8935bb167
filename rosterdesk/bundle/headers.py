"""The files of OneRoster CSV 1.1 and 1.2 and their columns, in order: one table that reader and writer share.

A file either holds the records of a collection, or rows that belong to records of one (an `owner`): those become
parts of the record, see `joins`. Source: the CSV bindings 1.1.1 and 1.2.1.
"""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.bundle import cells
from rosterdesk.bundle.cells import Kind, reference, references, word
from rosterdesk.model import entities
from rosterdesk.wire.words import SCORE_STATUS, WORDS

Version: TypeAlias = Literal["1.1", "1.2"]
Versions: TypeAlias = tuple[Version, ...]

NEVER: Versions = ()
FIRST: Versions = ("1.1",)
SECOND: Versions = ("1.2",)
BOTH: Versions = ("1.1", "1.2")

ROLES_1P1 = ("administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher")
ROLES_1P2 = (
    *("aide", "counselor", "districtAdministrator", "guardian", "parent", "principal", "proctor", "relative"),
    *("siteAdministrator", "student", "systemAdministrator", "teacher"),
)


class Column(msgspec.Struct, frozen=True):
    """A column: its name in the header, the member of the record that it holds, where it must be filled, and the
    versions that have it."""

    name: str
    member: str
    kind: Kind
    required: Versions = NEVER
    versions: Versions = BOTH


class File(msgspec.Struct, frozen=True):
    """A file: its name without `.csv`, the collection that its rows are or belong to, its columns of all versions.

    `owner` is the column with the sourcedId of the record that a row belongs to.
    """

    name: str
    collection: str
    columns: tuple[Column, ...]
    owner: str = ""
    versions: Versions = BOTH

    def of(self, version: Version) -> tuple[Column, ...]:
        """The columns that this version has, in its order."""
        return tuple(column for column in self.columns if version in column.versions)


def _column(
    name: str,
    kind: Kind = cells.TEXT,
    member: str = "",
    *,
    required: Versions = NEVER,
    versions: Versions = BOTH,
) -> Column:
    return Column(name, member or name.replace("SourcedId", ""), kind, required, versions)


def _must(name: str, kind: Kind = cells.TEXT, member: str = "", *, versions: Versions = BOTH) -> Column:
    return _column(name, kind, member, required=versions, versions=versions)


def _words(kind: type[entities.Entity], field: str) -> Kind:
    return word(dict.fromkeys(BOTH, WORDS[kind][field]))


def _file(
    name: str, *columns: Column, collection: str = "", owner: Column | None = None, versions: Versions = BOTH
) -> File:
    first = (
        Column("sourcedId", "sourcedId", cells.SOURCED, required=BOTH),
        Column("status", "status", cells.STATUS),
        Column("dateLastModified", "dateLastModified", cells.MODIFIED),
    )
    return File(name, collection or name, first + columns, owner.name if owner else "", versions)


_ORG = reference("org")
_SESSION = reference("academicSession")
_COURSE = reference("course")
_CLASS = reference("class")
_USER = reference("user")
_ROLE = word({"1.1": ROLES_1P1, "1.2": ROLES_1P2})
_ENROLLED_AS = word(dict.fromkeys(BOTH, ("administrator", "proctor", "student", "teacher")))
_SCORE_STATUS = word(dict.fromkeys(BOTH, SCORE_STATUS))
_ROLE_TYPE = word(dict.fromkeys(BOTH, ("primary", "secondary")))

_GRADES = _column("grades", cells.TEXTS)
_SUBJECTS = (_column("subjects", cells.TEXTS), _column("subjectCodes", cells.TEXTS))

_RACES = (
    *("americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican", "nativeHawaiianOrOtherPacificIslander"),
    *("white", "demographicRaceTwoOrMoreRaces", "hispanicOrLatinoEthnicity"),
)

_OWNING_USER = _must("userSourcedId", cells.SOURCED)
_OWNING_CLASS = _must("classSourcedId", cells.SOURCED)
_OWNING_COURSE = _must("courseSourcedId", cells.SOURCED)
_OWNING_LINE_ITEM = _must("lineItemSourcedId", cells.SOURCED)
_OWNING_RESULT = _must("resultSourcedId", cells.SOURCED)
_RESOURCE = _must("resourceSourcedId", reference("resource"))
_SCALE = _must("scoreScaleSourcedId", reference("scoreScale"))
_OBJECTIVE = (_must("source"), _must("learningObjectiveId"))

_ROSTERING = (
    _file(
        "orgs",
        _must("name"),
        _must("type", _words(entities.Org, "type")),
        _column("identifier"),
        _column("parentSourcedId", _ORG),
    ),
    _file(
        "academicSessions",
        _must("title"),
        _must("type", _words(entities.AcademicSession, "type")),
        _must("startDate", cells.DATE),
        _must("endDate", cells.DATE),
        _column("parentSourcedId", _SESSION),
        _must("schoolYear", cells.YEAR),
    ),
    _file(
        "courses",
        _column("schoolYearSourcedId", _SESSION),
        _must("title"),
        _column("courseCode"),
        _GRADES,
        _must("orgSourcedId", _ORG),
        *_SUBJECTS,
    ),
    _file(
        "classes",
        _must("title"),
        _GRADES,
        _must("courseSourcedId", _COURSE),
        _column("classCode"),
        _must("classType", _words(entities.Class, "class_type")),
        _column("location"),
        _must("schoolSourcedId", _ORG),
        _must("termSourcedIds", references("academicSession")),
        *_SUBJECTS,
        _column("periods", cells.TEXTS),
    ),
    _file(
        "users",
        _must("enabledUser", cells.FLAG),
        _must("orgSourcedIds", references("org"), versions=FIRST),
        _must("role", _ROLE, versions=FIRST),
        _must("username"),
        _column("userIds", cells.USER_IDS),
        _must("givenName"),
        _must("familyName"),
        *(_column(name) for name in ("middleName", "identifier", "email", "sms", "phone")),
        _column("agentSourcedIds", references("user")),
        _GRADES,
        _column("password", cells.SECRET),
        _column("userMasterIdentifier", versions=SECOND),
        _column("preferredGivenName", member="preferredFirstName", versions=SECOND),
        _column("preferredMiddleName", versions=SECOND),
        _column("preferredFamilyName", member="preferredLastName", versions=SECOND),
        _column("primaryOrgSourcedId", _ORG, versions=SECOND),
        _column("pronouns", versions=SECOND),
    ),
    _file(
        "roles",
        _OWNING_USER,
        _must("roleType", _ROLE_TYPE),
        _must("role", _ROLE),
        _column("beginDate", cells.DATE),
        _column("endDate", cells.DATE),
        _must("orgSourcedId", _ORG),
        _column("userProfileSourcedId", cells.SOURCED),
        collection="users",
        owner=_OWNING_USER,
        versions=SECOND,
    ),
    _file(
        "userProfiles",
        _OWNING_USER,
        _must("profileType"),
        _must("vendorId"),
        _column("applicationId"),
        _column("description"),
        _must("credentialType"),
        _must("username"),
        _column("password", cells.SECRET),
        collection="users",
        owner=_OWNING_USER,
        versions=SECOND,
    ),
    _file(
        "enrollments",
        _must("classSourcedId", _CLASS),
        _must("schoolSourcedId", _ORG),
        _must("userSourcedId", _USER),
        _must("role", _ENROLLED_AS),
        _column("primary", cells.FLAG),
        _column("beginDate", cells.DATE),
        _column("endDate", cells.DATE),
    ),
    _file(
        "demographics",
        _column("birthDate", cells.DATE),
        _column("sex", _words(entities.Demographics, "sex")),
        *(_column(name, cells.FLAG) for name in _RACES),
        *(_column(name) for name in ("countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth")),
        _column("publicSchoolResidenceStatus"),
    ),
)

_RESOURCES = (
    _file(
        "resources",
        _must("vendorResourceId"),
        _column("title"),
        _column("roles", cells.TEXTS),
        _column("importance", _words(entities.Resource, "importance")),
        _column("vendorId"),
        _column("applicationId"),
    ),
    _file(
        "classResources",
        _column("title"),
        _OWNING_CLASS,
        _RESOURCE,
        collection="classes",
        owner=_OWNING_CLASS,
    ),
    _file(
        "courseResources",
        _column("title"),
        _OWNING_COURSE,
        _RESOURCE,
        collection="courses",
        owner=_OWNING_COURSE,
    ),
    _file(
        "userResources",
        _OWNING_USER,
        _column("orgSourcedId", _ORG),
        _column("classSourcedId", _CLASS),
        _RESOURCE,
        collection="users",
        owner=_OWNING_USER,
        versions=SECOND,
    ),
)

_GRADEBOOK = (
    _file("categories", _must("title"), _column("weight", cells.NUMBER, versions=SECOND)),
    _file(
        "lineItems",
        _must("title"),
        _column("description"),
        _must("assignDate", cells.DATE),
        _must("dueDate", cells.DATE),
        _must("classSourcedId", _CLASS),
        _must("categorySourcedId", reference("category")),
        _must("gradingPeriodSourcedId", _SESSION, versions=FIRST),
        _must("academicSessionSourcedId", _SESSION, versions=SECOND),
        _column("resultValueMin", cells.NUMBER, required=FIRST),
        _column("resultValueMax", cells.NUMBER, required=FIRST),
        _must("schoolSourcedId", _ORG, versions=SECOND),
    ),
    _file(
        "results",
        _must("lineItemSourcedId", reference("lineItem")),
        _must("studentSourcedId", _USER),
        _must("scoreStatus", _SCORE_STATUS),
        _column("score", cells.NUMBER, required=FIRST),
        _must("scoreDate", cells.DATE),
        _column("comment"),
        _column("textScore", versions=SECOND),
        _column("classSourcedId", _CLASS, versions=SECOND),
        *(_column(name, cells.FLAG, versions=SECOND) for name in ("inProgress", "incomplete", "late", "missing")),
    ),
    _file(
        "scoreScales",
        _must("title"),
        _must("type"),
        _must("orgSourcedId", _ORG),
        _must("courseSourcedId", _COURSE),
        _must("classSourcedId", _CLASS),
        _must("scoreScaleValue", cells.SCALE),
        versions=SECOND,
    ),
    _file(
        "lineItemLearningObjectiveIds",
        _OWNING_LINE_ITEM,
        *_OBJECTIVE,
        collection="lineItems",
        owner=_OWNING_LINE_ITEM,
        versions=SECOND,
    ),
    _file(
        "lineItemScoreScales",
        _column("title"),
        _OWNING_LINE_ITEM,
        _SCALE,
        collection="lineItems",
        owner=_OWNING_LINE_ITEM,
        versions=SECOND,
    ),
    _file(
        "resultLearningObjectiveIds",
        _OWNING_RESULT,
        *_OBJECTIVE,
        _column("score", cells.NUMBER),
        _column("textScore"),
        collection="results",
        owner=_OWNING_RESULT,
        versions=SECOND,
    ),
    _file(
        "resultScoreScales",
        _column("title"),
        _OWNING_RESULT,
        _SCALE,
        collection="results",
        owner=_OWNING_RESULT,
        versions=SECOND,
    ),
)

FILES = {file.name: file for file in _ROSTERING + _RESOURCES + _GRADEBOOK}
"""By name; the manifest is none of them."""


def parts(collection: str) -> list[File]:
    """The files whose rows are parts of the collection's records."""
    return [file for file in FILES.values() if file.owner and file.collection == collection]
