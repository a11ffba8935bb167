"""REF: what refers to nothing."""

from rosterdesk.model.entities import Demographics, Ref
from tests.checks.cases.case import case, role
from tests.checks.district import add, change, enrollment, sent

MISSING = [
    case("REF-01", change("orgs", "s1", parent=Ref("lost")), found="s1", also="CLS-08"),
    case("REF-02", change("academicSessions", "f", parent=Ref("lost")), found="f"),
    case("REF-03", change("courses", "k2", org=Ref("lost")), found="k2", also="CLS-08"),
    case("REF-04", change("courses", "k2", school_year=Ref("lost")), found="k2"),
    case("REF-05", change("classes", "m4", course=Ref("lost"), grades=["07"]), found="m4"),
    case("REF-06", change("classes", "m4", school=Ref("lost")), found="m4", also="ENR-05 USR-18"),
    case("REF-07", change("classes", "m4", terms=[Ref("f"), Ref("lost")]), found="m4"),
    case("REF-08", change("users", "c", roles=[role("student", "s2"), role("student", "lost")]), found="c"),
    case("REF-10", change("users", "a", agents=[Ref("g"), Ref("lost")]), found="a"),
    case("REF-12", add("enrollments", enrollment("m1", "lost")), found="m1-lost"),
    case("REF-13", change("enrollments", "m1-a", class_=Ref("lost")), found="m1-a"),
    case("REF-14", change("enrollments", "m1-a", school=Ref("lost")), found="m1-a", also="ENR-05"),
    case("REF-15", add("demographics", Demographics(sourced_id="lost")), found="lost"),
    case("REF-09", change("users", "t1", primary_org=Ref("lost")), found="t1"),
    case(
        "REF-11",
        sent("users", "c", roles=[{"role": "student", "org": {"sourcedId": "s2"}, "userProfile": "p9"}]),
        found="c",
    ),
    case("REF-16", sent("orgs", "d", children=[{"sourcedId": "s1"}]), found="d"),
    case("REF-16", sent("orgs", "s2", children=[{"sourcedId": "s1"}]), found="s2"),
    case("REF-16", sent("academicSessions", "f", children=[{"sourcedId": "q"}, {"sourcedId": "p"}]), found="f"),
    case("REF-17", sent("enrollments", "m1-a", user={"sourcedId": "a", "type": "class"}), found="m1-a"),
    case("REF-17", sent("users", "a", agents=[{"sourcedId": "g", "href": "https://x.example/users/b"}]), found="a"),
    case("REF-17", sent("orgs", "s1", parent={"sourcedId": "d", "type": "academicSession"}), found="s1"),
]
