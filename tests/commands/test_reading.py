import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.model.query import Query, Sort
from tests.commands.desks import Desk


@pytest.fixture(scope="module")
def student(roster: District) -> dict[str, Any]:
    """A student with an email, so that every way of finding somebody leads there."""
    return next(each for each in roster.collections["users"] if each["role"] == "student" and each.get("email"))


def of_role(roster: District, role: str) -> dict[str, Any]:
    return {str(each["sourcedId"]): each for each in roster.collections["users"] if each["role"] == role}


@pytest.mark.parametrize("shape", ["json", "jsonl"])
def test_records_come_as_the_source_sent_them(synced_once: Desk, roster: District, shape: str) -> None:
    done = synced_once.run("list", "Lakeside", "students", "--format", shape)
    listed = done.json if shape == "json" else [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert {each["sourcedId"]: each for each in listed} == of_role(roster, "student")


def test_a_list_of_nothing_is_an_empty_one(synced_once: Desk) -> None:
    nothing = ["list", "Lakeside", "students", "--text", "nobody of that name"]
    assert synced_once.run(*nothing, "--format", "json").json == []
    assert synced_once.run(*nothing, "--format", "jsonl").out == ""
    assert synced_once.run(*nothing, "--format", "csv", "--columns", "name").out == "name\r\n"
    assert synced_once.run(*nothing, "--columns", "name").out == "Name\n"
    assert synced_once.run("list", "Lakeside", "users", "--class", "no such class", "--format", "json").json == []


def test_columns_make_objects_of_text(synced_once: Desk, student: dict[str, Any]) -> None:
    columns = ["--columns", "identifier,enabledUser,middleName", "--where", f"identifier={student['identifier']}"]
    done = synced_once.run("list", "Lakeside", "students", "--format", "json", *columns)
    expected = {name: str(student.get(name) or "") for name in ("identifier", "enabledUser", "middleName")}
    assert done.json == [expected]


def test_csv_has_the_names_of_the_fields_and_the_table_the_words_of_people(synced_once: Desk) -> None:
    columns = ["--columns", "name,identifier", "--limit", "3", "--sort", "-identifier"]
    done = synced_once.run("list", "Lakeside", "students", "--format", "csv", *columns)
    rows = list(csv.reader(io.StringIO(done.out, newline="")))
    assert rows[0] == ["name", "identifier"]
    assert [row[1] for row in rows[1:]] == sorted((row[1] for row in rows[1:]), reverse=True)
    table = synced_once.run("list", "Lakeside", "students", *columns).out.splitlines()
    assert table[0].split("  ")[0] == "Name"
    assert table[0].endswith("Student ID")
    assert len(table) == len(rows)


def test_scopes_narrow_the_list(synced_once: Desk, roster: District) -> None:
    enrollment = next(each for each in roster.collections["enrollments"] if each["role"] == "student")
    classes = synced_once.run(
        "list", "Lakeside", "classes", "--user", enrollment["user"]["sourcedId"], "--format", "json"
    ).json
    assert enrollment["class"]["sourcedId"] in {each["sourcedId"] for each in classes}
    school = enrollment["school"]["sourcedId"]
    listed = synced_once.run("list", "Lakeside", "classes", "--school", school, "--format", "json").json
    assert {each["sourcedId"] for each in listed} == {
        each["sourcedId"] for each in roster.collections["classes"] if each["school"]["sourcedId"] == school
    }


def test_a_roster_is_that_of_the_day(synced_once: Desk, roster: District) -> None:
    left = next(
        each
        for each in roster.collections["enrollments"]
        if each["role"] == "student" and each["status"] == "active" and each["endDate"] <= roster.today.isoformat()
    )
    room, student = left["class"]["sourcedId"], left["user"]["sourcedId"]

    def listed(*options: str) -> set[str]:
        done = synced_once.run("list", "Lakeside", "students", "--class", room, *options, "--format", "json")
        return {each["sourcedId"] for each in done.json}

    assert student not in listed("--as-of", left["endDate"])
    assert student in listed("--as-of", left["beginDate"])
    assert student in listed("--as-of", left["endDate"], "--phase", "dropped")
    for day in (left["beginDate"], left["endDate"]):
        sizes = ["--columns", "size", "--where", f"sourcedId={room}", "--as-of", day, "--format", "csv"]
        size = synced_once.run("list", "Lakeside", "classes", *sizes).out.split()[1]
        assert int(size) == len(listed("--as-of", day))


def test_one_record_is_shown_with_everything_related(
    synced_once: Desk, roster: District, student: dict[str, Any]
) -> None:
    done = synced_once.run("show", "Lakeside", "users", student["sourcedId"], "--format", "json")
    shown = done.json
    assert shown["record"] == student
    judged = synced_once.run("check", "Lakeside", "--record", "users", student["sourcedId"], "--format", "json").json
    assert shown["findings"] == judged["findings"]
    enrollments = [
        each for each in roster.collections["enrollments"] if each["user"]["sourcedId"] == student["sourcedId"]
    ]
    by_id = {each["sourcedId"]: each for each in shown["related"]["enrollments"]}
    assert by_id == {each["sourcedId"]: each for each in enrollments}
    assert shown["related"]["demographics"][0]["sourcedId"] == student["sourcedId"]
    assert set(shown["related"]) >= {"classes", "enrollments", "guardians", "schools", "demographics"}
    text = synced_once.run("show", "Lakeside", "students", student["sourcedId"]).out
    assert text.startswith(f"{student['givenName']} {student['familyName']}\n")
    assert f"Enrollments ({len(enrollments)})" in text


def test_a_person_is_found_by_name_id_and_email(synced_once: Desk, student: dict[str, Any]) -> None:
    name = f"{student['givenName']} {student['familyName']}"
    for words in (name, student["identifier"], student["email"], student["sourcedId"]):
        found = synced_once.run("find", "Lakeside", words, "--format", "json").json
        hit = next(each for each in found if each["sourcedId"] == student["sourcedId"])
        assert set(hit) == {"collection", "sourcedId", "title", "subtitle"}
        assert (hit["collection"], hit["title"]) == ("users", name)
    assert name in synced_once.run("find", "Lakeside", name, "--limit", "5").out
    assert synced_once.run("find", "Lakeside", "nobody of that name", "--format", "json").json == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["list", "Nowhere", "users"], 2, "There is no source “Nowhere”. Sources are: “Lakeside”."),
        (["list", "Lakeside", "pupils"], 2, "There is no collection “pupils”."),
        (["show", "Lakeside", "users", "nobody"], 5, "There is no user with this sourcedId"),
        (["show", "Lakeside", "pupils", "x"], 2, "There is no collection “pupils”."),
        (["find", "Nowhere", "x"], 2, "There is no source “Nowhere”."),
        (["runs", "Nowhere"], 2, "There is no source “Nowhere”."),
        (["list", "/none/roster.zip", "users"], 7, "There is no file or folder /none/roster.zip."),
        (["export", "Lakeside", "users", "--to", "x.ods"], 2, "Choose a name that ends in .csv, .xlsx, .json"),
        (["export", "Lakeside", "users", "--to", "x"], 2, "The file's name has no ending."),
        (["export", "Lakeside", "users", "--to", "/none/x.csv"], 6, "There is no folder /none."),
        (["export", "Lakeside", "users", "--to", "/none/x.xlsx"], 6, "There is no folder /none."),
        (["export", "Lakeside", "users", "--to", "/none/x.json"], 6, "There is no folder /none."),
    ],
)
def test_what_cannot_be_done_is_one_line_and_the_right_exit_code(
    synced_once: Desk, arguments: list[str], code: int, said: str
) -> None:
    done = synced_once.run(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert done.err.startswith("rosterdesk: ")
    assert said in done.err


@pytest.mark.parametrize("option", ["--school", "--class", "--user", "--term"])
def test_an_export_narrowed_by_an_id_that_nobody_has_leaves_the_file_as_it_was(
    synced_once: Desk, tmp_path: Path, option: str
) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("kept", encoding="utf-8")
    done = synced_once.run("export", "Lakeside", "enrollments", option, "nobody's\r", "--to", str(kept))
    assert (done.code, done.out) == (5, "")
    assert "with this sourcedId in the local copy. Check the id." in done.err
    assert kept.read_text(encoding="utf-8") == "kept"


def test_exports_are_the_same_selection_in_every_format(
    synced_once: Desk, tmp_path: Path, roster: District, student: dict[str, Any]
) -> None:
    where = ["--where", f"identifier={student['identifier']}", "--columns", "name,identifier,dateLastModified"]
    for suffix in ("csv", "xlsx", "json", "jsonl"):
        done = synced_once.run("export", "Lakeside", "students", "--to", str(tmp_path / f"list.{suffix}"), *where)
        assert (done.code, done.out) == (0, f"1 row written to {tmp_path / f'list.{suffix}'}\n")
    name = f"{student['familyName']}, {student['givenName']}"
    expected = {"name": name, "identifier": student["identifier"], "dateLastModified": student["dateLastModified"]}
    (row,) = csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig")))
    assert row == expected
    assert json.loads((tmp_path / "list.json").read_bytes()) == [expected]
    assert json.loads((tmp_path / "list.jsonl").read_bytes()) == expected
    sheet, info = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets
    assert [cell.value for cell in sheet[2]][:2] == [name, student["identifier"]]
    about = {row[0]: row[1] for row in info.iter_rows(values_only=True)}
    assert (about["Source"], about["Collection"], about["Student ID"]) == (
        "Lakeside",
        "Students",
        student["identifier"],
    )


def test_with_ids_a_csv_says_what_its_names_refer_to(synced_once: Desk, tmp_path: Path, roster: District) -> None:
    target = tmp_path / "list.csv"
    asked = ["export", "Lakeside", "enrollments", "--columns", "sourcedId,user", "--to", str(target)]
    assert synced_once.run(*asked, "--csv-mode", "exact", "--ids").code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    assert {row["sourcedId"]: row["userSourcedId"] for row in rows} == {
        each["sourcedId"]: each["user"]["sourcedId"] for each in roster.collections["enrollments"]
    }
    assert synced_once.run(*asked, "--csv-mode", "exact").code == 0
    assert target.read_text("utf-8").startswith("sourcedId,user\n")


def test_without_columns_a_json_file_has_the_records_as_sent(
    synced_once: Desk, tmp_path: Path, roster: District
) -> None:
    target = tmp_path / "demographics.json"
    done = synced_once.run("export", "Lakeside", "demographics", "--to", str(target), "--progress", "json")
    count = len(roster.collections["demographics"])
    assert {each["sourcedId"]: each for each in json.loads(target.read_bytes())} == {
        each["sourcedId"]: each for each in roster.collections["demographics"]
    }
    assert done.progress[-2:] == [
        {"phase": "export", "collection": "demographics", "done": count, "total": count},
        {"result": "ok"},
    ]


def test_what_left_the_computer_is_recorded_without_what_it_said(
    synced: Desk, tmp_path: Path, student: dict[str, Any]
) -> None:
    target = tmp_path / "list.csv"
    text = ["--text", student["familyName"], "--columns", "name,email"]
    assert synced.run("export", "Lakeside", "students", "--to", str(target), *text).code == 0
    log = (synced.data / "log" / "rosterdesk.log").read_text("utf-8")
    assert "of students (name, email) written to a .csv file" in log
    assert target.name not in log
    assert student["familyName"] not in log


def test_a_csv_is_safe_unless_it_is_to_be_exact(synced_once: Desk, tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    synced_once.run("export", "Lakeside", "orgs", "--to", str(target), "--headers", "titles", "--columns", "name")
    assert target.read_bytes().startswith(b"\xef\xbb\xbfName\r\n")
    synced_once.run("export", "Lakeside", "orgs", "--to", str(target), "--csv-mode", "exact", "--columns", "name")
    assert target.read_bytes().startswith(b"name\r\n")


def test_a_window_hands_over_secrets_and_query_and_no_argument_shows_them(
    synced_once: Desk, tmp_path: Path, student: dict[str, Any]
) -> None:
    from rosterdesk import credentials  # noqa: PLC0415
    from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase  # noqa: PLC0415
    from rosterdesk.settings import DataDir  # noqa: PLC0415

    data = DataDir(synced_once.data)
    kept = credentials.handover(
        PassphraseVault(data.vault, read_passphrase(synced_once.passphrase)), data.source("Lakeside").uid
    )
    query = Query(collection="students", text=student["givenName"], columns=("name",), sort=(Sort("name"),))
    line = msgspec.json.encode({"secrets": kept, "source": None, "query": query, "headers": "titles"}).decode()
    target = tmp_path / "list.csv"
    done = synced_once.run(
        *("export", "Lakeside", "orgs", "--to", str(target), "--handover", "--data-dir", str(synced_once.data)),
        stdin=line + "\n",
        options=[],
    )
    assert (done.code, done.err) == (0, "")
    header, *rows = target.read_text("utf-8-sig").splitlines()
    assert header == "Name"
    assert rows
    assert all(student["givenName"].split()[0] in row for row in rows)


def test_a_handover_that_cannot_be_read_is_not_repeated(synced_once: Desk) -> None:
    done = synced_once.run("runs", "Lakeside", "--handover", stdin='{"secrets": "canary')
    assert (done.code, done.err.count("\n"), "canary" in done.err) == (2, 1, False)


def test_what_may_be_missing_is_said_beside_the_answer(synced_once: Desk, tmp_path: Path) -> None:
    listed = synced_once.run("list", "Lakeside", "results", "--format", "json")
    written = synced_once.run("export", "Lakeside", "results", "--to", str(tmp_path / "results.csv"))
    assert (listed.code, listed.json, listed.err) == (0, [], "Results were not read.\n")
    assert (written.code, written.err) == (0, "Results were not read.\n")


def test_who_finds_among_some_schools_hears_so(desk: Desk, live: Live, roster: District) -> None:
    school = next(each["sourcedId"] for each in roster.collections["orgs"] if each["type"] == "school")
    assert desk.add(live).code == 0
    assert desk.run("sync", "Lakeside", "--school", school).code == 0
    assert "People are here of chosen schools only." in desk.run("find", "Lakeside", "a").err


def test_demographics_that_the_administrator_hides_are_neither_shown_nor_written(
    synced_once: Desk, student: dict[str, Any], policy_file: Path, tmp_path: Path
) -> None:
    policy_file.write_text('{"demographics": false}')
    target = tmp_path / "dates.csv"
    for arguments in (
        ("list", "Lakeside", "demographics"),
        ("show", "Lakeside", "demographics", student["sourcedId"]),
        ("export", "Lakeside", "demographics", "--to", str(target)),
    ):
        done = synced_once.run(*arguments)
        assert (done.code, done.out) == (2, ""), arguments
        assert "Demographics are hidden." in done.err
    assert not target.exists()
    shown = synced_once.run("show", "Lakeside", "users", student["sourcedId"], "--format", "json").json
    assert "demographics" not in shown["related"]
