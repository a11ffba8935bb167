"""Scenes of class lists, and of a bundle that is written."""

from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from rosterdesk.ui.dialogs.class_lists import ClassListsDialog
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.main_window import MainWindow
from tests import stores
from tests.shots.lists import school, students
from tests.shots.waiting import settle, until


async def class_lists(window: MainWindow) -> None:
    """Class lists of a school."""
    window.browser.day.choose(stores.TODAY)
    await school(window)
    window.findChild(QAction, "classListsAction").trigger()
    await _counted(window)
    await settle()


async def class_list_columns(window: MainWindow) -> None:
    """Their columns, chosen one by one."""
    await class_lists(window)
    window.findChild(QPushButton, "chooseColumnsButton").click()
    await until(lambda: window.findChild(QDialog, "classListColumnsDialog"))
    window.findChild(QDialog, "classListColumnsDialog").findChild(QLineEdit, "blanksField").setText("Mon, Tue, Wed")
    await settle()


async def class_list_menu(window: MainWindow) -> None:
    """What can be done with a class in the tree."""
    await school(window)
    view = window.navigation
    index = view.currentIndex()
    classes = view.tree.index(0, 0, index)
    view.expand(classes)
    await until(lambda: view.tree.rowCount(classes) > 0)
    line = view.tree.index(0, 0, classes)
    at = view.visualRect(line).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    await settle()


async def bundle_out(window: MainWindow) -> None:
    """The whole copy as a bundle."""
    await students(window)
    window.findChild(QAction, "saveBundleAction").trigger()
    await until(lambda: window.findChild(WritingDialog, "bundleOutDialog"))
    await settle()


async def _counted(window: MainWindow) -> None:
    def counted() -> bool:
        dialog = window.findChild(ClassListsDialog)
        return dialog is not None and dialog.findChild(QPushButton, "confirmExportButton").isEnabled()

    await until(counted)


SCENES = (class_lists, class_list_columns, class_list_menu, bundle_out)
