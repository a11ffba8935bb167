"""The shapes of the standard's records, as strategies: well-formed ones, and values that no field should have.

Source: OneRoster 1.1 and 1.2, the tables of the data models.
"""

from functools import cache
from typing import Any

from hypothesis import strategies as st

from rosterdesk.model import entities
from rosterdesk.wire import words

COMMON = "sourcedId:id status:status dateLastModified:moment metadata:any"
LINE_ITEM = (
    "title:text description:text assignDate:moment dueDate:moment class:ref category:ref gradingPeriod:ref"
    " resultValueMin:number resultValueMax:number"
)
RESULT = "lineItem:ref student:ref scoreStatus:score score:number scoreDate:date comment:text"
USER = (
    "username:text userIds:ids enabledUser:flag givenName:text familyName:text middleName:text identifier:text"
    " email:text sms:text phone:text agents:refs grades:texts password:text"
)
SCORED = " textScore:text scoreScale:ref learningObjectiveSet:objects inProgress:flag incomplete:flag late:flag"
BOTH = {
    "academicSessions": "title:text startDate:date endDate:date type:session parent:ref children:refs schoolYear:text",
    "orgs": "name:text type:org identifier:text parent:ref children:refs",
    "courses": (
        "title:text schoolYear:ref courseCode:text grades:texts subjects:texts org:ref subjectCodes:texts"
        " resources:refs"
    ),
    "classes": (
        "title:text classCode:text classType:class location:text grades:texts subjects:texts course:ref school:ref"
        " terms:refs subjectCodes:texts periods:texts resources:refs"
    ),
    "enrollments": "user:ref class:ref school:ref role:role primary:flag beginDate:date endDate:date",
    "demographics": (
        "birthDate:date sex:sex americanIndianOrAlaskaNative:flag asian:flag blackOrAfricanAmerican:flag"
        " nativeHawaiianOrOtherPacificIslander:flag white:flag demographicRaceTwoOrMoreRaces:flag"
        " hispanicOrLatinoEthnicity:flag countryOfBirthCode:text stateOfBirthAbbreviation:text cityOfBirth:text"
        " publicSchoolResidenceStatus:text"
    ),
    "resources": "title:text roles:words importance:importance vendorResourceId:text vendorId:text applicationId:text",
}
SHAPES: dict[tuple[str, str], str] = {("both", name): shape for name, shape in BOTH.items()} | {
    ("1.1", "users"): f"{USER} role:role orgs:refs",
    ("1.1", "categories"): "title:text",
    ("1.1", "lineItems"): LINE_ITEM,
    ("1.1", "results"): RESULT,
    ("1.2", "users"): (
        f"{USER} roles:roles primaryOrg:ref userProfiles:profiles userMasterIdentifier:text preferredFirstName:text"
        " preferredMiddleName:text preferredLastName:text pronouns:text resources:refs"
    ),
    ("1.2", "categories"): "title:text weight:number",
    ("1.2", "lineItems"): f"{LINE_ITEM} school:ref academicSession:ref scoreScale:ref learningObjectiveSet:objects",
    ("1.2", "results"): f"{RESULT}{SCORED} missing:flag class:ref",
    ("1.2", "scoreScales"): "title:text type:text course:ref class:ref scoreScaleValue:objects",
    ("1.2", "assessmentLineItems"): (
        "title:text description:text class:ref parentAssessmentLineItem:ref scoreScale:ref resultValueMin:number"
        " resultValueMax:number learningObjectiveSet:objects"
    ),
    ("1.2", "assessmentResults"): (
        "assessmentLineItem:ref student:ref score:number scoreDate:date scoreStatus:score scorePercentile:number"
        f" comment:text{SCORED} missing:flag"
    ),
}
"""By version and collection: each field, and the kind of its value."""

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff"), max_size=12)
scalar = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text
anything = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=6
)
sourced_id = text.filter(bool)
ref = st.fixed_dictionaries({"href": text, "sourcedId": sourced_id, "type": text})
flag = st.sampled_from(["true", "false"]) | st.booleans()
date = st.dates().map(lambda day: day.isoformat())
moment = st.datetimes().map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z")
objects = st.lists(st.dictionaries(text, scalar, max_size=3), max_size=2)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "id": sourced_id,
    "status": st.sampled_from(["active", "tobedeleted"]),
    "moment": moment,
    "date": date,
    "any": st.dictionaries(text, anything, max_size=2),
    "text": text,
    "number": st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False),
    "flag": flag,
    "ref": ref,
    "refs": st.lists(ref, max_size=3),
    "texts": st.lists(text, max_size=3),
    "words": st.lists(st.sampled_from(entities.ROLES), max_size=2),
    "session": st.sampled_from(["gradingPeriod", "semester", "schoolYear", "term", "ext:trimester"]),
    "org": st.sampled_from(["department", "school", "district", "local", "state", "national", "ext:campus"]),
    "class": st.sampled_from(["homeroom", "scheduled"]),
    "sex": st.sampled_from(["male", "female", "unspecified", "other"]),
    "role": st.sampled_from(entities.ROLES),
    "score": st.sampled_from(words.SCORE_STATUS),
    "importance": st.sampled_from(["primary", "secondary"]),
    "ids": st.lists(st.fixed_dictionaries({"type": text, "identifier": text}), max_size=2),
    "objects": objects,
    "roles": st.lists(
        st.fixed_dictionaries(
            {
                "roleType": st.sampled_from(["primary", "secondary"]),
                "role": st.sampled_from(entities.ROLES),
                "org": ref,
            },
            optional={"userProfile": text, "beginDate": date, "endDate": date},
        ),
        max_size=2,
    ),
    "profiles": st.lists(
        st.fixed_dictionaries(
            {"profileId": text, "profileType": text, "vendorId": text},
            optional={
                "credentials": st.lists(st.fixed_dictionaries({"type": text, "username": text, "password": text}))
            },
        ),
        max_size=2,
    ),
}

HOSTILE: list[Any] = [
    *(
        None,
        "",
        " ",
        "x",
        "a;b|c,d",
        "true",
        "True",
        "2026-01-31",
        "2026-01-31 00:00:00.1234567+05:00",
        "12.5",
        "1e999",
    ),
    *(
        "active",
        "STUDENT",
        "s1",
        "\x00",
        "\ud800",
        "\uffff",
        "é" * 300,
        0,
        1,
        -1,
        7.5,
        2**63,
        10**40,
        1e308,
        float("nan"),
    ),
    *(True, False, [], [None], [""], [[]], [[["x"]]], ["a", 1, None, {}], {}, {"sourcedId": None}, {"sourcedId": []}),
    *(
        {"sourcedId": "s1"},
        [{"sourcedId": 7}, {"href": "x"}],
        {"role": "teacher", "orgs": "s1"},
        {"role": {"role": {}}},
    ),
    *(
        [{"role": "aide", "org": [], "beginDate": {}}],
        [{"type": 1}],
        {"password": {"password": "canary"}},
        {"": {"": []}},
    ),
]
"""Values that every field is tried with."""


def fields(version: str, collection: str) -> dict[str, str]:
    """The fields of a record, each with the kind of its value."""
    return dict(word.split(":") for word in f"{COMMON} {SHAPES[version, collection]}".split())


@cache
def well_formed(version: str, collection: str) -> st.SearchStrategy[dict[str, Any]]:
    """Records that keep the standard; all but what every record must have may be missing."""
    known = {name: KINDS[kind] for name, kind in fields(version, collection).items()}
    needed = {name: known.pop(name) for name in ("sourcedId", "status", "dateLastModified")}
    return st.fixed_dictionaries(needed, optional=known)


@cache
def hostile(version: str, collection: str) -> st.SearchStrategy[dict[str, Any]]:
    """Records some of whose fields have what no field should have, or that have fields of no record."""
    odd = anything | st.sampled_from(HOSTILE)
    names = st.sampled_from([*fields(version, collection), "password", "Role", "SOURCEDID", "href"])
    return st.builds(
        lambda record, wrong: record | wrong, well_formed(version, collection), st.dictionaries(names, odd)
    )
