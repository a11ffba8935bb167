import pytest

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists import choosing
from rosterdesk.export.class_lists.choosing import Choice, of
from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.language import sayer
from rosterdesk.model.query import Phase, Query
from rosterdesk.store.reader import Reader
from tests.store.roster import ANA


def lists(
    reader: Reader,
    query: Query,
    day: str = "2026-09-15",
    *,
    columns: tuple[str, ...] = ("name", "identifier"),
    include: tuple[Phase, ...] = (),
) -> list[ClassList]:
    choice = Choice(of=query, as_of=day, columns=columns, include=include)
    found = list(choosing.lists(reader, choice, choosing.classes(reader, choice)))
    assert choosing.counted(reader, choice) == (len(found), sum(len(each.rows) for each in found))
    return found


@pytest.mark.parametrize(
    ("query", "day", "ids"),
    [
        (of(), "2026-09-15", ["hr", "m7"]),
        (of(), "2027-02-01", ["pot", "hr", "m7"]),
        (of(school="s2"), "2026-09-15", ["hr", "m7"]),
        (of(school="s1"), "2027-02-01", ["pot"]),  # its departments are of the school
        (of(teacher="t1"), "2026-09-15", ["m7"]),
        (of(term="y"), "2026-09-15", ["hr", "m7"]),
        (of(term="p"), "2026-09-15", ["m7"]),
        (of(course="math"), "2026-09-15", ["m7"]),
        (of(classes=("m7", "hr", "m7")), "2026-09-15", ["hr", "m7"]),
        (of(school="s2", classes=("m7", "pot")), "2026-09-15", ["m7"]),
    ],
)
def test_the_classes_are_those_that_run_on_the_day(reader: Reader, query: Query, day: str, ids: list[str]) -> None:
    assert [each.sourced_id for each in lists(reader, query, day)] == ids


@pytest.mark.parametrize(
    ("query", "day"), [(of(), "2025-01-01"), (of(classes=("pot",)), "2026-09-15"), (of(classes=("old",)), "2026-09-15")]
)
def test_where_no_class_runs_that_is_said(reader: Reader, query: Query, day: str) -> None:
    with pytest.raises(ExportError, match=f"No class of these runs on {day}"):
        choosing.classes(reader, Choice(of=query, as_of=day))


@pytest.mark.parametrize(
    ("day", "include", "names"),
    [
        ("2026-09-15", (), ["Łopez, Ána"]),
        ("2026-09-30", (), ["Łopez, Ána"]),  # the last day before she left
        ("2026-10-01", (), ["Øst, Bo"]),
        ("2026-09-15", ("incoming",), ["Łopez, Ána", "Øst, Bo"]),
        ("2026-09-15", ("dropped", "incoming"), ["Łopez, Ána", "Øst, Bo", "O'Neil, Cy"]),
    ],
)
def test_on_a_list_is_who_is_in_the_class_then_and_who_else_is_asked_for(
    reader: Reader, day: str, include: tuple[Phase, ...], names: list[str]
) -> None:
    (math,) = lists(reader, of(classes=("m7",)), day, include=include)
    assert [row[0] for row in math.rows] == names
    assert [column.name for column in math.columns] == ["name", "identifier", *(["phase"] if include else [])]
    if include:
        assert math.rows[0][-1] == "current"


def test_in_spanish_the_phases_and_yes_and_no_are_spanish(reader: Reader) -> None:
    choice = Choice(
        of=of(classes=("m7",)),
        as_of="2026-09-15",
        columns=("sourcedId", "enabledUser"),
        include=("incoming", "dropped"),
    )
    (math,) = choosing.lists(reader, choice, choosing.classes(reader, choice), sayer("es"))
    assert math.rows == ((ANA, "Sí", "actual"), ("bo", "No", "por comenzar"), ("cy", "", "de baja"))


@pytest.mark.parametrize(("language", "mark"), [("en", "not received"), ("es", "no recibido")])
def test_of_what_never_came_a_list_says_so_beside_the_id(language: str, mark: str, gaps: Reader) -> None:
    choice = Choice(
        of=of(classes=("gap",)), as_of="2026-10-01", columns=("name", "schools", "guardians", "guardianEmails")
    )
    (gap,) = choosing.lists(gaps, choice, choosing.classes(gaps, choice), sayer(language))
    assert (gap.school, gap.course) == (f"s9 ({mark})", f"c9 ({mark})")
    assert gap.teachers == ("Tom Zander", f"t9 ({mark})")
    assert gap.terms == ("Fall", f"p9 ({mark})")
    assert gap.rows == (("Gap, Gus", f"s9 ({mark})", f"g9 ({mark})", ""),)


def test_a_list_is_headed_by_what_the_class_is_with_the_primary_teacher_first(reader: Reader) -> None:
    (math,) = lists(reader, of(classes=("m7",)))
    assert math.teachers == ("Eva Ångström", "Tom Zander")
    assert math.lines() == (
        ("School", "West High"),
        ("Class", "Math 7"),
        ("Course", "Mathematics"),
        ("Period", "2"),
        ("Room", "R2"),
        ("Terms", "Fall, Spring"),
        ("Teachers", "Eva Ångström, Tom Zander"),
        ("As of", "2026-09-15"),
    )
    (home,) = lists(reader, of(classes=("hr",)))
    assert ("Course", "") not in home.lines()
    assert ("Term", "2026–27") in home.lines()


def test_columns_are_numbers_fields_guardians_and_blanks_in_the_order_asked_for(reader: Reader) -> None:
    columns = ("blank:Mon", "number", "identifier", "guardians", "guardianEmails", "sourcedId")
    (home,) = lists(reader, of(classes=("hr",)), columns=columns)
    assert home.rows == (("", "1", "0048213", "Gil Lopez\nlost (not received)", "", ANA),)
