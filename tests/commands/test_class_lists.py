from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from pypdf import PdfReader

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase
from rosterdesk.demo.district import District
from rosterdesk.export.class_lists import choosing, templates, workbook
from rosterdesk.export.class_lists.choosing import Choice
from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.language import Say
from rosterdesk.settings import DataDir
from tests.commands import bundles
from tests.commands.desks import Desk, Done

TODAY = "2026-11-23"


@pytest.fixture(scope="module")
def lesson(roster: District) -> dict[str, Any]:
    """A current enrollment of a teacher: it names a teacher, a class and a school."""
    return next(
        each
        for each in roster.collections["enrollments"]
        if each["role"] == "teacher" and each["status"] == "active" and each["beginDate"] <= TODAY < each["endDate"]
    )


def written(desk: Desk, target: Path, *options: str, to: str = "") -> Done:
    return desk.run("class-lists", "Lakeside", "--to", to or str(target), "--as-of", TODAY, *options)


def names(desk: Desk, class_: str) -> list[str]:
    """Who is in the class on the day, as `list` says it."""
    done = desk.run(
        *("list", "Lakeside", "students", "--class", class_, "--as-of", TODAY, "--phase", "current"),
        *("--columns", "name", "--sort", "name", "--format", "csv"),
    )
    return [line.strip('"') for line in done.out.splitlines()[1:]]


def test_a_school_is_a_workbook_with_a_sheet_for_each_of_its_classes(
    synced: Desk, tmp_path: Path, lesson: dict[str, Any]
) -> None:
    target = tmp_path / "lists.xlsx"
    done = written(synced, target, "--school", lesson["school"]["sourcedId"], "--template", "names")
    assert (done.code, done.err) == (0, "")
    book = openpyxl.load_workbook(target)
    index = [[cell.value for cell in row] for row in book["Index"].iter_rows()]
    classes = index[index.index(next(row for row in index if row[0] == "Sheet")) + 1 :]
    assert book.sheetnames[1:] == [row[0] for row in classes]
    total = int(sum(float(str(row[6])) for row in classes))
    assert done.out == f"{len(classes)} lists, {total} names written to {target}\n"
    for sheet, *_, size, class_ in classes:
        listed = [row[1].value for row in book[str(sheet)].iter_rows()]
        people = listed[listed.index("Name") + 1 :]
        assert [name for name in people if name] == names(synced, str(class_))
        assert len(names(synced, str(class_))) == size
    (remembered,) = synced.run("exports", "--format", "json").json
    assert (remembered["what"], remembered["rows"], remembered["format"]) == ("class-lists", total, "xlsx")
    assert remembered["columns"] == ["number", "name"]


def test_a_teacher_is_a_folder_with_a_file_for_each_class(synced: Desk, tmp_path: Path, lesson: dict[str, Any]) -> None:
    to = f"{tmp_path / 'lists'}/"
    done = written(synced, tmp_path, "--teacher", lesson["user"]["sourcedId"], to=to)
    assert (done.code, done.err) == (0, "")
    files = sorted(each.name for each in (tmp_path / "lists").iterdir())
    assert done.out.startswith(f"{len(files)} list")
    again = written(synced, tmp_path, "--teacher", lesson["user"]["sourcedId"], to=to)
    assert (again.code, again.out) == (0, done.out)
    assert again.err == f"Files that were there already, and were replaced: {len(files)}.\n"
    assert sorted(each.name for each in (tmp_path / "lists").iterdir()) == files


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("template", ["names", "contact"])
def test_a_pdf_is_what_print_makes_of_the_same(
    synced: Desk, tmp_path: Path, lesson: dict[str, Any], template: str
) -> None:
    columns = ",".join(templates.template(template).columns)
    asked = ["--teacher", lesson["user"]["sourcedId"], "--columns", columns]
    done = written(synced, tmp_path / "list.pdf", *asked)
    assert (done.code, done.err) == (0, "")
    synced.run("print", "Lakeside", "class-list", "--to", str(tmp_path / "print.pdf"), "--as-of", TODAY, *asked)
    pages = [PdfReader(tmp_path / name).pages for name in ("list.pdf", "print.pdf")]
    assert [page.extract_text() for page in pages[0]] == [page.extract_text() for page in pages[1]]
    assert [page.mediabox for page in pages[0]] == [page.mediabox for page in pages[1]]
    printed, listed = synced.run("exports", "--format", "json").json
    told = ("what", "rows", "columns", "format")
    assert [printed[each] for each in told] == [listed[each] for each in told]
    assert f" {listed['rows']} name" in done.out


def test_lists_that_stay_in_a_folder_when_the_rest_is_cancelled_are_remembered(
    synced: Desk, tmp_path: Path, lesson: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    write, sizes = workbook.write_one, []

    def cancelled(listed: ClassList, part: Path, say: Say) -> None:
        if len(sizes) == 2:
            raise KeyboardInterrupt
        sizes.append(len(listed.rows))
        write(listed, part, say)

    monkeypatch.setattr(workbook, "write_one", cancelled)
    new = written(synced, tmp_path, "--school", lesson["school"]["sourcedId"], to=f"{tmp_path / 'new'}/")
    assert (new.code, synced.run("exports", "--format", "json").json) == (130, [])
    sizes.clear()
    (tmp_path / "lists").mkdir()
    done = written(synced, tmp_path, "--school", lesson["school"]["sourcedId"], to=f"{tmp_path / 'lists'}/")
    assert (done.code, done.err.splitlines()[0]) == (130, "Lists that are in the folder all the same: 2.")
    assert len(list((tmp_path / "lists").iterdir())) == 2
    (remembered,) = synced.run("exports", "--format", "json").json
    assert (remembered["what"], remembered["rows"], remembered["file"]) == ("class-lists", sum(sizes), "lists")


def test_what_the_window_hands_over_is_in_no_argument(synced: Desk, tmp_path: Path, lesson: dict[str, Any]) -> None:
    data = DataDir(synced.data)
    vault = PassphraseVault(data.vault, read_passphrase(synced.passphrase))
    of = choosing.of(classes=(lesson["class"]["sourcedId"],))
    choice = Choice(of=of, as_of=TODAY, columns=("name", "guardians", "blank:Signed"))
    handed = {
        "secrets": credentials.handover(vault, data.source("Lakeside").uid),
        "choice": msgspec.json.encode(choice).decode(),
        "target": f"{tmp_path / 'lists.of.2026'}/",
    }
    arguments = ["class-lists", "--to", "file/", "--handover", "--data-dir", str(synced.data), "--", "Lakeside"]
    done = synced.run(*arguments, stdin=msgspec.json.encode(handed).decode() + "\n", options=[])
    assert (done.code, done.err) == (0, "")
    (file,) = (tmp_path / "lists.of.2026").iterdir()
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file).worksheets[0].iter_rows()]
    assert ["Name", "Guardians", "Signed"] in rows
    assert [row[0] for row in rows[rows.index(["Name", "Guardians", "Signed"]) + 1 :]] == names(
        synced, lesson["class"]["sourcedId"]
    )


def test_a_bundle_is_read_where_it_lies_and_nothing_is_kept_of_it(tmp_path: Path) -> None:
    desk, target = Desk(tmp_path), tmp_path / "lists.xlsx"
    bundle = bundles.written(tmp_path / "paper.zip")
    done = desk.run("class-lists", str(bundle), "--to", str(target), "--as-of", "2026-09-15", "--columns", "name")
    assert (done.code, done.out) == (0, f"1 list, 1 name written to {target}\n")
    sheet = openpyxl.load_workbook(target)["Folding A"]
    assert [row[0].value for row in sheet.iter_rows()][-2:] == ["Name", "Lovelace, Ada"]
    assert desk.run("exports", "--format", "json").json == []


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--to", "lists.csv"], 2, "ends in .xlsx or .pdf, or into a folder"),
        (["--to", "lists"], 2, "end its name with a slash"),
        (["--to", "x.xlsx", "--columns", "birthDate"], 2, "no column “birthDate”"),
        (["--to", "x.xlsx", "--template", "all"], 2, "names, ids, contact, attendance"),
        (["--to", "x.xlsx", "--template", "ids", "--columns", "name"], 2, "not allowed with"),
        (["--to", "x.xlsx", "--include", "gone"], 2, "incoming, dropped"),
        (["--to", "x.xlsx", "--as-of", "yesterday"], 2, "is not a day"),
        (["--to", "x.xlsx", "--school", "nobody"], 5, "There is no org with this sourcedId"),
        (["--to", "x.xlsx", "--teacher", "nobody"], 5, "There is no user with this sourcedId"),
        (["--to", "x.xlsx", "--class", "nobody"], 5, "There is no class with this sourcedId"),
        (["--to", "x.xlsx", "--as-of", "1999-01-01"], 6, "No class of these runs on 1999-01-01."),
        (["--to", "none/x.xlsx", "--as-of", TODAY], 6, "There is no folder"),
        (["--to", "none/lists/", "--as-of", TODAY], 6, "There is no folder"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_written(
    synced_once: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = synced_once.run("class-lists", "Lakeside", *options)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
