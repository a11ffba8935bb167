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
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui import style
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


def grab(window: MainWindow) -> QPixmap:
    """The window with the dialogs above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            place = (window.rect().center() - dialog.rect().center()) * picture.devicePixelRatio()
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
            painter.drawPixmap(place, dialog.grab())
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
    grab(window).save(str(target))
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
