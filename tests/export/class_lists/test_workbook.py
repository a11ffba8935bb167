import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists import workbook
from tests.export import payloads
from tests.export.class_lists.made import listed
from tests.export.test_xlsx import as_written


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes of one name, one without anybody, and one whose texts a spreadsheet would like to calculate."""
    target = tmp_path_factory.mktemp("lists") / "lists.xlsx"
    hostile = [(text, f"{place:05}") for place, text in enumerate(payloads.ALL)]
    lists = [listed(), listed("ALGEBRA I", ()), listed("=1+1", hostile, teachers=("=2+2", "@x"), school="+3/4")]
    workbook.write(lists, target, "=Lakeside")
    return target


def test_the_first_sheet_lists_all_others(school: Path) -> None:
    book = openpyxl.load_workbook(school)
    assert book.sheetnames == ["Index", "Algebra I", "ALGEBRA I (2)", "=1+1"]
    head, *listed_there = rows(book["Index"])[-4:]
    assert head == ["Sheet", "Class", "School", "Period", "Room", "Teachers", "Students", "Class ID"]
    assert listed_there[0] == ["Algebra I", "Algebra I", "West High", "3", "R2", "Ada Stone", 1, "00177"]
    assert listed_there[1][6] == 0
    assert listed_there[2][5:7] == ["=2+2, @x", len(payloads.ALL)]
    said = [row[0] for row in rows(book["Index"])[:3]]
    assert said[:2] == ["Class lists of =Lakeside", f"As of 2026-10-01 · 3 classes · {len(payloads.ALL) + 1} names"]


def test_each_sheet_says_what_the_class_is_above_the_names_and_keeps_it_in_sight(school: Path) -> None:
    sheet = openpyxl.load_workbook(school)["Algebra I"]
    assert [row[0] for row in rows(sheet)] == [
        "Algebra I",
        "West High · Algebra · Period 3 · Room R2",
        "Teacher Ada Stone · Fall",
        "As of 2026-10-01 · 1 on this list",
        "Name",
        "Garcia, Luz",
    ]
    assert sheet.freeze_panes == "A6"
    assert rows(openpyxl.load_workbook(school)["ALGEBRA I (2)"])[4] == ["Name", "Student ID"]


def test_every_text_comes_back_as_the_same_text_and_nothing_is_calculated_or_a_link(school: Path) -> None:
    sheet = openpyxl.load_workbook(school)["=1+1"]
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) < 409
    names = [row[0] for row in CalamineWorkbook.from_path(school).get_sheet_by_name("=1+1").to_python()[5:]]
    assert names == [as_written(text) for text in payloads.ALL]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells if cell.row != 5} == {"@"}
    with zipfile.ZipFile(school) as file:
        for name in file.namelist():
            assert not re.search(rb"<f[ >]|<hyperlink", file.read(name)), name


def test_what_a_cell_cannot_hold_is_replaced_and_told(tmp_path: Path) -> None:
    workbook.write([listed(rows=(("a\x00b", "1"),))], tmp_path / "lists.xlsx", "Lakeside")
    book = openpyxl.load_workbook(tmp_path / "lists.xlsx")
    assert "Characters replaced, because a workbook cannot hold them: 1" in [row[0] for row in rows(book["Index"])]
    assert rows(book["Algebra I"])[-1][0] == "a\ufffdb"


@pytest.mark.parametrize("columns", [("name",), ("blank", "blank:Mon", "name")])
def test_a_list_of_few_or_blank_columns_is_one_all_the_same(tmp_path: Path, columns: Sequence[str]) -> None:
    row = tuple("Garcia, Luz" if name == "name" else "" for name in columns)
    workbook.write_one(listed(columns=columns, rows=(row,)), tmp_path / "list.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets
    assert "Garcia, Luz" in [cell for row in rows(sheet) for cell in row]


def test_no_sheet_keeps_a_file_open(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = len(list(Path("/dev/fd").iterdir())) + 40
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
    try:
        workbook.write([listed()] * 120, tmp_path / "lists.xlsx", "Lakeside")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(openpyxl.load_workbook(tmp_path / "lists.xlsx", read_only=True).sheetnames) == 121


def test_more_classes_than_anybody_finds_are_refused_with_a_way_on(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"too many for one workbook.* folder"):
        workbook.write([listed()] * (workbook.MOST_SHEETS + 1), tmp_path / "lists.xlsx", "Lakeside")


def test_the_numbers_of_the_lines_are_numbers(tmp_path: Path) -> None:
    workbook.write_one(
        listed(rows=[("1", "Garcia, Luz"), ("2", "007")], columns=("number", "name")), tmp_path / "a.xlsx"
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert rows(sheet)[-2:] == [[1, "Garcia, Luz"], [2, "007"]]
