"""Scenes of printing: what is asked, beside the pages as they will be."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from rosterdesk.ui.dialogs.print import PrintDialog
from rosterdesk.ui.main_window import MainWindow
from tests.shots import lists
from tests.shots.waiting import settle, until


async def printed(
    window: MainWindow, place: Callable[[MainWindow], Awaitable[None]], kind: str, of: int = 0
) -> PrintDialog:
    """The dialog for this kind of paper, with its pages."""
    await place(window)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: window.findChild(PrintDialog))
    dialog = window.findChild(PrintDialog)
    dialog.findChild(QComboBox, "ofField").setCurrentIndex(of)
    kinds = dialog.findChild(QComboBox, "kindField")
    kinds.setCurrentIndex(kinds.findData(kind))
    kinds.activated.emit(kinds.currentIndex())
    where = dialog.findChild(QLabel, "previewPage")
    await until(where.text)
    await settle()
    return dialog


async def print_class_list(window: MainWindow) -> None:
    """The list of a class."""
    await printed(window, lists.class_roster, "class-list")


async def print_sign_in(window: MainWindow) -> None:
    """A sheet to sign in, for all classes of a school."""
    await printed(window, lists.school, "sign-in")


async def print_labels(window: MainWindow) -> None:
    """Labels for a school's students."""
    await printed(window, lists.school, "labels")


async def print_photos(window: MainWindow) -> None:
    """The students of a class with their initials."""
    await printed(window, lists.class_roster, "photos")


async def print_slip(window: MainWindow) -> None:
    """A student's schedule."""
    await printed(window, lists.students, "slips")


async def print_substitute(window: MainWindow) -> None:
    """What a substitute needs."""
    await printed(window, lists.teachers, "substitute")


async def print_masked(window: MainWindow) -> None:
    """While the screen names nobody."""
    await lists.class_roster(window)
    window.desk.session.privacy.switch()
    await settle()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: window.findChild(PrintDialog))
    dialog = window.findChild(PrintDialog)
    dialog.say_problem("No printer is set up on this computer. Save a PDF instead.")
    await settle()


SCENES = (
    print_class_list,
    print_sign_in,
    print_labels,
    print_photos,
    print_slip,
    print_substitute,
    print_masked,
)
