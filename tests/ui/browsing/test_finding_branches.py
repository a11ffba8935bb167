"""What was found, put together: by rule, by what is to blame, by severity, by school."""

import pytest

from rosterdesk.checks.judgement import Finding, Judgement
from rosterdesk.ui.browsing.finding_branches import Branch, branches
from rosterdesk.ui.browsing.report import Findings
from tests.ui.judged import JUDGEMENT, LOST, SCHOOLS, result


def told(found: list[Branch]) -> list[tuple[str, int]]:
    return [(branch.key, branch.count) for branch in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Findings(), [("REF-13", 4), ("CLS-01", 2), ("VAL-11", 2), ("USR-15", 1200)]),
        (Findings(level="error"), [("REF-13", 4), ("CLS-01", 1)]),
        (Findings(level="warning"), [("VAL-11", 2), ("USR-15", 1200), ("CLS-01", 1)]),
        (Findings(level="info"), []),
        (Findings(level="not run"), [("PKG-01", 0)]),
        (Findings(level="not run", text="width"), []),
        (Findings(level="excepted"), [("VAL-11", 1)]),
        (Findings(school="s2"), [("REF-13", 1), ("CLS-01", 1), ("VAL-11", 1)]),
        (Findings(text="garcía"), [("VAL-11", 1)]),
        (Findings(text="brook"), [("REF-13", 1), ("CLS-01", 1), ("VAL-11", 1)]),
        (Findings(text="cls-01"), [("CLS-01", 2)]),
        (Findings(school="s2", text="unknown grade"), [("VAL-11", 1)]),
        (Findings(text="nobody has this"), []),
        (Findings(by="severity"), [("error", 5), ("warning", 1203)]),
        (Findings(by="school"), [("s1", 5), ("s2", 3), ("", 1200)]),
        (
            Findings(by="cause"),
            [("classes/lost", 4), ("classes/other", 1), ("CLS-01", 2), ("VAL-11", 2), ("USR-15", 1199)],
        ),
    ],
)
def test_what_is_asked_for_is_put_together_the_worst_first(asked: Findings, expected: list[tuple[str, int]]) -> None:
    assert told(branches(JUDGEMENT, asked, SCHOOLS)) == expected


def test_several_findings_with_the_same_to_blame_are_one_branch_of_their_rule() -> None:
    (rule,) = branches(JUDGEMENT, Findings(text="ref-13"), SCHOOLS)
    assert told(list(rule.branches)) == [("classes/lost", 3)]
    assert [each.sourced_id for each in rule.leaves] == ["REF-13-3"]
    assert rule.branches[0].cause == LOST


def test_what_is_to_blame_opens_to_what_follows_from_it_by_rule() -> None:
    lost = branches(JUDGEMENT, Findings(by="cause"), SCHOOLS)[0]
    assert told(list(lost.branches)) == [("REF-13", 3), ("USR-15", 1)]
    assert lost.severity == "error"


@pytest.mark.parametrize("by", ["rule", "cause", "severity", "school"])
def test_nothing_is_lost_and_nothing_told_twice(by: str) -> None:
    def leaves(branch: Branch) -> list[Finding]:
        return [*branch.leaves, *(each for inner in branch.branches for each in leaves(inner))]

    found = [each for branch in branches(JUDGEMENT, Findings(by=by), SCHOOLS) for each in leaves(branch)]  # type: ignore[arg-type]
    assert sorted(map(repr, found)) == sorted(map(repr, JUDGEMENT.findings))


@pytest.mark.parametrize("by", ["rule", "cause", "severity"])
def test_more_were_found_in_files_than_are_kept(by: str) -> None:
    judgement = Judgement([result("VAL-11", "warning", warning=90_000)], JUDGEMENT.findings[:2])
    (branch,) = branches(judgement, Findings(by=by), SCHOOLS)  # type: ignore[arg-type]
    assert (branch.count, len(branch.findings)) == (90_000, 2)
    (branch,) = branches(judgement, Findings(school="s2"), SCHOOLS)
    assert branch.count == 1
