"""The fields that OneRoster 1.1 gives each collection: what a filter, a sort or a selection may name."""

_REF = ("href", "sourcedId", "type")
_SHARED: dict[str, tuple[str, ...]] = {"sourcedId": (), "status": (), "dateLastModified": ()}


def _fields(plain: str, **nested: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return _SHARED | dict.fromkeys(plain.split(), ()) | nested


FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "orgs": _fields("name type identifier", parent=_REF, children=_REF),
    "academicSessions": _fields("title type startDate endDate schoolYear", parent=_REF, children=_REF),
    "courses": _fields("title courseCode grades subjects subjectCodes", schoolYear=_REF, org=_REF, resources=_REF),
    "classes": _fields(
        "title classCode classType location grades subjects subjectCodes periods",
        course=_REF,
        school=_REF,
        terms=_REF,
        resources=_REF,
    ),
    "users": _fields(
        "username enabledUser givenName familyName middleName role identifier email sms phone grades password",
        userIds=("type", "identifier"),
        orgs=_REF,
        agents=_REF,
    ),
    "enrollments": _fields("role primary beginDate endDate", user=_REF, school=_REF, **{"class": _REF}),
    "demographics": _fields(
        "birthDate sex americanIndianOrAlaskaNative asian blackOrAfricanAmerican nativeHawaiianOrOtherPacificIslander"
        " white demographicRaceTwoOrMoreRaces hispanicOrLatinoEthnicity countryOfBirthCode stateOfBirthAbbreviation"
        " cityOfBirth publicSchoolResidenceStatus"
    ),
}
"""By collection: each field, and the names inside it where it is a reference or another object."""

LISTS = frozenset({"grades", "subjects", "subjectCodes", "periods"})
DATES = frozenset({"startDate", "endDate", "beginDate", "birthDate"})
MOMENTS = frozenset({"dateLastModified"})


def known(collection: str, path: str) -> bool:
    """Whether the collection has that field; a path such as `class.sourcedId` reaches into one."""
    field, _, inner = path.partition(".")
    nested = FIELDS[collection].get(field)
    if nested is None:
        return False
    return not inner or inner in nested
