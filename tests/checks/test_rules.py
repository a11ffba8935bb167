"""Each rule, on a clean district with one thing wrong in it: exactly that rule finds it, and nothing else does."""

from datetime import date, timedelta

import msgspec
import pytest

from rosterdesk.checks import rules
from rosterdesk.model.entities import AcademicSession, Demographics, Org, Ref, Role, User
from tests.checks.district import (
    FALL,
    NOW,
    SPRING,
    SUMMER,
    TODAY,
    Change,
    Roster,
    add,
    change,
    clean,
    drop,
    enrollment,
    judged,
)

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
UUID = "0a1b2c3d-0000-4000-8000-00000000000f"
GONE = "tobedeleted"


class Case(msgspec.Struct, frozen=True):
    """A rule, what is done to the district, and the records found; `also` are what other rules say of it rightly."""

    rule: str
    changes: tuple[Change, ...]
    found: set[str]
    severity: str
    also: frozenset[str] = frozenset()
    version: str = ""


def case(
    rule: str, *changes: Change, found: str, severity: str = "", also: str = "", version: str = ""
) -> "pytest.param":  # type: ignore[valid-type]
    known = {each.id: each for each in rules.RULES}
    made = Case(rule, changes, set(found.split()), severity or known[rule].severity, frozenset(also.split()), version)
    return pytest.param(made, id=f"{rule} {found} {version}".rstrip())


def dated(district: Roster) -> None:
    """Every record says when it was last modified, as services must."""
    for records in district.values():
        for sourced_id, record in records.items():
            records[sourced_id] = msgspec.structs.replace(record, date_last_modified=NOW)


def role(role: str, org: str = "s1", kind: str = "primary", **days: date) -> Role:
    return Role(role=role, org=Ref(org), role_type=kind, **days)


def org(sourced_id: str, kind: str, parent: str | None = "d", **more: object) -> Org:
    made = Org(
        sourced_id=sourced_id,
        name=f"Org {sourced_id}",
        type=kind,
        identifier=f"9-{sourced_id}",
        parent=Ref(parent) if parent else None,
    )
    return msgspec.structs.replace(made, **more)


def renamed(like: str, sourced_id: str, **more: object) -> User:
    """Another person like this one, enrolled nowhere."""
    user = clean()["users"][like]
    own = {
        "sourced_id": sourced_id,
        "username": sourced_id,
        "identifier": f"id-{sourced_id}",
        "email": f"{sourced_id}@harbor.example",
        "given_name": f"Given{sourced_id}",
        "agents": [],
    }
    return msgspec.structs.replace(user, **{**own, **more})


def session(like: str, **more: object) -> AcademicSession:
    made = clean()["academicSessions"][like]
    assert isinstance(made, AcademicSession)
    return msgspec.structs.replace(made, **more)


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
]
LIFECYCLE = [
    case("LIF-01", change("users", "a", status=GONE), found="m1-a m2-a later-a"),
    case("LIF-01", change("classes", "later", status=GONE), found="later-a later-t1"),
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
        add("classes", msgspec.structs.replace(clean()["classes"]["m1"], sourced_id="old", terms=[Ref("old")])),
        add("enrollments", enrollment("m1", "a", sourced_id="old-a", class_=Ref("old"))),
        found="old",
    ),
    case("LIF-04", add("enrollments", enrollment("m1", "c", end_date=TODAY)), found="m1-c", also="ENR-07"),
    case(
        "LIF-05",
        change("users", "t1", roles=[role("teacher", end_date=TODAY), role("aide", "s2")]),
        found="m1-t1 m2-t1",
    ),
]
ORGANISATIONS = [
    case("ORG-01", add("orgs", org("x", "department", "v"), org("v", "department", "x")), found="x v"),
    case("ORG-01", add("orgs", org("x", "department", "x")), found="x"),
    case("ORG-02", change("orgs", "s2", parent=None), found="s2", also="ORG-07 CLS-08"),
    case("ORG-03", add("orgs", org("x", "state", "d")), found="x"),
    case("ORG-04", add("orgs", org("x", "school")), found="x"),
    case("ORG-05", add("orgs", org("x", "department", name="NORTH  school")), found="x s1"),
    case("ORG-05", add("orgs", org("x", "department", identifier="1001")), found="x s1"),
    case("ORG-06", change("orgs", "s1", identifier=None), found="s1"),
    case("ORG-07", add("orgs", org("x", "district", None)), found="d x"),
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
]
COURSES = [
    case(
        "CRS-01",
        add("courses", msgspec.structs.replace(clean()["courses"]["k1"], sourced_id="x", course_code="X")),
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
CLASSES = [
    case("CLS-01", drop("enrollments", "m1-t1"), found="m1"),
    case("CLS-01", change("enrollments", "m1-t1", end_date=TODAY), found="m1", also="LIF-04"),
    case("CLS-01", drop("enrollments", "later-t1"), found="later"),
    case("CLS-02", drop("enrollments", "m1-a", "m1-b"), found="m1"),
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
        add("classes", msgspec.structs.replace(clean()["classes"]["m4"], sourced_id="x", title="CLASS  m4")),
        found="m4 x",
        also="CLS-02",
    ),
    case(
        "CLS-11",
        add("classes", msgspec.structs.replace(clean()["classes"]["m4"], sourced_id="x", title="Other")),
        add("enrollments", enrollment("m4", "t2", sourced_id="x-t2", class_=Ref("x"))),
        found="m4 x",
        also="CLS-02",
    ),
    case(
        "CLS-11",
        change("classes", "m4", periods=["1", "2"], terms=[Ref("f"), Ref("p")]),
        add(
            "classes",
            msgspec.structs.replace(
                clean()["classes"]["m4"], sourced_id="x", periods=["2", "1", "2"], terms=[Ref("p"), Ref("f"), Ref("p")]
            ),
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
]
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
    case("USR-15", drop("enrollments", "m1-a", "m2-a"), found="a"),
    case("USR-16", add("users", renamed("t1", "u")), found="u"),
    case(
        "USR-17",
        add("enrollments", enrollment("m5", "n")),
        add("users", renamed("c", "n")),
        add("classes", msgspec.structs.replace(clean()["classes"]["m4"], sourced_id="m5", title="Other")),
        found="n",
        also="CLS-01 USR-23",
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
]
AGENTS = [
    case("USR-20", add("users", renamed("g", "u")), found="u"),
    case("USR-21", change("users", "a", agents=[Ref("g"), Ref("t1")]), found="a", also="USR-22"),
    case("USR-22", change("users", "g", agents=[Ref("a"), Ref("b"), Ref("c")]), found="e"),
    case("USR-22", change("users", "a", agents=[Ref("g"), Ref("a")]), found="a"),
    case("USR-23", change("users", "e", agents=[]), found="e", also="USR-22"),
]
ENROLLMENTS = [
    case("ENR-01", add("enrollments", enrollment("m1", "a", sourced_id="again")), found="again"),
    case(
        "ENR-02",
        change("users", "t1", roles=[role("teacher"), role("student", kind="secondary")], grades=["12"]),
        add("enrollments", enrollment("m1", "t1", sourced_id="both", role="student", primary=None)),
        found="both",
        also="USR-23",
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
]
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
]
CASES = MISSING + LIFECYCLE + ORGANISATIONS + SESSIONS + COURSES + CLASSES + USERS + AGENTS + ENROLLMENTS + VALUES


def test_a_clean_district_has_no_findings_and_every_rule_of_records_runs() -> None:
    judgement = judged()
    assert [(each.rule, each.sourced_id) for each in judgement.findings] == []
    assert [each.id for each in judgement.rules if each.state != "run"] == [
        rule.id for rule in rules.RULES if not rule.questions
    ]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_in_a_clean_district_of_one_version_nothing_is_found_either(version: str) -> None:
    assert judged(dated, version=version).findings == []


@pytest.mark.parametrize(
    "change",
    [
        change("orgs", "s1", date_last_modified=NOW + DAY),  # not more than a day ahead
        change("users", "t1", roles=[role("teacher"), role("aide", kind="secondary")]),
        change("users", "t1", roles=[role("teacher"), role("aide", "s2", "secondary", end_date=TODAY)]),  # all over
    ],
)
def test_what_is_allowed_is_not_found(change: Change) -> None:
    assert judged(change).findings == []


def test_namesakes_of_unknown_schools_are_not_taken_for_one_person() -> None:
    namesakes = [
        change("users", name, given_name="Ada", family_name="Ames", orgs=[], roles=[role("student", "")])
        for name in "ab"
    ]
    findings = judged(*namesakes, drop("demographics", "a", "b")).findings
    assert "USR-19" not in {each.rule for each in findings}


@pytest.mark.parametrize("case", CASES)
def test_a_rule_finds_what_is_wrong_and_no_other_does(case: Case) -> None:
    findings = judged(*case.changes, version=case.version).findings
    assert {each.sourced_id for each in findings if each.rule == case.rule} == case.found
    assert {each.severity for each in findings if each.rule == case.rule} == {case.severity}
    assert {each.rule for each in findings} - {case.rule} == case.also


def test_every_rule_that_asks_the_store_has_a_case() -> None:
    # SES-07 is about the day, and has a test of its own.
    assert {rule.id for rule in rules.RULES if rule.questions} - {case.values[0].rule for case in CASES} == {"SES-07"}
