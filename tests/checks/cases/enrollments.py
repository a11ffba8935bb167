"""ENR: who is in which class, when, and as what."""

from rosterdesk.model.entities import Ref
from tests.checks.cases.case import DAY, case, dated, renamed, role
from tests.checks.district import FALL, NOW, SPRING, TODAY, add, change, drop, enrollment

ENROLLMENTS = [
    case("ENR-01", add("enrollments", enrollment("m1", "a", sourced_id="again")), found="again"),
    case(
        "ENR-02",
        change("users", "t1", roles=[role("teacher"), role("student", kind="secondary")], grades=["12"]),
        add("enrollments", enrollment("m1", "t1", sourced_id="both", role="student", primary=None)),
        found="both",
        also="USR-23 USR-26",
    ),
    case(
        "ENR-04",
        change("enrollments", "m1-t1", role="student", primary=None),
        add("enrollments", enrollment("m1", "t3")),
        add("users", renamed("t1", "t3")),
        found="m1-t1",
    ),
    case(
        "ENR-04",
        add("enrollments", enrollment("m1", "a", sourced_id="aide", role="teacher")),
        drop("enrollments", "m1-a"),
        found="aide",
    ),
    case("ENR-05", change("enrollments", "m1-a", school=Ref("s2")), found="m1-a"),
    case("ENR-06", change("enrollments", "m1-a", school=Ref("d")), found="m1-a", also="ENR-05"),
    case("ENR-07", add("enrollments", enrollment("m1", "c")), found="m1-c", also="USR-18"),
    case(
        "ENR-08",
        add("enrollments", enrollment("m1", "a", sourced_id="never", begin_date=TODAY, end_date=TODAY - DAY)),
        found="never",
        also="LIF-04",
    ),
    case(
        "ENR-08",
        change("enrollments", "m1-a", begin_date=TODAY + DAY, end_date=TODAY + DAY),
        found="m1-a",
        severity="warning",
        also="ENR-11",
    ),
    case("ENR-09", change("enrollments", "m1-a", begin_date=FALL - DAY), found="m1-a"),
    case("ENR-09", change("enrollments", "m1-a", end_date=SPRING + DAY), found="m1-a"),
    case("ENR-10", change("enrollments", "m1-a", primary="true"), found="m1-a"),
    case("ENR-11", change("enrollments", "m1-a", begin_date=TODAY + DAY), found="m1-a"),
    case("ENR-03", add("enrollments", enrollment("m1", "g", role="guardian")), found="m1-g"),
    case(
        "ENR-03",
        dated,
        add("enrollments", enrollment("m1", "g", role="guardian", date_last_modified=NOW)),
        found="m1-g",
        severity="info",
        version="1.1",
    ),
    case("ENR-12", change("classes", "m2", periods=["1", "2"]), found="a b h"),
    case("ENR-13", drop("enrollments", "m2-a"), found="a"),
    case("ENR-14", change("classes", "m1", grades=["08", "09"]), found="m1-a m1-b m1-h"),
    case(
        "ENR-15",
        *(change("enrollments", f"m1-{user}", begin_date=FALL + 11 * DAY) for user in "abh"),
        found="s1",
    ),
    case("ENR-16", drop("enrollments", "m1-a", "m2-a"), found="a", also="USR-15"),
]
