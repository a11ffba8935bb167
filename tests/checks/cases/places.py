"""ORG, SES, CRS, LIF: places and times, and what is over."""

from datetime import date

from rosterdesk.checks.profile import Parameters
from rosterdesk.model.entities import Ref
from tests.checks.cases.case import DAY, GONE, case, copied, course, dated, org, renamed, role, session
from tests.checks.district import FALL, SPRING, TODAY, add, change, enrollment

LIFECYCLE = [
    case("LIF-01", change("users", "a", status=GONE), found="m1-a m2-a later-a"),
    case("LIF-01", change("classes", "later", status=GONE), found="later-a later-b later-h later-t1"),
    case("LIF-01", change("courses", "k3", status=GONE), found="m3", severity="warning"),
    case("LIF-01", change("academicSessions", "p", status=GONE), found="later", severity="warning"),
    case(
        "LIF-01",
        add("orgs", org("x", "school", status=GONE)),
        add("users", renamed("g", "u", role="aide", orgs=[Ref("x")])),
        found="u",
        severity="warning",
    ),
    case("LIF-02", change("users", "a", enabled_user="false"), found="a"),
    case(
        "LIF-03",
        add(
            "academicSessions", session("f", sourced_id="old", parent=None, start_date=FALL, end_date=TODAY - 14 * DAY)
        ),
        add("classes", copied("m1", "old", terms=[Ref("old")])),
        add("enrollments", enrollment("m1", "a", sourced_id="old-a", class_=Ref("old"))),
        found="old",
    ),
    case("LIF-04", add("enrollments", enrollment("m1", "c", end_date=TODAY)), found="m1-c", also="ENR-07"),
    case(
        "LIF-05",
        change("users", "t1", roles=[role("teacher", end_date=TODAY), role("aide", "s2")]),
        found="m1-t1 m2-t1",
        also="ORG-04",
    ),
]
ORGANIZATIONS = [
    case("ORG-01", add("orgs", org("x", "department", "v"), org("v", "department", "x")), found="x v"),
    case("ORG-01", add("orgs", org("x", "department", "x")), found="x"),
    case("ORG-02", change("orgs", "s2", parent=None), found="s2", also="ORG-07 CLS-08"),
    case("ORG-03", add("orgs", org("x", "state", "d")), found="x"),
    case("ORG-04", add("orgs", org("x", "school")), found="x"),
    case("ORG-05", add("orgs", org("x", "department", name="NORTH  school")), found="x s1"),
    case("ORG-05", add("orgs", org("x", "department", identifier="1001")), found="x s1"),
    case("ORG-06", change("orgs", "s1", identifier=None), found="s1"),
    case("ORG-07", add("orgs", org("x", "district", None)), found="d x"),
    case("ORG-04", parameters=Parameters(least_students=4), found="s1 s2"),
    case("ORG-04", parameters=Parameters(least_classes=3), found="s2"),
]
SESSIONS = [
    case("SES-01", change("academicSessions", "q", start_date=date(2026, 10, 15)), found="q"),
    case("SES-02", change("academicSessions", "q", end_date=SPRING + DAY), found="q"),
    case("SES-02", change("academicSessions", "q", start_date=FALL - DAY), found="q"),
    case("SES-03", change("academicSessions", "f", end_date=SPRING + DAY), found="f p"),
    case("SES-04", change("academicSessions", "y", school_year="2026"), found="y"),
    case(
        "SES-05",
        add(
            "academicSessions",
            session("f", sourced_id="i", parent=Ref("j")),
            session("f", sourced_id="j", parent=Ref("i")),
        ),
        found="i j",
        also="SES-09",
    ),
    case("SES-06", change("academicSessions", "q", parent=Ref("y")), found="q"),
    case("SES-06", change("academicSessions", "y", parent=Ref("p")), found="y", also="SES-02 SES-05"),
    case(
        "SES-08", change("academicSessions", "q", end_date=FALL + 201 * DAY, parent=Ref("p")), found="q", also="SES-02"
    ),
    case("SES-09", add("academicSessions", session("p", sourced_id="x", type="semester")), found="x"),
    case("SES-07", parameters=Parameters(summer=("01-01", "01-01")), today=FALL - DAY, found="-"),
]
COURSES = [
    case(
        "CRS-01",
        add("courses", course("x")),
        found="x",
    ),
    case("CRS-02", change("courses", "k2", school_year=Ref("f")), found="k2"),
    case("CRS-03", change("courses", "k3", course_code="K1"), found="k1 k3"),
    case("CRS-04", change("courses", "k3", course_code=None), found="k3", severity="info"),
    case(
        *("CRS-04", dated, change("courses", "k3", course_code=None)),
        found="k3",
        also="VAL-01",
        version="1.2",
    ),
]
