import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from rosterdesk.errors import ExportError
from rosterdesk.export.class_lists import folder
from tests.export.class_lists.made import listed

LISTS = [listed("Algebra I"), listed("Art")]
FILES = ["Algebra I – 3 – Ada Stone.xlsx", "Art – 3 – Ada Stone.xlsx"]


def test_a_new_folder_has_a_workbook_for_each_class_and_nothing_else(tmp_path: Path) -> None:
    assert folder.write(LISTS, tmp_path / "lists") == 0
    assert [each.name for each in tmp_path.iterdir()] == ["lists"]
    assert sorted(each.name for each in (tmp_path / "lists").iterdir()) == FILES
    (sheet,) = openpyxl.load_workbook(tmp_path / "lists" / FILES[1]).worksheets
    assert (sheet.title, sheet["A1"].value, sheet["B6"].value) == ("Art", "Art", "0048213")


def test_in_a_folder_that_is_there_files_are_replaced_and_counted_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / FILES[0]).write_text("old")
    (tmp_path / "mine.txt").write_text("kept")
    assert folder.write(LISTS, tmp_path) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == [*FILES, "mine.txt"]
    assert openpyxl.load_workbook(tmp_path / FILES[0]).sheetnames == ["Algebra I"]


def test_a_new_folder_that_cannot_be_filled_is_not_there(tmp_path: Path, full: Callable[[], None]) -> None:
    full()
    with pytest.raises(ExportError, match="The disk is full"):
        folder.write(LISTS, tmp_path / "lists")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_replaced_stays_whole(tmp_path: Path, full: Callable[[], None]) -> None:
    folder.write(LISTS, tmp_path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    full()
    with pytest.raises(ExportError, match="The disk is full"):
        folder.write(LISTS, tmp_path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_folder_in_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        folder.write(LISTS, tmp_path / "none" / "lists")


def test_a_folder_that_was_left_half_made_long_ago_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".rosterdesk-0123456789abcdef.part"
    left.mkdir()
    (left / "x.xlsx").write_text("half")
    os.utime(left, (0, 0))
    folder.write(LISTS, tmp_path / "lists")
    assert [each.name for each in tmp_path.iterdir()] == ["lists"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_until_a_new_folder_is_whole_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    modes: list[int] = []

    def look(_message: object) -> None:
        modes.extend(each.stat().st_mode & 0o777 for each in tmp_path.iterdir())

    folder.write(LISTS, tmp_path / "lists", look)
    assert set(modes) == {0o700}
    (tmp_path / "usual").mkdir()
    assert (tmp_path / "lists").stat().st_mode == (tmp_path / "usual").stat().st_mode
