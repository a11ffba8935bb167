"""Profiles: which rules are judged and how severe they are."""

from pathlib import Path

import pytest

from rosterdesk.checks import profile, rules
from rosterdesk.checks.judgement import Finding, Judgement, RuleResult
from rosterdesk.checks.profile import NO_PROFILE, Level, Parameters, Profile
from rosterdesk.checks.rule import Severity
from rosterdesk.errors import StoreError, UsageError

USUAL = rules.chosen((), of_files=False)
STARRED = next(rule for rule in rules.RULES if rule.starred and rule.severity == "error" and not rule.of_files)
QUIET = next(rule for rule in rules.RULES if not rule.starred)


def test_without_a_word_the_usual_rules_are_judged() -> None:
    assert NO_PROFILE.chosen(rules.RULES, USUAL) == USUAL


def test_a_rule_is_switched_off_and_another_on() -> None:
    chosen = Profile(rules={STARRED.id: "off", QUIET.id: "warning"})
    judged = chosen.chosen(rules.RULES, USUAL)
    assert {rule.id for rule in judged} == {rule.id for rule in (*USUAL, QUIET)} - {STARRED.id}
    assert chosen.severity(QUIET) == "warning"
    assert judged == [rule for rule in rules.RULES if rule in judged]  # in the order of the catalogue


def test_what_is_chosen_and_undone_leaves_no_trace() -> None:
    off = NO_PROFILE.choosing(STARRED, "off", usual=True)
    assert off.level(STARRED, usual=True) == "off"
    assert off.choosing(STARRED, STARRED.severity, usual=True) == NO_PROFILE
    on = NO_PROFILE.choosing(QUIET, QUIET.severity, usual=False)
    assert on.level(QUIET, usual=False) == QUIET.severity
    assert on.choosing(QUIET, "off", usual=False) == NO_PROFILE


@pytest.mark.parametrize(
    ("level", "worst", "less"),
    [("error", "error", "info"), ("warning", "warning", "info"), ("info", "info", "info"), ("off", "error", "info")],
)
def test_another_severity_is_that_of_the_worst_and_nothing_becomes_worse_than_it_was(
    level: Level, worst: Severity, less: Severity
) -> None:
    found = [_finding("REF-13", "error"), _finding("REF-13", "info"), _finding("ORG-06", "info")]
    results = [
        RuleResult("REF-13", "error", "run", "", 5, {"error": 3, "info": 2}),
        RuleResult("ORG-06", "info", "run", "", 1, {"info": 1}),
    ]
    told = Profile(rules={"REF-13": level}).applied(Judgement(results, found))
    assert [each.severity for each in told.findings] == [worst, less, "info"]
    assert told.rules[0].count == sum(told.rules[0].counts.values()) == 5
    assert told.rules[0].severity == worst
    assert told.rules[1] == results[1]


def test_a_profile_survives_its_file_and_holds_only_what_differs(tmp_path: Path) -> None:
    chosen = Profile(name="Ours", rules={"REF-13": "off"}, parameters=Parameters(email_domains=("lakeside.example",)))
    profile.write(tmp_path / "ours.json", chosen)
    assert profile.read(tmp_path / "ours.json") == chosen
    assert "grades" not in (tmp_path / "ours.json").read_text()
    assert profile.read(tmp_path / "none.json") == NO_PROFILE


def test_a_file_that_is_needed_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        profile.read(tmp_path / "none.json", needed=True)


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"rules": {"REF-13": "terrible"}}',
        '{"users": []}',
        '{"parameters": {"stale_days": -1}}',
        '{"parameters": {"summer": ["June", "08-15"]}}',
        '{"parameters": {"summer": ["06-01"]}}',
    ],
)
def test_a_file_that_holds_something_else_says_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(StoreError):
        profile.read(path)


def _finding(rule: str, severity: Severity) -> Finding:
    return Finding(
        *(), rule=rule, severity=severity, collection="orgs", sourced_id="s1", title="", school="", message="", fix=""
    )
