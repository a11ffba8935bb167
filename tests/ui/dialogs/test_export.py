"""The export dialog: what it says before anything is written, and what it is answered."""

from pathlib import Path
from typing import Any

import pytest
import qasync
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk.export.file_names import safe_file_name
from rosterdesk.export.formats import check
from rosterdesk.model.query import Query, Scope, Sort, Where
from rosterdesk.progress import Progress
from rosterdesk.settings import Preferences
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.offer import Offer
from rosterdesk.ui.dialogs.destination import look
from rosterdesk.ui.dialogs.export import ExportDialog, formats
from rosterdesk.ui.dialogs.export_words import summary
from rosterdesk.ui.dialogs.file_name import file_name_problem
from rosterdesk.ui.dialogs.writing import State

NINTH = Query(collection="students", where=(Where("grades", ("09",)),), sort=(Sort("name"),))
OFFER = Offer(query=NINTH, rows=412, whole=9380, selected=3, every=31_022, title="Roosevelt: Students")


def opened(qtbot: QtBot, folder: Path, offer: Offer = OFFER, last: Preferences | None = None) -> ExportDialog:
    dialog = ExportDialog(offer, last or Preferences(export_folder=str(folder)))
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


@pytest.fixture
def dialog(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    return opened(qtbot, tmp_path)


def find(dialog: ExportDialog, name: str, kind: Any = QWidget) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def seen(dialog: ExportDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def click(qtbot: QtBot, dialog: ExportDialog, name: str) -> None:
    assert find(dialog, name).isVisible(), name
    qtbot.mouseClick(find(dialog, name), Qt.MouseButton.LeftButton)


def of(query: Query, rows: int, whole: int | None = None, scope: str = "") -> Offer:
    return Offer(query=query, rows=rows, whole=whole, scope=scope)


def where(field: str, *values: str, **how: Any) -> Query:
    return Query(collection="students", where=(Where(field, values, **how),))


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (of(NINTH, 412, 9380), "412 of 9,380 students, 7 columns, grade 09, sorted by name."),
        (of(NINTH, 412, 412), "412 students, 7 columns, grade 09, sorted by name."),
        (of(Query(collection="students"), 1), "1 student, 7 columns."),
        (
            of(places.listing("students", "school", "x"), 60, 60, "Washington High School"),
            "60 students in Washington High School, 7 columns, sorted by name.",
        ),
        (
            of(Query(collection="users", scopes=(Scope("agents_of", "x"),)), 2, 2, "Ana Ruiz"),
            "2 people of Ana Ruiz, 9 columns (1 with IDs).",
        ),
        (of(places.members("x"), 25, 25, "Algebra 1"), "25 students in Algebra 1, 7 columns, current, sorted by name."),
        (
            of(places.group(places.STAFF_AND_GUARDIANS), 3),
            "3 people (staff & guardians), 9 columns (1 with IDs), sorted by name.",
        ),
        (
            of(Query(collection="classes", columns=("title",), sort=(Sort("title", descending=True),)), 2055),
            "2,055 classes, 1 column, sorted by class, last to first.",
        ),
        (
            of(Query(collection="enrollments", text="o'neil", as_of="2026-11-23"), 2),
            "2 enrollments, 11 columns (3 with IDs), matching “o'neil”, as of 2026-11-23.",
        ),
        (
            of(Query(collection="enrollments", phases=("incoming", "current"), as_of="2026-11-23"), 3),
            "3 enrollments, 11 columns (3 with IDs), incoming or current, as of 2026-11-23.",
        ),
        (of(where("grades", "09", "10"), 7), "7 students, 7 columns, grade 09 or 10."),
        (of(where("grades", "09", negated=True), 7), "7 students, 7 columns, grade not 09."),
        (of(where("email", ""), 7), "7 students, 7 columns, without email."),
        (of(where("email", "", negated=True), 7), "7 students, 7 columns, with email."),
        (of(where("email", "gmail", match="contains"), 7), "7 students, 7 columns, email containing gmail."),
        (of(where("email", "a", match="begins", negated=True), 7), "7 students, 7 columns, email not starting with a."),
        (of(where("enabledUser", "false"), 7), "7 students, 7 columns, enabled no."),
        (
            of(where("dateLastModified", least="2026-08-01", most="2026-09-01"), 7),
            "7 students, 7 columns, last modified from 2026-08-01 to 2026-09-01.",
        ),
        (of(where("dateLastModified", most="2026-09-01"), 7), "7 students, 7 columns, last modified up to 2026-09-01."),
    ],
)
def test_the_dialog_says_what_the_file_will_hold(offer: Offer, said: str) -> None:
    assert summary(offer) == said


def test_everything_is_the_whole_list_with_all_fields_and_no_filter() -> None:
    assert summary(OFFER, "everything") == "31,022 students, all 23 columns (2 with IDs), sorted by name."
    asked = OFFER.asked("everything")
    assert asked == Query(collection="students", sort=(Sort("name"),), columns=asked.columns)


def test_a_selection_and_records_in_full_are_said() -> None:
    said = "3 of 9,380 students, the records in full, the selected rows, grade 09, sorted by name."
    assert summary(OFFER, "selected", in_full=True) == said


def test_what_is_masked_on_the_screen_is_masked_in_the_words() -> None:
    query = Query(collection="users", text="Quillfeather", where=(Where("email", ("q@example.org",)),))
    said = summary(of(query, 1), masked=True)
    assert "uill" not in said
    assert "example" not in said


def test_it_is_confirmed_with_a_file_named_after_what_is_shown(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.confirmed):
        click(qtbot, dialog, "confirmExportButton")
    assert (dialog.path, dialog.what) == (tmp_path / "Roosevelt Students.xlsx", "shown")
    assert dialog.format.csv_mode == "safe"


def test_cancel_and_escape_write_nothing(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> None:
    for close in (
        lambda dialog: click(qtbot, dialog, "dismissButton"),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    ):
        dialog = opened(qtbot, tmp_path)
        with qtbot.waitSignal(dialog.rejected), qtbot.assertNotEmitted(dialog.confirmed):
            close(dialog)


@pytest.mark.parametrize(("index", "each"), list(enumerate(formats())))
def test_each_format_is_one_that_the_worker_knows(index: int, each: Any, dialog: ExportDialog) -> None:
    find(dialog, "formatField", QComboBox).setCurrentIndex(index)
    assert check(dialog.path) == each.suffix
    assert each.hint in seen(dialog)
    assert ("in full" in find(dialog, "exportSummary").text()) is each.in_full


def test_the_selected_rows_can_be_chosen(dialog: ExportDialog) -> None:
    button = find(dialog, "selectedRowsButton", QRadioButton)
    assert button.text() == "The selected rows (3)"
    button.click()
    assert find(dialog, "exportSummary", QLabel).text().startswith("3 of 9,380 students, ")
    assert dialog.what == "selected"


def test_without_a_selection_there_is_nothing_to_choose(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(qtbot, tmp_path, of(NINTH, 412), Preferences(export_rows={"students": "selected"}))
    assert not find(dialog, "selectedRowsButton", QRadioButton).isEnabled()
    assert dialog.what == "shown"
    assert dialog.path.name == "Students.xlsx"


def test_what_was_chosen_last_is_chosen_again(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> None:
    rows = {"students": "everything", "classes": "shown"}
    last = Preferences(export_folder=str(tmp_path), export_format="jsonl", export_rows=rows)
    dialog = opened(qtbot, tmp_path, OFFER, last)
    assert (dialog.what, dialog.path) == ("everything", tmp_path / "Students.jsonl")
    find(dialog, "allRowsButton", QRadioButton).click()
    assert dialog.path == tmp_path / "Roosevelt Students.jsonl"
    qtbot.keyClicks(find(dialog, "file_nameField", QLineEdit), "x")
    find(dialog, "everythingRowsButton", QRadioButton).click()
    assert dialog.path == tmp_path / "Roosevelt Studentsx.jsonl"


@pytest.mark.parametrize("last", [Preferences(export_format="wax", export_rows={"students": "some"})])
def test_what_another_version_remembers_is_no_answer(
    last: Preferences, loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = opened(qtbot, tmp_path, OFFER, last)
    assert (dialog.what, dialog.format.name) == ("shown", "xlsx")


def test_a_folder_that_is_gone_is_not_offered_again(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(qtbot, tmp_path, OFFER, Preferences(export_folder=str(tmp_path / "gone")))
    assert dialog.path.parent.is_dir()
    dialog.set_folder(str(tmp_path / "gone"))
    assert find(dialog, "confirmExportButton").isEnabled()  # nobody has looked: a drive may take long to answer
    dialog.show_seen(look(dialog.path))
    assert "This folder is not there any more. Choose another one." in seen(dialog)
    assert not find(dialog, "confirmExportButton").isEnabled()


def test_a_file_that_is_there_is_announced(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "mine.xlsx").touch()
    editor = find(dialog, "file_nameField", QLineEdit)
    editor.clear()
    assert not find(dialog, "confirmExportButton").isEnabled()
    qtbot.keyClicks(editor, "mine")
    dialog.show_seen(look(dialog.path))
    assert "This file is there already and will be replaced." in seen(dialog)
    assert find(dialog, "confirmExportButton").isEnabled()


def test_another_folder_can_be_chosen(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.set_folder(str(tmp_path / "elsewhere"))
    assert dialog.path.parent == tmp_path / "elsewhere"


def test_how_far_it_is_stands_in_the_place_of_the_form(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.show_running()
    assert "Writing Roosevelt Students.xlsx…" in seen(dialog)
    dialog.show_running(Progress("export", "students", 200, 412))
    assert "Writing… 200 of 412 rows" in seen(dialog)
    assert not find(dialog, "formatField").isVisible()
    with qtbot.waitSignal(dialog.cancelled):
        click(qtbot, dialog, "cancelWritingButton")


def test_escape_puts_away_what_is_being_written(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.show_running()
    with qtbot.waitSignal(dialog.put_away), qtbot.assertNotEmitted(dialog.cancelled):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_failure_leaves_every_answer_for_a_second_try(dialog: ExportDialog, qtbot: QtBot) -> None:
    find(dialog, "formatField", QComboBox).setCurrentIndex(2)
    find(dialog, "selectedRowsButton", QRadioButton).click()
    dialog.show_failed("The disk is full. Free some space, then export again.")
    assert "The disk is full. Free some space, then export again." in seen(dialog)
    with qtbot.waitSignal(dialog.confirmed):
        click(qtbot, dialog, "againButton")
    dialog.show_running()
    dialog.show_failed("The disk is full.")
    click(qtbot, dialog, "anotherNameButton")
    assert (dialog.state, dialog.what, dialog.format.name) == (State.ASKED, "selected", "csv-exact")
    editor = find(dialog, "file_nameField", QLineEdit)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor)
    assert editor.selectedText() == "Roosevelt Students"


def test_what_is_written_can_be_opened_and_shown(dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.show_running()
    dialog.show_written("Written: Roosevelt Students.xlsx")
    with qtbot.waitSignal(dialog.open_wanted):
        click(qtbot, dialog, "openFileButton")
    with qtbot.waitSignal(dialog.folder_wanted):
        click(qtbot, dialog, "showInFolderButton")
    with qtbot.waitSignal(dialog.accepted):
        click(qtbot, dialog, "closeButton")


HOSTILE = (
    "../../etc/passwd",
    "C:\\Windows\\x",
    "con",
    "NUL.txt",
    "a" * 500,
    "é" * 300,
    "...",
    "",
    "a\x00b",
    "a\nb",
    "\u202egnp.exe",
    "x. ",
    '<>:"|?*',
    "lpt1",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_name_becomes_a_file_name(words: str) -> None:
    name = safe_file_name(words)
    assert file_name_problem(name) == ""
    assert len(name.encode()) <= 120
    assert Path("/folder", name).parent == Path("/folder")


@given(st.text())
def test_every_name_becomes_a_file_name(words: str) -> None:
    assert file_name_problem(safe_file_name(words)) == ""


@pytest.mark.parametrize("name", ["", "  ", "a/b", "..", "con", "x" * 400, "a:b"])
def test_a_name_that_cannot_be_is_said(name: str) -> None:
    assert file_name_problem(name).endswith((".", "*"))


def test_a_name_with_a_path_in_it_says_nothing_of_the_folder(dialog: ExportDialog) -> None:
    find(dialog, "file_nameField", QLineEdit).setText('../x/CON:*?"<>|.csv')
    dialog.show_seen(look(dialog.path))
    assert not [text for text in seen(dialog) if text.startswith("This folder is not there")]
    assert not find(dialog, "confirmExportButton").isEnabled()
    find(dialog, "file_nameField", QLineEdit).setText("list")
    dialog.show_seen(look(dialog.path))
    assert find(dialog, "confirmExportButton").isEnabled()


def test_the_dialog_grows_with_what_it_has_to_say(dialog: ExportDialog, qtbot: QtBot) -> None:
    for number in range(2):
        dialog.warn(f"warning{number}", "Not everything is here yet; the file will hold what is. " * 4)
    dialog.show_masked(masked=True)
    dialog.path.write_text("old")
    dialog.show_seen(look(dialog.path))
    buttons = dialog.findChildren(QRadioButton)
    qtbot.waitUntil(lambda: all(each.height() >= each.sizeHint().height() for each in buttons))
    layout = dialog.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: dialog.height() >= layout.totalMinimumHeightForWidth(dialog.width()))
