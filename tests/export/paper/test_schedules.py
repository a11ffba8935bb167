"""What is when: the slips of students, and the packet of a substitute."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from rosterdesk.errors import UsageError
from rosterdesk.export.paper.choice import KindName
from rosterdesk.export.paper.kinds import document
from rosterdesk.export.paper.sheet import Grid, Labels, Note, Sheet
from rosterdesk.export.paper.timetable import together
from rosterdesk.language import sayer
from rosterdesk.model.entities import Enrollment, Ref
from rosterdesk.model.query import Query, Where
from rosterdesk.model.related import related
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.export.paper.sheets import MATH, SCHOOL_YEAR, ZANDER, anytime, block, ids, listed, of, sheets
from tests.store import roster


def test_a_slip_says_what_is_when_with_whom_and_where(handmade: Reader) -> None:
    ana = Query(collection="users", ids=(roster.ANA,))
    (sheet,) = sheets(handmade, of("slips", ana, date(2026, 9, 1)))
    assert sheet.title == "Łopez, Ána"
    assert sheet.lines == (
        ("Student ID", "0048213"),
        ("Grade", "07"),
        ("School", "West High"),
        ("Homeroom", "R10"),
        ("As of", "2026-09-01"),
    )
    assert sheet.follows
    assert block(sheet, Grid).rows == (
        ("2", "Math 7", "Eva Ångström, Tom Zander", "R2", "Fall, Spring"),
        ("10", "Homeroom 2B", "", "R10", "2026–27"),
    )
    bo = of("slips", Query(collection="users", ids=("bo",)), date(2026, 9, 1))
    (sheet,) = sheets(handmade, msgspec.structs.replace(bo, include=("incoming",)))
    assert listed(sheet, 1) == ["Math 7"]
    (sheet,) = sheets(handmade, bo)
    assert block(sheet, Note).text == "No class meets on this day."


def test_a_substitutes_packet_is_the_timetable_and_a_list_of_each_class(handmade: Reader) -> None:
    timetable, math = sheets(handmade, of("substitute", ZANDER))
    assert timetable.title == "Zander, Tom"
    assert timetable.lines == (("School", "West High"), ("Day", "Thursday, 2026-10-01"), ("Classes", "1"))
    assert block(timetable, Grid).rows == (("2", "Math 7", "R2", "1", "Fall, Spring", "Eva Ångström"),)
    assert math == next(iter(sheets(handmade, of("class-list", MATH))))


@pytest.mark.parametrize(("language", "mark"), [("en", "not received"), ("es", "no recibido")])
def test_paper_says_of_what_never_came_that_it_did_not(language: str, mark: str, gaps: Reader) -> None:
    def first(kind: KindName, query: Query) -> Sheet:
        return next(iter(document(gaps, of(kind, query), say=sayer(language)).sheets))

    gus = Query(collection="users", ids=("gus",))
    slip = first("slips", gus)
    assert f"s9 ({mark})" in dict(slip.lines).values()
    ((_, _, teachers, _, terms),) = block(slip, Grid).rows
    assert (teachers, terms) == (f"Tom Zander, t9 ({mark})", f"Fall, p9 ({mark})")
    assert block(first("labels", gus), Labels).labels == (("Gap, Gus", f"s9 ({mark})"),)
    *_, meeting = block(first("substitute", ZANDER), Grid).rows
    assert meeting[-2:] == (f"Fall, p9 ({mark})", f"t9 ({mark})")


def test_a_packet_leaves_out_the_classes_in_which_a_teacher_learns(tmp_path: Path) -> None:
    learns = Enrollment(sourced_id="e9", user=Ref("t1"), class_=Ref("hr"), school=Ref("s2"), role="student")
    path = tmp_path / "roster.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, roster.in_order() | {"enrollments": (*roster.ROSTER["enrollments"], learns)})
    with roster.reader(path) as reader:
        assert [sheet.title for sheet in sheets(reader, of("substitute", ZANDER))] == ["Zander, Tom", "Math 7"]


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (("Quarter 1", "Quarter 2", "Quarter 4"), "Quarter 1, 2, 4"),
        (("Fall Semester 2026",), "Fall Semester 2026"),
        (("Fall", "Spring"), "Fall, Spring"),
        (("Fall 1", "Spring 2"), "Fall 1, Spring 2"),
        ((), ""),
    ],
)
def test_terms_that_are_called_alike_are_said_together(titles: tuple[str, ...], said: str) -> None:
    assert together(titles) == said


@pytest.mark.parametrize("people", [("t1", "t2"), ("nobody",)])
def test_a_substitutes_packet_is_for_one_teacher(handmade: Reader, people: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="for one teacher"):
        document(handmade, of("substitute", Query(collection="users", ids=people)))


@given(SCHOOL_YEAR)
@anytime
def test_a_slip_is_what_the_schedule_of_the_student_is_on_the_day(district: Reader, day: date) -> None:
    some = Query(collection="students", where=(Where("status", ("active",)),), limit=12)
    for person, sheet in zip(ids(district, some), sheets(district, of("slips", some, day)), strict=True):
        schedule = next(each.query for each in related("users", person, "student") if each.name == "classes")
        expected = ids(district, msgspec.structs.replace(schedule, as_of=day.isoformat()), "title")
        assert listed(sheet, 1) == expected
