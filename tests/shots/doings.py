"""Scenes of what a user does: search, menus, messages, dialogs that say or ask one thing."""

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QContextMenuEvent, QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton

from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs.problems import Problem, ProblemsDialog
from rosterdesk.ui.dialogs.question import Question
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


async def held(window: MainWindow) -> None:
    """A sync that would remove too much, and what can be done about it."""
    await students(window)
    window.status.show_state("The last sync is held back · last complete yesterday 08:12", "warning", can_tell=True)
    window.messages.say(
        "warning",
        "The last sync (today 08:12) would remove 1,204 of 9,380 people (12.8 %) and change 240 of 251 classes"
        " (95.6 %). Nothing was changed yet. Should these changes be made?",
        ("Make these changes", settle),
        ("Keep what is here", settle),
    )
    await settle()


async def retention(window: MainWindow) -> None:
    """A copy that is older than copies are kept."""
    await students(window)
    Question(
        "The copy of “Lakeside Unified” is 40 days old",
        "You keep copies for 30 days. A sync brings this one up to date; wiping destroys it on this computer.",
        "Wipe it",
        window,
        instead="Sync now",
        dismiss="Keep for now",
    ).open()
    await settle()


async def publishing(window: MainWindow) -> None:
    """A later sync, whose rows are about to be shown."""
    await students(window)
    window.top_bar.sync.show_running()
    window.top_bar.sync.show_progress(Progress("publish", "enrollments", 41_000, 71_930), "Enrollments")
    window.status.show_state("Syncing… Shown until then: yesterday 08:12", can_tell=True)
    await settle()


async def damaged(window: MainWindow) -> None:
    """A copy that nobody can read."""
    source = window.desk.source
    path = window.desk.session.data_dir.store(source)
    window.browser.close()
    kept = path.read_bytes()
    path.write_bytes(kept[:4096] + bytes(4096) + kept[8192:])
    window.desk.open(source)
    await until(window.messages.isVisible)
    path.write_bytes(kept)
    await settle()


async def shortcuts(window: MainWindow) -> None:
    """All shortcuts."""
    await students(window)
    window.findChild(QAction, "shortcutsAction").trigger()
    await until(lambda: window.findChild(QDialog, "shortcutsDialog"))
    await settle()


async def report(window: MainWindow) -> None:
    """What the last sync brought, with everything that can be worth knowing."""
    await students(window)
    state = CollectionState
    collections = {
        "orgs": state(13, True),
        "academicSessions": state(21, True, added=3, removed=1),
        "courses": state(396, True, bent={"numbers": 396, "nulls": 2}, changed=12),
        "users": state(
            12_400, False, "Stopped after 12,400 of 31,022 rows: the service was busy for longer than we may wait."
        ),
        "classes": state(1_204, True, bent={"dates": 412}, dropped=3, added=41, changed=7, removed=2),
        "enrollments": state(
            *(71_930, True, "The service announced 71,931 rows, which is one too many.", "delta"),
            added=1_310,
            changed=204,
            removed=88,
        ),
        "demographics": state(0, False, "This key may not read it.", refused=True),
    }
    begun, ended = "2026-11-23T08:12:00+00:00", "2026-11-23T08:13:10+00:00"
    stopped = Run(7, begun, ended, "delta", False, collections, clock="2026-11-23T08:24:00+00:00")
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
    held,
    retention,
    publishing,
    damaged,
    shortcuts,
    report,
    problems,
    file_report,
)
