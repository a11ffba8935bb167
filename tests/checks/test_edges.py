"""Days at the edges of what is half-open: the first one counts, the end does not."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.checks import rules
from rosterdesk.checks.profile import Parameters, Profile
from rosterdesk.model.entities import Ref, Role
from tests.checks.cases.case import DAY
from tests.checks.district import FALL, SPRING, SUMMER, TODAY, Change, add, change, drop, enrollment, judged

_NEAR = (FALL, TODAY, SPRING)
days = st.one_of(st.none(), st.builds(lambda day, off: day + off * DAY, st.sampled_from(_NEAR), st.integers(-2, 2)))
WHOLE = (date.min, date.max)


def found(*ids: str, changes: Sequence[Change], record: str) -> set[str]:
    """Those of the rules that find the record."""
    asked = [rule for rule in rules.RULES if rule.id in ids]
    return {each.rule for each in judged(*changes, of=asked).findings if each.sourced_id == record}


def true(**conditions: bool) -> set[str]:
    """The rules whose conditions hold."""
    return {name.replace("_", "-") for name, holds in conditions.items() if holds}


@settings(max_examples=25)
@given(begin=days, end=days)
def test_an_enrollment_is_judged_by_its_first_day_and_the_first_after_it(begin: date | None, end: date | None) -> None:
    changes = [change("enrollments", "m1-a", begin_date=begin, end_date=end)]
    first, last = begin or WHOLE[0], end or WHOLE[1]
    assert found("LIF-04", "ENR-08", "ENR-09", "ENR-11", changes=changes, record="m1-a") == true(
        LIF_04=last <= TODAY,
        ENR_08=begin is not None and end is not None and first >= last,
        ENR_09=first < last and ((begin or FALL) < FALL or (end or SPRING) > SPRING),
        ENR_11=begin is not None and first > TODAY,
    )


@settings(max_examples=15)
@given(begin=days, end=days)
def test_a_class_has_a_teacher_on_the_days_of_the_enrollment(begin: date | None, end: date | None) -> None:
    changes = [change("enrollments", "m1-t1", begin_date=begin, end_date=end)]
    holds = (begin or FALL) <= TODAY < (end or SPRING)
    assert found("CLS-01", changes=changes, record="m1") == true(CLS_01=not holds)


@settings(max_examples=15)
@given(begin=days, end=days)
def test_a_student_is_in_class_on_the_days_of_the_enrollment(begin: date | None, end: date | None) -> None:
    changes = [drop("enrollments", "m2-a", "later-a"), change("enrollments", "m1-a", begin_date=begin, end_date=end)]
    holds = (begin or FALL) <= TODAY < (end or SPRING)
    assert found("USR-15", changes=changes, record="a") == true(USR_15=not holds)


@settings(max_examples=15)
@given(begin=days, end=days)
def test_a_role_counts_on_its_days(begin: date | None, end: date | None) -> None:
    role = msgspec.structs.replace(Role(role="guardian", org=Ref("s1")), begin_date=begin, end_date=end)
    changes = [change("users", "g", role=None, orgs=[], roles=[role])]
    holds = (begin or WHOLE[0]) <= TODAY < (end or WHOLE[1])
    assert found("USR-01", changes=changes, record="g") == true(USR_01=not holds)


@settings(max_examples=25)
@given(begin=days, end=days, other_begin=days, other_end=days)
def test_two_enrollments_are_the_same_where_they_share_a_day(
    begin: date | None, end: date | None, other_begin: date | None, other_end: date | None
) -> None:
    one, other = (begin or FALL, end or SPRING), (other_begin or FALL, other_end or SPRING)
    again = enrollment("m1", "a", sourced_id="again", begin_date=other_begin, end_date=other_end)
    changes = [change("enrollments", "m1-a", begin_date=begin, end_date=end), add("enrollments", again)]
    shares_a_day = max(one[0], other[0]) < min(one[1], other[1])
    assert found("ENR-01", changes=changes, record="again") == true(ENR_01=shares_a_day)


@settings(max_examples=15)
@given(start=days.filter(bool), end=days.filter(bool))
def test_a_session_is_judged_by_its_first_day_and_the_first_after_it(start: date, end: date) -> None:
    changes = [change("academicSessions", "q", start_date=start, end_date=end)]
    assert found("SES-01", "SES-02", changes=changes, record="q") == true(
        SES_01=start >= end, SES_02=start < end and (start < FALL or end > SPRING)
    )


NO_SUMMER = ("01-01", "01-01")


@pytest.mark.parametrize(
    ("today", "summer", "found"),
    [
        (TODAY, NO_SUMMER, 0),
        (SUMMER - DAY, NO_SUMMER, 0),
        (SUMMER, NO_SUMMER, 1),
        (FALL, NO_SUMMER, 0),
        (FALL - DAY, NO_SUMMER, 1),
        (SUMMER, ("06-15", "07-02"), 0),
        (SUMMER, ("07-01", "07-02"), 0),
        (SUMMER, ("06-15", "07-01"), 1),
        (SUMMER, ("12-01", "02-15"), 1),
        (SUMMER, ("12-01", "07-02"), 0),
        (date(2028, 1, 5), ("12-01", "02-15"), 0),
        (date(2027, 12, 1), ("12-01", "02-15"), 0),
        (date(2028, 2, 15), ("12-01", "02-15"), 1),
    ],
)
def test_that_nothing_is_current_is_a_finding_of_no_record_but_in_the_summer(
    today: date, summer: tuple[str, str], found: int
) -> None:
    profile = Profile(parameters=Parameters(summer=summer))
    findings = judged(of=[rule for rule in rules.RULES if rule.id == "SES-07"], today=today, profile=profile).findings
    assert [(each.collection, each.sourced_id, each.title) for each in findings] == [
        ("academicSessions", "", "")
    ] * found
