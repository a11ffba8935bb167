"""Scenes of what protects the people of a roster: privacy mode, the lock, the report of a crash."""

import msgspec
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from rosterdesk.credentials.padlock import Padlock
from rosterdesk.ui.actions.crashes import Crashes
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.passphrase import PassphraseDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.lock_page import LockPage
from tests.shots.doings import search
from tests.shots.lists import class_roster, students
from tests.shots.waiting import settle, until


async def masked(window: MainWindow) -> None:
    """Privacy mode: students."""
    await students(window)
    window.desk.session.privacy.switch()
    await settle()


async def masked_class(window: MainWindow) -> None:
    """Privacy mode: a class, its teacher and its students."""
    await class_roster(window)
    window.desk.session.privacy.switch()
    await settle()


async def masked_search(window: MainWindow) -> None:
    """Privacy mode: hits."""
    window.desk.session.privacy.switch()
    await search(window)


async def masked_export(window: MainWindow) -> None:
    """Privacy mode: what an export says."""
    await masked(window)
    window.top_bar.export.click()
    await settle()


async def passphrase(window: MainWindow) -> None:
    """Locking for the first time."""
    await students(window)
    dialog = PassphraseDialog(is_set=True, parent=window)
    dialog.open()
    QTest.keyClicks(dialog.findChild(QLineEdit, "newField"), "correct horse")
    QTest.keyClicks(dialog.findChild(QLineEdit, "againField"), "correct house")
    await settle()


async def locked(window: MainWindow) -> QPixmap:
    """The lock page, after a wrong guess."""
    await students(window)
    padlock = Padlock(window.desk.session.data_dir.path / "padlock.json", cost=2)
    padlock.set("correct horse")
    for _ in range(3):
        padlock.opens("wrong horse")
    window.locking.lock()
    await settle()
    page = next(each for each in QApplication.topLevelWidgets() if isinstance(each, LockPage) and each.isVisible())
    try:
        return page.grab()
    finally:
        await window.desk.session.lock.try_passphrase("correct horse")
        padlock.remove()
        await until(lambda: window.browser.reader is not None)


async def crash(window: MainWindow) -> None:
    """A mistake of ours, twice."""
    await students(window)
    crashes = Crashes()
    for broken in (b"{", b"["):
        try:
            window.browser.visit(Place(places.group(msgspec.json.decode(broken))))
        except msgspec.DecodeError as error:
            crashes.tell(error, window)
    await settle()


SCENES = (masked, masked_class, masked_search, masked_export, passphrase, locked, crash)
