"""Scenes of what a user does: search, menus, messages, dialogs that say or ask one thing."""

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.dialogs.problems import Problem, ProblemsDialog
from rosterdesk.ui.dialogs.sync_report import SyncReport
from rosterdesk.ui.main_window import MainWindow
from tests.shots.lists import chosen, school, students
from tests.shots.waiting import settle, until


async def search(window: MainWindow) -> None:
    """A search with its hits."""
    await students(window)
    window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(window.top_bar.search, "gar")
    await settle()


async def problems(window: MainWindow) -> None:
    """What is wrong in the files of a bundle."""
    await students(window)
    dialog = ProblemsDialog("Lakeside SIS", window)
    dialog.open()
    dialog.show_found(
        [
            Problem("error", "The manifest says that this file is there, and it is not.", "courses.csv"),
            Problem("error", "“17/08/2026” is no date: write it as 2026-08-17.", "enrollments.csv", 1204, "beginDate"),
            Problem("warning", "This row has 9 cells, and the header has 10.", "users.csv", 88),
            Problem("info", "The standard knows no such column.", "users.csv", 1, "homeroom"),
        ]
    )
    await settle()


async def file_report(window: MainWindow) -> None:
    """What was read of a bundle that is not whole."""
    await students(window)
    users = CollectionState(12_400, False, "2 problems were found.")
    collections = {"orgs": CollectionState(13, True), "users": users}
    read = Run(7, "2026-11-23T08:12:00+00:00", "2026-11-23T08:12:04+00:00", "full", False, collections)
    SyncReport("Lakeside SIS", [read], {}, window, bundle=True).open()
    await settle()


async def drop(window: MainWindow) -> None:
    """A bundle held over the window."""
    await students(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/amara/Lakeside.zip")])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(QPoint(400, 300), actions, data, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, event)
    await settle()


async def school_menu(window: MainWindow) -> None:
    """What can be done with a school."""
    await school(window)
    view = window.navigation
    at = view.visualRect(view.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    await settle()


async def source_menu(window: MainWindow) -> None:
    """The menu of sources."""
    await students(window)
    button = window.findChild(QToolButton, "sourceButton")
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    await settle()


async def refreshed(window: MainWindow) -> None:
    """A record that cannot be read again, for its service cannot be reached."""
    await students(window)
    window.findChild(QToolButton, "refreshRecordButton").click()
    await until(window.messages.isVisible)
    await settle()


async def export(window: MainWindow) -> None:
    """The dialog that exports what is shown."""
    await chosen(window)
    window.top_bar.export.click()
    await until(lambda: window.findChild(QDialog, "exportDialog"))
    await settle()


async def message(window: MainWindow) -> None:
    """A service that cannot be reached."""
    await students(window)
    window.desk.sync()
    await until(window.messages.isVisible)
    await settle()


async def shortcuts(window: MainWindow) -> None:
    """All shortcuts."""
    await students(window)
    window.top_bar.shortcuts_wanted.emit()
    await until(lambda: window.findChild(QDialog, "shortcutsDialog"))
    await settle()


async def report(window: MainWindow) -> None:
    """What the last sync brought, with everything that can be worth knowing."""
    await students(window)
    state = CollectionState
    collections = {
        "orgs": state(13, True),
        "academicSessions": state(21, True),
        "courses": state(396, True, bent={"numbers": 396, "nulls": 2}),
        "users": state(
            12_400, False, "Stopped after 12,400 of 31,022 rows: the service was busy for longer than we may wait."
        ),
        "classes": state(1_204, True, bent={"dates": 412}, dropped=3),
        "enrollments": state(71_930, True, "The service announced 71,931 rows, which is one too many.", kind="delta"),
        "demographics": state(0, False, "This key may not read it.", refused=True),
    }
    stopped = Run(7, "2026-11-23T08:12:00+00:00", "2026-11-23T08:13:10+00:00", "delta", False, collections)
    runs = [stopped, *window.browser.reader.runs()]
    SyncReport("Lakeside Unified", runs, {}, window).open()
    await settle()


SCENES = (
    search,
    drop,
    school_menu,
    source_menu,
    refreshed,
    export,
    message,
    shortcuts,
    report,
    problems,
    file_report,
)
