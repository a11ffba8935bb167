"""Bundles: read where they lie, added as sources, written."""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rosterdesk import credentials, log
from rosterdesk.__main__ import main
from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase
from rosterdesk.demo.district import District
from rosterdesk.demo.service import Live
from rosterdesk.settings import DataDir
from rosterdesk.store.writer import Writer
from tests.commands import bundles
from tests.commands.desks import Desk, Done

BAD_USER = bundles.FILES["users.csv"] + "u3,,,maybe,s1,student,x,,Bad,Flag,,,,,,,,\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return bundles.written(tmp_path / "paper.zip")


def read(tmp_path: Path, *arguments: str) -> Done:
    """Run a command with a data folder that is not there; it must not be afterwards either."""
    nowhere = tmp_path / "nowhere"
    done = Desk(tmp_path).run(*arguments, options=["--data-dir", str(nowhere)])
    assert not nowhere.exists()
    return done


@pytest.mark.parametrize("name", ["paper.zip", "paper"])
def test_a_bundle_is_read_where_it_lies_and_the_data_folder_is_left_alone(tmp_path: Path, name: str) -> None:
    path = str(bundles.written(tmp_path / name))
    before = sorted(tmp_path.rglob("*"))
    done = read(tmp_path, "list", path, "students", "--format", "json")
    assert (done.code, done.err) == (0, "")
    (student,) = done.json
    assert (student["sourcedId"], student["familyName"], student["role"]) == ("u1", "Lovelace", "student")
    found = read(tmp_path, "find", path, "lovelace", "--format", "json").json
    assert [hit["sourcedId"] for hit in found] == ["u1"]
    shown = read(tmp_path, "show", path, "classes", "c1", "--format", "json").json
    assert [each["sourcedId"] for each in shown["related"]["students"]] == ["u1"]
    (only,) = read(tmp_path, "runs", path, "--format", "json").json
    assert (only["kind"], only["complete"], only["collections"]["users"]["rows"]) == ("full", True, 2)
    target = tmp_path / "out.csv"
    assert read(tmp_path, "export", path, "users", "--columns", "name", "--to", str(target)).code == 0
    assert target.read_text("utf-8-sig").splitlines() == ["name", '"Hopper, Grace"', '"Lovelace, Ada"']
    target.unlink()
    assert [each for each in sorted(tmp_path.rglob("*")) if "data" not in each.parts and each.name != "passphrase"] == [
        each for each in before if "data" not in each.parts and each.name != "passphrase"
    ]


def test_a_source_comes_before_a_bundle_of_the_same_name(
    synced: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundles.written(tmp_path / "Lakeside")
    monkeypatch.chdir(tmp_path)
    assert len(synced.run("list", "Lakeside", "orgs", "--format", "json").json) > 2
    assert len(synced.run("list", "./Lakeside", "orgs", "--format", "json").json) == 2


def test_problems_are_summed_up_in_one_line_beside_the_results(tmp_path: Path) -> None:
    path = bundles.written(tmp_path / "paper.zip", {"users.csv": BAD_USER})
    done = read(tmp_path, "list", str(path), "users", "--format", "json")
    assert (done.code, len(done.json)) == (0, 3)
    assert done.err.count("\n") == 1
    assert f"see: rosterdesk check {path}" in done.err
    as_json = read(tmp_path, "list", str(path), "users", "--format", "json", "--progress", "json")
    assert as_json.json == done.json
    assert {"phase": "remark", "done": 0, "detail": done.err.strip()} in as_json.progress


def test_of_a_damaged_bundle_there_is_what_could_be_read_and_exit_code_7(tmp_path: Path) -> None:
    many = "".join(f"x{number},,,c1,s1,u1,student,false,,\n" for number in range(20_000))
    path = bundles.written(tmp_path / "paper.zip", {"enrollments.csv": bundles.FILES["enrollments.csv"] + many})
    bundles.cut(path, "enrollments.csv")
    done = read(tmp_path, "list", str(path), "users", "--format", "json")
    assert (done.code, len(done.json)) == (7, 2)
    assert "rosterdesk: The bundle could not be read whole: enrollments." in done.err
    tested = read(tmp_path, "source", "test", str(path), "--format", "json")
    assert (tested.code, tested.json["ok"]) == (7, False)
    states = {each["collection"]: each["state"] for each in tested.json["collections"]}
    assert (states["users"], states["enrollments"]) == ("allowed", "failed")


@pytest.mark.parametrize("row", [",,,true,s1,student,x,,No,Id,,,,,,,,\n", "u3,,,true,s1,student\n"])
def test_rows_that_cannot_be_kept_are_told_and_the_rest_is_an_answer(tmp_path: Path, row: str) -> None:
    path = bundles.written(tmp_path / "paper.zip", {"users.csv": bundles.FILES["users.csv"] + row})
    done = read(tmp_path, "list", str(path), "users", "--format", "json")
    assert (done.code, len(done.json)) == (0, 2)
    assert "People are not all here: " in done.err
    tested = read(tmp_path, "source", "test", str(path), "--format", "json")
    assert (tested.code, tested.json["ok"]) == (0, True)
    assert {each["state"] for each in tested.json["collections"]} == {"allowed"}


def test_a_file_that_only_the_manifest_knows_is_exit_code_7(tmp_path: Path) -> None:
    path = bundles.written(tmp_path / "paper.zip", {"courses.csv": ""})
    done = read(tmp_path, "list", str(path), "users", "--format", "json")
    assert (done.code, len(done.json)) == (7, 2)
    assert "rosterdesk: The bundle could not be read whole: courses." in done.err


@pytest.mark.parametrize(
    ("name", "content"), [("no.zip", None), ("text.zip", b"no zip at all"), ("empty.zip", b""), ("plain.csv", b"a,b\n")]
)
@pytest.mark.parametrize("command", [["list", "", "users"], ["source", "test", ""], ["find", "", "x"], ["runs", ""]])
def test_what_is_no_bundle_is_exit_code_7_and_one_line(
    tmp_path: Path, name: str, content: bytes | None, command: list[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    elif command[0] == "runs":
        path = tmp_path / "none" / "x.zip"
    done = read(tmp_path, *(str(path) if word == "" else word for word in command))
    assert (done.code, done.err.count("\n")) == (7, 1)
    assert str(path) in done.err


def test_a_test_of_a_bundle_tells_every_file_with_its_rows_and_problems(tmp_path: Path) -> None:
    path = bundles.written(tmp_path / "paper.zip", {"users.csv": BAD_USER, "courses.csv": ""})
    done = read(tmp_path, "source", "test", str(path), "--format", "json", "--progress", "json")
    assert [(step["step"], step["ok"]) for step in done.json["steps"]] == [("file", True), ("manifest", True)]
    assert done.json["steps"][1]["detail"] == "OneRoster 1.1, written by Paper SIS."
    seen = {each["collection"]: (each["state"], each["count"], each["detail"]) for each in done.json["collections"]}
    assert seen["orgs"] == ("allowed", 2, "")
    assert seen["users"][:2] == ("allowed", 3)
    assert "problem" in seen["users"][2]
    told = {line["collection"]: (line["state"], line.get("detail")) for line in done.progress if "collection" in line}
    assert told["file"] == ("ok", f"{path} can be read.")
    assert told["orgs"] == ("allowed", "2 rows")
    assert done.json["summary"][0].startswith("This bundle has organizations, sessions, people, classes")
    assert done.json["summary"][-1].endswith(f"see: rosterdesk check {path}")


def test_a_bundle_becomes_a_source_and_is_read_again_when_it_is_another(desk: Desk, tmp_path: Path) -> None:
    path = bundles.written(tmp_path / "paper.zip")
    done = desk.run("source", "add", "Paper", "--bundle", str(path))
    assert (done.code, done.out) == (0, "Added “Paper”. Read it with: rosterdesk sync Paper\n")
    (listed,) = desk.run("source", "list", "--format", "json").json
    assert (listed["kind"], listed["oneroster"], listed["bundle"], listed["url"]) == ("bundle", "1.1", str(path), "")
    assert f"Paper  bundle  {path}" in desk.run("source", "list").out
    assert desk.run("list", "Paper", "users").code == 5
    synced = desk.run("sync", "Paper")
    assert (synced.code, synced.err) == (0, "")
    assert "  People: 2\n" in synced.out
    assert len(desk.run("list", "Paper", "users", "--format", "json").json) == 2
    path.unlink()
    gone = desk.run("sync", "Paper")
    assert (gone.code, gone.err.count("\n")) == (7, 1)
    assert len(desk.run("list", "Paper", "users", "--format", "json").json) == 2
    header, first, *_ = bundles.FILES["users.csv"].splitlines(keepends=True)
    bundles.written(path, {"users.csv": header + first})
    assert desk.run("sync", "Paper", "--full").code == 0
    assert [each["sourcedId"] for each in desk.run("list", "Paper", "users", "--format", "json").json] == ["u1"]


def test_the_files_of_a_kept_bundle_are_judged_as_long_as_they_are_there(desk: Desk, tmp_path: Path) -> None:
    path = bundles.written(tmp_path / "paper.zip", {"users.csv": BAD_USER})
    desk.run("source", "add", "Paper", "--bundle", str(path))
    desk.run("sync", "Paper")
    check = ["check", "Paper", "--rule", "VAL-09", "--format", "json"]
    judged = desk.run(*check)
    assert (judged.code, judged.json["rules"][0]["state"], judged.json["rules"][0]["count"]) == (0, "run", 1)
    path.unlink()
    assert desk.run(*check).json["rules"][0]["state"] == "not run"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sync", "Paper", "--school", "s1"], 2, "A bundle is always read whole."),
        (["sync", "Paper", "--collection", "users"], 2, "A bundle is always read whole."),
        (["refresh", "Paper", "users", "u1"], 2, "A bundle is always read whole. Run: rosterdesk sync Paper."),
        (["source", "add", "Paper", "--bundle", "BUNDLE"], 2, "There is a source “Paper” already."),
        (["source", "add", "Other", "--bundle", "/none.zip"], 7, "There is no file or folder /none.zip."),
        (["source", "add", "Other", "--bundle", "BUNDLE", "--auth", "none"], 2, "--auth has no meaning for it."),
        (["sync", "BUNDLE"], 2, "Run: rosterdesk source add NAME --bundle PATH."),
        (["source", "forget", "BUNDLE"], 2, "Run: rosterdesk source add NAME --bundle PATH."),
    ],
)
def test_what_a_bundle_is_not_for_is_said(desk: Desk, paper: Path, arguments: list[str], code: int, said: str) -> None:
    desk.run("source", "add", "Paper", "--bundle", str(paper))
    desk.run("sync", "Paper")
    done = desk.run(*(str(paper) if word == "BUNDLE" else word for word in arguments))
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert said in done.err


def ids(text: str) -> set[str]:
    return {each["sourcedId"] for each in json.loads(text)}


def test_what_is_stored_is_written_as_a_bundle_that_reads_back_equal(synced: Desk, tmp_path: Path) -> None:
    target = tmp_path / "lakeside.zip"
    done = synced.run("bundle", "Lakeside", "--to", str(target), "--progress", "json")
    assert (done.code, done.out) == (0, f"A bundle of OneRoster 1.1 written to {target}\n")
    assert done.progress[-1] == {"result": "ok"}
    assert any(line.get("collection") == "enrollments" for line in done.progress)
    for name in ("orgs", "academicSessions", "courses", "classes", "users", "enrollments", "demographics"):
        here = synced.run("list", "Lakeside", name, "--format", "json").out
        there = read(tmp_path, "list", str(target), name, "--format", "json").out
        active = {each["sourcedId"] for each in json.loads(here) if each["status"] == "active"}
        assert ids(there) == active


def test_a_bundle_of_a_copy_that_has_not_all_says_so(live: Live, roster: District, desk: Desk, tmp_path: Path) -> None:
    """A bulk bundle says that what is not in it is gone."""
    desk.add(live)
    school = next(each["sourcedId"] for each in roster.collections["orgs"] if each["type"] == "school")
    write = ["bundle", "Lakeside", "--to", str(tmp_path / "lakeside.zip")]
    said = "Not all organizations, sessions, courses, people, classes and enrollments are here; who imports this bundle"
    assert desk.run("sync", "Lakeside", "--school", school).code == 0
    assert said in desk.run(*write).err
    assert desk.run("sync", "Lakeside").code == 0
    assert desk.run("sync", "Lakeside", "--school", school).code == 0
    assert "are here" not in desk.run(*write).err


def test_a_bundle_is_written_in_the_other_version_where_that_is_asked_for(tmp_path: Path, paper: Path) -> None:
    target = tmp_path / "second.zip"
    assert read(tmp_path, "bundle", str(paper), "--to", str(target), "--oneroster", "1.2").code == 0
    (student,) = read(tmp_path, "list", str(target), "students", "--format", "json").json
    assert [(role["role"], role["org"]["sourcedId"]) for role in student["roles"]] == [("student", "s1")]
    again = tmp_path / "again.zip"
    done = read(tmp_path, "bundle", str(target), "--to", str(again))
    assert done.out == f"A bundle of OneRoster 1.2 written to {again}\n"


def manifest(path: Path) -> dict[str, str]:
    """What the manifest of a bundle says."""
    with zipfile.ZipFile(path) as bundle:
        return dict(csv.reader(bundle.read("manifest.csv").decode().splitlines()))


def test_a_bundle_says_which_system_it_is_from(synced: Desk, tmp_path: Path, paper: Path) -> None:
    target = tmp_path / "written.zip"
    assert synced.run("bundle", "Lakeside", "--to", str(target)).code == 0
    assert manifest(target)["source.systemName"] == "Lakeside"
    assert read(tmp_path, "bundle", str(paper), "--to", str(target)).code == 0
    assert manifest(target)["source.systemName"] == "Paper SIS"


def test_what_was_kept_of_a_bundle_is_written_in_its_version(desk: Desk, tmp_path: Path, paper: Path) -> None:
    second, target = tmp_path / "second.zip", tmp_path / "written.zip"
    assert read(tmp_path, "bundle", str(paper), "--to", str(second), "--oneroster", "1.2").code == 0
    desk.run("source", "add", "Paper", "--bundle", str(second))
    desk.run("sync", "Paper")
    done = desk.run("bundle", "Paper", "--to", str(target))
    assert done.out == f"A bundle of OneRoster 1.2 written to {target}\n"
    assert manifest(target)["source.systemName"] == "Paper SIS"


class Interrupted(io.StringIO):
    """What is said on stderr; something happens when the enrollments are being written."""

    def __init__(self, happens: Callable[[], None]) -> None:
        super().__init__()
        self._happens: Callable[[], None] | None = happens

    def write(self, text: str) -> int:
        if '"enrollments"' in text and (happens := self._happens):
            self._happens = None
            happens()
        return super().write(text)


def cancel() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("trouble", ["cancelled", "export"])
def test_a_bundle_that_is_not_finished_leaves_the_old_file_and_nothing_else(
    synced: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    target = tmp_path / "out" / "lakeside.zip"
    target.parent.mkdir()
    target.write_bytes(b"the old one")
    data = DataDir(synced.data)
    source = data.source("Lakeside")
    key = credentials.store_key(
        PassphraseVault(data.vault, read_passphrase(synced.passphrase)), source.uid, create=False
    )

    def sync() -> None:
        with Writer(data.store(source), key) as writer:
            writer.begin({"orgs": "delta"}, started=datetime.now(UTC))

    said = Interrupted({"cancelled": cancel, "export": sync}[trouble])
    monkeypatch.setattr(sys, "stderr", said)
    asked = ["bundle", "Lakeside", "--to", str(target), "--progress", "json", *synced.options()]
    assert main(asked) == {"cancelled": 130, "export": 6}[trouble]
    log.tear_down()
    assert json.loads(said.getvalue().splitlines()[-1])["error"] == trouble
    assert [each.read_bytes() for each in target.parent.iterdir()] == [b"the old one"]


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [("x.csv", 2, "Choose a name that ends in .zip."), ("/none/x.zip", 6, "There is no folder /none.")],
)
def test_a_bundle_that_cannot_be_written_is_said_so(synced_once: Desk, target: str, code: int, said: str) -> None:
    done = synced_once.run("bundle", "Lakeside", "--to", target)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert said in done.err


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_demo_district_is_a_bundle_too(tmp_path: Path, version: str) -> None:
    target = tmp_path / "demo.zip"
    made = ["demo", "bundle", "--to", str(target), "--students", "60", "--seed", "2", "--oneroster", version]
    done = Desk(tmp_path).run(*made)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"A bundle of OneRoster {version} written to {target}\n"
    tested = read(tmp_path, "source", "test", str(target), "--format", "json").json
    assert tested["steps"][1]["detail"].startswith(f"OneRoster {version}")
    assert {each["state"] for each in tested["collections"]} == {"allowed"}
    assert tested["summary"][-1] == "No problem was found in its files."
    assert len(read(tmp_path, "list", str(target), "students", "--format", "json").json) == 60


def test_what_is_wrong_on_purpose_with_the_demo_district_is_told(tmp_path: Path) -> None:
    done = Desk(tmp_path).run("demo", "bundle", "--to", str(tmp_path / "demo.zip"), "--students", "60", "--faulty")
    assert done.code == 0
    assert "users.csv, sourcedId: A sourcedId may have only letters" in done.err


def test_demographics_that_the_settings_hide_are_not_in_a_bundle_that_is_written(synced: Desk, tmp_path: Path) -> None:
    names = {}
    for shown in ("true", "false"):
        assert synced.run("settings", f"demographics={shown}").code == 0
        done = synced.run("bundle", "Lakeside", "--to", str(tmp_path / "out.zip"))
        assert done.code == 0
        assert ("Demographics are hidden by the settings" in done.err) is (shown == "false")
        with zipfile.ZipFile(tmp_path / "out.zip") as archive:
            names[shown] = set(archive.namelist())
    assert names["true"] - names["false"] == {"demographics.csv"}
