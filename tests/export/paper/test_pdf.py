"""PDFs, read back by another reader: every text, every page, and nothing where the disk refused."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from rosterdesk.errors import ExportError
from rosterdesk.export.paper import pdf
from rosterdesk.export.paper.sheet import Column, Document, Grid, Labels, Paper, Sheet
from rosterdesk.progress import Message, Progress

pytestmark = pytest.mark.usefixtures("qapp")

NAMES = ("Márquez Peña, Jesús", "Nguyễn, Hương", "Ōkubo, Yūki", "0004711", "=1+1", "Smith & Sons <b>")


def lists(count: int, rows: int = 3) -> Iterator[Sheet]:
    columns = (Column("Name", 3), Column("Student ID", 1))
    for number in range(count):
        people = tuple((f"Student {number}-{row}", f"{row:07}") for row in range(rows))
        yield Sheet(f"Class {number}", (("As of", "2026-10-01"),), (Grid(columns, people),))


def document(count: int, rows: int = 3, paper: Paper | None = None) -> Document:
    return Document("Class list", lists(count, rows), count, paper or Paper(), "Lakeside · as of 2026-10-01")


def spoken(read: PdfReader) -> str:
    """All texts, a space between two words: the font may have others."""
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def test_every_text_is_read_back_by_another_reader(tmp_path: Path) -> None:
    rows = tuple((name, f"000{number}") for number, name in enumerate(NAMES))
    sheet = Sheet("Algebra", (("Teacher", "Ada Lovelace"),), (Grid((Column("Name", 3), Column("ID", 1)), rows),))
    target = tmp_path / "list.pdf"
    assert pdf.write(Document("Class list", iter([sheet]), 1, footer="Lakeside"), target).pages == 1
    said = spoken(PdfReader(target))
    for text in (*NAMES, "Algebra", "Teacher", "Ada Lovelace", "Lakeside", "Page 1 of 1", "0003"):
        assert text in said


def test_no_row_is_lost_over_many_pages(tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    count = pdf.write(document(3, rows=70), target).pages
    read = PdfReader(target)
    said = spoken(read)
    assert len(read.pages) == count == 9
    assert all(f" Student {number}-{row} " in said for number in range(3) for row in range(70))
    assert said.count("Page 1 of 3") == said.count("Page 3 of 3") == 3


@pytest.mark.parametrize(
    ("paper", "size"),
    [
        (Paper("letter"), (612, 792)),
        (Paper("letter", landscape=True), (792, 612)),
        (Paper("a4"), (595.3, 841.9)),
        (Paper("a4", landscape=True), (841.9, 595.3)),
    ],
    ids=str,
)
def test_pages_are_as_large_as_the_paper(tmp_path: Path, paper: Paper, size: tuple[float, float]) -> None:
    target = tmp_path / "list.pdf"
    pdf.write(document(2, paper=paper), target)
    for page in PdfReader(target).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=1)


def test_labels_come_on_the_paper_of_their_stock(tmp_path: Path) -> None:
    target = tmp_path / "labels.pdf"
    sheet = Sheet("", (), (Labels("L7160", tuple((f"Student {number}",) for number in range(22))),))
    assert pdf.write(Document("Labels", iter([sheet]), 1, Paper("letter")), target).pages == 2
    assert float(PdfReader(target).pages[0].mediabox.width) == pytest.approx(595.3, abs=1)


def test_the_file_has_a_title_and_no_author(tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    pdf.write(document(1), target)
    said = PdfReader(target).metadata
    assert said is not None
    assert (said.title, said.author or "", said.creator) == ("Class list", "", "RosterDesk")


def test_progress_is_said_of_what_was_written(tmp_path: Path) -> None:
    said: list[Message] = []
    pdf.write(document(25), tmp_path / "list.pdf", report=said.append)
    assert said[-1] == Progress("print", "", 25, 25)
    assert [message.done for message in said if isinstance(message, Progress)] == [10, 20, 25]


def test_nothing_to_print_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    target.write_text("old")
    with pytest.raises(ExportError, match="nothing to print"):
        pdf.write(document(0), target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.pdf"]


def test_when_it_is_stopped_the_old_file_stands(tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    target.write_text("old")

    def stop(_message: Message) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pdf.write(document(20), target, report=stop)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("place", [1, 5, 20])
def test_an_interruption_waits_until_the_page_is_painted(tmp_path: Path, number: signal.Signals, place: int) -> None:
    target = tmp_path / "list.pdf"
    target.write_text("old")
    reached: list[int] = []

    def interrupted() -> Iterator[Sheet]:
        for each, sheet in enumerate(lists(20), 1):
            if each == place:
                signal.raise_signal(number)
            reached.append(each)
            yield sheet

    before = signal.signal(number, signal.default_int_handler)  # who starts tests in the background ignores Ctrl+C
    try:
        with pytest.raises(KeyboardInterrupt):
            pdf.write(Document("Class list", interrupted(), 20), target)
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)
    assert place in reached
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.pdf"]


def test_a_missing_folder_has_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        pdf.write(document(1), tmp_path / "none" / "list.pdf")


REFUSED = """
import resource, signal, sys
from pathlib import Path
from rosterdesk.errors import ExportError
from rosterdesk.export.paper import pdf
from tests.export.paper.test_pdf import document
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
try:
    pdf.write(document(200, rows=25), Path(sys.argv[1]))
except ExportError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_file_that_the_disk_refuses_is_said_and_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    target.write_text("old")
    done = subprocess.run([sys.executable, "-c", REFUSED, str(target)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("The file is larger than this disk or account allows.")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.pdf"]
