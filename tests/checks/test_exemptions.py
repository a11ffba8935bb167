"""What is right although a rule finds it: counted apart, never lost, over by day."""

from collections import Counter
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.checks.exemptions import applied
from rosterdesk.checks.judgement import Cause, Finding, Judgement, RuleResult, roots
from rosterdesk.checks.rule import Severity
from rosterdesk.model.judged import Exemption

TODAY = date(2026, 11, 23)
RULES = ("REF-13", "CLS-01", "USR-15")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def finding(rule: str, number: int, severity: Severity = "error", cause: Cause | None = None) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        collection="enrollments",
        sourced_id=f"e{number}",
        title="",
        school="",
        message="",
        fix="",
        cause=cause,
    )


def judged(findings: list[Finding]) -> Judgement:
    found = sorted(findings, key=lambda each: RULES.index(each.rule))
    results = []
    for rule in RULES:
        counts = Counter(each.severity for each in found if each.rule == rule)
        results.append(RuleResult(rule, "error", "run", "", counts.total(), dict(counts)))
    return Judgement(results, found, causes=roots(found))


def exemption(rule: str, collection: str, sourced_id: str, until: date | None = None) -> Exemption:
    return Exemption(rule=rule, collection=collection, sourced_id=sourced_id, reason="So agreed.", until=until)


def test_a_finding_is_excepted_by_its_record_and_many_by_what_is_to_blame() -> None:
    lost = Cause("classes", "lost")
    before = judged([finding("REF-13", 1, cause=lost), finding("REF-13", 2, cause=lost), finding("REF-13", 3)])
    one = applied(before, [exemption("REF-13", "enrollments", "e3")], TODAY)
    assert [each.sourced_id for each in one.excepted] == ["e3"]
    assert one.excepted[0].exemption == exemption("REF-13", "enrollments", "e3")
    many = applied(before, [exemption("REF-13", "classes", "lost")], TODAY)
    assert [each.sourced_id for each in many.findings] == ["e3"]
    assert (many.rules[0].count, many.rules[0].counts) == (1, {"error": 1})
    assert many.causes == []


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, False), (1, True)])
def test_it_is_over_on_its_day(days: int, holds: bool) -> None:
    until = TODAY + timedelta(days=days)
    told = applied(judged([finding("CLS-01", 1)]), [exemption("CLS-01", "enrollments", "e1", until)], TODAY)
    assert bool(told.excepted) is holds
    assert bool(told.findings) is not holds


def test_more_in_files_than_were_kept_stay_counted() -> None:
    result = RuleResult("REF-13", "error", "run", "", 900, {"error": 900})
    told = applied(Judgement([result], [finding("REF-13", 1)]), [exemption("REF-13", "enrollments", "e1")], TODAY)
    assert (told.rules[0].count, told.rules[0].counts) == (899, {"error": 899})


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(RULES),
        st.integers(0, 4),
        st.sampled_from(SEVERITIES),
        st.sampled_from([None, Cause("classes", "c1"), Cause("users", "u1")]),
    ),
    max_size=12,
)
ABOUT = st.sampled_from([("enrollments", "e1"), ("enrollments", "e2"), ("classes", "c1"), ("users", "nobody")])
EXEMPTIONS = st.lists(st.builds(lambda rule, about: exemption(rule, *about), st.sampled_from(RULES), ABOUT), max_size=4)


@given(findings=FINDINGS, first=EXEMPTIONS, then=EXEMPTIONS)
def test_nothing_is_ever_lost_and_what_is_taken_back_is_as_it_was(
    findings: list[Finding], first: list[Exemption], then: list[Exemption]
) -> None:
    before = judged(findings)
    told = applied(applied(before, first, TODAY), then, TODAY)
    plain = [msgspec.structs.replace(each, exemption=msgspec.UNSET) for each in told.excepted]
    assert Counter(map(repr, [*told.findings, *plain])) == Counter(map(repr, before.findings))
    for result in told.rules:
        counts = Counter(each.severity for each in told.findings if each.rule == result.id)
        assert (result.count, result.counts) == (counts.total(), dict(counts))
    again = applied(told, (), TODAY)
    assert Counter(map(repr, again.findings)) == Counter(map(repr, before.findings))
    assert again.rules == before.rules
    assert again.excepted == []


def test_what_is_to_blame_comes_in_the_order_in_which_records_refer_to_each_other() -> None:
    causes = [Cause("users", "u1"), Cause("classes", "c1"), Cause("orgs", "o1"), Cause("classes", "c2")]
    findings = [finding("REF-13", number, cause=causes[number % 4]) for number in range(9)]
    findings += [finding("CLS-01", 20, cause=causes[3]), finding("CLS-01", 21, cause=causes[3])]
    assert [(root.collection, root.sourced_id, root.count, root.rules) for root in roots(findings)] == [
        ("orgs", "o1", 2, {"REF-13": 2}),
        ("users", "u1", 3, {"REF-13": 3}),
        ("classes", "c2", 4, {"REF-13": 2, "CLS-01": 2}),
        ("classes", "c1", 2, {"REF-13": 2}),
    ]
