"""A window for each scene, and its picture."""

import base64
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from tests import stores
from tests.shots import (
    adding,
    choosing,
    doings,
    exporting,
    guarding,
    listing,
    lists,
    panes,
    printing,
    reports,
    tables,
    windows,
)
from tests.shots.camera import grab
from tests.shots.waiting import settle, until

Scene = Callable[[MainWindow], Awaitable[QPixmap | None]]
"""Brings the window to where it is worth a picture; returns one where that moment passes."""

SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for module in (
        *(lists, doings, adding, choosing, guarding, panes, reports, tables, windows),
        *(exporting, printing, listing),
    )
    for scene in module.SCENES
}
SPANISH = (
    "students",
    "school",
    "search",
    "class_lists",
    "settings_appearance",
    "settings_data",
    "export_asked",
    "exports_written",
    "print_sign_in",
    "findings",
    "filtered",
    "app_menu",
    "add_source",
)
"""Scenes whose pictures are worth taking in Spanish, which is longer."""
STUDENTS = 6000


def district(data_dir: DataDir, students: int = STUDENTS) -> Source:
    """A source whose store is filled and whose service cannot be reached."""
    source = Source(name="Lakeside Unified", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    data_dir.add(source)
    stores.fill(data_dir.store(source), students=students, faulty=True)
    return source


async def picture(data_dir: DataDir, source: Source | None, scene: Scene | None, size: QSize) -> QPixmap:
    """The scene, in a window of that size; without a source the window as it is at first. Raises what a scene does."""
    vault, wrong = MemoryVault(), list[BaseException]()
    if source is not None:
        key = credentials.account(source.uid, credentials.STORE_KEY)
        vault.set(key, base64.b64encode(stores.KEY).decode())
    tasks = Tasks(lambda error: window.desk.failed(error), wrong.append)  # noqa: PLW0108 - there is no window yet
    window = MainWindow(Session(data_dir, vault), tasks)
    window.resize(size)
    window.show()
    window.activateWindow()  # without a window manager, nobody else gives it the keys
    window.desk.open(source)
    try:
        if source is not None:
            await until(lambda: window.roster.table.rowCount() > 0)
        await settle()
        taken = (await scene(window) if scene is not None else None) or grab(window)
    finally:
        window.browser.close()
        await tasks.close()
        window.close()
        window.deleteLater()
    if wrong:
        raise wrong[0]
    return taken
