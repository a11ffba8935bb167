"""Every command that writes a file says so in the list of exports, and the list holds none of the data."""

import re
from pathlib import Path

import openpyxl
import pytest

from tests.commands.desks import Desk

CANARY = "Quillfeather"

WRITING = [
    (["export", "Lakeside", "students", "--columns", "name,grades"], "ninth.csv", "students", ["name", "grades"]),
    (["export", "Lakeside", "students", "--columns", "name"], "ninth.xlsx", "students", ["name"]),
    (["export", "Lakeside", "students", "--columns", "name,schools"], "ninth.csv", "students", ["name", "schools"]),
    (
        ["export", "Lakeside", "students", "--columns", "schools,name", "--ids"],
        *("ninth.csv", "students", ["schools", "schoolSourcedIds", "name"]),
    ),
    (
        ["export", "Lakeside", "students", "--columns", "homeroom,schools"],
        *("ninth.parquet", "students", ["homeroom", "schools", "schoolSourcedIds"]),
    ),
    (["export", "Lakeside", "students"], "ninth.json", "students", []),
    (["bundle", "Lakeside"], "all.zip", "bundle", []),
    (["check", "Lakeside"], "found.json", "findings", None),
    (["check", "Lakeside"], "found.xlsx", "findings", None),
    (["changes", "Lakeside"], "new.xlsx", "changes", None),
    (["changes", "Lakeside"], "new.json", "changes", None),
]


@pytest.mark.parametrize(("command", "file", "what", "columns"), WRITING, ids=lambda each: str(each)[:30])
def test_each_command_that_writes_is_remembered(
    command: list[str], file: str, what: str, columns: list[str] | None, synced: Desk, tmp_path: Path
) -> None:
    target = tmp_path / file
    done = synced.run(*command, "--to", str(target))
    assert done.code == 0, done.err
    assert target.exists()
    (told,) = synced.run("exports", "--format", "json").json
    assert (told["what"], told["source"]) == (what, "Lakeside")
    assert (told["folder"], told["file"], told["format"]) == (str(tmp_path), file, target.suffix[1:])
    assert told["who"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", told["when"])
    assert columns is None or told["columns"] == columns
    assert told["rows"] > 0 or what == "findings"


def test_what_was_searched_and_filtered_for_is_not_remembered(synced: Desk, tmp_path: Path) -> None:
    asked = ["--text", CANARY, "--where", f"email={CANARY}@example.org"]
    assert synced.run("export", "Lakeside", "students", *asked, "--to", str(tmp_path / "x.csv")).code == 0
    assert CANARY not in (synced.data / "exports.jsonl").read_text()
    assert synced.run("exports", "--format", "json").json[0]["rows"] == 0


def test_what_failed_or_was_only_printed_is_no_export(synced: Desk, tmp_path: Path) -> None:
    assert synced.run("export", "Lakeside", "students", "--to", str(tmp_path / "none" / "x.csv")).code == 6
    assert synced.run("list", "Lakeside", "students").code == 0
    assert synced.run("changes", "Lakeside", "--format", "csv").code == 0
    assert synced.run("exports", "--format", "json").json == []


def test_the_list_is_a_table_for_people(synced: Desk, tmp_path: Path) -> None:
    synced.run("export", "Lakeside", "students", "--columns", "name", "--to", str(tmp_path / "a.csv"))
    synced.run("export", "Lakeside", "students", "--to", str(tmp_path / "b.json"))
    header, first, second = synced.run("exports").out.splitlines()
    assert header.split() == ["When", "Who", "Source", "What", "Rows", "Columns", "File"]
    assert "in full" in first
    assert first.endswith(str(tmp_path / "b.json"))
    assert second.endswith(str(tmp_path / "a.csv"))


def test_to_forget_or_remove_a_source_leaves_the_record_of_what_was_given_out(synced: Desk, tmp_path: Path) -> None:
    synced.run("export", "Lakeside", "students", "--to", str(tmp_path / "a.csv"))
    assert synced.run("source", "forget", "Lakeside").code == 0
    assert synced.run("source", "remove", "Lakeside").code == 0
    assert [each["file"] for each in synced.run("exports", "--format", "json").json] == ["a.csv"]


def test_of_a_bundle_that_is_only_read_nothing_is_kept(synced: Desk, desk: Desk, tmp_path: Path) -> None:
    assert synced.run("bundle", "Lakeside", "--to", str(tmp_path / "all.zip")).code == 0
    before = len(synced.run("exports", "--format", "json").json)
    done = synced.run("export", str(tmp_path / "all.zip"), "students", "--to", str(tmp_path / "a.csv"))
    assert done.code == 0, done.err
    assert len(synced.run("exports", "--format", "json").json) == before


def test_a_list_that_cannot_be_written_is_said_and_the_file_stays(synced: Desk, tmp_path: Path) -> None:
    (synced.data / "exports.jsonl").mkdir()
    done = synced.run("export", "Lakeside", "students", "--to", str(tmp_path / "a.csv"))
    assert done.code == 0
    assert "could not be added to the list of exports" in done.err
    assert (tmp_path / "a.csv").exists()


def test_changes_as_a_workbook_are_what_they_are_as_csv(synced: Desk, tmp_path: Path) -> None:
    printed = synced.run("changes", "Lakeside", "--format", "csv").out.splitlines()
    assert synced.run("changes", "Lakeside", "--to", str(tmp_path / "new.xlsx")).code == 0
    rows = list(openpyxl.load_workbook(tmp_path / "new.xlsx").worksheets[0].iter_rows(values_only=True))
    assert ",".join(rows[0]) == printed[0]
    assert len(rows) == len(printed)


@pytest.mark.parametrize("name", ["new", "new.parquet", "new.txt"])
def test_a_name_that_says_no_format_is_refused(name: str, synced: Desk, tmp_path: Path) -> None:
    assert synced.run("changes", "Lakeside", "--to", str(tmp_path / name)).code == 2
    assert not (tmp_path / name).exists()
