"""The lock: nothing of a roster is anywhere in the window, and all of it is back for who knows the passphrase."""

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTabBar, QTreeView
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.credentials.padlock import Padlock
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.dialogs.about import AboutDialog
from rosterdesk.ui.dialogs.export import ExportDialog
from rosterdesk.ui.dialogs.passphrase import PassphraseDialog
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.lock_page import LockPage
from tests.gates import Gate
from tests.ui import spoken
from tests.ui.conftest import Desk
from tests.ui.details import rosters
from tests.ui.test_journeys import wait_for, write
from tests.ui.test_main_window import find

PASSPHRASE = "correct horse"
CANARY = "Quillfeather"


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster all of whose texts are the canary."""
    return rosters.write(tmp_path_factory.mktemp("roster") / "store.db", rosters.hostile(CANARY))


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """With a passphrase in the data folder, which is quick to try."""
    (tmp_path / "data").mkdir()
    Padlock(tmp_path / "data" / "padlock.json", cost=2).set(PASSPHRASE)
    return tmp_path


def use(desk: Desk, store: Path, qtbot: QtBot) -> MainWindow:
    source = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, store)
    desk.window.desk.open(source)
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0, timeout=10_000)
    return desk.window


def lock(qtbot: QtBot, window: MainWindow) -> LockPage:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(pages()))
    return pages()[0]


def pages() -> list[LockPage]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, LockPage) and each.isVisible()]


def failures(desk: Desk) -> int:
    kept = msgspec.json.decode((desk.session.data_dir.path / "padlock.json").read_bytes())
    return int(kept["failures"])


def unlock(qtbot: QtBot, page: LockPage, passphrase: str = PASSPHRASE) -> None:
    write(qtbot, page, "passphraseField", passphrase)
    qtbot.keyClick(page.findChild(QLineEdit, "passphraseField"), Qt.Key.Key_Return)


def test_nothing_of_the_roster_is_left_in_the_window(desk: Desk, roster: Path, qtbot: QtBot) -> None:
    window = use(desk, roster, qtbot)
    qtbot.keyClicks(find(window, "filterField", QLineEdit), CANARY)
    for name in ("students", "teachers", "classes", "orgs"):
        window.browser.visit(Place(places.group(name)))
        qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0)
        window.roster.selectRow(0)
        tabs = find(window, "detailTabs", QTabBar)
        qtbot.waitUntil(tabs.isVisible)
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
    window.top_bar.search.setFocus()
    qtbot.keyClicks(window.top_bar.search, CANARY)
    qtbot.waitUntil(find(window, "searchResults").isVisible)
    find(window, "backButton").menu().aboutToShow.emit()
    assert spoken.of(window, CANARY)
    page = lock(qtbot, window)
    assert not window.isVisible()
    qtbot.waitUntil(lambda: not [text for each in QApplication.topLevelWidgets() for text in spoken.of(each, CANARY)])
    assert page.windowTitle() == "Locked"


def test_the_store_is_let_go_of(desk: Desk, roster: Path, qtbot: QtBot) -> None:
    window = use(desk, roster, qtbot)
    page = lock(qtbot, window)
    assert window.browser.reader is None
    assert window.desk.source is None
    unlock(qtbot, page)
    qtbot.waitUntil(lambda: window.browser.reader is not None)


def test_the_place_is_back_after_unlocking(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    window.browser.visit(Place(places.group("teachers")))
    qtbot.waitUntil(lambda: window.roster.query is not None and window.roster.query.collection == "teachers")
    window.roster.selectRow(12)
    window.roster.verticalScrollBar().setValue(8)
    before = window.browser.place, window.roster.chosen_keys()
    unlock(qtbot, lock(qtbot, window))
    qtbot.waitUntil(window.isVisible)
    qtbot.waitUntil(lambda: window.roster.query is not None and window.roster.chosen_keys() == before[1])
    assert window.browser.place == before[0]
    assert window.roster.verticalScrollBar().value() == 8
    assert window.browser.history.can_go_back
    assert not pages()


def test_the_tree_is_unfolded_as_it_was(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    tree = window.navigation
    school = tree.tree.index(0, 0, tree.tree.index(0, 0))
    tree.expand(school)
    classes = tree.tree.index(0, 0, school)
    tree.expand(classes)
    before = tree.unfolded()
    assert len(before) == 3
    unlock(qtbot, lock(qtbot, window))
    qtbot.waitUntil(lambda: tree.unfolded() == before)


def test_what_was_judged_is_judged_again_after_unlocking(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    window.browser.visit(places.report(Findings()))
    lines = window.findChild(QTreeView, "findingsList").model()
    qtbot.waitUntil(lambda: lines.rowCount() > 0, timeout=60_000)
    window.browser.visit(Place(places.group("students")))
    page = lock(qtbot, window)
    assert lines.rowCount() == 0
    unlock(qtbot, page)
    check = window.desk.jobs.checking
    qtbot.waitUntil(lambda: check.running)
    qtbot.waitUntil(lambda: not check.running, timeout=60_000)


@pytest.mark.parametrize("opener", ["addFilterButton", "columnsButton"])
def test_it_locks_and_masks_above_a_menu_or_a_panel_too(opener: str, desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    button = find(window, opener)
    button.setFocus()
    for key, shift in (
        (Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        qtbot.keyClick(popup, key, Qt.KeyboardModifier.ControlModifier | shift)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert desk.session.privacy.masked
    qtbot.waitUntil(lambda: bool(pages()))


def test_a_wrong_passphrase_opens_nothing_and_costs_time(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    page = lock(qtbot, window)
    words, field = find(page, "lockWords"), find(page, "passphraseField")
    for guess in range(1, 4):
        qtbot.waitUntil(field.isEnabled)
        unlock(qtbot, page, "wrong horse")
        qtbot.waitUntil(lambda guess=guess: failures(desk) == guess)
    qtbot.waitUntil(lambda: "Try again in" in words.text())
    assert not field.isEnabled()
    assert window.browser.reader is None
    qtbot.waitUntil(field.isEnabled, timeout=10_000)
    unlock(qtbot, page)
    qtbot.waitUntil(window.isVisible)


def test_a_sync_goes_on_behind_the_lock(synced: MainWindow, desk: Desk, gate: Gate, qtbot: QtBot) -> None:
    gate.hold("/enrollments")
    synced.desk.sync()
    qtbot.waitUntil(gate.reached.is_set, timeout=60_000)
    page = lock(qtbot, synced)
    assert synced.desk.jobs.syncing.running
    gate.open()
    qtbot.waitUntil(lambda: not synced.desk.jobs.syncing.running, timeout=60_000)
    assert synced.browser.reader is None
    unlock(qtbot, page)
    qtbot.waitUntil(lambda: synced.browser.reader is not None and len(synced.browser.reader.runs()) == 2)
    qtbot.waitUntil(lambda: find(synced, "syncButton").isVisible())


@pytest.mark.parametrize("fails", [False, True])
def test_what_became_of_a_file_that_was_written_behind_the_lock_is_told_after_unlocking(
    fails: bool, desk: Desk, filled: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = use(desk, filled, qtbot)
    (tmp_path / "stick").mkdir()
    qtbot.mouseClick(find(window, "exportButton"), Qt.MouseButton.LeftButton)
    dialog = wait_for(qtbot, ExportDialog)
    dialog.set_folder(str(tmp_path / "stick"))
    if fails:
        (tmp_path / "stick").rmdir()
    qtbot.mouseClick(find(dialog, "confirmExportButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.jobs.exporting.running)
    desk.session.lock.close()
    assert window.messages.text().startswith("Writing")
    qtbot.waitUntil(lambda: not window.desk.jobs.exporting.running, timeout=60_000)
    unlock(qtbot, pages()[0])
    qtbot.waitUntil(lambda: window.roster.table.rowCount() > 0)
    assert window.messages.isVisible()
    assert window.messages.text().startswith("There is no folder" if fails else f"Written: {dialog.path.name}")


def test_dialogs_are_closed_when_it_locks(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    AboutDialog("1", (), window).open()
    desk.session.lock.close()
    qtbot.waitUntil(lambda: bool(pages()))
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def test_who_is_away_is_locked_out(desk: Desk, filled: Path, qtbot: QtBot, hurried: Callable[[], None]) -> None:
    window = use(desk, filled, qtbot)
    hurried()
    desk.session.remembered.choose(lock_after=1)
    qtbot.waitUntil(lambda: bool(pages()), timeout=10_000)
    assert not window.isVisible()


@pytest.fixture
def hurried(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Has a minute pass in no time."""
    return lambda: monkeypatch.setattr("rosterdesk.ui.program.lock.MINUTE", 40)


def test_a_program_that_was_ended_locked_starts_locked(desk: Desk, roster: Path, qtbot: QtBot, tmp_path: Path) -> None:
    Padlock(tmp_path / "data" / "padlock.json").lock()
    again = Desk(DataDir(tmp_path / "data"), desk.vault)
    source = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    again.add(source, roster)
    again.window.locking.begin(source)
    page = pages()[0]
    assert not again.window.isVisible()
    unlock(qtbot, page)
    qtbot.waitUntil(lambda: again.window.roster.table.rowCount() > 0)
    assert again.window.isVisible()
    again.window.browser.close()
    again.window.close()
    again.window.deleteLater()


def test_without_a_passphrase_one_is_asked_for(desk: Desk, filled: Path, qtbot: QtBot, tmp_path: Path) -> None:
    Padlock(tmp_path / "data" / "padlock.json").remove()
    window = use(desk, filled, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = wait_for(qtbot, PassphraseDialog)
    button = find(dialog, "setPassphraseButton")
    write(qtbot, dialog, "newField", "another horse")
    write(qtbot, dialog, "againField", "another hors")
    assert not button.isEnabled()
    QTest.keyClicks(find(dialog, "againField"), "e")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(pages()), timeout=20_000)
    unlock(qtbot, pages()[0], "another horse")
    qtbot.waitUntil(window.isVisible, timeout=20_000)


def test_it_locks_and_unlocks_where_nothing_can_be_written(
    desk: Desk, filled: Path, qtbot: QtBot, full: Callable[[], None]
) -> None:
    window = use(desk, filled, qtbot)
    full()
    page = lock(qtbot, window)
    assert not window.isVisible()
    assert "cannot be written" in find(page, "lockWords").text()
    unlock(qtbot, page, "wrong horse")
    field = find(page, "passphraseField")
    qtbot.waitUntil(lambda: field.isEnabled() and not field.text())
    assert "cannot be written" in find(page, "lockWords").text()
    unlock(qtbot, page)
    qtbot.waitUntil(window.isVisible)


def test_no_key_is_kept_behind_the_lock(desk: Desk, roster: Path, vault: MemoryVault, qtbot: QtBot) -> None:
    window = use(desk, roster, qtbot)
    page = lock(qtbot, window)
    source = desk.session.sources()[0]
    vault.delete(credentials.account(source.uid, credentials.STORE_KEY))
    unlock(qtbot, page)
    qtbot.waitUntil(lambda: window.desk.unopened)
    assert window.browser.reader is None


def test_a_guess_at_one_window_is_one_at_all_of_them(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    other = MainWindow(desk.session, desk.tasks)
    other.show()
    desk.session.lock.close()
    first, second = pages()
    for guess in range(1, 4):
        qtbot.waitUntil(find(first, "passphraseField").isEnabled)
        unlock(qtbot, first, "wrong horse")
        qtbot.waitUntil(lambda guess=guess: failures(desk) == guess)
    qtbot.waitUntil(lambda: "Try again in" in find(first, "lockWords").text())
    assert not find(second, "passphraseField").isEnabled()
    qtbot.waitUntil(find(second, "passphraseField").isEnabled, timeout=10_000)
    unlock(qtbot, second)
    qtbot.waitUntil(lambda: window.isVisible() and other.isVisible())
    assert not pages()
    desk.session.showing.remove(other.desk)
    other.close()
    other.deleteLater()


def test_the_place_is_back_after_locking_twice(desk: Desk, filled: Path, qtbot: QtBot) -> None:
    window = use(desk, filled, qtbot)
    window.browser.visit(Place(places.group("teachers")))
    place = window.browser.place
    unlock(qtbot, lock(qtbot, window))
    qtbot.waitUntil(lambda: not desk.session.lock.is_closed)
    desk.session.lock.close()  # before the copy was opened
    unlock(qtbot, pages()[0])
    qtbot.waitUntil(lambda: window.browser.place == place)


class Dawdling(MemoryVault):
    """Keeps those waiting who ask for a secret, or bring one, until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let_on = threading.Event(), threading.Event()

    def get(self, account: str) -> str | None:
        self._wait(account)
        return super().get(account)

    def set(self, account: str, secret: str) -> None:
        self._wait(account)
        super().set(account, secret)

    def _wait(self, account: str) -> None:
        if account.endswith("/secret") and threading.current_thread() is not threading.main_thread():
            self.asked.set()
            self.let_on.wait()


class TestWhileTheKeyringDawdles:
    """The user does something that asks it, and locks meanwhile."""

    SOURCE = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="bearer")

    @pytest.fixture
    def vault(self) -> Dawdling:
        return Dawdling()

    def test_no_dialog_is_opened_behind_the_lock(self, desk: Desk, store: Path, vault: Dawdling, qtbot: QtBot) -> None:
        desk.add(self.SOURCE, store, "a-secret-of-1234")
        desk.window.desk.open(self.SOURCE)
        qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0)
        desk.window.sources.edit()
        qtbot.waitUntil(vault.asked.is_set)
        page = lock(qtbot, desk.window)
        vault.let_on.set()
        unlock(qtbot, page)
        qtbot.waitUntil(lambda: desk.window.browser.reader is not None)
        assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]

    def test_a_source_that_is_added_is_shown_after_unlocking(self, desk: Desk, vault: Dawdling, qtbot: QtBot) -> None:
        added = desk.tasks.start(desk.window.desk.begin(self.SOURCE, "a-secret-of-1234"))
        qtbot.waitUntil(vault.asked.is_set)
        page = lock(qtbot, desk.window)
        vault.let_on.set()
        qtbot.waitUntil(added.done)
        assert desk.window.desk.source is None
        unlock(qtbot, page)
        qtbot.waitUntil(lambda: desk.window.desk.source == self.SOURCE)

    def test_a_source_that_is_edited_is_shown_as_it_is_now(
        self, desk: Desk, store: Path, vault: Dawdling, qtbot: QtBot
    ) -> None:
        desk.add(self.SOURCE, store, "a-secret-of-1234")
        desk.window.desk.open(self.SOURCE)
        qtbot.waitUntil(lambda: desk.window.browser.reader is not None)
        after = msgspec.structs.replace(self.SOURCE, name="Lakeview")
        edited = desk.tasks.start(desk.window.desk.change(self.SOURCE, after, "a-secret-of-1234", anew=False))
        qtbot.waitUntil(vault.asked.is_set)
        page = lock(qtbot, desk.window)
        vault.let_on.set()
        qtbot.waitUntil(edited.done)
        assert desk.window.browser.reader is None
        unlock(qtbot, page)
        qtbot.waitUntil(lambda: desk.window.desk.source == after and desk.window.browser.reader is not None)
