"""USR: people."""

from datetime import date

from rosterdesk.checks.profile import Parameters
from rosterdesk.model.entities import Ref
from tests.checks.cases.case import DAY, GONE, case, copied, crowd, renamed, role
from tests.checks.district import TODAY, add, change, drop, enrollment

USERS = [
    case("USR-01", add("users", renamed("g", "u", role="aide", orgs=[])), found="u"),
    case(
        "USR-01",
        add("users", renamed("t1", "u", roles=[role("guardian", end_date=TODAY)], email="u@h.example")),
        found="u",
    ),
    case("USR-01", add("users", renamed("t1", "u", roles=[role("guardian", begin_date=TODAY + DAY)])), found="u"),
    case("USR-02", change("users", "t1", roles=[role("teacher", kind="secondary")]), found="t1"),
    case("USR-02", change("users", "t1", roles=[role("teacher"), role("aide")]), found="t1"),
    case(
        "USR-02",  # the primary role is over
        change("users", "t1", roles=[role("teacher", kind="secondary"), role("aide", end_date=TODAY)]),
        found="t1",
    ),
    case("USR-04", change("users", "a", username=" C "), found="a c", also="VAL-13"),
    case(
        "USR-04",
        add("users", renamed("g", "u", role="aide", username="G", given_name="Giveng", user_master_identifier="m")),
        change("users", "g", user_master_identifier="m"),
        found="g u",
        severity="info",
        also="USR-07",
    ),
    case("USR-05", change("users", "a", email="C@harbor.example"), found="a c"),
    case("USR-06", change("users", "a", identifier="id-c"), found="a c"),
    case("USR-08", change("users", "a", email=None), found="a"),
    case("USR-09", change("users", "a", email="a at harbor.example"), found="a"),
    case("USR-09", change("users", "a", email="a@harbor"), found="a"),
    case("USR-11", change("users", "a", given_name="TBD"), found="a"),
    case("USR-11", change("users", "a", family_name="X"), found="a"),
    case("USR-12", change("users", "a", grades=[]), found="a"),
    case("USR-13", change("users", "a", grades=["07", "08"]), found="a"),
    case("USR-15", drop("enrollments", "m1-a", "m2-a", "later-a"), found="a"),
    case("USR-16", add("users", renamed("t1", "u")), found="u"),
    case(
        "USR-17",
        add("enrollments", enrollment("m5", "n")),
        add("users", renamed("c", "n")),
        add("classes", copied("m4", "m5", title="Other")),
        found="n",
        also="CLS-01 CLS-12 USR-23",
    ),
    case("USR-18", change("users", "c", roles=[role("student", "s2"), role("student", "s1")]), found="c"),
    case(
        "USR-18", add("enrollments", enrollment("m1", "c")), found="c", also="ENR-07"
    ),  # with classes, but no role there
    case(
        "USR-19",
        change("users", "a", given_name="Givenb", family_name="STUDENTB"),
        change("demographics", "a", birth_date=date(2014, 3, 2)),
        found="a b",
    ),
    case(
        "USR-19",
        change("users", "a", given_name="Givenb", family_name="Studentb"),
        drop("demographics", "a", "b"),
        found="a b",
    ),
    case(
        "USR-19",  # the school that both have is not the first of either
        change("users", "a", given_name="Givenb", family_name="Studentb", orgs=[Ref("d"), Ref("s1")]),
        change("users", "b", orgs=[Ref("s2"), Ref("s1")]),
        drop("demographics", "a", "b"),
        found="a b",
        also="USR-18",
    ),
    case(
        "USR-19",  # deleted birth dates, which differ
        change("users", "a", given_name="Givenb", family_name="Studentb"),
        change("demographics", "a", status=GONE),
        change("demographics", "b", status=GONE),
        found="a b",
    ),
    case("USR-03", change("users", "t1", primary_org=Ref("s2")), found="t1"),
    case(
        "USR-07",
        change("users", "a", user_master_identifier="m"),
        change("users", "c", user_master_identifier="m"),
        found="a c",
    ),
    case("USR-08", change("users", "g", email=None), parameters=Parameters(email_roles=("guardian",)), found="g"),
    case(
        "USR-10",
        change("users", "a", email="a@school.harbor.example"),
        change("users", "b", email="b@notharbor.example"),
        change("users", "g", email="g@home.example"),
        parameters=Parameters(email_domains=("harbor.example",)),
        found="b",
    ),
    case("USR-14", *crowd(120), change("users", "a", grades=["12"]), found="a"),
    case("USR-24", change("demographics", "a", birth_date=TODAY + DAY), found="a"),
    case("USR-24", change("demographics", "a", birth_date=date(2011, 2, 1)), found="a"),
    case(
        "USR-24",
        change("users", "a", grades=["12"]),
        change("demographics", "a", birth_date=date(2002, 10, 1)),
        found="a",
    ),
    case("USR-26", change("users", "c", roles=[role("student", "s2"), role("aide", "s2", "secondary")]), found="c"),
]
AGENTS = [
    case("USR-20", add("users", renamed("g", "u")), found="u"),
    case("USR-21", change("users", "a", agents=[Ref("g"), Ref("t1")]), found="a", also="USR-22"),
    case("USR-22", change("users", "g", agents=[Ref(each) for each in "abhce"]), found="i"),
    case("USR-22", change("users", "a", agents=[Ref("g"), Ref("a")]), found="a"),
    case("USR-23", change("users", "e", agents=[]), found="e", also="USR-22"),
]
