"""What the catalogue counts, at the edge of its numbers, and what counts as a change of what was there before."""

from collections.abc import Sequence
from datetime import date
from string import Formatter

import msgspec
import pytest

from rosterdesk.checks import rules
from rosterdesk.checks.judgement import Finding
from rosterdesk.model.entities import Class, Course, Enrollment, Ref
from tests.checks.cases.case import GONE, course, crowd, role
from tests.checks.district import TODAY, Change, Reading, Roster, add, change, drop, enrollment, judged

NOT_COUNTED = {
    *("age", "born", "days", "email", "end", "ends", "family", "field", "given", "grade", "grades", "period", "said"),
    *("start", "was"),
}
"""Columns of messages that are of the roster, and the name of a field."""
SIX = tuple(f"m1-{each}" for each in "abhcei")
MORE = add("enrollments", *(enrollment("m1", each) for each in "cei"))
"""With these there are six students in the first class."""


def found(
    rule: str,
    *changes: Change,
    before: Sequence[Change] | None = None,
    reading: Reading = Reading(),  # noqa: B008 - it is frozen
    salt: bytes | None = None,
    version: str = "",
) -> list[Finding]:
    asked = [each for each in rules.RULES if each.id == rule]
    return judged(*changes, of=asked, before=before, reading=reading, salt=salt, version=version).findings


def courses(count: int) -> list[Change]:
    return [add("courses", *(course(f"x{number}") for number in range(count)))]


def retitled(count: int) -> Change:
    def spoil(district: Roster) -> None:
        for sourced_id in list(district["courses"])[:count]:
            made = district["courses"][sourced_id]
            assert isinstance(made, Course)
            district["courses"][sourced_id] = msgspec.structs.replace(made, title="Other")

    return spoil


def test_what_a_safe_report_tells_is_never_a_value_of_the_roster() -> None:
    said = {name for rule in rules.RULES for _, name, _, _ in Formatter().parse(rule.message) if name}
    told = {name for rule in rules.RULES for name in rule.told_safely}
    assert said - told == NOT_COUNTED - {"field"}
    assert told & NOT_COUNTED == {"field"}


def test_a_safe_report_tells_no_age_and_no_birth_date() -> None:
    young = change("demographics", "a", birth_date=date(2025, 1, 1))
    (finding,) = found("USR-24", young, salt=b"salt")
    assert finding.message.startswith("Born on …, … years old")


@pytest.mark.parametrize(("gone", "left", "count"), [(9, 3, 0), (10, 3, 1), (10, 90, 0), (11, 89, 1)])
def test_many_deletions_are_ten_records_and_more_than_ten_percent(gone: int, left: int, count: int) -> None:
    kept = courses(left - 3)
    assert len(found("DLT-01", *kept, before=courses(left - 3 + gone))) == count


@pytest.mark.parametrize(("changed", "of", "count"), [(3, 4, 0), (3, 3, 1), (15, 20, 0), (16, 20, 1)])
def test_many_changes_are_more_than_three_quarters_of_however_few(changed: int, of: int, count: int) -> None:
    there = courses(of - 3)
    assert len(found("DLT-02", *there, retitled(changed), before=there)) == count


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([change("enrollments", each, status=GONE) for each in SIX[:3]], ""),
        ([change("enrollments", each, status=GONE) for each in SIX[:4]], "6; of these, in the class no more: 4."),
        ([change("enrollments", each, end_date=TODAY) for each in SIX[:4]], "6; of these, in the class no more: 4."),
        ([change("enrollments", each, end_date=date(2026, 10, 2)) for each in SIX], ""),
        ([change("enrollments", each, user=Ref("t2")) for each in SIX], "6; of these, in the class no more: 6."),
        ([drop("enrollments", *SIX)], "6; of these, in the class no more: 6."),
        ([change("enrollments", each, begin_date=date(2026, 8, 2)) for each in SIX], ""),
    ],
)
def test_a_class_has_collapsed_where_more_than_half_of_its_students_left(changes: list[Change], message: str) -> None:
    findings = found("DLT-03", MORE, *changes, before=[MORE])
    assert [each.message.removeprefix("Students before the last sync: ") for each in findings] == [message][
        : bool(message)
    ]


def test_a_class_of_four_does_not_collapse() -> None:
    four = add("enrollments", enrollment("m1", "c"))
    assert found("DLT-03", four, drop("enrollments", "m1-a", "m1-b", "m1-h"), before=[four]) == []


def test_that_access_was_withdrawn_tells_how_many_records_there_are() -> None:
    (finding,) = found("DLT-07", before=[], reading=Reading(refused=("demographics",)))
    assert finding.message == "Access was withdrawn: of 6 records, this key may see 0."


def test_roles_that_are_over_leave_a_school_empty() -> None:
    over = [change("users", each, role=None, orgs=[], roles=[role("student", "s2", end_date=TODAY)]) for each in "cei"]
    assert [each.sourced_id for each in found("ORG-04", *over)] == ["s2"]


def twins(periods: list[str], *titles: str) -> Change:
    """The first and the second class, of one course, in these periods."""

    def spoil(district: Roster) -> None:
        for sourced_id, title in zip(("m1", "m2"), titles, strict=True):
            made = district["classes"][sourced_id]
            assert isinstance(made, Class)
            changed = msgspec.structs.replace(made, title=title, course=Ref("k1"), periods=periods)
            district["classes"][sourced_id] = changed

    return spoil


def test_classes_of_one_title_are_duplicates_only_where_their_periods_are_known() -> None:
    nobody = [change("enrollments", f"{each}-t1", primary=None) for each in ("m1", "m2")]
    assert {each.sourced_id for each in found("CLS-11", *nobody, twins(["1"], "Art", "Art"))} == {"m1", "m2"}
    assert found("CLS-11", *nobody, twins([], "Art", "Art")) == []
    assert found("CLS-11", *nobody, twins(["1"], "Art", "Music")) == []


def test_any_primary_teacher_may_be_the_same() -> None:
    def second(district: Roster) -> None:
        made = district["enrollments"]["m2-t1"]
        assert isinstance(made, Enrollment)
        district["enrollments"]["m2-t1"] = msgspec.structs.replace(made, user=Ref("t2"))

    both = add("enrollments", enrollment("m1", "t2"))
    changes = [second, both, twins(["1"], "Art", "Music")]
    assert {each.sourced_id for each in found("CLS-11", *changes)} == {"m1", "m2"}


def test_a_date_in_another_form_is_an_error() -> None:
    (finding,) = found("VAL-05", reading=Reading(bent={"enrollments": {"dates": 3}}), version="1.1")
    assert finding.severity == "error"


@pytest.mark.parametrize(("students", "count"), [(57, 0), (58, 1)])
def test_a_class_of_more_than_sixty_is_an_outlier(students: int, count: int) -> None:
    crowded = crowd(students)
    everybody = [enrollment("m1", f"x{number}", sourced_id=f"big-{number}") for number in range(students)]
    findings = found("CLS-12", *crowded, add("enrollments", *everybody))
    assert [each.sourced_id for each in findings if each.sourced_id == "m1"] == ["m1"] * count
