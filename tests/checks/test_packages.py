"""Each rule of files, on a clean bundle with one thing wrong in it: exactly that rule finds it."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from rosterdesk.bundle.writing import write
from rosterdesk.checks import rules
from rosterdesk.checks.judgement import Judgement
from rosterdesk.checks.run import judge
from rosterdesk.commands.opened_bundle import opened
from rosterdesk.model.entities import Entity
from rosterdesk.progress import silent
from tests.checks.district import NOW, TODAY, clean
from tests.store import roster

Files = dict[str, bytes]
Spoil = Callable[[Files], None]


class Case(msgspec.Struct, frozen=True):
    """A rule and what is done to the files; `also` are other rules that say of it rightly."""

    rule: str
    spoil: Spoil
    severity: str = ""
    also: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Those of the clean district, as version 1.2 has them; nobody in it was deleted."""
    path = tmp_path_factory.mktemp("bundle") / "clean.zip"
    sent = {
        name: [
            roster.item(each).record
            for each in of_name.values()
            if isinstance(each, Entity) and each.status == "active"
        ]
        for name, of_name in clean().items()
    }
    assert write(path, "1.2", sent) == []
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def judged(path: Path, files: Files) -> Judgement:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    (path / "spoilt.zip").write_bytes(archive.getvalue())
    with opened(path / "spoilt.zip", silent) as bundle:
        return judge(bundle.reader, rules.RULES, today=TODAY, now=NOW, files=bundle.bundle)


def rewrite(name: str, wrong: bytes, right: bytes) -> Spoil:
    """The first such text in the file, replaced."""

    def spoil(files: Files) -> None:
        assert right in files[name]
        files[name] = files[name].replace(right, wrong, 1)

    return spoil


def put(name: str, content: bytes) -> Spoil:
    """Another file in the bundle."""
    return lambda files: files.update({name: content})


def without(name: str) -> Spoil:
    """A file that is not there."""

    def spoil(files: Files) -> None:
        del files[name]

    return spoil


def emptied(name: str) -> Spoil:
    """The header of a file alone."""

    def spoil(files: Files) -> None:
        files[name] = files[name].split(b"\n")[0] + b"\n"

    return spoil


def cell(name: str, sourced_id: str, column: str, value: str) -> Spoil:
    """The value of a column in the row of that id."""

    def spoil(files: Files) -> None:
        header, *rows = files[name].decode().splitlines()
        place = [each.strip('"') for each in header.split(",")].index(column)
        for number, row in enumerate(rows):
            cells = re.findall(r'(?:^|(?<=,))("[^"]*"|[^,]*)', row)
            if cells[0].strip('"') == sourced_id:
                cells[place] = value
                rows[number] = ",".join(cells)
        files[name] = "\r\n".join([header, *rows, ""]).encode()

    return spoil


def categories(row: bytes) -> Spoil:
    """A file of categories with this row."""

    def spoil(files: Files) -> None:
        files["categories.csv"] = b"sourcedId,status,dateLastModified,title,weight\r\n" + row + b"\r\n"
        rewrite("manifest.csv", b"file.categories,bulk", b"file.categories,absent")(files)

    return spoil


WITHOUT_ENROLLMENTS = frozenset({"CLS-02", "USR-15", "USR-16"})
CASES = [
    Case("PKG-01", without("manifest.csv")),
    Case("PKG-02", rewrite("manifest.csv", b"manifest.version,2.0", b"manifest.version,1.0")),
    Case("PKG-03", rewrite("manifest.csv", b"file.demographics,absent", b"file.demographics,bulk")),
    Case("PKG-03", rewrite("manifest.csv", b"file.results,bulk", b"file.results,absent"), also=frozenset({"DLT-05"})),
    Case("PKG-04", rewrite("manifest.csv", b"file.demographics,whole", b"file.demographics,bulk")),
    Case("PKG-05", rewrite("courses.csv", b"coursecode", b"courseCode")),
    Case(
        "PKG-05",
        rewrite("orgs.csv", b"sourcedId,dateLastModified,status", b"sourcedId,status,dateLastModified"),
        "warning",
    ),
    Case("PKG-06", rewrite("demographics.csv", b"2014-03-01,", b"2014-03-01,,")),
    Case("PKG-07", rewrite("orgs.csv", b"N\xf6rth", b"North")),
    Case("PKG-07", rewrite("orgs.csv", b"\xef\xbb\xbfsourcedId", b"sourcedId"), "info"),
    Case("PKG-08", cell("classes.csv", "m1", "location", '"Room\n1"')),
    Case("PKG-09", cell("orgs.csv", "s1", "status", "active")),
    Case("PKG-10", rewrite("manifest.csv", b"file.orgs,delta", b"file.orgs,bulk")),
    Case("PKG-11", put("notes.csv", b"a,b\r\n"), "warning"),
    Case("PKG-11", put("../orgs.csv", b"a,b\r\n")),
    Case("PKG-12", emptied("enrollments.csv"), also=WITHOUT_ENROLLMENTS),
    Case("PKG-13", rewrite("roles.csv", b",nobody,primary", b",g,primary"), "warning", frozenset({"USR-01"})),
    Case("VAL-03", rewrite("orgs.csv", b"s1,,,North School,school,1001,d\r\ns1,", b"s1,")),
    Case("VAL-05", cell("demographics.csv", "a", "birthDate", "03/01/2014")),
    Case("VAL-06", cell("orgs.csv", "s1", "dateLastModified", "yesterday"), also=frozenset({"PKG-09"})),
    Case("VAL-09", cell("users.csv", "a", "enabledUser", "yes")),
    Case("VAL-19", categories(b"k,,,Tests,much")),
    Case("USR-25", cell("users.csv", "a", "password", "hunter2")),
]


def test_in_a_clean_bundle_nothing_is_found(files: Files, tmp_path: Path) -> None:
    judgement = judged(tmp_path, files)
    assert judgement.findings == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.severity}".rstrip())
def test_a_rule_of_files_finds_what_is_wrong_and_no_other_does(case: Case, files: Files, tmp_path: Path) -> None:
    spoilt = dict(files)
    case.spoil(spoilt)
    findings = judged(tmp_path, spoilt).findings
    known = {each.id: each for each in rules.RULES}
    assert {each.rule for each in findings} == {case.rule} | case.also
    assert {each.severity for each in findings if each.rule == case.rule} == {
        case.severity or known[case.rule].severity
    }


def test_every_rule_of_files_alone_has_a_case() -> None:
    assert {rule.id for rule in rules.RULES if not rule.questions} == {case.rule for case in CASES}
