"""Paper from the window: what fits the place is offered, seen as it will be, printed or saved."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.export.class_lists import choosing
from rosterdesk.export.paper import class_list
from rosterdesk.export.paper.choice import Choice
from rosterdesk.export.paper.sheet import Paper
from rosterdesk.model.query import Query, Scope
from rosterdesk.model.rows import Link
from rosterdesk.ui.actions.press import Press, made_for
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.pdf import PdfDialog
from rosterdesk.ui.dialogs.print import PrintDialog
from rosterdesk.ui.dialogs.writing import State
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.conftest import Desk
from tests.ui.test_accessibility import focusable
from tests.ui.test_accessibility import name as spoken_name
from tests.ui.visits import go, link

PATIENCE = 30_000
CLICK = Qt.MouseButton.LeftButton
CURRENT = Query(collection="classes", as_of=stores.TODAY.isoformat(), phases=("current",))


def child(dialog: QDialog, name: str, kind: type = QWidget) -> QWidget:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def asked(window: MainWindow, qtbot: QtBot) -> PrintDialog:
    """The dialog that Ctrl+P opens."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    return opened(window, qtbot)


def opened(window: MainWindow, qtbot: QtBot) -> PrintDialog:
    """The dialog, once it shows a page or says why there is none."""
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is not None, timeout=PATIENCE)
    dialog = window.findChild(PrintDialog)
    qtbot.waitUntil(lambda: bool(page(dialog) or sentence(dialog)), timeout=PATIENCE)
    return dialog


def page(dialog: PrintDialog) -> str:
    return child(dialog, "previewPage", QLabel).text()


def sentence(dialog: PrintDialog) -> str:
    return child(dialog, "previewSentence", QLabel).text()


def items(dialog: PrintDialog, name: str) -> list[str]:
    choice = child(dialog, name, QComboBox)
    return [choice.itemText(row) for row in range(choice.count())]


def choose(dialog: PrintDialog, name: str, row: int, qtbot: QtBot) -> None:
    """Choose this row of a list, as a user does with the keys."""
    choice = child(dialog, name, QComboBox)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(row):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentIndex() == row


@pytest.fixture
def in_class(dated: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on a class."""
    class_ = link(dated, "classes", CURRENT)
    go(dated, Place(places.members(class_.sourced_id), class_), qtbot)
    return dated


def member(window: MainWindow) -> Link:
    """The first student of the class."""
    place = window.browser.place
    assert place is not None
    return link(window, "students", window.browser.day.dated(place.query))


def test_of_a_class_its_list_is_shown_as_it_will_be(in_class: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(in_class, qtbot)
    assert items(dialog, "ofField")[0].startswith("This class: ")
    assert items(dialog, "kindField") == ["Class list", "Sign-in sheet", "Photo list", "Labels", "Schedule"]
    qtbot.waitUntil(lambda: page(dialog) == "Page 1 of 1", timeout=PATIENCE)
    assert child(dialog, "previewLeaf").accessibleName() == "Page 1 of 1"
    assert not child(dialog, "stockField").isVisible()
    assert [each.objectName() for each in focusable(dialog) if not spoken_name(each)] == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: in_class.findChild(PrintDialog) is None, timeout=PATIENCE)


def test_each_place_has_its_own_kinds_the_likeliest_first(dated: MainWindow, qtbot: QtBot) -> None:
    student, teacher, school = link(dated, "students"), link(dated, "teachers"), link(dated, "schools")
    seen = {}
    for name, place in {
        "student": Place(places.group("students"), student),
        "teacher": Place(places.group("teachers"), teacher),
        "school": Place(places.group("students", school.sourced_id), school),
    }.items():
        go(dated, place, qtbot)
        dialog = asked(dated, qtbot)
        seen[name] = items(dialog, "kindField")
        dialog.reject()
        qtbot.waitUntil(lambda: dated.findChild(PrintDialog) is None, timeout=PATIENCE)
    assert seen["student"] == ["Schedule", "Labels"]
    assert seen["teacher"][0] == "Substitute’s packet"
    assert seen["school"][0] == "Class list"


def test_a_school_has_many_pages_that_keys_and_buttons_turn(dated: MainWindow, qtbot: QtBot) -> None:
    school = link(dated, "schools", places.listing("schools"))
    go(dated, Place(places.group("students", school.sourced_id), school), qtbot)
    dialog = asked(dated, qtbot)
    qtbot.waitUntil(lambda: "first" not in page(dialog), timeout=PATIENCE)
    count = page(dialog).rpartition(" ")[2]
    leaf = child(dialog, "previewLeaf")
    leaf.setFocus()
    qtbot.keyClick(leaf, Qt.Key.Key_PageDown)
    assert page(dialog) == f"Page 2 of {count}"
    qtbot.keyClick(leaf, Qt.Key.Key_End)
    assert page(dialog) == f"Page {count} of {count}"
    assert not child(dialog, "nextPageButton").isEnabled()
    qtbot.mouseClick(child(dialog, "previousPageButton"), CLICK)
    qtbot.keyClick(leaf, Qt.Key.Key_Home)
    assert page(dialog) == f"Page 1 of {count}"


def test_another_kind_has_its_own_questions_and_pages(in_class: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(in_class, qtbot)
    choose(dialog, "kindField", 3, qtbot)
    assert child(dialog, "stockField").isVisible()
    assert not child(dialog, "paperField").isVisible()
    stock = child(dialog, "stockChoice", QComboBox)
    stock.setCurrentIndex(stock.findData("L7163"))
    assert child(dialog, "firstLabel", QSpinBox).maximum() == 14
    child(dialog, "firstLabel", QSpinBox).setValue(14)
    qtbot.waitUntil(lambda: page(dialog).endswith(" of 2") or page(dialog).endswith(" of 3"), timeout=PATIENCE)
    choice = dialog.choice
    assert (choice.kind, choice.stock, choice.first) == ("labels", "L7163", 14)


def test_a_day_without_classes_is_said_in_place_of_the_pages(in_class: MainWindow, qtbot: QtBot) -> None:
    class_ = in_class.browser.place.record
    in_class.browser.day.choose(stores.TODAY.replace(year=stores.TODAY.year + 9))
    in_class.findChild(QAction, "printRecordAction").trigger()
    dialog = opened(in_class, qtbot)
    assert items(dialog, "ofField")[0] == f"This class: {class_.title}"
    qtbot.waitUntil(lambda: sentence(dialog).startswith("No class of these runs on"), timeout=PATIENCE)
    assert page(dialog) == ""


def test_a_pdf_is_saved_by_a_worker(in_class: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    student = member(in_class)
    dialog = asked(in_class, qtbot)
    qtbot.mouseClick(child(dialog, "savePdfButton"), CLICK)
    qtbot.waitUntil(lambda: in_class.findChild(PdfDialog) is not None, timeout=PATIENCE)
    saving = in_class.findChild(PdfDialog)
    saving.set_folder(str(tmp_path))
    assert saving.path.name.startswith("Class list ")
    qtbot.mouseClick(child(saving, "confirmExportButton"), CLICK)
    qtbot.waitUntil(lambda: saving.state in {State.WRITTEN, State.FAILED}, timeout=PATIENCE)
    assert saving.state is State.WRITTEN, child(saving, "writingText", QLabel).text()
    said = " ".join(PdfReader(saving.path).pages[0].extract_text().split())
    assert student.title.split()[-1] in said
    qtbot.mouseClick(child(saving, "closeButton"), CLICK)


def test_who_thinks_better_of_a_pdf_is_back_at_the_pages(in_class: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(in_class, qtbot)
    choose(dialog, "kindField", 1, qtbot)
    qtbot.mouseClick(child(dialog, "savePdfButton"), CLICK)
    qtbot.waitUntil(lambda: in_class.findChild(PdfDialog) is not None, timeout=PATIENCE)
    saving = in_class.findChild(PdfDialog)
    qtbot.keyClick(saving, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not in_class.findChildren(PdfDialog), timeout=PATIENCE)
    assert dialog.isVisible()
    assert child(dialog, "kindField", QComboBox).currentIndex() == 1


def test_without_a_printer_a_pdf_is_offered(
    in_class: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog = asked(in_class, qtbot)
    qtbot.mouseClick(child(dialog, "printButton", QPushButton), CLICK)
    problem = child(dialog, "printProblem", QLabel)
    qtbot.waitUntil(problem.isVisible, timeout=PATIENCE)
    assert problem.text() == "No printer is set up on this computer. Save a PDF instead."
    choose(dialog, "kindField", 1, qtbot)
    assert not problem.isVisible()


def test_who_thinks_better_of_it_at_the_printers_own_dialog_is_back_at_the_pages(
    in_class: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Front office"])
    dialog = asked(in_class, qtbot)
    qtbot.mouseClick(child(dialog, "printButton", QPushButton), CLICK)
    qtbot.waitUntil(lambda: dialog.findChild(QPrintDialog) is not None, timeout=PATIENCE)
    system = dialog.findChild(QPrintDialog)
    qtbot.waitUntil(system.isVisible, timeout=PATIENCE)
    assert system.printer().pageLayout().orientation() == QPageLayout.Orientation.Portrait
    system.reject()
    qtbot.waitUntil(lambda: dialog.findChild(QPrintDialog) is None, timeout=PATIENCE)
    assert dialog.isVisible()


def test_while_names_are_masked_no_page_is_shown_and_the_dialog_says_what_paper_holds(
    in_class: MainWindow, qtbot: QtBot
) -> None:
    in_class.desk.session.privacy.switch()
    dialog = asked(in_class, qtbot)
    assert sentence(dialog) == "While names are masked, the pages are not shown here."
    assert page(dialog) == ""
    assert child(dialog, "printMasked").isVisible()
    in_class.desk.session.privacy.switch()
    qtbot.waitUntil(lambda: in_class.findChild(PrintDialog) is None, timeout=PATIENCE)


@pytest.fixture
def press(desk: Desk, in_class: MainWindow) -> Press:
    return Press(desk.session.data_dir, in_class.messages, in_class)


def printed(desk: Desk, press: Press, choice: Choice, printer: QPrinter, qtbot: QtBot) -> None:
    source = desk.window.desk.source
    assert source is not None
    task = desk.tasks.start(press.print(desk.window.browser, choice, source, printer))
    qtbot.waitUntil(task.done, timeout=PATIENCE)


def everybody() -> Choice:
    """The lists of all classes of a day."""
    return Choice(kind="class-list", of=CURRENT, day=stores.TODAY, paper=Paper("a4"))


def into(choice: Choice, target: Path) -> QPrinter:
    """A printer that writes what it prints to a file."""
    printer = made_for(choice)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def test_pages_go_to_the_printer_and_that_is_remembered(desk: Desk, press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    class_ = desk.window.browser.place.record
    of = Query(collection="classes", ids=(class_.sourced_id,))
    choice = Choice(kind="sign-in", of=of, day=stores.TODAY, paper=Paper("a4"), blanks=20)  # too wide to stand
    student = member(desk.window)
    place = desk.window.browser.place
    people = desk.window.browser.reader.count(desk.window.browser.day.dated(place.query))
    printed(desk, press, choice, into(choice, tmp_path / "out.pdf"), qtbot)
    (paper,) = PdfReader(tmp_path / "out.pdf").pages
    assert (float(paper.mediabox.width), float(paper.mediabox.height)) == pytest.approx((842, 595), abs=2)
    assert student.title.split()[-1] in " ".join(paper.extract_text().split())
    assert desk.window.messages.text() == "Sent to the printer: 1 page"
    (remembered,) = desk.session.data_dir.exports()
    assert (remembered.what, remembered.format, remembered.rows, remembered.folder) == ("sign-in", "paper", people, "")


def on_the_lists(window: MainWindow, choice: Choice) -> list[int]:
    """How many are on each list."""
    asked = class_list.wanted(choice, ("name",))
    reader = window.browser.reader
    return [len(each.rows) for each in choosing.lists(reader, asked, choosing.classes(reader, asked))]


def test_a_range_of_pages_is_kept_to(desk: Desk, press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    choice = everybody()
    printer = into(choice, tmp_path / "out.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    printed(desk, press, choice, printer, qtbot)
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2
    (remembered,) = desk.session.data_dir.exports()
    assert remembered.rows == sum(on_the_lists(desk.window, choice)[1:3]) > 0


def test_printing_can_be_stopped(desk: Desk, press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    source = desk.window.desk.source
    assert source is not None
    choice = everybody()
    task = desk.tasks.start(press.print(desk.window.browser, choice, source, into(choice, tmp_path / "out.pdf")))
    qtbot.waitUntil(lambda: desk.window.messages.text().startswith("Printing… page"), timeout=PATIENCE)
    desk.window.messages.findChild(QPushButton, "messageAction").click()
    qtbot.waitUntil(task.done, timeout=PATIENCE)
    assert desk.window.messages.text() == "Printing was stopped."
    (remembered,) = desk.session.data_dir.exports()  # what had been sent by then
    assert 0 < remembered.rows < sum(on_the_lists(desk.window, choice))


def test_selected_students_are_offered_first(dated: MainWindow, qtbot: QtBot) -> None:
    school = link(dated, "schools")
    query = places.group("students", school.sourced_id)
    go(dated, Place(query, school), qtbot)
    qtbot.waitUntil(lambda: dated.roster.table.rowCount() > 3, timeout=PATIENCE)
    dated.roster.setFocus()
    dated.roster.selectAll()
    qtbot.waitUntil(lambda: dated.roster.chosen_count() > 1, timeout=PATIENCE)
    dialog = asked(dated, qtbot)
    assert items(dialog, "ofField")[0].startswith("The selected students (")
    assert query.scopes == (Scope("school", school.sourced_id),)
    assert len(dialog.choice.of.ids) == dated.roster.chosen_count()
