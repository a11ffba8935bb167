"""`check`: what it prints and writes, and how it ends."""

import csv
import io
import json
import os
from pathlib import Path

import openpyxl
import pytest

from rosterdesk.demo.district import District
from tests.commands import bundles
from tests.commands.desks import Desk

HEAD = ["rule", "severity", "collection", "sourcedId", "title", "school", "message", "fix", "cause"]


def test_a_bundle_is_judged_without_being_added(desk: Desk, spoilt: str) -> None:
    done = desk.run("check", spoilt, "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["rules", "findings", "excepted", "causes", "trend"]
    lost = {"collection": "classes", "sourcedId": "class-9", "count": 1, "rules": {"REF-13": 1}}
    assert lost in done.json["causes"]
    assert (done.json["excepted"], done.json["trend"]) == ([], [])  # of a bundle nothing is kept
    results = {each["id"]: each for each in done.json["rules"]}
    assert results["REF-13"] == {
        "id": "REF-13",
        "severity": "error",
        "state": "run",
        "why": "",
        "count": 1,
        "counts": {"error": 1},
    }
    assert results["PKG-01"]["count"] == 0
    (finding,) = [each for each in done.json["findings"] if each["rule"] == "REF-13"]
    assert list(finding) == HEAD
    assert finding["sourcedId"] == "enrollment-3"
    assert finding["cause"] == {"collection": "classes", "sourcedId": "class-9"}
    (finding,) = [each for each in done.json["findings"] if each["rule"] == "VAL-09"]
    assert list(finding) == [*HEAD, "file", "row", "field"]
    assert (finding["file"], finding["row"], finding["field"]) == ("users.csv", 4, "enabledUser")


def test_a_source_is_judged_and_rules_of_files_are_not_run(synced: Desk) -> None:
    done = synced.run("check", "Lakeside", "--format", "json")
    assert done.code == 0
    results = {each["id"]: each for each in done.json["rules"]}
    assert (results["PKG-01"]["state"], results["PKG-01"]["count"]) == ("not run", None)
    assert "bundle" in results["PKG-01"]["why"]
    assert (results["REF-13"]["state"], results["REF-13"]["count"]) == ("run", 0)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--fail-on", "error"], 1),
        (["--fail-on", "info"], 1),
        (["--rule", "USR-09", "--fail-on", "error"], 0),
        (["--rule", "USR-09", "--fail-on", "warning"], 1),
        (["--rule", "ORG", "--fail-on", "warning"], 0),
        (["--level", "error", "--rule", "USR-09", "--fail-on", "warning"], 1),
    ],
)
def test_it_fails_only_where_asked_to(desk: Desk, spoilt: str, arguments: list[str], code: int) -> None:
    assert desk.run("check", spoilt, *arguments).code == code


def test_rules_and_level_narrow_what_is_judged(desk: Desk, spoilt: str) -> None:
    only = desk.run("check", spoilt, "--rule", "usr-09", "--rule", "REF-13", "--format", "json").json
    assert [(each["id"], each["count"]) for each in only["rules"]] == [("REF-13", 1), ("USR-09", 1)]
    errors = desk.run("check", spoilt, "--level", "error", "--format", "json").json
    assert {each["severity"] for each in errors["rules"]} == {"error"}
    assert {each["severity"] for each in errors["findings"]} == {"error"}


def test_a_rule_that_is_not_there_is_a_mistake_of_usage(desk: Desk, spoilt: str) -> None:
    done = desk.run("check", spoilt, "--rule", "XYZ-99")
    assert (done.code, done.out) == (2, "")
    assert "XYZ-99" in done.err


def test_text_says_by_rule_what_was_found_and_what_to_do(desk: Desk, spoilt: str) -> None:
    lines = desk.run("check", spoilt).out.splitlines()
    assert "REF-13 Enrollment in a missing class (1 finding)" in lines
    assert any("Why it matters" in line for line in lines)
    assert any("users.csv, row 4, enabledUser" in line for line in lines)
    assert any("See: classes class-9" in line for line in lines)
    assert lines[-1].endswith("remarks.")


def test_csv_has_a_row_a_finding(desk: Desk, spoilt: str) -> None:
    head, *rows = csv.reader(io.StringIO(desk.run("check", spoilt, "--format", "csv").out))
    assert head == [*HEAD, "state", "file", "row", "field"]
    (row,) = [row for row in rows if row[0] == "REF-13"]
    assert (row[3], row[8], row[9]) == ("enrollment-3", "classes/class-9", "run")
    assert sum(row[9] == "run" for row in rows) == len(desk.run("check", spoilt, "--format", "json").json["findings"])


def test_csv_says_which_rules_were_not_judged(desk: Desk, tmp_path: Path) -> None:
    bundle = bundles.written(tmp_path / "torn.zip", {"courses.csv": ""})
    for safe in ([], ["--safe"]):
        done = desk.run("check", str(bundle), "--rule", "CRS-04", "--rule", "VAL-12", "--format", "csv", *safe)
        rows = list(csv.DictReader(io.StringIO(done.out)))
        assert [(row["rule"], row["state"]) for row in rows] == [("VAL-12", "in part"), ("CRS-04", "not run")]
        assert all("Courses are not all here" in row["message"] for row in rows)


def test_a_workbook_has_a_sheet_of_rules_and_one_for_each_rule_that_found_something(
    desk: Desk, spoilt: str, tmp_path: Path
) -> None:
    target = tmp_path / "report.xlsx"
    rules = ("--rule", "REF-13", "--rule", "VAL-09", "--rule", "ORG-01", "--rule", "DLT-01")
    for safe in ([], ["--safe"]):
        assert desk.run("check", spoilt, *rules, "--to", str(target), *safe).code == 0
        book = openpyxl.load_workbook(target)
        assert book.sheetnames == ["Rules", "VAL-09", "REF-13", "Info"]
        head, *listed = book["Rules"].iter_rows(values_only=True)
        assert head == ("id", "severity", "title", "state", "why", "count")
        assert [(row[0], row[3], row[5]) for row in listed] == [
            ("VAL-09", "run", 1),
            ("REF-13", "run", 1),
            ("ORG-01", "run", 0),
            ("DLT-01", "not run", None),
        ]
        assert listed[-1][4]
        cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        assert ("enrollment-3" in cells) == (not safe)


@pytest.mark.parametrize(
    ("name", "arguments", "begins"),
    [
        ("report.json", [], b'{"rules":'),
        ("report.csv", [], b"\xef\xbb\xbfrule,severity"),
        ("report.txt", ["--format", "table"], b"VAL-09"),
        ("report.dat", ["--format", "json"], b'{"rules":'),
    ],
)
def test_a_file_has_the_format_that_is_asked_for_or_that_its_name_says(
    desk: Desk, spoilt: str, tmp_path: Path, name: str, arguments: list[str], begins: bytes
) -> None:
    done = desk.run("check", spoilt, "--to", str(tmp_path / name), *arguments)
    assert done.code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert str(tmp_path / name) in done.out


def test_a_file_whose_name_says_no_format_is_a_mistake_of_usage(desk: Desk, spoilt: str, tmp_path: Path) -> None:
    assert desk.run("check", spoilt, "--to", str(tmp_path / "report.xml")).code == 2
    assert not (tmp_path / "report.xml").exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(desk: Desk, spoilt: str, tmp_path: Path) -> None:
    done = desk.run("check", spoilt, "--to", str(tmp_path / "nowhere" / "report.json"))
    assert (done.code, done.out) == (6, "")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_safe_report_names_nobody(desk: Desk, spoilt: str, form: str) -> None:
    done = desk.run("check", spoilt, "--safe", "--format", form)
    assert done.code == 0
    for name in (
        "Ada",
        "Lovelace",
        "Bea",
        "Byron",
        "Grace",
        "Paper",
        "bea at x",
        "Folding",
        "person-3",
        "enrollment-3",
        "class-9",
    ):
        assert name not in done.out


def test_ids_in_safe_reports_of_a_source_are_the_same_every_time(synced: Desk, roster: District) -> None:
    first, again = (synced.run("check", "Lakeside", "--safe", "--rule", "all", "--format", "json") for _ in range(2))
    assert first.json["findings"]
    assert first.json == again.json
    ids = {each["sourcedId"] for records in roster.collections.values() for each in records}
    assert not ids & {each["sourcedId"] for each in first.json["findings"]}
    names = {each["familyName"] for each in roster.collections["users"] if len(each["familyName"]) > 4}
    assert not {name for name in names if name in first.out}


def test_progress_says_which_rule_is_judged(desk: Desk, spoilt: str) -> None:
    done = desk.run("check", spoilt, "--rule", "ORG-01", "--progress", "json")
    said = [each for each in done.progress if each.get("phase") == "check"]
    assert said[0] == {"phase": "check", "collection": "ORG-01", "done": 0, "total": 1}
    assert json.loads(done.err.splitlines()[-1]) == {"result": "ok"}


def test_a_path_that_is_no_bundle_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip")
    assert desk.run("check", str(tmp_path / "no.zip")).code == 7


def test_a_bundle_that_was_added_is_judged_with_its_files(desk: Desk, spoilt: str) -> None:
    assert desk.run("source", "add", "Paper", "--bundle", spoilt).code == 0
    assert desk.run("sync", "Paper").code == 0
    by_path, by_name = (desk.run("check", name, "--format", "json").json for name in (spoilt, "Paper"))
    assert by_name["rules"] == by_path["rules"]
    assert all(each.pop("since") for each in by_name["findings"])
    assert by_name["findings"] == by_path["findings"]


@pytest.mark.parametrize("replaced", [True, False])
def test_of_a_bundle_that_was_replaced_or_is_gone_the_files_are_not_judged(
    desk: Desk, spoilt: str, replaced: bool
) -> None:
    desk.run("source", "add", "Paper", "--bundle", spoilt)
    desk.run("sync", "Paper")
    Path(spoilt).unlink()
    if replaced:
        os.utime(bundles.written(Path(spoilt)), (0, 0))  # it says to be older than what was synced
    done = desk.run("check", "Paper", "--format", "json")
    results = {each["id"]: each for each in done.json["rules"]}
    assert (results["PKG-01"]["state"], results["REF-13"]["count"]) == ("not run", 1)
    assert "rosterdesk sync Paper" in done.err


def test_it_fails_by_what_was_counted_and_not_by_what_is_listed(desk: Desk, tmp_path: Path) -> None:
    rows = [
        f"u{number},inactive,2026-08-31T12:00:00.000Z,true,s1,aide,n{number},,A,B,,,,,,,,\n" for number in range(600)
    ]
    odd = "last,lost,2026-08-31T12:00:00.000Z,true,s1,aide,last,,A,B,,,,,,,,\n"
    changes = {
        "manifest.csv": bundles.MANIFEST.replace("file.users,bulk", "file.users,delta"),
        "users.csv": "".join([bundles.FILES["users.csv"].partition("\n")[0], "\n", *rows, odd]),
    }
    bundle = str(bundles.written(tmp_path / "many.zip", changes))
    done = desk.run("check", bundle, "--rule", "VAL-08", "--fail-on", "error", "--format", "json")
    assert done.code == 1
    (result,) = done.json["rules"]
    assert (result["count"], result["counts"]) == (601, {"info": 600, "error": 1})
    assert [each["row"] for each in done.json["findings"] if each["severity"] == "error"] == [602]
    text = desk.run("check", bundle, "--rule", "VAL-08").out.splitlines()
    assert text[-1] == "1 rule judged: 1 error, 0 warnings, 600 remarks."


def test_text_says_which_rules_were_judged_in_part(desk: Desk, tmp_path: Path) -> None:
    bundle = bundles.written(tmp_path / "torn.zip", {"courses.csv": ""})
    lines = desk.run("check", str(bundle), "--rule", "VAL-11", "--rule", "PKG-03").out.splitlines()
    (line,) = [line for line in lines if line.startswith("Judged in part: VAL-11. Courses are not all here")]
    assert line
    assert lines[-1].startswith("2 rules judged: 1 error")


def test_an_id_of_the_same_type_that_two_people_have_is_found(desk: Desk, tmp_path: Path) -> None:
    ids = {"a1": '"{State:7},{Fed:1}"', "a2": '"{State:7},{Fed:2}"', "a3": "{Local:7}", "a4": "{State:}"}
    rows = [f"{name},,,true,s1,student,{name},{given},Ada {name},Ames,,,,,,,09,\n" for name, given in ids.items()]
    changes = {"users.csv": bundles.FILES["users.csv"] + "".join(rows)}
    done = desk.run(
        "check", str(bundles.written(tmp_path / "ids.zip", changes)), "--rule", "USR-06", "--format", "json"
    )
    assert {each["sourcedId"] for each in done.json["findings"]} == {"a1", "a2"}
