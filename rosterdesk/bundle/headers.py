"""The files of OneRoster CSV 1.1 and 1.2 and their columns, in order: one table that reader and writer share.

A file either holds the records of a collection, or rows that belong to records of one (an `owner`): those become
parts of the record, see `joins`. Source: the CSV bindings 1.1.1 and 1.2.1.
"""

from rosterdesk.bundle import cells
from rosterdesk.bundle.cells import reference, references, word
from rosterdesk.bundle.columns import BOTH, FIRST, SECOND, File, column, file, must, words
from rosterdesk.model import entities
from rosterdesk.wire.words import SCORE_STATUS

ROLES_1P1 = ("administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher")
ROLES_1P2 = (
    *("aide", "counselor", "districtAdministrator", "guardian", "parent", "principal", "proctor", "relative"),
    *("siteAdministrator", "student", "systemAdministrator", "teacher"),
)

_ORG = reference("org")
_SESSION = reference("academicSession")
_COURSE = reference("course")
_CLASS = reference("class")
_USER = reference("user")
_ROLE = word({"1.1": ROLES_1P1, "1.2": ROLES_1P2})
_ENROLLED_AS = word(dict.fromkeys(BOTH, ("administrator", "proctor", "student", "teacher")))
_SCORE_STATUS = word(dict.fromkeys(BOTH, SCORE_STATUS))
_ROLE_TYPE = word(dict.fromkeys(BOTH, ("primary", "secondary")))

_GRADES = column("grades", cells.TEXTS)
_SUBJECTS = (column("subjects", cells.TEXTS), column("subjectCodes", cells.TEXTS))

_RACES = (
    *("americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican", "nativeHawaiianOrOtherPacificIslander"),
    *("white", "demographicRaceTwoOrMoreRaces", "hispanicOrLatinoEthnicity"),
)

_OWNING_USER = must("userSourcedId", cells.SOURCED)
_OWNING_CLASS = must("classSourcedId", cells.SOURCED)
_OWNING_COURSE = must("courseSourcedId", cells.SOURCED)
_OWNING_LINE_ITEM = must("lineItemSourcedId", cells.SOURCED)
_OWNING_RESULT = must("resultSourcedId", cells.SOURCED)
_RESOURCE = must("resourceSourcedId", reference("resource"))
_SCALE = must("scoreScaleSourcedId", reference("scoreScale"))
_OBJECTIVE = (must("source"), must("learningObjectiveId"))

_ROSTERING = (
    file(
        "orgs",
        must("name"),
        must("type", words(entities.Org, "type")),
        column("identifier"),
        column("parentSourcedId", _ORG),
    ),
    file(
        "academicSessions",
        must("title"),
        must("type", words(entities.AcademicSession, "type")),
        must("startDate", cells.DATE),
        must("endDate", cells.DATE),
        column("parentSourcedId", _SESSION),
        must("schoolYear", cells.YEAR),
    ),
    file(
        "courses",
        column("schoolYearSourcedId", _SESSION),
        must("title"),
        column("courseCode"),
        _GRADES,
        must("orgSourcedId", _ORG),
        *_SUBJECTS,
    ),
    file(
        "classes",
        must("title"),
        _GRADES,
        must("courseSourcedId", _COURSE),
        column("classCode"),
        must("classType", words(entities.Class, "class_type")),
        column("location"),
        must("schoolSourcedId", _ORG),
        must("termSourcedIds", references("academicSession")),
        *_SUBJECTS,
        column("periods", cells.TEXTS),
    ),
    file(
        "users",
        must("enabledUser", cells.FLAG),
        must("orgSourcedIds", references("org"), versions=FIRST),
        must("role", _ROLE, versions=FIRST),
        must("username"),
        column("userIds", cells.USER_IDS),
        must("givenName"),
        must("familyName"),
        *(column(name) for name in ("middleName", "identifier", "email", "sms", "phone")),
        column("agentSourcedIds", references("user")),
        _GRADES,
        column("password", cells.SECRET),
        column("userMasterIdentifier", versions=SECOND),
        column("preferredGivenName", member="preferredFirstName", versions=SECOND),
        column("preferredMiddleName", versions=SECOND),
        column("preferredFamilyName", member="preferredLastName", versions=SECOND),
        column("primaryOrgSourcedId", _ORG, versions=SECOND),
        column("pronouns", versions=SECOND),
    ),
    file(
        "roles",
        _OWNING_USER,
        must("roleType", _ROLE_TYPE),
        must("role", _ROLE),
        column("beginDate", cells.DATE),
        column("endDate", cells.DATE),
        must("orgSourcedId", _ORG),
        column("userProfileSourcedId", cells.SOURCED),
        collection="users",
        owner=_OWNING_USER,
        versions=SECOND,
    ),
    file(
        "userProfiles",
        _OWNING_USER,
        must("profileType"),
        must("vendorId"),
        column("applicationId"),
        column("description"),
        must("credentialType"),
        must("username"),
        column("password", cells.SECRET),
        collection="users",
        owner=_OWNING_USER,
        versions=SECOND,
    ),
    file(
        "enrollments",
        must("classSourcedId", _CLASS),
        must("schoolSourcedId", _ORG),
        must("userSourcedId", _USER),
        must("role", _ENROLLED_AS),
        column("primary", cells.FLAG),
        column("beginDate", cells.DATE),
        column("endDate", cells.DATE),
    ),
    file(
        "demographics",
        column("birthDate", cells.DATE),
        column("sex", words(entities.Demographics, "sex")),
        *(column(name, cells.FLAG) for name in _RACES),
        *(column(name) for name in ("countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth")),
        column("publicSchoolResidenceStatus"),
    ),
)

_RESOURCES = (
    file(
        "resources",
        must("vendorResourceId"),
        column("title"),
        column("roles", cells.TEXTS),
        column("importance", words(entities.Resource, "importance")),
        column("vendorId"),
        column("applicationId"),
    ),
    file(
        "classResources",
        column("title"),
        _OWNING_CLASS,
        _RESOURCE,
        collection="classes",
        owner=_OWNING_CLASS,
    ),
    file(
        "courseResources",
        column("title"),
        _OWNING_COURSE,
        _RESOURCE,
        collection="courses",
        owner=_OWNING_COURSE,
    ),
    file(
        "userResources",
        _OWNING_USER,
        column("orgSourcedId", _ORG),
        column("classSourcedId", _CLASS),
        _RESOURCE,
        collection="users",
        owner=_OWNING_USER,
        versions=SECOND,
    ),
)

_GRADEBOOK = (
    file("categories", must("title"), column("weight", cells.NUMBER, versions=SECOND)),
    file(
        "lineItems",
        must("title"),
        column("description"),
        must("assignDate", cells.DATE),
        must("dueDate", cells.DATE),
        must("classSourcedId", _CLASS),
        must("categorySourcedId", reference("category")),
        must("gradingPeriodSourcedId", _SESSION, versions=FIRST),
        must("academicSessionSourcedId", _SESSION, versions=SECOND),
        column("resultValueMin", cells.NUMBER, required=FIRST),
        column("resultValueMax", cells.NUMBER, required=FIRST),
        must("schoolSourcedId", _ORG, versions=SECOND),
    ),
    file(
        "results",
        must("lineItemSourcedId", reference("lineItem")),
        must("studentSourcedId", _USER),
        must("scoreStatus", _SCORE_STATUS),
        column("score", cells.NUMBER, required=FIRST),
        must("scoreDate", cells.DATE),
        column("comment"),
        column("textScore", versions=SECOND),
        column("classSourcedId", _CLASS, versions=SECOND),
        *(column(name, cells.FLAG, versions=SECOND) for name in ("inProgress", "incomplete", "late", "missing")),
    ),
    file(
        "scoreScales",
        must("title"),
        must("type"),
        must("orgSourcedId", _ORG),
        must("courseSourcedId", _COURSE),
        must("classSourcedId", _CLASS),
        must("scoreScaleValue", cells.SCALE),
        versions=SECOND,
    ),
    file(
        "lineItemLearningObjectiveIds",
        _OWNING_LINE_ITEM,
        *_OBJECTIVE,
        collection="lineItems",
        owner=_OWNING_LINE_ITEM,
        versions=SECOND,
    ),
    file(
        "lineItemScoreScales",
        column("title"),
        _OWNING_LINE_ITEM,
        _SCALE,
        collection="lineItems",
        owner=_OWNING_LINE_ITEM,
        versions=SECOND,
    ),
    file(
        "resultLearningObjectiveIds",
        _OWNING_RESULT,
        *_OBJECTIVE,
        column("score", cells.NUMBER),
        column("textScore"),
        collection="results",
        owner=_OWNING_RESULT,
        versions=SECOND,
    ),
    file(
        "resultScoreScales",
        column("title"),
        _OWNING_RESULT,
        _SCALE,
        collection="results",
        owner=_OWNING_RESULT,
        versions=SECOND,
    ),
)

FILES = {each.name: each for each in _ROSTERING + _RESOURCES + _GRADEBOOK}
"""By name; the manifest is none of them."""


def parts(collection: str) -> list[File]:
    """The files whose rows are parts of the collection's records."""
    return [each for each in FILES.values() if each.owner and each.collection == collection]
