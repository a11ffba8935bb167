import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.export.class_lists.names import file_names, sheet_names
from tests.export.class_lists.made import listed

TITLES = st.lists(st.text(max_size=60) | st.sampled_from(["History", "Index", "con", "Algebra", "ALGEBRA", "ß", "'"]))
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@given(TITLES)
def test_any_titles_become_names_of_sheets_that_excel_takes(titles: list[str]) -> None:
    names = sheet_names(listed(title) for title in titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() not in {"history", "index"}


@given(TITLES)
def test_any_titles_become_names_of_files_that_windows_takes(titles: list[str]) -> None:
    names = file_names([listed(title) for title in titles], ".xlsx")
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert len(name.encode()) <= 120
        assert name.endswith(".xlsx")
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert not name.startswith((".", " "))
        assert not name.removesuffix(".xlsx").endswith((".", " "))
        assert not DEVICES.fullmatch(name)


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Algebra I", "algebra i", "Algebra I"], ["Algebra I", "algebra i (2)", "Algebra I (3)"]),
        (["History", "Index", "Art/Music: [A]*?"], ["History (2)", "Index (2)", "Art Music A"]),
        (["", "'"], ["Class", "Class (2)"]),
        (["x" * 40, "x" * 50], ["x" * 31, "x" * 27 + " (2)"]),
        (["😀" * 20], ["😀" * 15]),
    ],
)
def test_sheets_are_called_as_their_classes(titles: list[str], names: list[str]) -> None:
    assert sheet_names(listed(title) for title in titles) == names


def test_files_are_told_apart_by_period_and_teacher() -> None:
    lists = [listed(period="1"), listed(period="2", teachers=("Bo Øst", "Ada Stone")), listed(period="1")]
    assert file_names(lists, ".xlsx") == [
        "Algebra I – 1 – Ada Stone.xlsx",
        "Algebra I – 2 – Bo Øst.xlsx",
        "Algebra I – 1 – Ada Stone (2).xlsx",
    ]


def test_two_thousand_classes_of_one_title_are_all_told_apart() -> None:
    names = sheet_names([listed("Study hall")] * 2000)
    assert (names[0], names[-1]) == ("Study hall", "Study hall (2000)")


def test_names_that_differ_only_in_how_an_accent_is_written_are_one() -> None:
    lists = [listed("Español"), listed(unicodedata.normalize("NFD", "Español"))]
    assert [name.endswith("(2).xlsx") for name in file_names(lists, ".xlsx")] == [False, True]
    assert [name.endswith("(2)") for name in sheet_names(lists)] == [False, True]
