"""What is referred to and not here: missing, not visible to this key, or not loaded."""

import pytest

from rosterdesk.checks.absences import applied, referred
from rosterdesk.checks.judgement import Cause, Finding, Judgement, RuleResult, roots
from rosterdesk.checks.rule import Severity
from rosterdesk.model.judged import Absence

LOST = Cause("classes", "lost")


def finding(rule: str, number: int, cause: Cause | None) -> Finding:
    return Finding(
        rule=rule,
        severity="error",
        collection="enrollments",
        sourced_id=f"e{number}",
        title="",
        school="",
        message="",
        fix="",
        cause=cause,
    )


FINDINGS = [finding("REF-13", 1, LOST), finding("REF-13", 2, Cause("classes", "other")), finding("LIF-01", 3, LOST)]
JUDGEMENT = Judgement(
    [
        RuleResult("REF-13", "error", "run", "", 2, {"error": 2}),
        RuleResult("LIF-01", "error", "run", "", 1, {"error": 1}),
    ],
    FINDINGS,
    causes=roots(FINDINGS),
)


def test_only_what_references_may_miss_is_asked_for_and_each_once() -> None:
    assert referred([*FINDINGS, *FINDINGS]) == [LOST, Cause("classes", "other")]


@pytest.mark.parametrize(
    ("absence", "severity", "counts"),
    [
        ("missing", "error", {"error": 2}),
        ("not visible", "info", {"error": 1, "info": 1}),
        ("not loaded", "info", {"error": 1, "info": 1}),
    ],
)
def test_only_what_the_service_does_not_know_is_missing(
    absence: Absence, severity: Severity, counts: dict[Severity, int]
) -> None:
    told = applied(JUDGEMENT, {("classes", "lost"): absence})
    assert [(each.severity, each.absence or None) for each in told.findings] == [
        (severity, absence),
        ("error", None),
        ("error", None),
    ]
    assert (told.rules[0].count, told.rules[0].counts) == (2, counts)
    assert told.rules[1] == JUDGEMENT.rules[1]


def test_where_nothing_was_asked_nothing_is_different() -> None:
    assert applied(JUDGEMENT, {("users", "lost"): "missing"}) is JUDGEMENT
