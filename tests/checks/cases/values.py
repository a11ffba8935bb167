"""VAL: values."""

from rosterdesk.checks.profile import Parameters
from tests.checks.cases.case import DAY, SECOND, case, dated, org, renamed
from tests.checks.district import NOW, add, change, sent

UUID = "0a1b2c3d-0000-4000-8000-00000000000f"

VALUES = [
    case("VAL-01", change("orgs", "s1", name=""), found="s1"),
    case("VAL-01", change("classes", "m2", course=None, grades=["07"]), found="m2", also="CRS-01"),
    case("VAL-01", change("users", "a", enabled_user=None), found="a"),
    case("VAL-01", change("enrollments", "m1-a", school=None), found="m1-a"),
    case(
        "VAL-02",
        change("orgs", "s1", sourced_id="s1"),
        add("orgs", org("ö", "department")),
        found="ö",
        severity="warning",
    ),
    case("VAL-01", dated, change("orgs", "s1", date_last_modified=None), found="s1", version="1.1"),
    case(
        *("VAL-01", dated, change("orgs", "s1", identifier=None)),
        found="s1",
        also="ORG-06",
        version="1.2",
    ),
    case("VAL-04", add("orgs", org("S1", "department")), found="s1 S1"),
    case(
        "VAL-04",
        add("orgs", org(UUID, "department"), org(UUID.upper(), "department", identifier="9")),
        found=f"{UUID} {UUID.upper()}",
        also="ORG-05",
    ),
    case("VAL-16", change("orgs", "s1", date_last_modified=NOW + DAY + SECOND), found="s1"),
    case("VAL-07", add("orgs", org("x", "campus")), found="x"),
    case("VAL-07", add("users", renamed("g", "u", role="paraprofessional")), found="u"),
    case("VAL-07", change("demographics", "a", sex="unknown"), found="a"),
    case("VAL-07", dated, change("orgs", "s1", type="ext:school"), found="s1", version="1.1"),
    case("VAL-07", dated, change("users", "g", role="counselor"), found="g", version="1.1"),
    case("VAL-07", dated, change("users", "g", role="administrator"), found="g", version="1.2"),
    case("VAL-08", add("orgs", org("x", "department", status="retired")), found="x"),
    case("VAL-08", add("orgs", org("x", "department", status="inactive")), found="x", severity="info"),
    case("VAL-10", change("academicSessions", "f", school_year="26-27"), found="f"),
    case("VAL-11", change("users", "a", grades=["7"]), found="a"),
    case("VAL-13", change("users", "a", identifier="id-a\u200b"), found="a"),
    case("VAL-13", change("users", "a", username="a "), found="a"),
    case("VAL-14", change("users", "a", given_name="JosÃ©"), found="a"),
    case("VAL-11", parameters=Parameters(grades=("08",)), found="k1 k2 k3 a b h c e i"),
    case(
        "VAL-12",
        change("courses", "k1", subjects=["Art", "Music"]),
        sent("courses", "k1", subjectCodes=["1"]),
        found="k1",
    ),
    case("VAL-15", sent("users", "a", userIds=[{"type": "SIS", "identifier": ""}]), found="a"),
    case("VAL-15", sent("users", "a", userIds=[{"identifier": "7"}]), found="a"),
    case("VAL-17", change("users", "a", phone="555-0100"), found="a"),
    case("VAL-17", change("users", "a", sms="+1 555 0100"), found="a"),
    case("VAL-18", change("courses", "k1", course_code="1.23E+11"), found="k1"),
    case("VAL-18", add("orgs", org("1.5E+9", "department")), found="1.5E+9", also="VAL-02"),
    case(
        "VAL-18",  # one of many numbers has lost the zero in front
        add("orgs", *(org(f"o{number}", "department", identifier=f"{number}") for number in range(2000, 2020))),
        add("orgs", org("x", "department", identifier="205")),
        found="x",
    ),
]
