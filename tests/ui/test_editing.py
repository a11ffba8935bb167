"""Editing a source that is there: what stays, what is asked for again, and what is read anew."""

from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from rosterdesk.credentials import MemoryVault
from rosterdesk.demo import service
from rosterdesk.errors import KeyringLockedError
from rosterdesk.settings import Source
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.school_choice import KnownSchool, SchoolChoice
from rosterdesk.ui.dialogs.source import SourceDialog
from rosterdesk.ui.dialogs.source_form import draft_of, edited, goes_elsewhere, same_service, source
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.views.value_view import ValueView
from tests.gates import Gate
from tests.ui.conftest import STUDENTS, Desk
from tests.ui.test_main_window import find

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton
URL = "https://sis.example.org/ims/oneroster/v1p1"


def service_at(url: str = URL, **fields: object) -> Source:
    return Source(**{"name": "Lakeside", "uid": "u", "url": url, "token_url": URL, "client_id": "me", **fields})


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (URL, URL + "/", True),
        (URL, "https://SIS.example.org:443/ims/oneroster/rostering/v1p2", True),
        (URL, "https://sis.example.org/ims/oneroster", True),
        (URL, "https://sis.example.org/other/ims/oneroster/v1p1", False),
        (URL, "https://sis.example.com/ims/oneroster/v1p1", False),
        (URL, "http://sis.example.org/ims/oneroster/v1p1", False),
    ],
)
def test_the_version_of_the_standard_makes_no_other_service(before: str, after: str, same: bool) -> None:
    assert same_service(service_at(before), service_at(after)) is same


@pytest.mark.parametrize(
    ("fields", "elsewhere"),
    [
        ({"name": "Hillside"}, False),
        ({"url": "https://sis.example.org/elsewhere"}, False),
        ({"url": "https://evil.example.org/v1p1"}, True),
        ({"token_url": "https://evil.example.org/token"}, True),
    ],
)
def test_a_secret_stays_with_the_hosts_that_it_was_entered_for(fields: dict[str, str], elsewhere: bool) -> None:
    assert goes_elsewhere(service_at(), service_at(**fields)) is elsewhere


@pytest.mark.parametrize(
    "before",
    [
        service_at(also=("lineItems",), scopes=("a", "b"), page_size=100, ca_file="/ca.pem", schools=("s1", "s2")),
        service_at(oneroster="1.2", gradebook_url="https://sis.example.org/gradebook"),
        service_at(auth="oauth1", token_url="", oauth1_signature="sha1"),
        service_at(auth="none", token_url="", client_id="", allow_http=True),
        Source(name="Lakeside", uid="u", bundle="/roster.zip", auth="none", oneroster="1.2"),
    ],
)
def test_what_nobody_touched_stays_as_it_was(before: Source) -> None:
    assert edited(before, source(draft_of(before, "secret"), before.uid)) == before


class StubbornVault(MemoryVault):
    """Keeps what it has; takes nothing new for as long as it is `closed`."""

    closed = False

    def set(self, account: str, secret: str) -> None:
        if self.closed:
            raise KeyringLockedError("The keyring is locked.", "Unlock it.")
        super().set(account, secret)


@pytest.fixture
def vault() -> StubbornVault:
    return StubbornVault()


@pytest.mark.parametrize("closed", [True, False])
def test_a_copy_is_destroyed_only_once_the_source_is_another_one(
    desk: Desk, vault: StubbornVault, store: Path, loop: qasync.QEventLoop, qtbot: QtBot, closed: bool
) -> None:
    before, after = (service_at(f"http://127.0.0.1:1/{name}", token_url="", auth="bearer") for name in ("one", "other"))
    desk.add(before, store, "the secret")
    vault.closed = closed
    changing = loop.create_task(desk.window.desk.change(before, after, "the secret", anew=True))
    qtbot.waitUntil(changing.done, timeout=PATIENCE)
    assert (changing.exception() is not None) == closed
    assert desk.session.sources() == [before if closed else after]
    assert desk.session.data_dir.store(before).exists() == closed


def choose_edit(window: MainWindow, qtbot: QtBot) -> SourceDialog:
    menu = find(window, "sourceButton", QToolButton).menu()
    next(action for action in menu.actions() if action.text().startswith("Edit")).trigger()
    return wait_for_dialog(qtbot)


def wait_for_dialog(qtbot: QtBot) -> SourceDialog:
    def shown() -> list[SourceDialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, SourceDialog) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def enter(dialog: SourceDialog, qtbot: QtBot, **fields: str) -> None:
    for name, text in fields.items():
        editor: QLineEdit = dialog.findChild(QLineEdit, f"{name}Field")
        editor.clear()
        qtbot.keyClicks(editor, text)


def save(dialog: SourceDialog, qtbot: QtBot) -> None:
    button = dialog.findChild(QPushButton, "addButton")
    assert (button.text(), button.isEnabled()) == ("Save", True)
    qtbot.mouseClick(button, LEFT)


def words(dialog: SourceDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_another_name_keeps_the_copy_and_the_secret(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    dialog = choose_edit(synced, qtbot)
    assert dialog.findChild(QLineEdit, "secretField").text() == "", "a secret that is kept is never shown"
    assert "Leave it empty to keep the one that is here." in words(dialog)
    enter(dialog, qtbot, name="Lakeside Unified")
    save(dialog, qtbot)
    qtbot.waitUntil(lambda: synced.desk.source is not None and synced.desk.source.name == "Lakeside Unified")
    qtbot.waitUntil(lambda: synced.roster.table.rowCount() == STUDENTS, timeout=PATIENCE)
    assert find(synced, "sourceButton").text().startswith("Lakeside Unified")
    assert not synced.desk.syncing, "nothing is to be read anew"
    with qtbot.waitSignal(synced.desk.jobs.syncing.ended, timeout=PATIENCE) as ended:
        synced.desk.sync()
    assert ended.args[0].exit_code == 0, "the secret is still there"


def test_after_another_name_the_place_and_the_way_back_are_still_there(synced: MainWindow, qtbot: QtBot) -> None:
    synced.browser.visit(Place(places.group("classes")))
    here = synced.browser.place
    dialog = choose_edit(synced, qtbot)
    enter(dialog, qtbot, name="Lakeside Unified")
    save(dialog, qtbot)
    qtbot.waitUntil(lambda: synced.desk.source is not None and synced.desk.source.name == "Lakeside Unified")
    qtbot.waitUntil(lambda: synced.browser.place == here)
    assert find(synced, "backButton").isEnabled()
    assert not synced.messages.isVisible()


def test_the_schools_of_a_source_are_chosen_by_name(synced: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(synced.browser.counts), timeout=PATIENCE)
    dialog = choose_edit(synced, qtbot)
    qtbot.mouseClick(dialog.findChild(QToolButton, "advancedButton"), LEFT)
    schools: ValueView = dialog.findChild(ValueView, "schoolList")
    first = schools.values.index(0)
    name, students = first.data(), first.data(schools.values.CountRole)
    schools.setFocus()
    schools.setCurrentIndex(first)
    qtbot.keyClick(schools, Qt.Key.Key_Space)
    save(dialog, qtbot)
    qtbot.waitUntil(synced.messages.isVisible, timeout=PATIENCE)
    assert synced.desk.source is not None
    (chosen,) = synced.desk.source.schools
    qtbot.waitUntil(lambda: synced.browser.counts.get(("students", chosen)) == students, timeout=PATIENCE)
    assert synced.browser.record("orgs", chosen).title == name
    with qtbot.waitSignal(synced.desk.jobs.syncing.ended, timeout=PATIENCE):
        qtbot.mouseClick(find(synced, "messageAction", QPushButton), LEFT)
    qtbot.waitUntil(lambda: synced.browser.reader.runs()[0].schools == (chosen,), timeout=PATIENCE)


def test_schools_that_nobody_knows_yet_are_written_down_by_id(qtbot: QtBot) -> None:
    choice = SchoolChoice([])
    qtbot.addWidget(choice)
    choice.show()
    choice.choose(("s1",))
    qtbot.keyClicks(choice.findChild(QLineEdit, "schoolIds"), "  s2 s1")
    assert choice.chosen == ("s1", "s2")


def test_a_school_that_is_not_known_any_more_stays_chosen_and_names_are_told_apart(qtbot: QtBot) -> None:
    known = [KnownSchool("a", "North", 3), KnownSchool("b", "North", 4), KnownSchool("c", "", 0)]
    choice = SchoolChoice(known)
    qtbot.addWidget(choice)
    choice.choose(("b", "gone"))
    assert choice.chosen == ("b", "gone")
    values = choice.findChild(ValueView, "schoolList").values
    assert [values.index(row).data() for row in range(values.rowCount())] == ["North (a)", "North (b)", "(c)", "gone"]


def test_after_another_key_a_sync_is_offered(synced: MainWindow, qtbot: QtBot) -> None:
    dialog = choose_edit(synced, qtbot)
    enter(dialog, qtbot, secret="another")
    save(dialog, qtbot)
    qtbot.waitUntil(synced.messages.isVisible, timeout=PATIENCE)
    assert synced.messages.text() == "The source was changed. A sync tells whether it works now."
    with qtbot.waitSignal(synced.desk.jobs.syncing.ended, timeout=PATIENCE):
        qtbot.mouseClick(find(synced, "messageAction", QPushButton), LEFT)


def test_the_kept_secret_is_tested_too(synced: MainWindow, qtbot: QtBot) -> None:
    dialog = choose_edit(synced, qtbot)
    qtbot.mouseClick(dialog.findChild(QPushButton, "testButton"), LEFT)
    qtbot.waitUntil(lambda: dialog.trial.words.startswith("All is well"), timeout=PATIENCE)
    dialog.reject()


def test_where_the_secret_would_go_elsewhere_it_is_asked_for_again(synced: MainWindow, qtbot: QtBot) -> None:
    dialog = choose_edit(synced, qtbot)
    enter(dialog, qtbot, url="https://evil.example.org/ims/oneroster/v1p1")
    assert not dialog.findChild(QPushButton, "addButton").isEnabled()
    assert "It goes to another address now: enter it again." in words(dialog)
    assert any(line.startswith("Another service: its local copy is destroyed") for line in words(dialog))
    dialog.reject()


def test_another_service_is_read_from_nothing(synced: MainWindow, desk: Desk, live: service.Live, qtbot: QtBot) -> None:
    dialog = choose_edit(synced, qtbot)
    moved = live.url.replace("/ims/", "/moved/ims/")
    enter(dialog, qtbot, url=moved)
    with qtbot.waitSignal(synced.desk.jobs.syncing.began, timeout=PATIENCE):
        save(dialog, qtbot)
    assert synced.desk.source is not None
    assert synced.desk.source.url == moved
    assert synced.roster.table.rowCount() == 0
    qtbot.waitUntil(lambda: not synced.desk.syncing, timeout=PATIENCE)


def test_a_refusal_leads_to_the_source_with_one_click(synced: MainWindow, gate: Gate, qtbot: QtBot) -> None:
    gate.refused = "/"
    with qtbot.waitSignal(synced.desk.jobs.syncing.ended, timeout=PATIENCE):
        synced.desk.sync()
    action = find(synced, "messageAction", QPushButton)
    assert action.text() == "Edit this source…"
    qtbot.mouseClick(action, LEFT)
    wait_for_dialog(qtbot).reject()
