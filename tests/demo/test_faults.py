import msgspec
import pytest

from rosterdesk.demo.district import District, make
from rosterdesk.demo.faults import FAULTS
from tests.demo.conftest import TODAY


@pytest.mark.parametrize("students", [50, 2000])
def test_every_fault_is_planted_once_and_said(students: int) -> None:
    planted = make(students=students, today=TODAY, faulty=True).planted

    assert [each.kind for each in planted] == [fault.__name__ for _, fault in FAULTS]
    assert all(each.what.endswith(".") for each in planted)
    assert len({each.sourced_id for each in planted}) == len(planted)


def test_a_clean_district_has_no_faults(district: District) -> None:
    assert district.planted == []


def test_the_record_that_shows_a_fault_is_there_and_is_not_as_it_was() -> None:
    clean = make(students=300, today=TODAY)
    faulty = make(students=300, today=TODAY, faulty=True)

    for each in faulty.planted:
        record = next(r for r in faulty.collections[each.collection] if r["sourcedId"] == each.sourced_id)
        before = next((r for r in clean.collections[each.collection] if r["sourcedId"] == each.sourced_id), None)
        around = [
            sum(each.sourced_id in msgspec.json.encode(other).decode() for other in district.collections["enrollments"])
            for district in (clean, faulty)
        ]
        assert record != before or around[0] != around[1]


def test_the_same_seed_plants_the_same_faults() -> None:
    assert make(students=80, today=TODAY, faulty=True).planted == make(students=80, today=TODAY, faulty=True).planted
