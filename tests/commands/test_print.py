from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from rosterdesk.demo.district import District
from rosterdesk.export.class_lists import choosing
from rosterdesk.export.paper.choice import Choice
from tests.commands import bundles
from tests.commands.desks import Desk

pytestmark = pytest.mark.usefixtures("qapp")
"""What is painted with in this process is the tests' own."""

TODAY = "2026-11-23"


@pytest.fixture(scope="module")
def lesson(roster: District) -> dict[str, Any]:
    """A current enrollment of a teacher: it names a teacher, a class and a school."""
    return next(
        each
        for each in roster.collections["enrollments"]
        if each["role"] == "teacher" and each["status"] == "active" and each["beginDate"] <= TODAY < each["endDate"]
    )


@pytest.fixture(scope="module")
def student(roster: District) -> str:
    return next(str(each["sourcedId"]) for each in roster.collections["users"] if each["role"] == "student")


def options(kind: str, lesson: dict[str, Any], student: str) -> list[str]:
    """Options that every kind of that name takes, of one class, teacher or student."""
    of_class = ["--class", lesson["class"]["sourcedId"]]
    return {
        "class-list": [*of_class, "--columns", "number,name,email", "--landscape", "--include", "incoming,dropped"],
        "sign-in": [*of_class, "--columns", "5", "--dates", TODAY],
        "photos": [*of_class, "--paper", "a4"],
        "labels": ["--school", lesson["school"]["sourcedId"], "--stock", "L7163", "--first", "3"],
        "slips": ["--user", student],
        "substitute": ["--teacher", lesson["user"]["sourcedId"]],
    }[kind]


@pytest.mark.parametrize("kind", ["class-list", "sign-in", "photos", "labels", "slips", "substitute"])
def test_every_kind_is_written_as_a_pdf_and_remembered(
    synced: Desk, tmp_path: Path, lesson: dict[str, Any], student: str, kind: str
) -> None:
    target = tmp_path / "paper.pdf"
    arguments = ["print", "Lakeside", kind, "--to", str(target), "--as-of", TODAY]
    done = synced.run(*arguments, *options(kind, lesson, student))
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(f" written to {target}\n")
    assert int(done.out.split()[0]) >= 1
    assert target.read_bytes().startswith(b"%PDF-")
    (remembered,) = synced.run("exports", "--format", "json").json
    assert (remembered["what"], remembered["format"], remembered["file"]) == (kind, "pdf", "paper.pdf")
    assert "name" in remembered["columns"]


def test_each_label_is_remembered_as_somebody(synced: Desk, tmp_path: Path, lesson: dict[str, Any]) -> None:
    asked = ["--school", lesson["school"]["sourcedId"]]
    students = synced.run("list", "Lakeside", "students", *asked, "--as-of", TODAY, "--format", "csv").out
    synced.run("print", "Lakeside", "labels", "--to", str(tmp_path / "x.pdf"), "--as-of", TODAY, "--first", "7", *asked)
    (remembered,) = synced.run("exports", "--format", "json").json
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "x.pdf").pages).split())
    assert remembered["rows"] == said.count("Grade ") > 30
    assert remembered["rows"] <= len(students.splitlines()) - 1


def test_a_bundle_can_be_printed_too(desk: Desk, tmp_path: Path) -> None:
    bundle = bundles.written(tmp_path / "paper.zip")
    target = tmp_path / "slips.pdf"
    done = desk.run("print", str(bundle), "slips", "--to", str(target), "--grade", "09", "--as-of", TODAY)
    assert (done.code, done.out) == (0, f"1 page written to {target}\n")


def test_pictures_that_are_none_are_initials_and_no_news(
    synced: Desk, tmp_path: Path, roster: District, lesson: dict[str, Any]
) -> None:
    people = [
        each["user"]["sourcedId"]
        for each in roster.collections["enrollments"]
        if each["class"] == lesson["class"] and each["role"] == "student"
    ]
    folder = tmp_path / "photos"
    folder.mkdir()
    picture = QImage(40, 60, QImage.Format.Format_RGB32)
    picture.fill(0xFF8040)
    for number, person in enumerate(people):
        path = folder / f"{person}.{('jpg', 'png')[number % 2]}"
        assert picture.save(str(path))
        if number % 3:
            path.write_bytes(path.read_bytes()[: 200 // number] if number % 3 == 1 else b"no picture at all")
    target = tmp_path / "photos.pdf"
    arguments = ["print", "Lakeside", "photos", "--class", lesson["class"]["sourcedId"], "--photos", str(folder)]
    done = synced.run(*arguments, "--as-of", TODAY, "--to", str(target))
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["class-list", "--to", "x.docx"], 2, "What is printed is written as a PDF."),
        (["posters", "--to", "x.pdf"], 2, "invalid choice: 'posters'"),
        (["class-list", "--to", "x.pdf", "--stock", "5160"], 2, "--stock is not for class-list. It is for: labels."),
        (["labels", "--to", "x.pdf", "--columns", "name"], 2, "--columns is not for labels."),
        (["labels", "--to", "x.pdf", "--stock", "0815"], 2, "invalid choice: '0815'"),
        (["labels", "--to", "x.pdf", "--first", "0"], 2, "is not a whole number above 0"),
        (["sign-in", "--to", "x.pdf", "--columns", "name"], 2, "Choose from 1 to 25."),
        (["sign-in", "--to", "x.pdf", "--columns", "26"], 2, "Choose from 1 to 25."),
        (["sign-in", "--to", "x.pdf", "--dates", "Monday"], 2, "write it as YYYY-MM-DD"),
        (["class-list", "--to", "x.pdf", "--columns", "shoes"], 2, "A class list has no column “shoes”."),
        (["class-list", "--to", "x.pdf", "--include", "all"], 2, "is not incoming, dropped or both"),
        (["substitute", "--to", "x.pdf"], 2, "Say for whom: --teacher ID."),
        (
            ["slips", "--to", "x.pdf", "--user", "a", "--class", "b"],
            2,
            "Leave out --school, --teacher, --term and --class.",
        ),
        (["labels", "--to", "x.pdf", "--stock", "5163", "--first", "11"], 2, "A sheet of 5163 has 10 labels."),
        (["class-list", "--to", "x.pdf", "--school", "none"], 5, "There is no org with this sourcedId"),
        (["sign-in", "--to", "x.pdf", "--term", "none"], 5, "There is no academicSession with this sourcedId"),
        (["labels", "--to", "x.pdf", "--class", "none"], 5, "There is no class with this sourcedId"),
        (["slips", "--to", "x.pdf", "--user", "none"], 5, "There is no user with this sourcedId"),
        (["class-list", "--to", "x.pdf", "--as-of", "2030-01-01"], 6, "No class of these runs on 2030-01-01."),
        (["photos", "--to", "x.pdf", "--photos", "/none", "--as-of", TODAY], 6, "The photos in /none cannot be read"),
        (["class-list", "--to", "/none/x.pdf", "--as-of", TODAY], 6, "There is no folder /none."),
    ],
)
def test_what_cannot_be_printed_is_one_line_and_the_right_exit_code(
    synced_once: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = synced_once.run("print", "Lakeside", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert said in done.err
    assert not list(tmp_path.iterdir())


def test_a_window_hands_over_what_is_to_be_printed_and_no_argument_shows_it(
    synced: Desk, tmp_path: Path, lesson: dict[str, Any]
) -> None:
    from rosterdesk import credentials  # noqa: PLC0415
    from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase  # noqa: PLC0415
    from rosterdesk.settings import DataDir  # noqa: PLC0415

    data = DataDir(synced.data)
    vault = PassphraseVault(data.vault, read_passphrase(synced.passphrase))
    of = choosing.of(classes=(lesson["class"]["sourcedId"],))
    choice = msgspec.json.encode(Choice(kind="sign-in", of=of, day=date.fromisoformat(TODAY))).decode()
    target = tmp_path / "sheet.pdf"
    secrets = credentials.handover(vault, data.source("Lakeside").uid)
    line = msgspec.json.encode({"secrets": secrets, "choice": choice, "target": str(target)}).decode()
    arguments = ["print", "--to", "file.pdf", "--handover", "--data-dir", str(synced.data), "--", "Lakeside"]
    done = synced.run(*arguments, "sign-in", stdin=line + "\n", options=[])
    assert (done.code, done.err, done.out) == (0, "", f"1 page written to {target}\n")
    assert target.exists()
