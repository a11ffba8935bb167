"""`compare`: in what two rosters differ."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rosterdesk.demo.service import Live
from tests.commands import bundles
from tests.commands.desks import Desk

OTHER_USERS = (
    bundles.FILES["users.csv"]
    .replace("ada,{Paper:1},Ada,Lovelace", "ada,,Ada,Byron")
    .replace("u2,,,true,s1,teacher,grace,,Grace,Hopper,,2001", "u3,,,true,s1,teacher,grace,,Grace,Hopper,,2001")
)
OTHER = {
    "users.csv": OTHER_USERS,
    "enrollments.csv": bundles.FILES["enrollments.csv"].replace("e2,,,c1,s1,u2", "e2,,,c1,s1,u3"),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Two bundles: in the other one a person has another family name and no ids, and a teacher another sourcedId."""
    folder = tmp_path_factory.mktemp("papers")
    left, right = bundles.written(folder / "left.zip"), bundles.written(folder / "right.zip", OTHER)
    return str(left), str(right)


ALSO = ("demographics", "categories", "lineItems", "results")


@pytest.fixture(scope="module")
def both(live: Live, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    """A desk that has synced a service in both versions, and a folder with a bundle of each in both."""
    folder = tmp_path_factory.mktemp("both")
    desk = Desk(folder)
    for name, version in (("First", "1.1"), ("Second", "1.2")):
        also = [word for each in ALSO for word in ("--also", each)]
        assert desk.add_by(live, version, "oauth2", *also, name=name).code == 0
        assert desk.run("sync", name).code == 0
        for written in ("1.1", "1.2"):
            to = str(folder / f"{name}-{written}.zip")
            assert desk.run("bundle", name, "--to", to, "--oneroster", written).code == 0
    return desk, folder


def compared(desk: Desk, *arguments: str) -> dict[str, Any]:
    done = desk.run("compare", *arguments, "--format", "json")
    assert done.code == 0, done.err
    found: dict[str, Any] = done.json
    return found


def told(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["collection"], each["sourcedId"]) for each in found["records"]]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("First", "Second"),
        ("First", "First-1.1.zip"),
        ("First-1.2.zip", "First"),
        ("Second", "Second-1.1.zip"),
        ("Second", "Second-1.2.zip"),
    ],
)
def test_a_service_and_its_bundles_are_the_same_in_both_versions(
    both: tuple[Desk, Path], left: str, right: str
) -> None:
    desk, folder = both
    found = compared(desk, *(str(folder / each) if each.endswith(".zip") else each for each in (left, right)))
    assert found["records"] == []
    assert (found["left"], found["right"], found["by"]) == (left, right, "sourcedId")
    counted = {each["collection"]: each for each in found["collections"]}
    assert counted["users"]["same"] > 80
    assert counted["enrollments"]["same"] > 80
    assert all(counted[each]["same"] for each in ALSO)
    assert not any(each[name] for each in counted.values() for name in ("left", "right", "different", "unknown"))


def test_records_of_one_side_and_of_both_are_told_field_by_field(desk: Desk, papers: tuple[str, str]) -> None:
    found = compared(desk, *papers)
    assert told(found) == [
        ("different", "users", "u1"),
        ("left", "users", "u2"),
        ("right", "users", "u3"),
        ("different", "enrollments", "e2"),
    ]
    first, *_, last = found["records"]
    assert first["fields"]["familyName"] == ["Lovelace", "Byron"]
    assert first["fields"].keys() == {"familyName", "userIds"}
    assert first["title"] == "Ada Lovelace"
    assert last["fields"] == {"user": [{"sourcedId": "u2"}, {"sourcedId": "u3"}]}
    users = next(each for each in found["collections"] if each["collection"] == "users")
    assert users == {
        "collection": "users",
        "left": 1,
        "right": 1,
        "different": 1,
        "same": 0,
        "unknown": 0,
        "ambiguous": 0,
        "fields": {"familyName": 1, "userIds": 1},
    }


CHANGED, GONE, NEW = ("different", "users", "u1"), ("left", "users", "u2"), ("right", "users", "u3")
MOVED = ("different", "enrollments", "e2")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--collection", "students"], [CHANGED, GONE, NEW]),
        (["--collection", "enrollments"], [MOVED]),
        (["--field", "familyName", "--collection", "users", "--limit", "1"], [CHANGED, GONE, NEW]),
        (["--ignore", "familyName", "--ignore", "userIds", "--ignore", "user"], [GONE, NEW]),
        (["--by", "identifier"], [CHANGED]),
        (["--by", "username", "--field", "givenName"], []),
        (["--school", "s1", "--collection", "enrollments"], [MOVED]),
        (["--school", "d1", "--collection", "courses"], []),
    ],
)
def test_it_can_be_narrowed(
    desk: Desk, papers: tuple[str, str], options: list[str], expected: list[tuple[str, str, str]]
) -> None:
    assert told(compared(desk, *papers, *options)) == expected


def people(folder: Path, name: str, *identities: str) -> str:
    """A bundle in which each of these, and nobody else, is somebody's user name, email and identifier."""
    head = bundles.FILES["users.csv"].splitlines()[0]
    rows = [
        f"{name}{number},,,true,s1,student,{each},,Ada,Lovelace,,{each},{each},,,,09,"
        for number, each in enumerate(identities)
    ]
    manifest = bundles.MANIFEST.replace("file.enrollments,bulk", "file.enrollments,absent")
    files = {"users.csv": "\n".join([head, *rows, ""]), "manifest.csv": manifest, "enrollments.csv": ""}
    return str(bundles.written(folder / f"{name}.zip", files))


@pytest.mark.parametrize("by", ["email", "username", "identifier"])
@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (["a", "a"], ["a"], ["ambiguous l0", "ambiguous l1", "ambiguous r0"]),
        (["a", "b"], ["b", "a", "b"], ["ambiguous l1", "ambiguous r0", "ambiguous r2"]),
        (["a", "a", "b"], ["b"], ["left l0", "left l1"]),
        (["b"], ["a", "a", "b"], ["right r0", "right r1"]),
        (["", ""], ["", "a"], ["right r1"]),
    ],
)
def test_who_shares_what_identifies_them_is_never_paired_by_chance(
    desk: Desk, tmp_path: Path, by: str, left: list[str], right: list[str], expected: list[str]
) -> None:
    sides = people(tmp_path, "l", *left), people(tmp_path, "r", *right)
    found = compared(desk, *sides, "--by", by, "--field", "givenName")
    assert [f"{kind} {sourced_id}" for kind, _, sourced_id in told(found)] == expected
    (users,) = (each for each in found["collections"] if each["collection"] == "users")
    assert users["ambiguous"] == sum(each.startswith("ambiguous") for each in expected)
    assert users["unknown"] == [*left, *right].count("")


@pytest.mark.parametrize(
    ("by", "left", "right", "expected"),
    [
        ("email", ["Ada@X.edu"], ["ada@x.edu"], ["different"]),
        ("username", ["ÉMILE"], ["émile"], ["different"]),
        ("email", ["ada@x.edu"], ["ADA@x.edu", "ada@x.edu"], ["ambiguous"] * 3),
        ("identifier", ["a1"], ["A1"], ["right", "left"]),
    ],
)
def test_emails_and_user_names_are_found_in_any_case_and_another_case_is_a_difference(
    desk: Desk, tmp_path: Path, by: str, left: list[str], right: list[str], expected: list[str]
) -> None:
    found = compared(desk, people(tmp_path, "l", *left), people(tmp_path, "r", *right), "--by", by, "--field", by)
    assert [kind for kind, _, _ in told(found)] == expected
    if expected == ["different"]:
        assert found["records"][0]["fields"] == {by: [left[0], right[0]]}


def test_what_is_ambiguous_is_told_with_what_is_shared_in_every_form(desk: Desk, tmp_path: Path) -> None:
    sides = people(tmp_path, "l", "a@x", "A@x"), people(tmp_path, "r", "a@X")
    shared = compared(desk, *sides, "--by", "email")["records"]
    assert [each["fields"] for each in shared] == [{"email": ["a@x", None]}] * 2 + [{"email": [None, "a@x"]}]
    out = desk.run("compare", *sides, "--by", "email").out
    assert out.count("email: a@x in l.zip") == 2
    assert out.count("email: a@x in r.zip") == 1
    assert "People: 3 cannot be told apart by email alone, so nobody knows which of them belong together." in out
    rows = list(csv.DictReader(io.StringIO(desk.run("compare", *sides, "--by", "email", "--format", "csv").out)))
    assert [(row["what"], row["field"], row["left"], row["right"]) for row in rows] == [
        *([("ambiguous", "email", "a@x", "")] * 2),
        ("ambiguous", "email", "", "a@x"),
    ]
    assert len(compared(desk, *sides, "--by", "email", "--limit", "1")["records"]) == 1
    safe = desk.run("compare", *sides, "--by", "email", "--safe").out
    assert "a@x" not in safe
    assert "3 cannot be told apart" in safe


def test_a_list_that_one_side_has_not_is_not_called_missing(
    desk: Desk, papers: tuple[str, str], tmp_path: Path
) -> None:
    manifest = bundles.MANIFEST.replace("file.enrollments,bulk", "file.enrollments,absent")
    without = bundles.written(tmp_path / "without.zip", {"manifest.csv": manifest, "enrollments.csv": ""})
    found = compared(desk, papers[0], str(without))
    assert found["records"] == []
    enrollments = next(each for each in found["collections"] if each["collection"] == "enrollments")
    assert (enrollments["left"], enrollments["unknown"]) == (0, 2)
    assert enrollments["rightLacks"]
    table = desk.run("compare", papers[0], str(without)).out
    assert "2 records of the other side may be missing or not." in table
    rows = list(csv.DictReader(io.StringIO(desk.run("compare", papers[0], str(without), "--format", "csv").out)))
    assert [(row["what"], row["collection"]) for row in rows] == [("unknown", "enrollments")]
    assert rows[0]["right"] == enrollments["rightLacks"]


def test_the_table_counts_and_names_both_sides(desk: Desk, papers: tuple[str, str]) -> None:
    out = desk.run("compare", *papers).out
    assert "Only in left.zip" in out
    assert "familyName: Lovelace → Byron" in out
    assert "only in right.zip" in out
    same = desk.run("compare", papers[0], papers[0]).out
    assert same.startswith("Nothing that can be told is different between left.zip (left) and left.zip (right).\n")


def test_a_safe_comparison_has_counts_and_names_of_fields_alone(
    desk: Desk, papers: tuple[str, str], tmp_path: Path
) -> None:
    told_safely = [desk.run("compare", *papers, "--safe", "--format", form).out for form in ("table", "json", "csv")]
    for out in told_safely:
        assert "familyName" in out
        assert not any(secret in out for secret in ("Lovelace", "Byron", "u1", "u3", "e2"))
    assert json.loads(told_safely[1])["records"] == []
    book = tmp_path / "safe.xlsx"
    assert desk.run("compare", *papers, "--safe", "--to", str(book)).code == 0
    assert openpyxl.load_workbook(book).sheetnames == ["Summary", "Info"]


def test_the_log_of_a_safe_comparison_says_that_no_record_was_given_out(
    both: tuple[Desk, Path], tmp_path: Path
) -> None:
    desk, _ = both
    right = str(bundles.written(tmp_path / "right.zip"))
    target = tmp_path / "safe.csv"
    assert desk.run("compare", "First", right, "--collection", "orgs", "--safe", "--to", str(target)).code == 0
    (logged,) = (each for each in desk.run("exports", "--format", "json").json if each["folder"] == str(tmp_path))
    assert logged["rows"] == 1
    assert not {"sourcedId", "title"} & set(logged["columns"])


def test_it_is_written_to_files_and_remembered_for_the_sources_alone(both: tuple[Desk, Path], tmp_path: Path) -> None:
    desk, _ = both
    right = str(bundles.written(tmp_path / "right.zip"))
    for suffix in ("xlsx", "csv", "json"):
        target = tmp_path / f"out.{suffix}"
        done = desk.run("compare", "First", right, "--collection", "orgs", "--to", str(target))
        assert (done.code, done.out) == (0, f"In what First and right.zip differ was written to {target}\n")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Summary", "Differences", "Info"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"))))
    assert book["Differences"].max_row == len(rows) + 1
    assert len(json.loads((tmp_path / "out.json").read_text())["records"]) == len(rows)
    written = desk.run("exports", "--format", "json").json
    assert [(each["source"], each["what"]) for each in written if each["folder"] == str(tmp_path)] == [
        ("First", "comparison")
    ] * 3


def test_a_file_of_what_could_be_read_of_a_torn_bundle_is_remembered_too(
    both: tuple[Desk, Path], tmp_path: Path
) -> None:
    desk, _ = both
    whole, torn, target = bundles.written(tmp_path / "whole.zip"), tmp_path / "torn.zip", tmp_path / "out.csv"
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(torn, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name) + (b'"torn,1' if name == "users.csv" else b""))
    done = desk.run("compare", "First", str(torn), "--to", str(target))
    assert done.code == 7
    assert target.exists()
    assert done.out == f"In what First and torn.zip differ was written to {target}\n"
    log = desk.run("exports", "--format", "json").json
    assert [each["what"] for each in log if each["folder"] == str(tmp_path)] == ["comparison"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--field", "familyname"], 2, "There is no field “familyname”."),
        (["--collection", "pupils"], 2, "There is no collection “pupils”."),
        (["--by", "email", "--collection", "classes"], 2, "These records have no email."),
        (["--school", "nowhere"], 5, "Neither side has a school with this sourcedId."),
        (["--to", "out.pdf"], 2, "The file's name does not say in which format to write."),
    ],
)
def test_what_cannot_be_compared_is_an_error(
    desk: Desk, papers: tuple[str, str], options: list[str], code: int, said: str
) -> None:
    done = desk.run("compare", *papers, *options)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_how_far_it_is_is_told(desk: Desk, papers: tuple[str, str]) -> None:
    done = desk.run("compare", *papers, "--progress", "json")
    steps = [each for each in done.progress if each.get("phase") == "compare" and each["collection"] == "users"]
    assert steps[-1]["done"] == steps[-1]["total"] == 4
