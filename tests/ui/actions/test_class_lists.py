"""Class lists from the window: offered by where the user is, counted, written by a worker."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rosterdesk.export.class_lists import choosing
from rosterdesk.export.class_lists.names import file_names
from rosterdesk.model.query import Query, Where
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.class_lists import ClassListsDialog
from rosterdesk.ui.dialogs.writing import State
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.ui.test_main_window import school
from tests.ui.visits import go, link

PATIENCE = 60_000


def dialog_of(window: MainWindow, qtbot: QtBot) -> ClassListsDialog:
    """The dialog, once it has counted."""

    def counted() -> bool:
        dialog = window.findChild(ClassListsDialog)
        return dialog is not None and dialog.isVisible() and child(dialog, "confirmExportButton").isEnabled()

    qtbot.waitUntil(counted, timeout=PATIENCE)
    return window.findChild(ClassListsDialog)


def child(dialog: QDialog, name: str, kind: type = QWidget) -> QWidget:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def summary(dialog: QDialog) -> str:
    return child(dialog, "classListsSummary", QLabel).text()


def offered(dialog: QDialog) -> list[str]:
    choice = child(dialog, "classesField", QComboBox)
    return [choice.itemText(row) for row in range(choice.count())]


def test_of_a_school_all_its_lists_are_one_workbook(dated: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    here = link(dated, "orgs", places.listing("schools"))
    go(dated, Place(places.group("students", here.sourced_id), here), qtbot)
    qtbot.keyClick(dated, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(dated, qtbot)
    assert offered(dialog) == [f"Classes of {here.title}", "All classes"]
    reader = dated.browser.reader
    assert reader is not None
    classes, names = choosing.counted(reader, dialog.choice)
    assert classes > 1
    assert summary(dialog) == f"{classes} classes with {names:,} names on their lists, as of Nov 23, 2026."
    dialog.set_folder(str(tmp_path))
    assert dialog.path == tmp_path / f"Class lists {here.title}.xlsx"
    qtbot.mouseClick(child(dialog, "confirmExportButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.state is State.WRITTEN, timeout=PATIENCE)
    book = openpyxl.load_workbook(dialog.path, read_only=True)
    assert len(book.sheetnames) == classes + 1
    qtbot.mouseClick(child(dialog, "closeButton"), Qt.MouseButton.LeftButton)


def test_a_class_is_offered_first_where_it_is_asked_for_and_then_a_folder_is_written(
    dated: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    current = Query(collection="classes", as_of=stores.TODAY.isoformat(), phases=("current",))
    class_ = link(dated, "classes", current)
    go(dated, Place(places.members(class_.sourced_id), class_), qtbot)
    dated.findChild(QAction, "listsOfRecordAction").trigger()
    dialog = dialog_of(dated, qtbot)
    assert offered(dialog)[0] == f"This class: {class_.title}"
    assert summary(dialog).startswith("1 class with ")
    form = child(dialog, "formField", QComboBox)
    form.setCurrentIndex(form.findData(""))
    said = write_folder(dialog, tmp_path, qtbot)
    assert said == "Written: lists.2026"
    assert len(list((tmp_path / "lists.2026").iterdir())) == 1
    assert dated.desk.session.remembered.preferences.list_form == ""
    dialog.accept()
    qtbot.waitUntil(lambda: dated.findChild(ClassListsDialog) is None, timeout=PATIENCE)
    dated.findChild(QAction, "listsOfRecordAction").trigger()
    said = write_folder(dialog_of(dated, qtbot), tmp_path, qtbot)
    assert said == "Written: lists.2026\nFiles that were there already, and were replaced: 1."


def write_folder(dialog: ClassListsDialog, folder: Path, qtbot: QtBot, state: State = State.WRITTEN) -> str:
    """Write the lists into `lists.2026` there; what the dialog says when it has come to this state."""
    dialog.set_folder(str(folder))
    name = child(dialog, "file_nameField", QLineEdit)
    name.clear()
    qtbot.keyClicks(name, "lists.2026")
    qtbot.mouseClick(child(dialog, "confirmExportButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.state is state, timeout=PATIENCE)
    return child(dialog, "writingText", QLabel).text()


def test_lists_that_are_in_the_folder_when_another_cannot_be_written_are_told_of_and_remembered(
    dated: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    here = link(dated, "orgs", places.listing("schools"))
    go(dated, Place(places.group("students", here.sourced_id), here), qtbot)
    qtbot.keyClick(dated, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(dated, qtbot)
    reader = dated.browser.reader
    assert reader is not None
    lists = list(choosing.lists(reader, dialog.choice, choosing.classes(reader, dialog.choice)))
    (tmp_path / "lists.2026" / file_names(lists, ".xlsx")[2]).mkdir(parents=True)
    form = child(dialog, "formField", QComboBox)
    form.setCurrentIndex(form.findData(""))
    assert "Lists that are in the folder all the same: 2." in write_folder(dialog, tmp_path, qtbot, State.FAILED)
    (remembered,) = dated.desk.session.data_dir.exports()
    assert (remembered.what, remembered.rows) == ("class-lists", sum(len(each.rows) for each in lists[:2]))
    dialog.accept()


def test_every_line_of_the_tree_that_has_classes_has_their_lists(dated: MainWindow, qtbot: QtBot) -> None:
    view = dated.navigation
    line = school(dated, "High School")
    view.expand(line)
    for row, title in ((0, "This class: "), (2, "Classes of ")):  # classes, teachers
        group = view.tree.index(row, 0, line)
        view.scrollTo(group)
        view.expand(group)
        qtbot.waitUntil(lambda group=group: view.tree.rowCount(group) > 0, timeout=PATIENCE)
        first = view.tree.index(0, 0, group)
        view.setCurrentIndex(first)
        qtbot.waitUntil(lambda row=row: dated.browser.place.query.collection == ("students", "", "teachers")[row])
        at = view.visualRect(first).center()
        QApplication.sendEvent(
            view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.mapToGlobal(at))
        )
        qtbot.waitUntil(lambda: view.findChild(QAction, "listsOfLineAction") is not None, timeout=PATIENCE)
        menu = view.findChild(QMenu, "recordMenu")
        view.findChild(QAction, "listsOfLineAction").trigger()
        menu.close()
        qtbot.waitUntil(lambda: view.findChild(QMenu, "recordMenu") is None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: dated.findChild(ClassListsDialog) is not None, timeout=PATIENCE)
        dialog = dated.findChild(ClassListsDialog)
        assert offered(dialog)[0].startswith(title)
        dialog.reject()
        qtbot.waitUntil(lambda: dated.findChild(ClassListsDialog) is None, timeout=PATIENCE)


def test_the_classes_that_are_shown_or_selected_are_offered(dated: MainWindow, qtbot: QtBot) -> None:
    shown = places.listing("classes")
    go(dated, Place(shown), qtbot)
    qtbot.waitUntil(lambda: dated.roster.table.rowCount() > 2, timeout=PATIENCE)
    dated.roster.selectAll()
    qtbot.waitUntil(lambda: dated.roster.chosen_count() == dated.roster.table.rowCount())
    dated.findChild(QAction, "classListsAction").trigger()
    dialog = dialog_of(dated, qtbot)
    rows = dated.roster.table.rowCount()
    assert offered(dialog)[:2] == [f"The selected classes ({rows})", "The classes that are shown"]
    before = summary(dialog)
    child(dialog, "classesField", QComboBox).setCurrentIndex(1)
    qtbot.waitUntil(lambda: child(dialog, "confirmExportButton").isEnabled(), timeout=PATIENCE)
    assert summary(dialog) == before
    dialog.reject()


def test_on_a_day_without_classes_nothing_can_be_written(dated: MainWindow, qtbot: QtBot) -> None:
    dated.browser.day.choose(stores.TODAY.replace(year=1999))
    dated.findChild(QAction, "classListsAction").trigger()

    def said() -> str:
        dialog = dated.findChild(ClassListsDialog)
        return summary(dialog) if dialog is not None else ""

    qtbot.waitUntil(lambda: said() == "None of these classes runs on Nov 23, 1999.", timeout=PATIENCE)
    dialog = dated.findChild(ClassListsDialog)
    assert not child(dialog, "confirmExportButton").isEnabled()
    dialog.reject()


def test_columns_of_ones_own_are_kept_under_a_name(dated: MainWindow, qtbot: QtBot) -> None:
    dated.findChild(QAction, "classListsAction").trigger()
    dialog = dialog_of(dated, qtbot)
    assert dialog.choice.columns == ("number", "name", "identifier", "grades")
    qtbot.mouseClick(child(dialog, "chooseColumnsButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "classListColumnsDialog") is not None, timeout=PATIENCE)
    columns = dialog.findChild(QDialog, "classListColumnsDialog")
    listed = child(columns, "columnList", QListWidget)
    titles = [listed.item(row).text() for row in range(listed.count())]
    listed.setCurrentRow(titles.index("Guardians with telephone"))
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    qtbot.keyClicks(child(columns, "blanksField", QLineEdit), "Mon, Tue,, Mon")
    name = child(columns, "templateField", QLineEdit)
    name.clear()
    assert not child(columns, "keepColumnsButton", QPushButton).isEnabled()
    qtbot.keyClicks(name, "Field trip")
    qtbot.mouseClick(child(columns, "keepColumnsButton"), Qt.MouseButton.LeftButton)
    wanted = ("number", "name", "identifier", "grades", "guardians", "blank:Mon", "blank:Tue", "blank:Mon")
    qtbot.waitUntil(lambda: dialog.choice.columns == wanted, timeout=PATIENCE)
    assert dialog.template == "Field trip"
    remembered = dated.desk.session.remembered
    assert remembered.preferences.list_templates == {"Field trip": wanted}
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "classListColumnsDialog") is None, timeout=PATIENCE)
    qtbot.mouseClick(child(dialog, "chooseColumnsButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "classListColumnsDialog") is not None, timeout=PATIENCE)
    columns = dialog.findChild(QDialog, "classListColumnsDialog")
    assert child(columns, "templateField", QLineEdit).text() == "Field trip"
    assert child(columns, "blanksField", QLineEdit).text() == "Mon, Tue, Mon"
    qtbot.mouseClick(child(columns, "deleteColumnsButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: remembered.preferences.list_templates == {}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: dialog.choice.columns == ("number", "name", "identifier", "grades"), timeout=PATIENCE)
    dialog.reject()


def test_who_is_asked_for_besides_is_counted_too(dated: MainWindow, qtbot: QtBot) -> None:
    dated.findChild(QAction, "classListsAction").trigger()
    dialog = dialog_of(dated, qtbot)
    for box in ("incomingBox", "droppedBox"):
        qtbot.mouseClick(child(dialog, box), Qt.MouseButton.LeftButton)
    assert dialog.choice.include == ("incoming", "dropped")
    qtbot.waitUntil(lambda: child(dialog, "confirmExportButton").isEnabled(), timeout=PATIENCE)
    reader = dated.browser.reader
    assert reader is not None
    assert f" with {choosing.counted(reader, dialog.choice)[1]:,} names" in summary(dialog)
    dialog.reject()


def test_in_privacy_mode_it_is_said_that_the_file_has_names(dated: MainWindow, qtbot: QtBot) -> None:
    dated.desk.session.privacy.switch()
    dated.findChild(QAction, "classListsAction").trigger()
    dialog = dialog_of(dated, qtbot)
    assert child(dialog, "exportMasked").isVisible()
    dialog.reject()


def test_what_is_asked_or_was_written_names_nobody_once_people_are_masked(
    dated: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    teaching = Query(collection="teachers", where=(Where("status", ("active",)),))
    teacher = link(dated, "teachers", teaching)
    go(dated, Place(places.listing("teachers"), teacher), qtbot)
    switch = dated.desk.session.privacy.switch
    dated.findChild(QAction, "listsOfRecordAction").trigger()
    dialog = dialog_of(dated, qtbot)
    assert teacher.title in dialog.path.name
    switch()
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in dated.findChildren(ClassListsDialog)))
    switch()
    go(dated, Place(places.listing("teachers"), teacher), qtbot)
    dated.findChild(QAction, "listsOfRecordAction").trigger()
    dialog = dialog_of(dated, qtbot)
    assert teacher.title in dialog.path.name
    dialog.set_folder(str(tmp_path))
    job = dated.desk.jobs.exporting
    job.progressed.connect(lambda _progress: None if dated.desk.session.privacy.masked else switch())
    qtbot.mouseClick(child(dialog, "confirmExportButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dated.messages.text().startswith("Written: "), timeout=PATIENCE)
    assert dated.messages.text() == "Written: •••"
    assert not dialog.isVisible()


def test_a_student_has_no_class_lists_and_a_teacher_has(dated: MainWindow, qtbot: QtBot) -> None:
    lists = dated.findChild(QAction, "listsOfRecordAction")
    student = link(dated, "students")
    go(dated, Place(places.listing("students"), student), qtbot)
    assert not lists.isVisible()
    teaching = Query(collection="teachers", where=(Where("status", ("active",)),))
    go(dated, Place(places.listing("teachers"), link(dated, "teachers", teaching)), qtbot)
    assert lists.isVisible()
