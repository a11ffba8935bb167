"""The fields that OneRoster gives each collection: what a filter, a sort or a selection may name."""

from collections.abc import Mapping
from typing import TypeAlias

Fields: TypeAlias = Mapping[str, tuple[str, ...]]
Vocabulary: TypeAlias = Mapping[str, Fields]
"""By collection: each field, and the names inside it where it is a reference or another object."""

_REF = ("href", "sourcedId", "type")
_SHARED: dict[str, tuple[str, ...]] = {"sourcedId": (), "status": (), "dateLastModified": ()}
_SCORES = "scoreStatus score scoreDate comment"
_FLAGS = "inProgress incomplete late missing"


def _fields(plain: str, refs: str = "", **nested: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return _SHARED | dict.fromkeys(plain.split(), ()) | dict.fromkeys(refs.split(), _REF) | nested


FIELDS: Vocabulary = {
    "orgs": _fields("name type identifier", "parent children"),
    "academicSessions": _fields("title type startDate endDate schoolYear", "parent children"),
    "courses": _fields("title courseCode grades subjects subjectCodes", "schoolYear org resources"),
    "classes": _fields(
        "title classCode classType location grades subjects subjectCodes periods", "course school terms resources"
    ),
    "users": _fields(
        "username enabledUser givenName familyName middleName role identifier email sms phone grades password",
        "orgs agents",
        userIds=("type", "identifier"),
    ),
    "enrollments": _fields("role primary beginDate endDate", "user school class"),
    "demographics": _fields(
        "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican nativeHawaiianOrOtherPacificIslander"
        " white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation"
        " cityOfBirth publicSchoolResidenceStatus"
    ),
    "resources": _fields("title roles importance vendorResourceId vendorId applicationId"),
    "categories": _fields("title weight"),
    "lineItems": _fields(
        "title description assignDate dueDate resultValueMin resultValueMax", "class category gradingPeriod"
    ),
    "results": _fields(_SCORES, "lineItem student"),
}
"""What 1.1 knows."""

FIELDS_1P2: Vocabulary = {
    **FIELDS,
    "users": _fields(
        "username enabledUser givenName familyName middleName identifier email sms phone grades password pronouns"
        " userMasterIdentifier preferredFirstName preferredMiddleName preferredLastName",
        "agents primaryOrg resources",
        userIds=("type", "identifier"),
        roles=("roleType", "role", "org", "userProfile", "beginDate", "endDate"),
        userProfiles=("profileId", "profileType", "vendorId", "applicationId", "description", "credentials"),
    ),
    "lineItems": {**FIELDS["lineItems"], **_fields("", "school academicSession scoreScale")},
    "results": {**FIELDS["results"], **_fields(f"textScore {_FLAGS}", "class scoreScale")},
    "scoreScales": _fields("title type", "class course", scoreScaleValue=("itemValueLHS", "itemValueRHS")),
    "assessmentLineItems": _fields(
        "title description resultValueMin resultValueMax", "class parentAssessmentLineItem scoreScale"
    ),
    "assessmentResults": _fields(
        f"{_SCORES} textScore scorePercentile {_FLAGS}", "assessmentLineItem student scoreScale"
    ),
}
"""What 1.2 knows."""

LISTS = frozenset({"grades", "subjects", "subjectCodes", "periods"})
DATES = frozenset({"startDate", "endDate", "beginDate", "birthDate", "scoreDate"})
MOMENTS = frozenset({"dateLastModified", "assignDate", "dueDate"})
NUMBERS = frozenset({"weight", "resultValueMin", "resultValueMax", "score", "scorePercentile"})


def known(fields: Fields, path: str) -> bool:
    """Whether a collection with these fields has that one; a path such as `class.sourcedId` reaches into one."""
    field, _, inner = path.partition(".")
    nested = fields.get(field)
    if nested is None:
        return False
    first, _, rest = inner.partition(".")
    return not inner or (first in nested and (not rest or (first == "org" and rest in _REF)))
