import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from rosterdesk import progress
from rosterdesk.export import xlsx
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Link, Value
from tests.export import payloads
from tests.export.tables import column, table

CONTROL = ["a\x00b", "a\x01b", "a\x0bb", "a\x1bb", "a\ufffeb", "a\uffffb", "a\ud800b", "a\udfffb"]


def calamine(path: Path, sheet: int = 0) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()]


def unescaped(text: str) -> str:
    """What openpyxl leaves undone for inline strings (ECMA-376, 22.9.2.19)."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def as_written(text: str) -> str:
    return text.replace("\0", "\ufffd")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("xlsx") / "list.xlsx"
    xlsx.write(column(payloads.ALL, Kind.ID), target)
    return target


def test_every_text_comes_back_as_the_same_text_in_calamine(workbook: Path) -> None:
    assert [row[0] for row in calamine(workbook)[1:]] == [as_written(text) for text in payloads.ALL]


def test_every_text_comes_back_as_the_same_text_in_openpyxl(workbook: Path) -> None:
    cells = [row[0] for row in openpyxl.load_workbook(workbook).worksheets[0].iter_rows(min_row=2)]
    assert [unescaped(str(cell.value)) for cell in cells] == [as_written(text) for text in payloads.ALL]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_the_file_itself_has_no_formula_no_link_and_no_other_kind_of_cell(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        names = " ".join(file.namelist())
    assert "<f" not in sheet
    assert "hyperlink" not in sheet
    assert set(re.findall(r"<c [^>]*?(?: t=\"(\w+)\")?>", sheet)) == {"inlineStr"}
    assert "sharedStrings" not in names
    assert "externalLink" not in names


@pytest.mark.parametrize(
    ("value", "kind", "expected", "number_format"),
    [
        ("2026-08-24", Kind.DATE, datetime(2026, 8, 24), "yyyy-mm-dd"),  # noqa: DTZ001
        ("1900-03-01", Kind.DATE, datetime(1900, 3, 1), "yyyy-mm-dd"),  # noqa: DTZ001
        ("1899-12-31", Kind.DATE, "1899-12-31", "yyyy-mm-dd"),
        ("24/08/2026", Kind.DATE, "24/08/2026", "yyyy-mm-dd"),
        ("20260824", Kind.DATE, "20260824", "yyyy-mm-dd"),
        ("2026-08-24", Kind.TEXT, "2026-08-24", "@"),
        (31, Kind.NUMBER, 31, "0"),
        ("31", Kind.TEXT, "31", "@"),
        (True, Kind.FLAG, "Yes", "@"),
        (False, Kind.FLAG, "No", "@"),
        (Link("orgs", "o1", "=Lincoln"), Kind.REFERENCE, "=Lincoln", "@"),
        (None, Kind.TEXT, None, "General"),
        ("", Kind.TEXT, None, "General"),
    ],
)
def test_dates_are_dates_and_counts_are_numbers_and_all_else_is_text(
    tmp_path: Path, value: Value, kind: Kind, expected: object, number_format: str
) -> None:
    xlsx.write(column([value], kind), tmp_path / "list.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (expected, number_format)


def test_moments_are_local_times_to_the_second(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2, 10, 4, 5).astimezone()
    xlsx.write(column([int(moment.timestamp() * 1000) + 678], Kind.MOMENT), tmp_path / "list.xlsx")
    assert calamine(tmp_path / "list.xlsx")[1][0] == moment.replace(tzinfo=None)


def test_moments_before_a_workbook_begins_to_count_are_text(tmp_path: Path) -> None:
    moment = datetime(1850, 6, 1, 12, tzinfo=UTC)
    xlsx.write(column([int(moment.timestamp() * 1000)], Kind.MOMENT), tmp_path / "list.xlsx")
    assert str(calamine(tmp_path / "list.xlsx")[1][0]).startswith("1850-0")


def test_the_header_is_frozen_bold_and_can_be_filtered_by(tmp_path: Path) -> None:
    xlsx.write(table([("1", "2")], (Kind.TEXT, Kind.ID), headers=["Name", "Student ID"]), tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Name", "Student ID"]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Students", "A2", "A1:B2")
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == pytest.approx(12, abs=1)


def test_columns_are_as_wide_as_their_first_rows_need_within_reason(tmp_path: Path) -> None:
    xlsx.write(table([("Music Room, First Floor", "1", "x" * 500)], (Kind.TEXT,) * 3), tmp_path / "list.xlsx")
    columns = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0].column_dimensions
    assert [columns[name].width for name in "ABC"] == [pytest.approx(width, abs=1) for width in (25, 12, 60)]


def test_headers_that_are_alike_are_told_apart(tmp_path: Path) -> None:
    xlsx.write(table([("1", "2", "3")], (Kind.TEXT,) * 3, headers=["Type", "Type", "Type (2)"]), tmp_path / "a.xlsx")
    assert calamine(tmp_path / "a.xlsx") == [["Type", "Type (2)", "Type (2) (2)"], ["1", "2", "3"]]


def test_a_table_without_rows_still_has_its_header(tmp_path: Path) -> None:
    xlsx.write(table([], headers=["Name"]), tmp_path / "list.xlsx")
    assert calamine(tmp_path / "list.xlsx")[0] == ["Name"]


def test_the_second_sheet_says_what_the_table_is(tmp_path: Path) -> None:
    info = (("Source", "=Walking"), ("Collection", "Students"))
    xlsx.write(table([("a",), ("b",)], info=info), tmp_path / "list.xlsx")
    lines = dict(map(tuple, calamine(tmp_path / "list.xlsx", 1)[1:]))  # type: ignore[arg-type]
    assert (lines["Source"], lines["Collection"], lines["Rows"]) == ("=Walking", "Students", "2")
    assert str(lines["Written"]).startswith("20")
    assert CalamineWorkbook.from_path(tmp_path / "list.xlsx").sheet_names == ["Students", "Info"]


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "\r", "a\r", "_x000D_"])
def test_a_carriage_return_is_kept_and_nothing_is_said_to_be_altered(tmp_path: Path, text: str) -> None:
    xlsx.write(column([text]), tmp_path / "list.xlsx")
    assert calamine(tmp_path / "list.xlsx")[1][0] == text
    value = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]["A2"].value
    assert unescaped(str(value)) == text
    assert [row[0] for row in calamine(tmp_path / "list.xlsx", 1)] == ["About this table", "Rows", "Written"]


def test_characters_that_a_workbook_cannot_hold_are_replaced_and_counted(tmp_path: Path) -> None:
    xlsx.write(column(CONTROL), tmp_path / "list.xlsx")
    assert [row[0] for row in calamine(tmp_path / "list.xlsx")[1:]] == ["a\ufffdb"] * len(CONTROL)
    assert ["Characters replaced, because a workbook cannot hold them", "8"] in calamine(tmp_path / "list.xlsx", 1)


@pytest.mark.parametrize(
    ("long", "kept"),
    [("x" * 32_768, "x" * 32_767), ("😀" * 16_384, "😀" * 16_383), ("x" * 100_000, "x" * 32_767)],
)
def test_texts_longer_than_a_cell_holds_are_cut_and_counted(tmp_path: Path, long: str, kept: str) -> None:
    xlsx.write(column([long, "x" * 32_767]), tmp_path / "list.xlsx")
    assert calamine(tmp_path / "list.xlsx")[1][0] == kept
    assert ["Texts cut, because a cell holds 32,767 characters", "1"] in calamine(tmp_path / "list.xlsx", 1)


def test_rows_beyond_what_a_sheet_holds_go_on_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_A_SHEET", 3)
    xlsx.write(column([str(number) for number in range(7)]), tmp_path / "list.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "list.xlsx")
    assert book.sheet_names == ["Students", "Students 2", "Students 3", "Info"]
    assert [calamine(tmp_path / "list.xlsx", sheet) for sheet in range(3)] == [
        [["a", "b"], ["0", "end"], ["1", "end"], ["2", "end"]],
        [["a", "b"], ["3", "end"], ["4", "end"], ["5", "end"]],
        [["a", "b"], ["6", "end"]],
    ]


def test_progress_is_told_along_the_way(tmp_path: Path) -> None:
    said: list[progress.Message] = []
    xlsx.write(column(["x"] * 2001), tmp_path / "list.xlsx", report=said.append)
    assert said[-1] == progress.Progress("export", "students", 2001, 2001)
    assert said[0] == progress.Progress("export", "students", 2000, 2001)
