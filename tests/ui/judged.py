"""A judgement for tests of what is shown of one."""

from rosterdesk.checks.judgement import Cause, Finding, Judgement, RuleResult
from rosterdesk.checks.rule import Severity

SCHOOLS = {"s1": "Adams", "s2": "Brook"}
LOST = Cause("classes", "lost")


def finding(
    rule: str,
    severity: Severity,
    number: int,
    school: str = "s1",
    title: str = "",
    cause: Cause | None = None,
    collection: str = "users",
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        collection=collection,
        sourced_id=f"{rule}-{number}",
        title=title or f"Person {number}",
        school=school,
        message="Something is wrong.",
        fix="Mend it.",
        cause=cause,
    )


def result(rule: str, severity: Severity, **counts: int) -> RuleResult:
    return RuleResult(rule, severity, "run", "", sum(counts.values()), dict(counts))


JUDGEMENT = Judgement(
    [
        result("VAL-01", "error"),
        result("VAL-11", "warning", warning=2),
        result("REF-13", "error", error=4),
        result("USR-15", "warning", warning=1200),
        result("CLS-01", "error", error=1, warning=1),
        RuleResult("PKG-01", "error", "not run", "There are no files.", None, {}),
    ],
    [
        finding("VAL-11", "warning", 1, title="García, José"),
        finding("VAL-11", "warning", 2, "s2"),
        *(finding("REF-13", "error", number, cause=LOST) for number in range(3)),
        finding("REF-13", "error", 3, "s2", cause=Cause("classes", "other")),
        *(finding("USR-15", "warning", number, "", cause=LOST if number == 7 else None) for number in range(1200)),
        finding("CLS-01", "error", 1, "s2"),
        finding("CLS-01", "warning", 2),
    ],
    [finding("VAL-11", "warning", 9)],
)
