"""Reports that the window writes: a workbook speaks its language, other forms are the same in all."""

from pathlib import Path

import msgspec
import openpyxl
import pytest

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault, read_passphrase
from rosterdesk.language import catalogue
from rosterdesk.settings import DataDir, Handover
from tests.commands import bundles
from tests.commands.desks import Desk
from tests.commands.test_compare import OTHER

REPORTS = {
    "findings": ("check", "North"),
    "changes": ("changes", "North"),
    "comparison": ("compare", "North", "South"),
    "safe": ("compare", "North", "South", "--safe"),
}
SAME = {"id", "error", "sourcedId"}
"""Words that both languages have."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with two rosters that differ, one of which is spoilt."""
    folder = tmp_path_factory.mktemp("two")
    desk = Desk(folder)
    for name, files in (("North", bundles.SPOILT), ("South", OTHER)):
        path = bundles.written(folder / f"{name}.zip", files)
        assert desk.run("source", "add", name, "--bundle", str(path)).code == 0
        assert desk.run("sync", name).code == 0
    return desk


def written(desk: Desk, report: str, target: Path, language: str) -> Path:
    """The report as a worker writes it for a window in this language."""
    data, vault = DataDir(desk.data), PassphraseVault(DataDir(desk.data).vault, read_passphrase(desk.passphrase))
    uids = [data.source(name).uid for name in ("North", "South")]
    secrets = {account: each for uid in uids for account, each in credentials.handover(vault, uid).items()}
    handed = msgspec.json.encode(Handover(secrets=secrets, language=language)).decode()
    options = ["--to", str(target), "--handover", "--data-dir", str(desk.data)]
    done = desk.run(*REPORTS[report], *options, stdin=f"{handed}\n", options=[])
    assert done.code == 0, done.err
    return target


def words(path: Path) -> set[str]:
    """What stands in the cells of a workbook, and on its sheets."""
    book = openpyxl.load_workbook(path)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    return cells | set(book.sheetnames)


@pytest.mark.parametrize("report", REPORTS)
def test_a_workbook_is_in_spanish_but_for_what_the_roster_and_the_standard_say(
    two: Desk, report: str, tmp_path: Path
) -> None:
    kept = catalogue("es").texts
    spanish = {*kept.files.values(), *kept.sentences.values()}
    english = {text for text in (*kept.files, *kept.sentences) if "{" not in text} - SAME - spanish
    assert len(words(written(two, report, tmp_path / "en.xlsx", "en")) & english) > 8
    after = words(written(two, report, tmp_path / "es.xlsx", "es"))
    assert after & english == set()
    assert len(after & spanish) > 8


@pytest.mark.parametrize("suffix", ["csv", "json"])
@pytest.mark.parametrize("report", REPORTS)
def test_forms_for_programs_are_the_same_in_every_language(two: Desk, report: str, suffix: str, tmp_path: Path) -> None:
    english, spanish = (written(two, report, tmp_path / f"{each}.{suffix}", each) for each in ("en", "es"))
    if suffix == "json":
        assert msgspec.json.decode(english.read_bytes()).keys() == msgspec.json.decode(spanish.read_bytes()).keys()
    else:
        assert english.read_bytes() == spanish.read_bytes()
