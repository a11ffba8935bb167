import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.ui.look import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("09", "Grade 9"),
        ("10", "Grade 10"),
        ("KG", "Kindergarten"),
        ("13", "Grade 13"),
        ("K-5", "K-5"),
        ("09, 10", "Grades 9, 10"),
        ("KG, 01", "Grades KG, 1"),
    ],
)
def test_grades_are_said_as_people_say_them(value: str, shown: str) -> None:
    assert words.grade(value) == shown


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("3", "scheduled", "Period 3"),
        ("1, 2", "scheduled", "Periods 1, 2"),
        ("HR", "homeroom", "HR"),
        ("", "homeroom", "Homeroom"),
        ("", "scheduled", ""),
        ("A-Day", "", "A-Day"),
    ],
)
def test_periods_are_said_as_people_say_them(value: str, kind: str, shown: str) -> None:
    assert words.period(value, kind) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("student", "Student"),
        ("tobedeleted", "To be deleted"),
        ("gradingPeriod", "Grading period"),
        ("ext:nurse", "ext:nurse"),
        ("", ""),
    ],
)
def test_the_standards_words_become_the_peoples(value: str, shown: str) -> None:
    assert words.word(value) == shown


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_can_be_counted(name: str) -> None:
    assert words.counted(name, 1).startswith("1 ")
    assert words.counted(name, 2148).startswith("2,148 ")


@pytest.mark.parametrize(("role", "expected"), [("guardian", True), ("parent, teacher", True), ("student", False)])
def test_guardians_go_by_several_names(role: str, expected: bool) -> None:
    assert words.is_guardian(role) is expected


def test_a_bare_number_is_a_room() -> None:
    assert [words.room(value) for value in ("204", "Gym", None)] == ["Room 204", "Gym", ""]


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    words.grade(text)
    words.period(text)
    words.word(text)
    words.roles(text)
