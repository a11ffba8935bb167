"""Between two runs: what is told of them, and when nothing can be told."""

import pytest

from rosterdesk.checks import rules
from rosterdesk.checks.judgement import Cause
from rosterdesk.checks.rule import Rule
from rosterdesk.model.entities import Ref
from tests.checks.cases.case import copied, org
from tests.checks.district import Change, Reading, add, drop, enrollment, judged

ALONE = "There is no earlier sync of the same schools to compare with."


def only(rule: str) -> list[Rule]:
    return [each for each in rules.RULES if each.id == rule]


@pytest.mark.parametrize(
    ("before", "reading", "why"),
    [
        (None, Reading(), ALONE),
        ([], Reading(schools=("s1",)), ALONE),
        ([], Reading(kind="delta"), "Courses were not read whole by the last sync."),
        ([], Reading(incomplete={"courses": "Slow."}), "Courses were not read whole by the last sync."),
        ([], Reading(without=("courses",)), "Courses were not read whole by the last sync."),
    ],
)
def test_what_became_of_records_is_not_judged_without_two_runs_that_saw_all(
    before: list[Change] | None, reading: Reading, why: str
) -> None:
    judgement = judged(drop("courses", "k3"), before=before, reading=reading, of=only("DLT-04"))
    (result,) = judgement.rules
    assert why in result.why
    assert judgement.findings == []


def test_an_enrollment_that_went_with_its_class_lies_at_the_door_of_the_class() -> None:
    before = [
        add("classes", copied("m4", "x")),
        add("enrollments", enrollment("m4", "c", sourced_id="x-c", class_=Ref("x"))),
        add("enrollments", enrollment("m4", "gone", sourced_id="m4-gone")),
    ]
    findings = judged(before=before, of=only("LIF-06")).findings
    assert {each.sourced_id: each.cause for each in findings} == {
        "x": None,
        "x-c": Cause("classes", "x"),
        "m4-gone": Cause("users", "gone"),  # who was never here
    }


def test_what_was_marked_as_deleted_is_not_gone_without_a_word() -> None:
    marked = add("orgs", org("x", "department", status="tobedeleted"))
    assert judged(marked, before=[add("orgs", org("x", "department"))], of=only("LIF-06")).findings == []
    assert judged(before=[marked], of=only("LIF-06")).findings == []
