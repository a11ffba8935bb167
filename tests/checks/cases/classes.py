"""CLS: classes, and who is in them."""

from rosterdesk.model.entities import Ref
from tests.checks.cases.case import DAY, case, copied, renamed, session
from tests.checks.district import SUMMER, TODAY, add, change, drop, enrollment

CLASSES = [
    case("CLS-01", drop("enrollments", "m1-t1"), found="m1"),
    case("CLS-01", change("enrollments", "m1-t1", end_date=TODAY), found="m1", also="LIF-04"),
    case("CLS-01", drop("enrollments", "later-t1"), found="later"),
    case("CLS-02", drop("enrollments", "m1-a", "m1-b", "m1-h"), found="m1"),
    case("CLS-03", change("enrollments", "m1-t1", primary=False), found="m1"),
    case(
        "CLS-04",
        add("enrollments", enrollment("m3", "t3")),
        add("users", renamed("t2", "t3")),
        found="m3",
        severity="warning",
    ),
    case("CLS-05", change("orgs", "s2", type="department"), found="m3 m4", also="ENR-06"),
    case("CLS-06", change("classes", "m2", terms=[Ref("f"), Ref("q")]), found="m2"),
    case("CLS-06", change("classes", "m2", terms=[Ref("y")]), found="m2", severity="info"),
    case("CLS-07", change("classes", "m2", terms=[]), found="m2"),
    case("CLS-08", change("courses", "k3", org=Ref("s1")), found="m3"),
    case(
        "CLS-09",
        add(
            "academicSessions",
            session("y", sourced_id="y2", start_date=SUMMER, end_date=SUMMER + 300 * DAY, school_year="2028"),
        ),
        change("courses", "k3", school_year=Ref("y2")),
        found="m3",
    ),
    case("CLS-10", change("classes", "m2", periods=[]), found="m2"),
    case(
        "CLS-11",
        add("classes", copied("m4", "x", title="CLASS  m4")),
        found="m4 x",
        also="CLS-02",
    ),
    case(
        "CLS-11",
        add("classes", copied("m4", "x", title="Other")),
        add("enrollments", enrollment("m4", "t2", sourced_id="x-t2", class_=Ref("x"))),
        found="m4 x",
        also="CLS-02",
    ),
    case(
        "CLS-11",
        change("classes", "m4", periods=["2", "3"], terms=[Ref("f"), Ref("p")]),
        add(
            "classes",
            copied("m4", "x", title="Class m4", periods=["3", "2", "3"], terms=[Ref("p"), Ref("f"), Ref("p")]),
        ),
        found="m4 x",
        also="CLS-02",
    ),
    case(
        "CLS-13",
        change("classes", "m1", class_code="X"),
        change("classes", "m2", class_code="X"),
        change("classes", "later", class_code="X"),
        found="m1 m2",
    ),
    case(
        "CLS-14",
        change("enrollments", "m1-t1", user=Ref("t3")),
        add("users", renamed("t1", "t3", enabled_user=False)),
        found="m1",
        also="LIF-02",
    ),
    case("CLS-16", change("courses", "k2", grades=[]), found="m2"),
    case("CLS-12", drop("enrollments", "later-a", "later-b"), found="later"),
    case(
        "CLS-12",
        add("users", *(renamed("a", f"x{number}") for number in range(26))),
        add("enrollments", *(enrollment("m1", f"x{number}") for number in range(26))),
        found="m1",
    ),
    case(
        "CLS-15",  # four of five have a homeroom
        add("classes", copied("m1", "home", class_type="homeroom", periods=[])),
        add("users", renamed("a", "u"), renamed("a", "v")),
        add("enrollments", *(enrollment(name, user) for name in ("m1", "m2") for user in "uv")),
        add(
            "enrollments",
            *(
                enrollment("m1", user, sourced_id=f"home-{user}", class_=Ref("home"))
                for user in ("b", "h", "u", "v", "t1")
            ),
        ),
        found="a",
        also="USR-23",
    ),
]
