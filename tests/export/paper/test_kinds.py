"""What stands on each kind of paper: a hand-made roster by the word, a made district by what the store answers."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists import choosing
from rosterdesk.export.paper.choice import Choice, KindName
from rosterdesk.export.paper.kinds import KINDS, columns_of, document
from rosterdesk.export.paper.sheet import Cards, Grid, Labels, Note, Paper
from rosterdesk.model.entities import Enrollment, Ref
from rosterdesk.model.names import NameOrder
from rosterdesk.model.query import Query, Scope
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests import stores
from tests.export.paper.sheets import MATH, SCHOOL_YEAR, ZANDER, anytime, block, ids, listed, of, sheets
from tests.store import roster

CLASSES = Query(collection="classes")


def test_a_class_list_says_which_class_of_which_day_and_who_is_in_it(handmade: Reader) -> None:
    (sheet,) = sheets(handmade, of("class-list", MATH))
    assert sheet.title == "Math 7"
    assert sheet.lines == (
        ("School", "West High"),
        ("Course", "Mathematics"),
        ("Period", "2"),
        ("Room", "R2"),
        ("Terms", "Fall, Spring"),
        ("Teachers", "Eva Ångström, Tom Zander"),
        ("Students", "1"),
        ("As of", "2026-10-01"),
    )
    assert [column.title for column in block(sheet, Grid).columns] == ["No.", "Name", "Student ID", "Grade"]
    assert block(sheet, Grid).rows == (("1", "Øst, Bo", "0048214", "10"),)


@pytest.mark.parametrize(
    ("day", "include", "names"),
    [
        (date(2026, 10, 1), (), ["Øst, Bo"]),
        (date(2026, 9, 30), (), ["Łopez, Ána"]),
        (date(2026, 9, 30), ("incoming",), ["Łopez, Ána", "Øst, Bo"]),
        (date(2026, 10, 1), ("dropped",), ["Øst, Bo", "Łopez, Ána", "O'Neil, Cy"]),
    ],
)
def test_a_class_list_has_those_of_the_day_and_others_only_where_they_are_asked_for(
    handmade: Reader, day: date, include: tuple[str, ...], names: list[str]
) -> None:
    (sheet,) = sheets(handmade, of("class-list", MATH, day, columns=("name",), include=include))
    assert sorted(listed(sheet, 0)) == sorted(names)
    assert (block(sheet, Grid).columns[-1].title == "As of the day") is bool(include)


@pytest.mark.parametrize(
    ("kind", "query", "said"),
    [
        ("class-list", CLASSES, "No class of these runs on 2030-01-01."),
        ("sign-in", MATH, "No class of these runs on 2030-01-01."),
        ("photos", MATH, "No class of these runs on 2030-01-01."),
        ("labels", MATH, "No class of these runs on 2030-01-01."),
        ("slips", Query(collection="users", ids=("dee",)), "No student of these is there on 2030-01-01."),
        ("substitute", ZANDER, "No class of this teacher runs on 2030-01-01."),
    ],
)
def test_paper_that_would_be_empty_says_why(handmade: Reader, kind: KindName, query: Query, said: str) -> None:
    with pytest.raises(ExportError) as caught:
        document(handmade, of(kind, query, date(2030, 1, 1)))
    assert caught.value.what == said


@pytest.mark.parametrize("kind", ["class-list", "sign-in", "photos"])
def test_a_class_of_nobody_says_so(tmp_path: Path, kind: KindName) -> None:
    path = tmp_path / "roster.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, roster.in_order() | {"enrollments": ()})
    with roster.reader(path) as reader:
        (sheet,) = sheets(reader, of(kind, MATH))
        assert block(sheet, Note).text == "Nobody is in this class on this day."
        with pytest.raises(ExportError, match="No student of these"):
            document(reader, of("labels", MATH))


def test_a_sign_in_sheet_has_names_and_columns_to_write_in(handmade: Reader) -> None:
    (blank,) = sheets(handmade, of("sign-in", MATH, blanks=3))
    assert [column.title for column in block(blank, Grid).columns] == ["No.", "Name", "", "", ""]
    assert block(blank, Grid).rows == (("1", "Øst, Bo", "", "", ""),)
    assert block(blank, Grid).ruled
    assert document(handmade, of("sign-in", MATH, blanks=13)).paper == Paper("letter", landscape=True)
    (dated,) = sheets(handmade, of("sign-in", MATH, blanks=3, begins=date(2026, 10, 2)))
    assert [column.title for column in block(dated, Grid).columns][2:] == ["Fri\n2 Oct", "Mon\n5 Oct", "Tue\n6 Oct"]
    assert dated.lines[-1] == ("Days", "2026-10-02 to 2026-10-06")
    (long,) = sheets(handmade, of("sign-in", MATH, blanks=13, begins=date(2026, 10, 2)))
    assert [column.title for column in block(long, Grid).columns][2:5] == ["F\n2", "M\n5", "T\n6"]


@pytest.mark.parametrize(("order", "names"), [("usual", ["Łopez, Ána"]), ("given-first", ["Ána Łopez"])])
def test_people_are_called_as_the_reader_is_told(tmp_path: Path, order: NameOrder, names: list[str]) -> None:
    path = roster.store(tmp_path / "roster.db")
    with Reader(path, roster.KEY, today=lambda: roster.TODAY, names=lambda: order) as reader:
        (sheet,) = sheets(reader, of("sign-in", MATH, date(2026, 9, 1)))
    assert listed(sheet, 1) == names


def test_a_photo_list_has_photos_where_there_are_some_and_initials_everywhere(handmade: Reader, tmp_path: Path) -> None:
    (tmp_path / "alopez.jpg").write_bytes(b"a picture")
    homeroom = choosing.of(classes=("hr",))
    (sheet,) = sheets(handmade, of("photos", homeroom, photos=str(tmp_path)))
    (card,) = block(sheet, Cards).cards
    assert (card.name, card.lines, card.initials) == ("Łopez, Ána", ("0048213",), "ÁŁ")
    assert card.photo == tmp_path / "alopez.jpg"
    (sheet,) = sheets(handmade, of("photos", MATH))
    assert [(card.initials, card.photo) for card in block(sheet, Cards).cards] == [("BØ", None)]


def test_labels_say_where_somebody_belongs_and_everybody_has_one(handmade: Reader) -> None:
    both = choosing.of(classes=("m7", "hr"))
    (sheet,) = sheets(handmade, of("labels", both, date(2026, 9, 1), stock="L7160", first=4))
    labels = block(sheet, Labels)
    assert (labels.stock, labels.first) == ("L7160", 4)
    assert labels.labels == (("Łopez, Ána", "Grade 07 · Homeroom R10", "West High"),)
    assert document(handmade, of("labels", both, stock="L7160", paper=Paper("letter", True))).paper == Paper("a4")


@pytest.mark.parametrize("kind", ["class-list", "sign-in", "photos", "labels", "slips"])
def test_who_is_marked_as_deleted_is_on_no_paper(tmp_path: Path, kind: KindName) -> None:
    left = Enrollment(sourced_id="e9", user=Ref("dee"), class_=Ref("m7"), school=Ref("s2"), role="student")
    path = tmp_path / "roster.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, roster.in_order() | {"enrollments": (*roster.ROSTER["enrollments"], left)})
    with roster.reader(path) as reader:
        (sheet,) = sheets(reader, of(kind, MATH))
    assert "Øst, Bo" in str(sheet)
    assert "Dee" not in str(sheet)


def test_labels_are_of_chosen_people_of_a_school_or_of_a_grade(handmade: Reader) -> None:
    def names(query: Query, *grades: str) -> list[str]:
        (sheet,) = sheets(handmade, of("labels", query, grades=grades))
        return [label[0] for label in block(sheet, Labels).labels]

    west = Query(collection="students", scopes=(Scope("school", "s2"),))
    assert names(west) == ["Łopez, Ána", "O'Neil, Cy", "Øst, Bo"]
    assert names(west, "10", "KG") == ["O'Neil, Cy", "Øst, Bo"]
    assert names(Query(collection="users", ids=("bo", "dee"))) == ["Øst, Bo"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_as_many_sheets_as_it_says_and_survives_the_way_to_a_worker(
    district: Reader, kind: KindName
) -> None:
    school = next(iter(ids(district, Query(collection="schools"))))
    query = choosing.of(school=school)
    if kind == "substitute":
        query = Query(collection="users", ids=tuple(ids(district, Query(collection="teachers"))[:1]))
    choice = of(kind, query, stores.TODAY)
    assert msgspec.json.decode(msgspec.json.encode(choice), type=Choice) == choice
    assert sheets(district, choice)
    made = document(district, choice, "Sunny Valley")
    assert made.title == KINDS[kind].title
    assert made.footer == f"Sunny Valley · {KINDS[kind].title} · as of 2026-11-23"
    assert "name" in columns_of(choice)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_on_paper_that_nobody_asked_for(handmade: Reader, kind: KindName) -> None:
    query = ZANDER if kind == "substitute" else choosing.of(classes=("m7", "hr"))
    said = str(sheets(handmade, of(kind, query, date(2026, 9, 1))))
    assert "Łopez" in said
    for private in ("2013-05-06", "female", "Ana.Lopez@example.org", "555-0101", "Gil", roster.ANA):
        assert private not in said


@given(SCHOOL_YEAR)
@anytime
def test_a_sign_in_sheet_has_every_student_of_the_day_once_and_nobody_else(district: Reader, day: date) -> None:
    running = ids(district, Query(collection="classes", as_of=day.isoformat(), phases=("current",)))
    if not running:
        with pytest.raises(ExportError, match="No class of these runs"):
            document(district, of("sign-in", CLASSES, day))
        return
    printed = sheets(district, of("sign-in", CLASSES, day))
    assert len(printed) == len(running)
    for class_, sheet in zip(running, printed, strict=True):
        scope = Query(collection="students", scopes=(Scope("class", class_),), as_of=day.isoformat())
        expected = sorted(ids(district, scope, "name"))
        assert sorted(listed(sheet, 1)) == expected
