"""The export dialog: what it says before anything is written, and what it hands back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rosterdesk.model.query import Query, Sort, Where
from rosterdesk.ui.dialogs.export import ExportChoice, ExportDialog, summary
from rosterdesk.ui.dialogs.file_name import file_name_problem, safe_file_name

NINTH = Query(collection="students", where=(Where("grades", ("09",)),), sort=(Sort("name"),))


@pytest.fixture
def dialog(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> Iterator[ExportDialog]:
    dialog = ExportDialog(NINTH, 412, 3, tmp_path, "Roosevelt: Students")
    yield dialog
    if isValid(dialog):
        dialog.deleteLater()
        qtbot.wait(0)


@pytest.fixture
def asked(dialog: ExportDialog, loop: qasync.QEventLoop, qtbot: QtBot) -> Iterator["asyncio.Task[ExportChoice | None]"]:
    task = loop.create_task(dialog.ask())
    qtbot.waitUntil(dialog.isVisible)
    yield task
    task.cancel()
    qtbot.waitUntil(task.done, timeout=30_000)


def find(dialog: ExportDialog, name: str, kind: Any) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("query", "rows", "said"),
    [
        (NINTH, 412, "412 students, 7 columns, grade 09, sorted by name."),
        (Query(collection="students"), 1, "1 student, 7 columns."),
        (
            Query(collection="classes", columns=("title",), sort=(Sort("title", descending=True),)),
            2055,
            "2,055 classes, 1 column, sorted by class, last to first.",
        ),
        (
            Query(collection="enrollments", text="o'neil", as_of="2026-11-23"),
            2,
            "2 enrollments, 8 columns, matching “o'neil”, as of 2026-11-23.",
        ),
        (
            Query(collection="enrollments", phases=("incoming", "current"), as_of="2026-11-23"),
            3,
            "3 enrollments, 8 columns, incoming or current, as of 2026-11-23.",
        ),
        (
            Query(collection="students", where=(Where("grades", ("09", "10")),)),
            7,
            "7 students, 7 columns, grade 09 or 10.",
        ),
    ],
)
def test_the_dialog_says_what_the_file_will_hold(query: Query, rows: int, said: str) -> None:
    assert summary(query, rows) == said


def test_the_choice_is_handed_back(
    dialog: ExportDialog, asked: "asyncio.Task[ExportChoice | None]", tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(find(dialog, "confirmExportButton", QWidget), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(asked.done)
    assert asked.result() == ExportChoice(tmp_path / "Roosevelt Students.xlsx", "safe", selection_only=False)


def test_cancel_hands_back_nothing(
    dialog: ExportDialog, asked: "asyncio.Task[ExportChoice | None]", qtbot: QtBot
) -> None:
    qtbot.mouseClick(find(dialog, "dismissButton", QWidget), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(asked.done)
    assert asked.result() is None


@pytest.mark.parametrize(
    ("index", "suffix", "mode"), [(0, ".xlsx", "safe"), (1, ".csv", "safe"), (2, ".csv", "exact"), (3, ".json", "safe")]
)
def test_each_format_has_its_suffix(index: int, suffix: str, mode: str, dialog: ExportDialog) -> None:
    find(dialog, "formatField", QComboBox).setCurrentIndex(index)
    assert dialog.choice().path.suffix == suffix
    assert dialog.choice().csv_mode == mode


def test_the_selected_rows_can_be_chosen(
    dialog: ExportDialog, asked: "asyncio.Task[ExportChoice | None]", qtbot: QtBot
) -> None:
    button = find(dialog, "selectedRowsButton", QRadioButton)
    assert button.text() == "Selected (3)"
    button.click()
    assert find(dialog, "exportSummary", QLabel).text().startswith("3 students, ")
    assert dialog.choice().selection_only


def test_without_a_selection_there_is_nothing_to_choose(loop: qasync.QEventLoop, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = ExportDialog(NINTH, 412, 0, tmp_path)
    qtbot.addWidget(dialog)
    assert not find(dialog, "selectedRowsButton", QRadioButton).isEnabled()
    assert dialog.choice().path.name == "Students.xlsx"


def test_a_file_that_is_there_is_announced(
    dialog: ExportDialog, asked: "asyncio.Task[ExportChoice | None]", tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "mine.xlsx").touch()
    editor = find(dialog, "file_nameField", QLineEdit)
    editor.clear()
    assert not find(dialog, "confirmExportButton", QWidget).isEnabled()
    qtbot.keyClicks(editor, "mine")
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "This file is there already and will be replaced." in said
    assert find(dialog, "confirmExportButton", QWidget).isEnabled()


def test_another_folder_can_be_chosen(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.set_folder(str(tmp_path / "elsewhere"))
    assert dialog.choice().path.parent == tmp_path / "elsewhere"


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
