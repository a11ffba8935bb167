"""Pictures of the window for the eye: every scene, light and dark, into `build/shots`.

python tests/shots.py [--only WORD]
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent))

import base64

import qasync
from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QContextMenuEvent, QDragEnterEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
)

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.demo import access, district, service
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui import places, style
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.dialogs.sync_report import SyncReport
from rosterdesk.ui.history import Place
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.session import Session
from rosterdesk.ui.tasks import Tasks
from tests import stores

SIZES = {"1280": QSize(1280, 800), "1920": QSize(1920, 1080)}
FOLDER = Path(__file__).parent.parent / "build" / "shots"
Scene = Callable[[MainWindow], Awaitable[None]]


async def settle(seconds: float = 0.35) -> None:
    """Let queries answer and everything be painted."""
    await asyncio.sleep(seconds)


async def students(window: MainWindow) -> None:
    """The first high school's students, one of them chosen."""
    tree = window.navigation.tree
    root = tree.index(0, 0)
    for row in range(tree.rowCount(root)):
        school = tree.index(row, 0, root)
        if "High School" in (school.data() or ""):
            break
    window.navigation.expand(school)
    classes = tree.index(0, 0, school)
    window.navigation.expand(classes)
    await settle()
    window.navigation.setCurrentIndex(tree.index(1, 0, school))
    await settle()
    window.roster.selectRow(3)
    await settle()


async def class_roster(window: MainWindow) -> None:
    """A class of that school and its students."""
    await students(window)
    tree = window.navigation.tree
    group = window.navigation.currentIndex().parent()
    window.navigation.setCurrentIndex(tree.index(2, 0, tree.index(0, 0, group)))
    await settle()


async def teachers(window: MainWindow) -> None:
    """The teachers of that school, one of them chosen."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.tree.index(2, 0, window.navigation.currentIndex().parent()))
    await settle()
    window.roster.selectRow(1)
    await settle()


async def school(window: MainWindow) -> None:
    """A school: its numbers."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.currentIndex().parent())
    await settle()


async def guardians(window: MainWindow) -> None:
    """Staff and guardians, filtered by text."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.tree.index(3, 0, window.navigation.currentIndex().parent()))
    await settle()
    window.roster.selectRow(4)
    await settle()


async def sessions(window: MainWindow) -> None:
    """The year's sessions."""
    await students(window)
    window.navigation.setCurrentIndex(window.navigation.tree.index(5, 0, window.navigation.currentIndex().parent()))
    await settle()
    window.roster.selectRow(1)
    await settle()


async def search(window: MainWindow) -> None:
    """A search with its hits."""
    await students(window)
    window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(window.top_bar.search, "gar")
    await settle()


async def nothing(window: MainWindow) -> None:
    """A filter that nothing matches."""
    await students(window)
    QTest.keyClicks(window.filter_bar._field, "zzzz")
    await settle(0.6)


async def chosen(window: MainWindow) -> None:
    """A filter by grade, and several rows chosen."""
    await students(window)
    window.filter_bar._add_value("grades", "10")
    await settle()
    window.roster.selectRow(2)
    for _ in range(5):
        QTest.keyClick(window.roster, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    await settle()


async def add_source(window: MainWindow) -> None:
    """The dialog that adds a source."""
    await students(window)
    window.desk.add()
    await settle()


async def adding(window: MainWindow, preset: str) -> SourceDialog:
    """The dialog on this preset."""
    await add_source(window)
    dialog = window.findChild(SourceDialog)
    choice = dialog.findChild(QComboBox, "presetField")
    choice.setCurrentIndex(choice.findText(preset))
    await settle()
    return dialog


async def add_classlink(window: MainWindow) -> None:
    """A preset with OAuth 1.0a, and what is said of a placeholder and of empty fields."""
    dialog = await adding(window, "ClassLink (direct)")
    dialog.accept()
    await settle()


async def add_campus(window: MainWindow) -> None:
    """A preset with 1.2, everything unfolded."""
    dialog = await adding(window, "Infinite Campus")
    dialog.findChild(QToolButton, "advancedButton").click()
    dialog.findChild(QCheckBox, "gradebookBox").click()
    await settle()


async def add_proxy(window: MainWindow) -> None:
    """A preset with a bearer token."""
    await adding(window, "ClassLink (proxy)")


async def trying(window: MainWindow, served: service.Live, secret: str) -> SourceDialog:
    """A test that was begun."""
    dialog = await adding(window, "Another service")
    for name, text in (
        ("name", "Lakeside"),
        ("url", served.url),
        ("token_url", served.token_url),
        ("client_id", served.client_id),
        ("secret", secret),
    ):
        dialog.findChild(QLineEdit, f"{name}Field").setText(text)
    dialog.findChild(QPushButton, "testButton").click()
    return dialog


SMALL = district.make(students=120, today=stores.TODAY)


async def test_running(window: MainWindow) -> None:
    """A test that is under way."""
    with service.running(SMALL) as served:
        dialog = await trying(window, served, served.client_secret)
        while len(dialog.trial.states) < 9:
            await settle(0.01)
        keep(window)
        while dialog.trial.running:
            await settle(0.05)


async def test_ended(window: MainWindow) -> None:
    """A test of a key that may not see everything."""
    with service.running(SMALL, scopes=[scope for scope in access.SCOPES if "demographics" not in scope]) as served:
        dialog = await trying(window, served, served.client_secret)
        while dialog.trial.running:
            await settle(0.05)
        await settle()


async def test_failed(window: MainWindow) -> None:
    """A test with a wrong secret."""
    with service.running(SMALL) as served:
        dialog = await trying(window, served, "wrong")
        while dialog.trial.running:
            await settle(0.05)
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


async def drop(window: MainWindow) -> None:
    """A bundle held over the window."""
    await students(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/amara/Lakeside.zip")])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(QPoint(400, 300), actions, data, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, event)
    await settle()


async def listed(window: MainWindow, name: str, row: int = 2) -> None:
    """A list of the gradebook, one record chosen."""
    await students(window)
    window.browser.visit(Place(places.group(name)))
    await settle(0.6)
    window.roster.selectRow(row)
    await settle()


async def gradebook(window: MainWindow) -> None:
    """The district's line items."""
    await listed(window, "lineItems")


async def results(window: MainWindow) -> None:
    """The results of the gradebook."""
    await listed(window, "results")


async def scale(window: MainWindow) -> None:
    """A score scale."""
    await listed(window, "scoreScales")


async def resource(window: MainWindow) -> None:
    """The district's resources."""
    await listed(window, "resources")


async def class_gradebook(window: MainWindow) -> None:
    """A class that has line items, results and resources."""
    await listed(window, "lineItems")
    link = window.browser.record("lineItems", window.browser.place.record.sourced_id).values["class"]
    window.browser.follow(link)
    await settle(0.6)
    window.detail._tabs.choose("results")
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
    while not window.messages.isVisible():
        await settle()


async def export(window: MainWindow) -> None:
    """The dialog that exports what is shown."""
    await chosen(window)
    window.top_bar.export.click()
    await settle()


async def message(window: MainWindow) -> None:
    """A service that cannot be reached."""
    await students(window)
    window.desk.sync()
    while not window.messages.isVisible():
        await settle()


async def shortcuts(window: MainWindow) -> None:
    """All shortcuts."""
    await students(window)
    window._show_shortcuts()
    await settle()


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        students,
        class_roster,
        teachers,
        school,
        guardians,
        sessions,
        search,
        nothing,
        chosen,
        add_source,
        add_classlink,
        add_campus,
        add_proxy,
        test_running,
        test_ended,
        test_failed,
        report,
        drop,
        gradebook,
        results,
        scale,
        resource,
        class_gradebook,
        school_menu,
        source_menu,
        refreshed,
        export,
        message,
        shortcuts,
    )
}


async def shoot(application: QApplication, only: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data_dir = DataDir(Path(folder))
        source = Source(name="Lakeside Unified", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
        data_dir.add(source)
        stores.fill(data_dir.store(source), students=6000)
        key = credentials.account(source.uid, credentials.STORE_KEY)
        for theme in ("light", "dark"):
            style.apply(application, theme)
            for width, size in SIZES.items():
                for name, scene in SCENES.items():
                    if only in f"{name}-{theme}-{width}":
                        vault = MemoryVault({key: base64.b64encode(stores.KEY).decode()})
                        await picture(data_dir, vault, source, scene, size, FOLDER / f"{name}-{theme}-{width}.png")
            if only in f"welcome-{theme}":
                with tempfile.TemporaryDirectory() as empty:
                    await picture(
                        DataDir(Path(empty)), MemoryVault(), None, None, SIZES["1280"], FOLDER / f"welcome-{theme}.png"
                    )


_kept: dict[MainWindow, QPixmap] = {}


def keep(window: MainWindow) -> None:
    """Take the picture now, and not at the scene's end."""
    _kept[window] = grab(window)


def grab(window: MainWindow) -> QPixmap:
    """The window with the dialogs and menus above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            place = (window.rect().center() - dialog.rect().center()) * picture.devicePixelRatio()
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
            painter.drawPixmap(place, dialog.grab())
    for menu in window.findChildren(QMenu):
        if menu.isVisible():
            painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
    painter.end()
    return picture


async def picture(
    data_dir: DataDir, vault: MemoryVault, source: Source | None, scene: Scene | None, size: QSize, target: Path
) -> None:
    tasks = Tasks(lambda error: print("failed:", error), lambda error: print("crashed:", repr(error)))
    window = MainWindow(Session(data_dir, vault), tasks)
    window.resize(size)
    window.show()
    window.desk.open(source)
    await settle(0.8)
    if scene is not None:
        await scene(window)
    (_kept.pop(window, None) or grab(window)).save(str(target))
    print(target.relative_to(FOLDER.parent.parent))
    await tasks.close()
    window.browser.close()
    window.close()
    window.deleteLater()


def main() -> None:
    """Take all pictures, or those whose name holds the given word."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(application)
    with loop:
        loop.run_until_complete(shoot(application, options.only))


if __name__ == "__main__":
    main()
