"""Each rule, on a clean district with one thing wrong in it: exactly that rule finds it, and nothing else does."""

import pytest

from rosterdesk.checks import rules
from rosterdesk.model.entities import Ref, Role
from tests.checks.cases import changes, classes, enrollments, places, references, users, values
from tests.checks.cases.case import DAY, Case, dated, role
from tests.checks.district import NOW, Change, change, drop, judged, sent

CASES = [
    *(references.MISSING + places.LIFECYCLE + places.ORGANIZATIONS + places.SESSIONS + places.COURSES),
    *(classes.CLASSES + users.USERS + users.AGENTS + enrollments.ENROLLMENTS + values.VALUES + changes.CHANGES),
]
OF_TWO_RUNS = {rule.id for rule in rules.RULES if rule.questions and all(each.between for each in rule.questions)}


def test_a_clean_district_has_no_findings_and_every_rule_of_records_runs() -> None:
    judgement = judged()
    assert [(each.rule, each.sourced_id) for each in judgement.findings] == []
    idle = {each.id for each in judgement.rules if each.state != "run"}
    assert idle == {rule.id for rule in rules.RULES if not rule.questions or rule.given} | OF_TWO_RUNS


def test_in_a_second_run_that_brought_the_same_nothing_is_found_and_rules_of_two_runs_run() -> None:
    judgement = judged(before=[])
    assert judgement.findings == []
    assert {each.id for each in judgement.rules if each.state == "run"} >= OF_TWO_RUNS


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_in_a_clean_district_of_one_version_nothing_is_found_either(version: str) -> None:
    assert judged(dated, version=version).findings == []


@pytest.mark.parametrize(
    "change",
    [
        change("orgs", "s1", date_last_modified=NOW + DAY),  # not more than a day ahead
        change("users", "t1", roles=[role("teacher"), role("aide", kind="secondary")]),
        change("users", "t1", roles=[role("teacher"), role("aide", "s2", "secondary", end_date=NOW.date())]),  # over
        change("users", "a", phone="+15550100123"),
        change("users", "t1", primary_org=Ref("s1")),
        sent("orgs", "d", children=[{"sourcedId": "s1"}, {"sourcedId": "s2"}]),
        sent("orgs", "d", children=[{"sourcedId": "s1"}, {"sourcedId": "s2"}, {"sourcedId": "not to be seen"}]),
        sent("users", "a", agents=[{"sourcedId": "g", "type": "user", "href": "https://x.example/users/g?f=1"}]),
        sent("classes", "m1", terms=[{"sourcedId": "f", "type": "term"}], school={"sourcedId": "s1", "type": "school"}),
        sent("users", "a", userIds=[{"type": "SIS", "identifier": "7"}]),
    ],
)
def test_what_is_allowed_is_not_found(change: Change) -> None:
    assert judged(change).findings == []


def test_namesakes_of_unknown_schools_are_not_taken_for_one_person() -> None:
    namesakes = [
        change("users", name, given_name="Ada", family_name="Ames", orgs=[], roles=[Role(role="student", org=Ref(""))])
        for name in "ab"
    ]
    findings = judged(*namesakes, drop("demographics", "a", "b")).findings
    assert "USR-19" not in {each.rule for each in findings}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_finds_what_is_wrong_and_no_other_does(case: Case) -> None:
    findings = judged(
        *case.changes,
        version=case.version,
        before=case.before,
        reading=case.reading,
        profile=case.profile,
        today=case.today,
        now=case.now,
    ).findings
    assert {each.sourced_id for each in findings if each.rule == case.rule} == case.found
    assert {each.severity for each in findings if each.rule == case.rule} == {case.severity}
    assert {each.rule for each in findings} - {case.rule} == case.also


def test_every_rule_that_asks_the_store_has_a_case() -> None:
    asking = {rule.id for rule in rules.RULES if rule.questions}
    assert asking == {case.rule for case in CASES}
    print(f"{len(asking)} rules of records, proved by {len(CASES)} cases")
