"""The demo district: what is planted in it is found, and in the sound one nothing is that is not so."""

from pathlib import Path

import pytest

from rosterdesk.checks import rules
from rosterdesk.checks.judgement import Judgement
from rosterdesk.checks.run import judge
from rosterdesk.demo import district, faults
from rosterdesk.store.reader import Reader
from tests import stores

FOUND_BY = {
    "org_parent_missing": "REF-01",
    "session_ends_before_it_begins": "SES-01",
    "student_without_enrollments": "USR-15",
    "duplicate_email": "USR-05",
    "duplicate_username": "USR-04",
    "duplicate_identifier": "USR-06",
    "malformed_email": "USR-09",
    "missing_grade": "USR-12",
    "unknown_grade": "VAL-11",
    "missing_name": "USR-11",
    "guardian_missing": "REF-10",
    "unknown_role": "VAL-07",
    "class_without_teacher": "CLS-01",
    "class_without_students": "CLS-02",
    "class_of_missing_course": "REF-05",
    "class_in_expired_term": "LIF-03",
    "two_primary_teachers": "CLS-04",
    "enrollment_in_missing_class": "REF-13",
    "enrollment_of_missing_user": "REF-12",
    "enrollment_at_other_school": "ENR-05",
    "enrollment_ends_before_it_begins": "ENR-08",
    "enrolled_twice": "ENR-01",
    "student_enrolled_as_teacher": "ENR-04",
    "class_with_new_id": "CLS-02",
    "teacher_with_new_id": "USR-16",
    "deleted_teacher_still_teaches": "LIF-01",
    "deleted_course_still_taught": "LIF-01",
    "accounts_disabled": "LIF-02",
    "same_person_twice": "USR-19",
    "vacant_position": "USR-11",
    "pasted_name": "VAL-13",
}


def judged(path: Path, *, faulty: bool) -> Judgement:
    stores.fill(path, students=300, faulty=faulty)
    with Reader(path, stores.KEY) as reader:
        return judge(reader, rules.RULES, today=stores.TODAY, version="1.1")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    return judged(tmp_path_factory.mktemp("faulty") / "store.db", faulty=True)


def test_every_planted_fault_is_found_by_its_rule(faulty: Judgement) -> None:
    found = {(finding.rule, finding.collection, finding.sourced_id) for finding in faulty.findings}
    found |= {(each.rule, each.cause.collection, each.cause.sourced_id) for each in faulty.findings if each.cause}
    planted = district.make(students=300, seed=1, today=stores.TODAY, faulty=True).planted
    assert {each.kind for each in planted} == set(FOUND_BY) == {fault.__name__ for _, fault in faults.FAULTS}
    assert [each for each in planted if (FOUND_BY[each.kind], each.collection, each.sourced_id) not in found] == []


def test_in_the_sound_district_no_error_is_found(tmp_path: Path) -> None:
    judgement = judged(tmp_path / "store.db", faulty=False)
    starred = {rule.id for rule in rules.RULES if rule.starred}
    found = {finding.rule for finding in judgement.findings if finding.severity == "error"}
    assert found == set()
    # Somebody who comes later has no class yet; whoever shares a mailbox with a namesake is worth a look.
    assert {finding.rule for finding in judgement.findings} & starred <= {"USR-15", "USR-05", "USR-19"}
