"""The source that is shown compared with another one, or with a bundle, from the window."""

import zipfile
from pathlib import Path

import msgspec
import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.bundle import writing
from rosterdesk.model.query import Query
from rosterdesk.oneroster import answers
from rosterdesk.settings import Source
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.ui.dialogs.comparison import ComparisonDialog, State
from rosterdesk.ui.dialogs.report_export import ReportExportDialog
from rosterdesk.ui.dialogs.writing import State as Written
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.conftest import Desk

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton
OTHER = Source(name="Lakeside of May", url="http://127.0.0.1:2/ims/oneroster/v1p1", auth="none")
RENAMED = b'{"sourcedId":"c-1","status":"active","title":"Algebra of May"}'


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of one class and nothing else."""
    path = tmp_path / "of May.zip"
    writing.write(path, "1.1", {"classes": [RENAMED]})
    return path


def amend_a_class(path: Path) -> str:
    """Give a class in the store another title; says which it had."""
    with Reader(path, stores.KEY, today=lambda: stores.TODAY) as reader:
        (sent,) = reader.sent("classes", reader.keys(Query(collection="classes", limit=1)))
    record = msgspec.json.decode(sent)
    body = msgspec.json.encode({"classes": [record | {"title": "Algebra of May"}]})
    with Writer(path, stores.KEY) as writer:
        writer.amend("classes", *answers.page(body, "classes", {}).items)
    return str(record["title"])


def asked(window: MainWindow, qtbot: QtBot) -> ComparisonDialog:
    window.findChild(QAction, "compareAction").trigger()
    qtbot.waitUntil(lambda: window.findChild(ComparisonDialog) is not None, timeout=PATIENCE)
    dialog: ComparisonDialog = window.findChild(ComparisonDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE)
    return dialog


def click(dialog: QWidget, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.findChild(QPushButton, name), LEFT)


def said(dialog: ComparisonDialog, name: str) -> str:
    return str(dialog.findChild(QLabel, name).text())


def compared(dialog: ComparisonDialog, qtbot: QtBot) -> list[str]:
    """What is said of each list."""
    click(dialog, "compareButton", qtbot)
    qtbot.waitUntil(lambda: dialog.state in {State.TOLD, State.FAILED}, timeout=PATIENCE)
    assert dialog.state is State.TOLD, said(dialog, "comparisonHeadline")
    return said(dialog, "comparisonCounts").splitlines()


def lines(dialog: ComparisonDialog) -> list[str]:
    model = dialog.findChild(QTreeView, "comparisonList").model()
    return [" | ".join(str(model.index(row, column).data()) for column in range(3)) for row in range(model.rowCount())]


def test_a_copy_that_is_the_same_is_said_to_be(desk: Desk, window: MainWindow, filled: Path, qtbot: QtBot) -> None:
    desk.add(OTHER, filled)
    dialog = asked(window, qtbot)
    assert dialog.findChild(QComboBox, "otherField").currentText() == "Lakeside of May"
    counts = compared(dialog, qtbot)
    assert said(dialog, "comparisonHeadline") == "Nothing is different."
    assert all(each.endswith("the same") and " · " not in each for each in counts)
    assert not dialog.findChild(QTreeView, "comparisonList").isVisible()
    click(dialog, "closeButton", qtbot)
    qtbot.waitUntil(lambda: window.findChild(ComparisonDialog) is None, timeout=PATIENCE)


def test_what_differs_is_told_record_by_record_and_followed(
    desk: Desk, window: MainWindow, filled: Path, qtbot: QtBot
) -> None:
    desk.add(OTHER, filled)
    title = amend_a_class(desk.session.data_dir.store(OTHER))
    dialog = asked(window, qtbot)
    counts = compared(dialog, qtbot)
    assert said(dialog, "comparisonHeadline") == "1 record is not the same on both sides."
    assert any(each.startswith("Classes: 1 different · ") for each in counts)
    (line,) = lines(dialog)
    assert "Algebra of May" in line
    view = dialog.findChild(QTreeView, "comparisonList")
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.browser.place and window.browser.place.record), timeout=PATIENCE)
    assert window.browser.place.record.title == title
    assert dialog.isVisible()
    dialog.reject()


def test_a_bundle_is_compared_with_and_the_file_of_it_has_all(
    window: MainWindow, bundle: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = asked(window, qtbot)
    other = dialog.findChild(QComboBox, "otherField")
    assert not dialog.findChild(QPushButton, "compareButton").isEnabled()
    other.setCurrentIndex(other.findText("A bundle…"))
    other.activated.emit(other.currentIndex())
    qtbot.waitUntil(lambda: dialog.findChild(QFileDialog, "otherBundleDialog") is not None, timeout=PATIENCE)
    files = dialog.findChild(QFileDialog, "otherBundleDialog")
    files.fileSelected.emit(str(bundle))
    files.reject()
    assert other.currentText() == bundle.name
    assert any("only in of May.zip" in each for each in compared(dialog, qtbot))
    assert any(each.endswith("| Only in of May.zip") for each in lines(dialog))
    click(dialog, "exportComparisonButton", qtbot)
    qtbot.waitUntil(lambda: window.findChild(ReportExportDialog) is not None, timeout=PATIENCE)
    export = window.findChild(ReportExportDialog)
    export.set_folder(str(tmp_path))
    qtbot.mouseClick(export.findChild(QPushButton, "confirmExportButton"), LEFT)
    qtbot.waitUntil(lambda: export.state in {Written.WRITTEN, Written.FAILED}, timeout=PATIENCE)
    assert export.state is Written.WRITTEN, export.findChild(QLabel, "writingText").text()
    assert export.path.stat().st_size > 0
    export.accept()
    dialog.reject()


def test_a_bundle_that_is_chosen_again_stands_there_once(window: MainWindow, bundle: Path, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    field = dialog.findChild(QComboBox, "otherField")
    before = field.count()
    dialog.choose_bundle(bundle)
    dialog.choose_bundle(bundle)
    assert (field.count(), field.currentText()) == (before + 1, bundle.name)
    dialog.reject()


def test_where_little_could_be_told_nothing_is_not_all_well(
    desk: Desk, window: MainWindow, filled: Path, qtbot: QtBot
) -> None:
    desk.add(OTHER, filled)
    dialog = asked(window, qtbot)
    by = dialog.findChild(QComboBox, "byField")
    by.setCurrentIndex(by.findData("identifier"))
    by.activated.emit(by.currentIndex())
    counts = compared(dialog, qtbot)
    assert any("cannot be told" in each for each in counts)
    assert said(dialog, "comparisonHeadline") == "In what could be compared, nothing is different."
    dialog.reject()


def test_it_closes_when_what_it_is_compared_with_is_removed(
    desk: Desk, window: MainWindow, filled: Path, loop: qasync.QEventLoop, qtbot: QtBot
) -> None:
    desk.add(OTHER, filled)
    dialog = asked(window, qtbot)
    assert dialog.other == OTHER
    removing = loop.create_task(window.desk.destroy(OTHER, remove=True))
    qtbot.waitUntil(lambda: window.findChild(ComparisonDialog) is None, timeout=PATIENCE)
    qtbot.waitUntil(removing.done, timeout=PATIENCE)


def test_one_that_is_closed_before_it_began_does_no_harm(
    desk: Desk, window: MainWindow, filled: Path, qtbot: QtBot
) -> None:
    desk.add(OTHER, filled)
    for _ in range(2):
        dialog = asked(window, qtbot)
        click(dialog, "compareButton", qtbot)
        dialog.reject()
        qtbot.waitUntil(lambda: window.findChild(ComparisonDialog) is None, timeout=PATIENCE)
    dialog = asked(window, qtbot)
    assert compared(dialog, qtbot)
    dialog.reject()


def test_of_a_bundle_that_is_not_whole_is_told_what_there_is_and_why_it_is_not_all(
    window: MainWindow, bundle: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    torn = tmp_path / "torn.zip"
    with zipfile.ZipFile(bundle) as read, zipfile.ZipFile(torn, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name) + (b'"torn,1' if name == "classes.csv" else b""))
    dialog = asked(window, qtbot)
    dialog.choose_bundle(torn)
    counts = compared(dialog, qtbot)
    assert any(each.startswith("Classes: ") and " only in " in each for each in counts)
    assert "could not be read whole: classes." in said(dialog, "comparisonHeadline")
    assert dialog.findChild(QLabel, "comparisonHeadline").property("look") == "warning"
    dialog.reject()


def test_when_the_roster_becomes_another_one_it_is_said_that_this_was_before(
    desk: Desk, window: MainWindow, filled: Path, qtbot: QtBot
) -> None:
    desk.add(OTHER, filled)
    dialog = asked(window, qtbot)
    compared(dialog, qtbot)
    amend_a_class(desk.session.data_dir.store(window.desk.source))
    qtbot.waitUntil(lambda: "has changed since" in said(dialog, "comparisonHeadline"), timeout=PATIENCE)
    click(dialog, "compareButton", qtbot)
    told = "1 record is not the same on both sides."
    qtbot.waitUntil(lambda: said(dialog, "comparisonHeadline") == told, timeout=PATIENCE)
    dialog.reject()


def test_what_is_no_bundle_is_said_and_another_one_can_be_chosen(
    window: MainWindow, bundle: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no zip")
    dialog = asked(window, qtbot)
    dialog.choose_bundle(broken)
    click(dialog, "compareButton", qtbot)
    qtbot.waitUntil(lambda: dialog.state is State.FAILED, timeout=PATIENCE)
    assert "broken.zip" in said(dialog, "comparisonHeadline")
    dialog.choose_bundle(bundle)
    assert said(dialog, "comparisonHeadline") == ""
    compared(dialog, qtbot)
    dialog.reject()


def test_a_key_that_is_gone_is_said(desk: Desk, window: MainWindow, filled: Path, qtbot: QtBot) -> None:
    desk.add(OTHER, filled)
    desk.vault.delete(credentials.account(OTHER.uid, credentials.STORE_KEY))
    dialog = asked(window, qtbot)
    click(dialog, "compareButton", qtbot)
    qtbot.waitUntil(lambda: dialog.state is State.FAILED, timeout=PATIENCE)
    assert "key" in said(dialog, "comparisonHeadline")
    dialog.reject()


def test_while_names_are_masked_only_counts_are_shown_and_a_change_of_that_closes_it(
    window: MainWindow, bundle: Path, qtbot: QtBot
) -> None:
    window.desk.session.privacy.switch()
    dialog = asked(window, qtbot)
    dialog.choose_bundle(bundle)
    compared(dialog, qtbot)
    assert not dialog.findChild(QTreeView, "comparisonList").isVisible()
    assert said(dialog, "comparisonFoot") == "While names are masked, the records are not shown here."
    window.desk.session.privacy.switch()
    qtbot.waitUntil(lambda: window.findChild(ComparisonDialog) is None, timeout=PATIENCE)


def test_it_can_be_cancelled(window: MainWindow, bundle: Path, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    dialog.choose_bundle(bundle)
    click(dialog, "compareButton", qtbot)
    qtbot.waitUntil(lambda: dialog.state is State.RUNNING, timeout=PATIENCE)
    click(dialog, "cancelComparisonButton", qtbot)
    qtbot.waitUntil(lambda: dialog.state is State.ASKED, timeout=PATIENCE)
    assert not window.desk.jobs.comparing.running
    dialog.reject()
