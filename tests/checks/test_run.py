"""Judging as a whole: what ran, what lies at whose door, what may be given away."""

from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.problems import Place, Problem
from rosterdesk.checks import rules
from rosterdesk.checks.judgement import Cause, Finding, Judgement
from rosterdesk.checks.rule import Rule
from rosterdesk.checks.run import judge
from rosterdesk.model.entities import Ref
from tests.checks.district import (
    SPRING,
    SUMMER,
    TODAY,
    Change,
    Reading,
    add,
    change,
    clean,
    drop,
    enrollment,
    judged,
    reader,
)

DAY = timedelta(days=1)
SPOILT = (
    change("users", "a", email="no address", given_name="TBD"),
    change("enrollments", "m1-b", class_=Ref("lost")),
    change("academicSessions", "q", start_date=SUMMER),
)


class Files(msgspec.Struct, frozen=True):
    """What the reader of a bundle says of its files."""

    problems: list[Problem] = []
    counts: Counter[Place] = Counter()
    version: Version = "1.1"


def only(*ids: str) -> list[Rule]:
    return [rule for rule in rules.RULES if rule.id in ids]


def of(judgement: Judgement, rule: str) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("rule", "reading", "why"),
    [
        ("REF-12", Reading(without=("users",)), "People were not read."),
        ("REF-15", Reading(refused=("demographics",)), "Demographics may not be seen with this key."),
        ("CLS-07", Reading(incomplete={"classes": "It broke off."}), "Classes are not all here: It broke off."),
        (
            "REF-13",
            Reading(incomplete={"classes": "It broke off.", "enrollments": "Slow."}),
            "Enrollments are not all here: Slow. Classes are not all here: It broke off.",
        ),
        ("ORG-01", Reading(kind="delta"), "Organizations were never read whole, only what changed."),
        ("CRS-01", Reading(schools=("s1",)), "Only chosen schools were read, and this rule is about all of them."),
        ("PKG-01", Reading(), "This can be judged in the files of a bundle alone."),
        ("USR-10", Reading(), "What this rule goes by has no usual value, and none was chosen."),
        ("DLT-04", Reading(), "There is no earlier sync of the same schools to compare with."),
    ],
)
def test_a_rule_that_cannot_know_does_not_run_and_says_why(rule: str, reading: Reading, why: str) -> None:
    spoil = add("enrollments", enrollment("m1", "lost", class_=Ref("lost")))
    with reader(spoil, reading=reading) as opened:
        judgement = judge(opened, only(rule), today=TODAY)
    (result,) = judgement.rules
    assert (result.state, result.why, result.count) == ("not run", why, None)
    assert judgement.findings == []


def test_what_one_missing_collection_does_not_touch_still_runs() -> None:
    with reader(reading=Reading(without=("demographics",))) as opened:
        judgement = judge(opened, rules.RULES, today=TODAY, version="1.1")
    idle = {result.id for result in judgement.rules if result.state == "not run"}
    about_one_run = {rule.id for rule in rules.RULES if not rule.given and not all(q.between for q in rule.questions)}
    of_files = {rule.id for rule in rules.RULES if not rule.questions and not rule.bends}
    assert idle & about_one_run == {"REF-15", "USR-24"}
    assert idle - about_one_run >= of_files


def test_a_rule_about_several_collections_is_judged_where_they_are_there() -> None:
    spoil = (change("users", "a", grades=["7"], status="tobedeleted"), change("users", "b", grades=["7"]))
    with reader(*spoil, reading=Reading(refused=("courses",))) as opened:
        judgement = judge(opened, only("LIF-01", "VAL-01", "VAL-11", "VAL-13"), today=TODAY)
    why = "Courses may not be seen with this key."
    assert [(each.id, each.state, each.why, each.count) for each in judgement.rules] == [
        ("VAL-01", "run", why, 0),
        ("VAL-11", "run", why, 1),
        ("VAL-13", "run", why, 0),
        ("LIF-01", "run", why, 3),
    ]


def test_what_a_service_wrote_in_another_way_is_found_by_what_the_runs_counted() -> None:
    reading = Reading(
        bent={"users": {"booleans": 3, "names": 9, "passwords": 2}, "enrollments": {"undated": 1, "words": 4}}
    )
    unknown = change("classes", "m1", class_type="lecture")
    with reader(unknown, reading=reading) as opened:
        judgement = judge(opened, only("VAL-03", "VAL-05", "VAL-07", "VAL-09", "USR-25"), today=TODAY, version="1.1")
    assert [(each.id, each.state, each.count) for each in judgement.rules] == [
        ("VAL-03", "run", 0),
        ("VAL-05", "run", 1),
        ("VAL-07", "run", 2),
        ("VAL-09", "run", 1),
        ("USR-25", "run", 1),
    ]
    assert [(each.rule, each.severity, each.collection, each.message) for each in judgement.findings] == [
        ("VAL-05", "error", "enrollments", "1 date could not be understood."),
        ("VAL-07", "warning", "enrollments", "4 words of the standard were spelt in another way."),
        ("VAL-07", "error", "classes", "The standard does not know this word in classType: lecture"),
        ("VAL-09", "warning", "users", "3 flags were not spelt true or false."),
        ("USR-25", "warning", "users", "2 records had passwords in them, which were not kept."),
    ]


def test_a_safe_judgement_repeats_no_word_of_a_service() -> None:
    reading = Reading(incomplete={"users": "HTTP 500: User jane.doe@x.example is locked"})
    with reader(reading=reading) as opened:
        judgement = judge(opened, rules.RULES, today=TODAY, salt=b"salt", version="1.1")
    assert "People are not all here." in {each.why for each in judgement.rules}
    assert "jane" not in msgspec.json.encode(judgement).decode()


def test_of_chosen_schools_a_missing_record_is_only_not_to_be_seen() -> None:
    spoil = change("courses", "k2", org=Ref("elsewhere"))
    with reader(spoil, reading=Reading(schools=("s1",))) as opened:
        judgement = judge(opened, only("REF-03"), today=TODAY)
    assert [finding.severity for finding in judgement.findings] == ["info"]


@pytest.mark.parametrize(
    ("rule", "changes", "causes"),
    [
        ("REF-13", [change("enrollments", "m1-a", class_=Ref("lost"))], {"m1-a": Cause("classes", "lost")}),
        (
            "LIF-01",
            [change("classes", "later", status="tobedeleted")],
            {f"later-{each}": Cause("classes", "later") for each in ("a", "b", "h", "t1")},
        ),
        (
            "USR-17",
            [drop("enrollments", "m1-t1", "m2-t1")],
            {each: Cause("classes", "m1") for each in "abh"},
        ),
        (
            "CLS-08",
            [change("orgs", "s1", parent=Ref("lost"))],  # found itself, by REF-01
            {"m1": Cause("orgs", "s1"), "later": Cause("orgs", "s1")},
        ),
        ("CLS-08", [change("courses", "k3", org=Ref("s1"))], {"m3": None}),  # nothing is wrong with its school
        ("SES-02", [change("academicSessions", "q", end_date=SUMMER)], {"q": None}),
        (
            "ENR-09",  # the second term has its dates reversed, so that the class seems to end with the first
            [
                change("enrollments", "m3-c", end_date=SUMMER),
                change("academicSessions", "p", start_date=SUMMER, end_date=SPRING),
            ],
            {"m3-c": Cause("academicSessions", "p")},
        ),
        (
            "ENR-09",  # something is wrong with the term, but not its dates
            [change("enrollments", "m1-a", end_date=SPRING + DAY), change("academicSessions", "f", school_year=None)],
            {"m1-a": None},
        ),
    ],
)
def test_a_finding_lies_at_the_door_of_what_is_missing_deleted_or_found_itself(
    rule: str, changes: list[Change], causes: dict[str, Cause | None]
) -> None:
    assert {finding.sourced_id: finding.cause for finding in of(judged(*changes), rule)} == causes


def test_a_finding_names_the_record_its_school_and_what_to_do() -> None:
    (finding,) = of(judged(change("users", "a", email="no address")), "USR-09")
    assert finding == Finding(
        rule="USR-09",
        severity="warning",
        collection="users",
        sourced_id="a",
        title="Givena Studenta",
        school="s1",
        message="This is no email address: no address",
        fix=next(rule.fix for rule in rules.RULES if rule.id == "USR-09"),
    )
    (finding,) = of(judged(change("enrollments", "m1-a", primary=True)), "ENR-10")
    assert (finding.title, finding.school) == ("Givena Studenta · Class m1", "s1")
    (finding,) = of(judged(change("orgs", "s1", identifier=None)), "ORG-06")
    assert (finding.title, finding.school) == ("North School", "s1")


def test_a_finding_in_json_has_the_members_that_programs_rely_on() -> None:
    judgement = judged(change("enrollments", "m1-a", class_=Ref("lost")), of=only("REF-13"))
    (finding,) = msgspec.json.decode(msgspec.json.encode(judgement))["findings"]
    assert list(finding) == [
        *("rule", "severity", "collection", "sourcedId", "title", "school", "message", "fix", "cause")
    ]
    assert finding["cause"] == {"collection": "classes", "sourcedId": "lost"}


def test_a_safe_judgement_has_no_name_no_id_and_no_value_of_the_roster() -> None:
    judgement = judged(*SPOILT, salt=b"salt")
    said = msgspec.json.encode(judgement).decode()
    names = {"Given", "Student", "no address", "TBD", "School", "Class ", "Session ", "lost", "2027", "m1-b"}
    assert {name for name in names if name in said} == set()
    ids = {sourced_id for of_name in clean().values() for sourced_id in of_name} | {"lost"}
    assert not ids & {each.sourced_id for each in judgement.findings}
    assert not ids & {each.school for each in judgement.findings}
    assert [(each.rule, each.severity) for each in judgement.findings] == [
        (each.rule, each.severity) for each in judged(*SPOILT).findings
    ]


def test_ids_in_safe_judgements_are_the_same_for_the_same_salt_and_differ_for_another() -> None:
    first, again, other = (judged(*SPOILT, salt=salt).findings for salt in (b"salt", b"salt", b"other"))
    assert first == again
    assert not {each.sourced_id for each in first} & {each.sourced_id for each in other}
    of_a = {each.sourced_id for each in first if each.rule in {"USR-09", "USR-11"}}
    assert len(of_a) == 1, "one person is one person in all findings"


def test_problems_of_files_are_findings_with_their_place_and_counted_in_full() -> None:
    problem = Problem("VAL-05", "error", "users.csv", 7, "birthDate", "This is no date.")
    with reader() as opened:
        judgement = judge(
            *(opened, only("PKG-01", "VAL-05")),
            today=TODAY,
            files=Files([problem], Counter({("VAL-05", "users.csv", "error"): 9000, ("VAL-05", "x.csv", "info"): 7})),
        )
    assert [(each.id, each.state, each.count, each.counts) for each in judgement.rules] == [
        ("PKG-01", "run", 0, {}),
        ("VAL-05", "run", 9007, {"error": 9000, "info": 7}),
    ]
    assert judgement.at("warning").counts() == {"error": 9000}
    (finding,) = msgspec.to_builtins(judgement.findings)
    place = {"collection": "users", "file": "users.csv", "row": 7, "field": "birthDate", "message": "This is no date."}
    assert finding.items() >= place.items()


def test_values_of_a_bundle_are_judged_by_its_reader_alone() -> None:
    spoil = change("orgs", "s1", name="")
    with reader(spoil) as opened:
        assert judge(opened, only("VAL-01"), today=TODAY, files=Files()).findings == []


@pytest.mark.parametrize(("version", "severity"), [("1.1", "error"), ("1.2", "warning")])
def test_two_primary_teachers_are_an_error_in_csv_1_1_alone(version: Version, severity: str) -> None:
    spoil = change("enrollments", "m1-a", role="teacher", primary=True)
    with reader(spoil) as opened:
        judgement = judge(opened, only("CLS-04"), today=TODAY, files=Files(version=version))
    assert [each.severity for each in judgement.findings] == [severity]
    assert {each.severity for each in judged(spoil, of=only("CLS-04"), version=version).findings} == {"warning"}


def test_of_files_read_in_part_only_the_part_is_judged_and_the_package_whole() -> None:
    with reader(reading=Reading(incomplete={"users": "The file is cut."})) as opened:
        judgement = judge(opened, only("PKG-01", "PKG-05", "VAL-03"), today=TODAY, files=Files())
    why = "People are not all here: The file is cut."
    assert [(each.id, each.state, each.why, each.count) for each in judgement.rules] == [
        ("PKG-01", "run", "", 0),
        ("PKG-05", "run", why, 0),
        ("VAL-03", "run", why, 0),
    ]


def test_a_judgement_at_a_level_counts_what_it_shows() -> None:
    judgement = judged(
        change("courses", "k3", status="tobedeleted"),
        change("classes", "later", status="tobedeleted"),
        of=only("LIF-01", "ORG-06"),
    )
    assert [(each.id, each.count) for each in judgement.at("info").rules] == [("LIF-01", 5), ("ORG-06", 0)]
    errors = judgement.at("error")
    assert [(each.id, each.count) for each in errors.rules] == [("LIF-01", 4)]
    assert {each.severity for each in errors.findings} == {"error"}
